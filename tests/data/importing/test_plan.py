"""A plan says what an import will do, can be changed, and does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.importing.mapping import MappingDocument
from app.data.importing.plan import ImportPlan, answered, joined_by, propose, with_file, with_join
from app.data.importing.planned import import_plan
from app.errors import AppError

SHOPIFY = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Phone,"
    "Accepts SMS Marketing,Total Spent,Total Orders\n"
    "'1,Ada,L,Ada@X.io,yes,'+420600000001,no,1.00,1\n"
    "'2,Bob,M,bob@x.io,no,,no,2.00,2\n"
    "'3,Cyd,N,cyd@x.io,,,no,3.00,3\n"
)
KLAVIYO = (
    "Timestamp,Metric,Email,Value\n"
    "2026-01-01T10:00:00Z,Placed Order,ada@x.io,5\n"
    "2026-01-02T10:00:00Z,Opened Email,mailto:BOB@x.io,\n"
    "2026-01-03T10:00:00Z,Viewed Product, stranger@x.io,\n"
)


@pytest.fixture
def two_exports(tmp_path: Path) -> list[Path]:
    """Customers of a shop, and events of the tool that writes to them."""
    (tmp_path / "customers.csv").write_text(SHOPIFY, encoding="utf-8")
    (tmp_path / "events.csv").write_text(KLAVIYO, encoding="utf-8")
    return [tmp_path / "customers.csv", tmp_path / "events.csv"]


def _files(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


def _unrelated(folder: Path) -> ImportPlan:
    return propose(
        _files(
            folder,
            people="customer_id,city\na,Brno\nb,Praha\nc,Brno\n",
            events="user_id,event,at\nx,visit,2024-01-01\ny,visit,2024-01-02\na,visit,2024-01-03\n",
        )
    )


def test_that_two_exports_are_joined_by_what_they_share(two_exports: list[Path]) -> None:
    plan = propose(two_exports)
    assert [file.kind for file in plan.files] == ["customers", "events"]
    assert "Shopify customers" in plan.files[0].why
    assert [join.sentence() for join in plan.chosen] == ["2 of 3 by “Email”, case aside"]
    imported = import_plan(plan, "shop")
    dataset = imported.dataset
    assert dataset.customer_ids.to_pylist() == ["1", "2", "3", "stranger@x.io"]
    assert dataset.offsets.tolist() == [0, 1, 2, 2, 3]
    assert dataset.roles.events["purchase"] == "Placed Order"
    assert "“Customer ID”: what an exporter writes to guard digits was taken off 3 ids." in imported.accounts[0].remarks


def test_that_the_mapping_of_a_plan_makes_the_same_plan_and_dataset(two_exports: list[Path]) -> None:
    plan = propose(two_exports)
    document = MappingDocument.model_validate_json(plan.mapping().model_dump_json(by_alias=True))
    again = propose(two_exports, document)
    assert again.mapping() == plan.mapping()
    assert import_plan(again, "shop").dataset.fingerprint == import_plan(plan, "shop").dataset.fingerprint


def test_that_a_customer_known_by_address_alone_can_be_written_to_but_did_not_agree(two_exports: list[Path]) -> None:
    dataset = import_plan(propose(two_exports), "shop").dataset
    email = dataset.attributes["Email"]
    assert str(email.words[int(email.values[3])]) == "stranger@x.io"
    consent = dataset.attributes[dataset.roles.attributes["email_consent"]]
    assert consent.values.tolist() == [1, 0, -1, -1]


def test_that_few_meetings_must_be_answered_before_files_are_joined(tmp_path: Path) -> None:
    plan = _unrelated(tmp_path)
    assert "1 of 3 by “customer_id” and “user_id”" in plan.unanswered[0].text
    with pytest.raises(AppError, match="has to be answered"):
        import_plan(plan, "shop")
    yes = answered(plan, plan.unanswered[0])
    assert import_plan(yes, "shop").dataset.customer_count == 5
    assert not with_join(plan, plan.joins[0]).unanswered
    assert not joined_by(plan, "customer_id", "user_id").unanswered
    with pytest.raises(AppError, match="No two files have"):
        joined_by(plan, "customer_id", "city")


def test_that_files_are_joined_by_columns_that_nothing_else_takes_for_keys(tmp_path: Path) -> None:
    people, doings = tmp_path / "people.csv", tmp_path / "doings.csv"
    rows = "".join(f"k{row},p{row}@x.io,word {row},Brno\n" for row in range(6))
    people.write_text(f"customer_id,email,remark,city\n{rows}", encoding="utf-8")
    rows = "".join(f"p{row % 3}@x.io,2024-01-0{row + 1} 10:00,open,word {row},blue\n" for row in range(6))
    doings.write_text(f"email,at,event,memo,colour\n{rows}", encoding="utf-8")
    plan = propose([people, doings])
    assert joined_by(plan, "remark", "memo").chosen[0].met == 6
    with pytest.raises(AppError, match="No two files have the columns “city” and “colour”"):  # where nobody meets
        joined_by(plan, "city", "colour")


def test_that_one_changed_thing_is_looked_at_again(tmp_path: Path) -> None:
    plan = _unrelated(tmp_path)
    changed = with_file(plan, 1, name=None, name_constant="seen")
    assert (changed.files[1].event, changed.files[1].constant) == (None, "seen")
    assert changed.files[1].columns[1].use == "property"
    left_out = with_file(plan, 0, leave_out=("city",))
    assert import_plan(answered(left_out, left_out.unanswered[0]), "shop").dataset.attributes == {}


def test_that_a_first_look_reads_heads_and_joins_nothing(two_exports: list[Path]) -> None:
    plan = propose(two_exports, heads_only=True)
    assert plan.files[1].rows[0] == ("2026-01-01T10:00:00Z", "Placed Order", "ada@x.io", "5")
    assert [(column.name, column.use) for column in plan.files[1].columns] == [
        ("Timestamp", "at"),
        ("Metric", "name"),
        ("Email", "key"),
        ("Value", "property"),
    ]
    assert (plan.joins, plan.is_complete) == ((), False)


def test_that_a_second_import_joins_the_customers_that_are_there(two_exports: list[Path]) -> None:
    first = import_plan(propose(two_exports[:1]), "shop").dataset
    plan = propose(two_exports[1:], dataset=first)
    assert [join.sentence() for join in plan.chosen] == ["2 of 3 by “Email”, case aside"]
    dataset = import_plan(plan, "shop", first).dataset
    assert dataset.customer_ids.to_pylist() == ["1", "2", "3", "stranger@x.io"]
    assert dataset.event_count == 3


def test_that_a_customer_of_events_gets_her_id_when_a_later_file_knows_it(two_exports: list[Path]) -> None:
    first = import_plan(propose(two_exports[1:]), "shop").dataset
    assert first.customer_ids.to_pylist() == ["ada@x.io", "bob@x.io", "stranger@x.io"]
    plan = propose(two_exports[:1], dataset=first)
    dataset = import_plan(plan, "shop", first).dataset
    assert dataset.customer_ids.to_pylist() == ["1", "2", "3", "stranger@x.io"]
    assert dataset.offsets.tolist() == [0, 1, 2, 2, 3]


def test_that_ids_of_two_systems_are_not_taken_for_one_another(tmp_path: Path) -> None:
    plan = propose(
        _files(
            tmp_path,
            shop="customer_id,email\n1,a@x.io\n2,b@x.io\n3,c@x.io\n4,d@x.io\n",
            crm="customer_id,email,city\n2,a@x.io,Brno\n9,b@x.io,Praha\n8,c@x.io,Plzeň\n7,d@x.io,Zlín\n",
        )
    )
    dataset = import_plan(plan, "shop").dataset
    assert dataset.customer_ids.to_pylist() == ["1", "2", "3", "4"]
    city = dataset.attributes["city"]
    assert [city.words.to_pylist()[code] for code in city.values] == ["Brno", "Praha", "Plzeň", "Zlín"]


def test_that_an_attribute_that_stands_on_events_is_taken_if_asked_the_latest_value(tmp_path: Path) -> None:
    file = _files(
        tmp_path,
        events="user_id,event,at,country\na,visit,2024-01-03,DE\na,visit,2024-01-01,CZ\nb,visit,2024-01-02,AT\n",
    )
    plan = with_file(propose(file), 0, attributes=("country",), roles={"country": "country"})
    assert [column.use for column in plan.files[0].columns] == ["key", "name", "at", "attribute"]
    dataset = import_plan(plan, "shop").dataset
    country = dataset.attributes["country"]
    assert [country.words.to_pylist()[code] for code in country.values] == ["DE", "AT"]
    assert dataset.roles.attributes == {"country": "country"}


def test_that_ids_written_as_decimals_are_whole(tmp_path: Path) -> None:
    paths = _files(
        tmp_path,
        people="customer_id,city\n17850,Brno\n13047,Praha\n",
        events="customer_id,event,at\n17850.0,visit,2024-01-01\n17850.0,visit,2024-01-02\n13047.0,visit,2024-01-03\n",
    )
    imported = import_plan(propose(paths), "shop")
    assert imported.dataset.customer_ids.to_pylist() == ["13047", "17850"]
    assert "“customer_id”: .0 was taken off all ids; programs write it where some are missing." in (
        imported.accounts[1].remarks
    )


def test_that_a_list_of_addresses_marks_the_customers_who_have_them(two_exports: list[Path], tmp_path: Path) -> None:
    paths = [*two_exports, *_files(tmp_path, vip="email\nADA@x.io\ncyd@x.io\n")]
    dataset = import_plan(propose(paths), "shop").dataset
    assert dataset.customer_ids.to_pylist() == ["1", "2", "3", "stranger@x.io"]
    assert dataset.lists["vip"].tolist() == [True, False, True, False]


def test_that_an_event_that_comes_again_is_known_by_its_id(tmp_path: Path) -> None:
    first, second = _files(
        tmp_path,
        one="event_id,user_id,event,at\ne1,a,visit,2024-01-01\ne2,a,visit,2024-01-01\n",
        two="event_id,user_id,event,at\ne2,a,visit,2024-01-05\ne3,a,visit,2024-01-06\n",
    )
    dataset = import_plan(propose([first]), "shop").dataset
    again = import_plan(propose([second], dataset=dataset), "shop", dataset)
    assert again.dataset.event_count == 3
    assert [note.line for note in again.accounts[0].notes] == [2]


def test_that_columns_of_one_role_are_one_column_in_all_files(tmp_path: Path) -> None:
    paths = _files(
        tmp_path,
        one="customer_id,email,city\n1,a@x.io,Brno\n2,b@x.io,Zlín\n",
        two="Email Address,Town\na@x.io,Praha\nb@x.io,Kolín\nc@x.io,Plzeň\n",
    )
    dataset = import_plan(propose(paths), "shop").dataset
    assert list(dataset.attributes) == ["email", "city"]
    assert dataset.customer_count == 3


def test_that_what_is_said_of_one_files_events_leaves_those_of_the_others_as_guessed(tmp_path: Path) -> None:
    paths = _files(
        tmp_path,
        shop="user_id,event,at\na,Placed Order,2024-01-01\nb,View,2024-01-02\na,View,2024-01-03\n",
        till="user_id,event,at\na,bought,2024-01-01\nb,signed up,2024-01-02\na,bought,2024-01-03\n",
    )
    plan = with_file(propose(paths), 1, event_roles={"cart": "bought"})
    roles = import_plan(plan, "shop").dataset.roles.events
    assert dict(roles) == {"cart": "bought", "purchase": "Placed Order", "page_view": "View"}


def test_that_two_files_of_one_name_are_each_read_as_it_is_said_of_them(tmp_path: Path) -> None:
    paths = []
    for folder, text in (("shop", "number,city\n1,Brno\n2,Praha\n"), ("club", "card,city\nx1,Brno\nx2,Praha\n")):
        (tmp_path / folder).mkdir()
        paths += _files(tmp_path / folder, people=text)
    keys = [[{"column": "number", "identifies": "a"}], [{"column": "card", "identifies": "b"}]]
    document = MappingDocument.model_validate(
        {"files": [{"file": str(path), "as": "customers", "keys": key} for path, key in zip(paths, keys, strict=True)]}
    )
    plan = propose(paths, document)
    assert [file.keys[0].column for file in plan.files] == ["number", "card"]
    again = propose(paths, plan.mapping())
    assert [file.keys[0].column for file in again.files] == ["number", "card"]


def test_that_what_is_remarked_of_a_column_is_said_of_the_files_that_have_it(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,email,birthday\n1,ann@example.com,14.3.85\n2,bob@example.com,2.1.90\n")
    (tmp_path / "vip.csv").write_text("email\nann@example.com\n")
    imported = import_plan(propose([tmp_path / "people.csv", tmp_path / "vip.csv"]), "club")
    told = {account.file: " ".join(account.remarks) for account in imported.accounts}
    assert "years of two digits" in told["people.csv"]
    assert "birthday" not in told["vip.csv"]
