"""Files become a dataset; whatever did not come in as it stood is told."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.data.columns.column import Column, ColumnType
from app.data.importing.accounting.accounts import Account
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported, Source, import_files
from app.errors import AppError, Cancelled
from tests.builders.datasets import from_rows


class Folder:
    """Writes files and imports them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sources: list[Source] = []

    def customers(self, text: str, name: str = "customers.csv") -> Folder:
        (self.path / name).write_text(text, encoding="utf-8")
        self.sources.append(Source(self.path / name, "customers"))
        return self

    def events(self, text: str, name: str = "events.csv") -> Folder:
        (self.path / name).write_text(text, encoding="utf-8")
        self.sources.append(Source(self.path / name, "events"))
        return self

    def imported(self, mapping: dict[str, Any] | None = None, **options: Any) -> Imported:
        return import_files("test", self.sources, MappingDocument.model_validate(mapping or {}), **options)


class Steps:
    """A progress that counts what it is told, and may stop the work there."""

    def __init__(self, stop_at: int | None) -> None:
        self.done = 0
        self.stop_at = stop_at
        self.told: list[tuple[int, int, str]] = []

    def __call__(self, done: int, total: int, what: str) -> None:
        if self.done == self.stop_at:
            raise Cancelled
        self.told.append((done, total, what))
        self.done += 1


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def _values(column: Column) -> list[Any]:
    if column.type is ColumnType.TEXT:
        words = column.words.to_pylist()
        return [words[code] if code >= 0 else None for code in column.values.tolist()]
    return [value if there else None for value, there in zip(column.values.tolist(), column.filled, strict=True)]


def _us(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1_000_000)


def _balanced(account: Account) -> bool:
    noted = [note.outcome for note in account.notes]
    return (
        account.read == account.imported + account.repaired + account.rejected
        and noted.count("repaired") == account.repaired
        and noted.count("rejected") == account.rejected
    )


def test_that_everything_is_guessed_from_names_and_values(folder: Folder) -> None:
    folder.customers(
        "Customer ID,Email Address,Mobile,Time zone,Newsletter,Birthday,Age,ZIP\n"
        "c1,a@x.io,+420600000001,Europe/Prague,yes,1980-02-29,30,00123\n"
        "c2,,,Asia/Tokyo,no,1972-03-31,,04567\n"
    ).events(
        "user_id;event;timestamp;amount;page url\n"
        "c1;signup;2024-01-01 10:00:00;;/\n"
        "c3;purchase;2024-01-02 10:00:00;12,50;/checkout\n"
    )
    imported = folder.imported(timezone="Europe/Prague")
    schema = imported.dataset.schema()
    assert schema.roles.attributes == {
        "email": "Email Address",
        "phone": "Mobile",
        "timezone": "Time zone",
        "birthday": "Birthday",
        "email_consent": "Newsletter",
    }
    assert schema.roles.events == {"purchase": "purchase", "signup": "signup"}
    assert schema.roles.properties == {"amount": "amount", "url": "page url"}
    assert schema.attributes == {
        "Email Address": "text",
        "Mobile": "text",
        "Time zone": "text",
        "Newsletter": "boolean",
        "Birthday": "date",
        "Age": "number",
        "ZIP": "text",
    }
    assert imported.dataset.customer_ids.to_pylist() == ["c1", "c2", "c3"]
    assert _values(imported.dataset.attributes["ZIP"]) == ["00123", "04567", None]
    assert _values(imported.dataset.attributes["Mobile"]) == ["+420600000001", None, None]
    assert _values(imported.dataset.properties["amount"]) == [None, 12.5]
    assert imported.dataset.at.tolist() == [_us("2024-01-01T09:00:00"), _us("2024-01-02T09:00:00")]
    assert all(_balanced(account) for account in imported.accounts)


def test_that_the_completed_mapping_imports_to_the_same_dataset(folder: Folder) -> None:
    folder.customers("id,city\na,Brno\nb,Praha\n").events("id,at,event,total\na,2024-01-01 10:00,buy,5\n")
    first = folder.imported()
    again = folder.imported(first.mapping.model_dump())
    assert again.dataset.fingerprint == first.dataset.fingerprint
    assert again.mapping == first.mapping


def test_that_files_and_rows_with_the_same_mapping_are_the_same_dataset(folder: Folder) -> None:
    mapping: dict[str, Any] = {
        "customers": {"key": "id", "types": {"age": "number"}, "roles": {}},
        "events": {
            "key": "id",
            "at": "at",
            "name": "event",
            "types": {"amount": "number"},
            "roles": {},
            "property_roles": {},
        },
    }
    folder.customers("id,age\nb,30\na,\n").events("id,at,event,amount\na,2024-01-01T10:00:00Z,buy,5\n")
    rows = from_rows(
        [{"id": "b", "age": 30}, {"id": "a", "age": ""}],
        [{"id": "a", "at": "2024-01-01T10:00:00Z", "event": "buy", "amount": 5}],
        mapping,
    )
    assert folder.imported(mapping).dataset.fingerprint == rows.fingerprint


def test_that_roles_that_are_given_are_taken_as_they_stand(folder: Folder) -> None:
    folder.customers("id,email,phone\na,a@x.io,+1\n")
    roles = folder.imported({"customers": {"roles": {"email": "email"}}}).dataset.roles.attributes
    assert roles == {"email": "email"}


@pytest.mark.parametrize(
    ("mapping", "absent"),
    [
        ({"events": {"key": "customer"}}, "“customer” (the customer's key)"),
        ({"events": {"at": "when"}}, "“when” (the instant)"),
        ({"events": {"name": "what"}}, "“what” (the event's name)"),
        ({"events": {"property_roles": {"amount": "total"}}}, "“total” (the role amount)"),
    ],
)
def test_that_a_missing_column_is_refused_with_the_columns_that_are_there(
    folder: Folder, mapping: dict[str, Any], absent: str
) -> None:
    folder.events("id,at,event,price\na,2024-01-01,buy,5\n")
    with pytest.raises(AppError) as refusal:
        folder.imported(mapping)
    assert absent in refusal.value.message
    assert "Nothing was imported" in refusal.value.message
    assert "Its columns are: id, at, event, price." in refusal.value.message


def test_that_events_without_anything_like_an_instant_are_refused(folder: Folder) -> None:
    folder.events("id,event,note\na,buy,hello\n")
    with pytest.raises(AppError, match=r"looks like the instant of an event\. Its columns are: id, event, note"):
        folder.imported()


def test_that_a_declared_type_makes_a_column_even_where_the_file_has_none(folder: Folder) -> None:
    folder.customers("id\na\n")
    dataset = folder.imported({"customers": {"types": {"age": "number"}}}).dataset
    assert _values(dataset.attributes["age"]) == [None]


def test_that_values_that_do_not_fit_are_listed_and_their_rows_imported(folder: Folder) -> None:
    folder.customers("id,age,born\na,30,1980-01-01\nb,old,1980-02-30\nc,,\n")
    imported = folder.imported({"customers": {"types": {"age": "number", "born": "date"}}})
    (account,) = imported.accounts
    (note,) = account.notes
    assert _values(imported.dataset.attributes["age"]) == [30, None, None]
    assert (account.read, account.imported, account.repaired, account.rejected) == (3, 2, 1, 0)
    assert (note.line, note.text) == (3, "b,old,1980-02-30")
    assert "“old” in “age” is no number" in note.reason
    assert "“1980-02-30” in “born” is no date" in note.reason


def test_that_words_for_nothing_do_not_make_a_number_column_text_but_are_listed(folder: Folder) -> None:
    folder.customers("id,age\na,30\nb,N/A\n")
    imported = folder.imported()
    assert imported.dataset.attributes["age"].type is ColumnType.NUMBER
    assert [note.line for note in imported.accounts[0].notes] == [3]


def test_that_rows_without_a_key_and_events_without_an_instant_are_rejected_with_their_reason(folder: Folder) -> None:
    folder.customers("id,city\n,Brno\na,Praha\n  ,Plzeň\n").events(
        "id,at,event\na,2024-01-01,buy\na,soon,buy\na,,buy\n,2024-01-01,buy\na,2024-01-02,\nb,2024-01-03,buy\n"
    )
    imported = folder.imported()
    customers, events = imported.accounts
    assert imported.dataset.customer_ids.to_pylist() == ["a", "b"]
    assert imported.dataset.event_count == 2
    assert (customers.imported, customers.rejected) == (1, 2)
    assert (events.imported, events.rejected) == (2, 4)
    assert [(note.line, note.reason) for note in events.notes] == [
        (3, "“soon” in “at” is no instant."),
        (4, "The column “at” is empty."),
        (5, "The column “id” is empty."),
        (6, "The column “event” is empty."),
    ]
    assert _balanced(customers)
    assert _balanced(events)


def test_that_of_repeated_customers_the_last_filled_value_wins_and_they_are_listed(folder: Folder) -> None:
    folder.customers("id,city,age\na,Brno,30\nb,Praha,1\na,,31\na,Plzeň,\n")
    imported = folder.imported()
    (account,) = imported.accounts
    assert imported.dataset.customer_ids.to_pylist() == ["a", "b"]
    assert _values(imported.dataset.attributes["city"]) == ["Plzeň", "Praha"]
    assert _values(imported.dataset.attributes["age"]) == [31, 1]
    assert (account.read, account.imported, account.repaired) == (4, 2, 2)
    assert [note.line for note in account.notes] == [4, 5]
    assert imported.dataset.attributes["city"].words.to_pylist() == ["Plzeň", "Praha"]


def test_that_several_files_of_customers_are_joined_by_their_keys(folder: Folder) -> None:
    folder.customers("id,city\na,Brno\n", "one.csv").customers("customer_id,age\na,30\nb,40\n", "two.csv")
    imported = folder.imported()
    assert _values(imported.dataset.attributes["city"]) == ["Brno", None]
    assert _values(imported.dataset.attributes["age"]) == [30, 40]
    assert [account.repaired for account in imported.accounts] == [0, 0]


def test_that_notes_of_several_files_name_their_own_file_and_line(folder: Folder) -> None:
    folder.events("id,at,event,n\na,2024-01-01,x,1\n", "one.csv")
    folder.events("id,at,event,n\na,2024-01-01,x,2\na,never,x,3\na,2024-01-01,x,many\n", "two.csv")
    imported = folder.imported({"events": {"types": {"n": "number"}}})
    notes = [note for account in imported.accounts for note in account.notes]
    assert [(note.file, note.line, note.outcome) for note in notes] == [
        ("two.csv", 3, "rejected"),
        ("two.csv", 4, "repaired"),
    ]


def test_that_a_file_without_event_names_is_one_kind_of_event(folder: Folder) -> None:
    folder.events("id,date,total\na,2024-01-01,5\n", "orders.csv")
    assert folder.imported().dataset.schema().events == {"purchase": 1}
    constant = {"events": {"name_constant": "order"}}
    assert folder.imported(constant).dataset.schema().events == {"order": 1}


def test_that_unknown_consent_is_told_and_not_given(folder: Folder) -> None:
    folder.customers("id,email,accepts_marketing\na,a@x.io,yes\nb,b@x.io,\nc,c@x.io,no\n")
    imported = folder.imported()
    assert _values(imported.dataset.attributes["accepts_marketing"]) == [1, None, 0]
    assert any("1 row does not say" in remark for remark in imported.accounts[0].remarks)


def test_that_a_column_of_refusals_is_never_taken_for_consent(folder: Folder) -> None:
    folder.customers("id,email,unsubscribed,opted_out\na,a@x.io,no,no\n")
    imported = folder.imported()
    assert "email_consent" not in imported.dataset.roles.attributes
    assert any("No column says who agreed to e-mail" in remark for remark in imported.accounts[0].remarks)


def test_that_naive_instants_are_read_in_the_zone_and_the_report_says_so(folder: Folder) -> None:
    folder.events("id,at,event\na,2024-03-31 02:30:00,x\n")
    imported = folder.imported({"timezone": "Europe/Prague"})
    assert imported.dataset.at.tolist() == [_us("2024-03-31T01:30:00")]
    assert imported.dataset.timezone == "Europe/Prague"
    assert imported.accounts[0].remarks == (
        "Times in “at” that name no time zone were read as local times of Europe/Prague.",
    )


def test_that_dates_with_two_readings_are_refused_until_the_mapping_says(folder: Folder) -> None:
    folder.events("id,at,event\na,03/04/2024,x\n")
    with pytest.raises(AppError, match="has the day or the month first"):
        folder.imported()
    assert folder.imported({"events": {"day_first": True}}).dataset.at.tolist() == [_us("2024-04-03T00:00:00")]


def test_that_an_unknown_zone_is_refused(folder: Folder) -> None:
    folder.customers("id\na\n")
    with pytest.raises(AppError, match="“Mars/Base” is not a time zone"):
        folder.imported(timezone="Mars/Base")


def test_that_an_e_mail_that_names_the_customer_is_also_her_address(folder: Folder) -> None:
    folder.customers("email,name\na@x.io,A\n")
    dataset = folder.imported().dataset
    assert dataset.customer_ids.to_pylist() == ["a@x.io"]
    assert _values(dataset.attributes["email"]) == ["a@x.io"]
    assert dataset.roles.attributes == {"email": "email"}


def test_that_a_header_alone_is_a_dataset_of_nobody(folder: Folder) -> None:
    folder.customers("id,city\n").events("id,at,event\n")
    dataset = folder.imported().dataset
    assert (dataset.customer_count, dataset.event_count) == (0, 0)


def test_that_an_import_stops_when_asked_at_any_step(folder: Folder) -> None:
    folder.customers("id,city\na,Brno\n").events("id,at,event\na,2024-01-01,x\n")
    steps = Steps(stop_at=None)
    folder.imported(progress=steps)
    assert steps.done > 5
    for stop_at in range(steps.done):
        with pytest.raises(Cancelled):
            folder.imported(progress=Steps(stop_at))


def test_that_blanks_around_ids_do_not_make_another_customer(folder: Folder) -> None:
    folder.customers("id,city\n a,Brno\nb,Praha\na\t,Plzeň\n").events(
        "id,at,event\na ,2024-01-01 10:00,buy\na,2024-01-02 10:00,buy\n\u00a0b,2024-01-02 10:00,buy\n"
    )
    imported = folder.imported()
    assert imported.dataset.customer_ids.to_pylist() == ["a", "b"]
    assert imported.dataset.offsets.tolist() == [0, 2, 3]
    customers, events = imported.accounts
    assert (customers.repaired, customers.notes[0].line) == (1, 4)
    assert "Blanks around the customer's id were left out in 2 rows." in customers.remarks
    assert "Blanks around the customer's id were left out in 2 rows." in events.remarks


def test_that_a_type_for_a_column_that_is_not_there_is_told(folder: Folder) -> None:
    folder.customers("id,age\na,3\n").events("id,at,event,total\na,2024-01-01 10:00,buy,5\n")
    imported = folder.imported(
        {"customers": {"types": {"agee": "number", "age": "number"}}, "events": {"types": {"totl": "number"}}}
    )
    told = [[remark for remark in account.remarks if "no such column" in remark] for account in imported.accounts]
    assert told == [
        ["The mapping gives “agee” a type, but there is no such column: it is empty in every row."],
        ["The mapping gives “totl” a type, but there is no such column: it is empty in every row."],
    ]
    assert _values(imported.dataset.attributes["agee"]) == [None]


EVENTS_TEXT = "id,at,seen,event\na,2024-01-01 10:00,2024-01-03 10:00,čaj\n"


def _fingerprint(folder: Folder, name: str, text: bytes, mapping: dict[str, Any] | None = None) -> str:
    (folder.path / name).write_bytes(text)
    source = Source(folder.path / name, "events")
    (account,) = import_files("x", [source], MappingDocument.model_validate({"events": mapping or {}})).accounts
    return account.fingerprint


def test_that_a_file_is_known_again_by_what_it_says_and_how_it_is_read(folder: Folder) -> None:
    first = _fingerprint(folder, "a.csv", EVENTS_TEXT.encode())
    assert len(first) == 64
    assert _fingerprint(folder, "b.csv", EVENTS_TEXT.encode("utf-16")) == first
    assert _fingerprint(folder, "a.csv.gz", gzip.compress(EVENTS_TEXT.encode())) == first
    assert _fingerprint(folder, "a.csv", EVENTS_TEXT.encode(), {"at": "at"}) == first
    others = [
        _fingerprint(folder, "a.csv", EVENTS_TEXT.replace("10:00", "11:00").encode()),
        _fingerprint(folder, "a.csv", EVENTS_TEXT.encode(), {"at": "seen"}),
        _fingerprint(folder, "a.csv", EVENTS_TEXT.encode(), {"name_constant": "buy"}),
        _fingerprint(folder, "a.csv", EVENTS_TEXT.encode(), {"name_constant": "event"}),
    ]
    assert len({first, *others}) == 5
