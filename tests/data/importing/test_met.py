"""Files of kinds met in the wild come in as their README says is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.data.columns.column import Column, ColumnType
from app.data.importing.accounting.accounts import Role
from app.data.importing.mapping import MappingDocument
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported, Source, import_files
from app.errors import AppError

TEN = "2024-03-01T10:00:00"
IN_JULY = [f"2024-07-01T{hour}:00:00" for hour in ("14", "14", "10", "17", "08", "10")]
CLOCKS = [
    *("2024-03-01T00:00:00", "2024-03-01T12:00:00", "2024-03-14T13:05:09", "2024-03-14T13:05:00"),
    *("2024-03-01T00:15:00", "2024-03-01T13:15:00", "2024-03-14T01:05:00", "2024-03-01T13:05:00"),
    *("2024-03-01T13:05:00", TEN, TEN, "2024-03-01T04:30:00", "2024-03-01T04:30:00", f"{TEN}.123456"),
]


@pytest.fixture
def met(shared: Path) -> Path:
    return shared / "data" / "met"


def read(met: Path, name: str, mapping: dict[str, Any] | None = None) -> Imported:
    head = (met / f"{name}.csv").read_bytes()[:300]
    role: Role = "events" if b"timestamp" in head else "customers"
    return import_files("met", [Source(met / f"{name}.csv", role)], MappingDocument.model_validate(mapping or {}))


def values(column: Column) -> list[Any]:
    """The column's values as JSON would show them."""
    if column.type is ColumnType.TEXT:
        words = column.words.to_pylist()
        return [words[code] if code >= 0 else None for code in column.values.tolist()]
    units = {ColumnType.DATE: "datetime64[D]", ColumnType.INSTANT: "datetime64[s]"}
    shown = column.values
    if column.type is ColumnType.INSTANT:
        shown = shown // 1_000_000
    shown = shown.astype(units[column.type]).astype(str) if column.type in units else shown
    return [value if there else None for value, there in zip(shown.tolist(), column.filled, strict=True)]


def columns(imported: Imported) -> dict[str, Column]:
    return {**imported.dataset.attributes, **imported.dataset.properties}


def instants(imported: Imported) -> list[str]:
    """The instants by customer, without fractions that are zero."""
    return [text.removesuffix(".000000") for text in imported.dataset.at.astype("datetime64[us]").astype(str).tolist()]


def said(imported: Imported) -> str:
    return "\n".join(remark for account in imported.accounts for remark in account.remarks)


def is_balanced(imported: Imported) -> bool:
    return all(account.read == account.imported + account.repaired + account.rejected for account in imported.accounts)


@pytest.mark.parametrize("name", ["01-customers", "01-twice", "01-utf16", "01-utf16be-nobom", "01-joined"])
def test_that_marks_of_byte_order_never_become_part_of_a_name(name: str, met: Path) -> None:
    imported = read(met, name)
    assert imported.dataset.customer_ids.to_pylist() == ["c1", "c2"]
    assert imported.mapping.customers is not None
    assert imported.mapping.customers.key == "customer_id"
    assert is_balanced(imported)


@pytest.mark.parametrize(
    ("name", "ids", "line"),
    [
        ("01-joined", ["c1", "c2"], 3),
        ("16-customers", ["ann@example.com", "bob@example.com", "cid@example.com"], 4),
        ("16-events", ["c1", "c2"], 3),
    ],
)
def test_that_a_header_inside_the_rows_is_dropped_and_listed(name: str, ids: list[str], line: int, met: Path) -> None:
    imported = read(met, name)
    (note,) = imported.accounts[0].notes
    assert imported.dataset.customer_ids.to_pylist() == ids
    assert (note.line, note.outcome, note.reason) == (line, "rejected", "The line says the header again.")
    assert is_balanced(imported)


@pytest.mark.parametrize(
    ("name", "expected", "remark"),
    [
        ("03-events", ["2024-03-01T23:00:00", "2024-03-02T00:00:00", "2025-01-01T00:00:00"], "00:00 of the next day"),
        ("04-events", ["2023-12-31T23:59:00", "2024-03-14T09:05:00", "2024-01-02T00:00:00"], "years of two digits"),
        (
            "05-events",
            IN_JULY,
            "",
        ),
        ("11-events", [TEN, TEN, TEN, f"{TEN}.500000", TEN, TEN], ""),
        ("15-excel-serial", ["2024-03-01T12:00:00", "2024-03-02T00:00:00"], "dates of a spreadsheet"),
        ("16-events", ["2024-01-01T10:00:00"] * 2, ""),
        ("17-nnbsp", ["2024-03-14T13:05:09", "2024-03-15T09:00:00"], ""),
        ("17-events", CLOCKS, "by their hours of 0 to 23"),
    ],
)
def test_that_instants_are_read_as_they_are_meant(name: str, expected: list[str], remark: str, met: Path) -> None:
    imported = read(met, name)
    assert instants(imported) == expected
    assert remark in said(imported)
    assert is_balanced(imported)


@pytest.mark.parametrize(
    ("name", "expected", "remark"),
    [
        ("04-customers", {"birthday": ["1985-03-14", "1999-12-31"]}, "read as years that have passed"),
        ("04-customers", {"signed": ["2024-03-14", "2023-12-31"]}, "read as 1969 to 2068"),
        ("06-date-na", {"birthday": ["1985-03-14", None, "1990-11-30"]}, ""),
        ("06-word", {"birthday": ["1985-03-14", None, "1990-11-30", "1979-06-01"]}, ""),
        ("06-customers", {"birthday": ["1985-03-14", None, "1990-11-30", "1979-06-01"]}, ""),
        ("06-number-na", {"spent": [10.5, None, 12]}, ""),
        ("06-number-word", {"spent": [10.5, None, 12, 13]}, ""),
        ("06-feb30", {"birthday": ["1985-03-14", "1990-02-30", "1990-11-30", "1979-06-01"]}, "“1990-02-30” is no date"),
        ("07-customers", {"zip": ["01000", "60200"]}, '="…" was taken off 2 values'),
        ("07-bare", {"zip": ["01000", "60200"]}, '="…" was taken off 2 values'),
        ("08-customers", {"Phone": ["+420600000001", "+420600000002"]}, "a leading apostrophe was taken off 2 values"),
        ("09-customers", {"Phone": ["4.206E+11", "4.207E+11"]}, "“Phone” has 2 values such as “4.206E+11”"),
        ("09-customers", {"Telefon": ["4.206E+11", "4.207E+11"]}, "“Telefon” has 2 values"),
        ("09-customers", {"loyalty card": ["1.2345E+15", "1.2346E+15"]}, "“loyalty card” has 2 values"),
        ("10-dots-thousands", {"amount": [1234, 2500, 950], "ratio": [0.5, 1.25, 3]}, ""),
        ("10-currency", {"amount": [1234.5, 99, -7.5]}, ""),
        ("10-euro", {"amount": [1234.5, 99]}, ""),
        ("10-minus", {"amount": [-12.5, 99]}, ""),
        ("10-swiss", {"amount": [1234.5, 99]}, ""),
        ("10-orders", {"amount": [1234.5, 99, -7.5], "ratio": [0.5, 1.25, 3]}, ""),
        ("10-mixed", {"amount": [-236.48, 1488.69, -1000, 3000, 2500]}, ""),
        ("10-thousands", {"amount": [1234, 2500]}, ""),
        ("14-customers", {"coupon": ["12E4", "77E1"], "batch": ["1E5", "2E5"]}, "“hash” stayed text"),
        ("14-events", {"coupon": ["1E5", "10E4", "100000", "5E0"]}, "“coupon” stayed text"),
        (
            "15-customers",
            {"signup": ["03/04/2024", "2024-04-05", "25/12/2023", "12/25/2023"]},
            "has “25/12/2023”, where the day stands first, and “12/25/2023”, where the month does",
        ),
        (
            "15-excel-serial-customers",
            {"signup_date": ["2024-03-01T12:00:00", "2024-03-02T00:00:00"]},
            "dates of a spreadsheet",
        ),
    ],
)
def test_that_values_are_what_they_are_meant_to_be(
    name: str, expected: dict[str, list[Any]], remark: str, met: Path
) -> None:
    imported = read(met, name)
    there = columns(imported)
    assert {title: values(there[title]) for title in expected} == expected
    assert remark in said(imported)
    assert is_balanced(imported)


def test_that_misfits_are_listed_with_their_text_and_no_type_is_given_up_for_them(met: Path) -> None:
    imported = read(met, "06-one-in-thousand")
    (note,) = imported.accounts[0].notes
    there = columns(imported)
    assert (there["birthday"].type, there["spent"].type) == (ColumnType.DATE, ColumnType.NUMBER)
    assert (note.line, note.outcome, note.text) == (1001, "repaired", "c0999,0000-00-00,free")
    assert "“0000-00-00” in “birthday”" in note.reason
    assert "“free” in “spent”" in note.reason


@pytest.mark.parametrize(("customers", "events"), [("07-customers", "07-events"), ("08-customers", "08-events")])
def test_that_guarded_ids_join(customers: str, events: str, met: Path) -> None:
    sources = [Source(met / f"{customers}.csv", "customers"), Source(met / f"{events}.csv", "events")]
    assert import_files("met", sources).dataset.customer_count == 2
    planned = import_plan(propose([source.path for source in sources]), "met")
    assert planned.dataset.customer_count == 2
    assert "what an exporter writes to guard digits was taken off 2 ids" in said(planned)


@pytest.mark.parametrize(("name", "code"), [("10-euro", "EUR"), ("10-currency", "$"), ("10-minus", None)])
def test_that_one_currency_is_kept_beside_its_column(name: str, code: str | None, met: Path) -> None:
    assert read(met, name).dataset.roles.property_currencies.get("amount") == code


@pytest.mark.parametrize(
    ("name", "events"), [("12-events", ["purchase", "view"]), ("12-kinds", ["Purchase", "purchase"])]
)
def test_that_blanks_are_no_part_of_an_events_name(name: str, events: list[str], met: Path) -> None:
    imported = read(met, name)
    assert imported.dataset.names.words.to_pylist() == events
    assert "Blanks around the event's name were left out" in said(imported)
    assert ("differ by capital letters alone" in said(imported)) == (name == "12-kinds")


def test_that_of_names_that_differ_by_case_the_one_of_most_events_has_the_role(met: Path) -> None:
    assert import_plan(propose([met / "12-kinds.csv"]), "met").dataset.roles.events["purchase"] == "purchase"
    assert read(met, "12-kinds").dataset.roles.events["purchase"] == "purchase"


def test_that_an_events_name_may_hold_commas(met: Path) -> None:
    assert read(met, "33-events").dataset.names.words.to_pylist() == ["Placed order (1,5 %)", "Viewed page, pricing"]


def test_that_the_mapping_decides_where_both_orders_stand_in_one_column(met: Path) -> None:
    imported = read(met, "15-customers", {"customers": {"day_first": True}})
    assert values(columns(imported)["signup"]) == ["2024-04-03", "2024-04-05", "2023-12-25", None]
    assert [note.line for note in imported.accounts[0].notes] == [5]


def test_that_an_abbreviation_of_several_zones_is_refused_with_the_choice(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(
        "customer_id,timestamp,event\na,2024-07-01 10:00 IST,v\na,2024-07-01 10:00 CST,v\n"
        'a,"Jul 1, 2024, 10:00 AM CST",v\n',
        encoding="utf-8",
    )
    imported = import_files("met", [Source(path, "events")])
    assert instants(imported) == ["2024-07-01T16:00:00"]
    first, second = imported.accounts[0].notes
    assert "India (+05:30)" in first.reason
    assert "China (+08:00)" in second.reason


def test_that_numbers_with_two_readings_are_asked(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(
        "customer_id,timestamp,event,amount\na,2024-07-01,v,1.234\nb,2024-07-01,v,2.500\n", encoding="utf-8"
    )
    with pytest.raises(AppError, match="--decimal") as refusal:
        import_files("met", [Source(path, "events")])
    assert "“1.234” can be read in two ways" in refusal.value.problems[0].message
    for sign, expected in ((",", [1234, 2500]), (".", [1.234, 2.5])):
        given = MappingDocument.model_validate({"events": {"decimal": sign}})
        imported = import_files("met", [Source(path, "events")], given)
        assert values(columns(imported)["amount"]) == expected


def test_that_every_file_is_accounted_for(met: Path) -> None:
    assert len(list(met.glob("*.csv"))) == 43
    for path in sorted(met.glob("*.csv")):
        assert is_balanced(read(met, path.stem))
