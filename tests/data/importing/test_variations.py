"""Every kind of value met in the wild, in every form that a table is written in, comes in as what it means."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.importing.plan import answered, propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported
from tests.data.importing.forms import Form, forms
from tests.data.importing.kinds import CURRENCY_SIGNS, amounts, counted_instants, currency_of, microseconds, moments

EXAMPLES = 50 if settings().max_examples >= 200 else 3  # few in the suite, fifty of each in `make torture`
ROWS = 12
NOTHING = ("unknown", "n/a", "N/A", "none", "-", "0000-00-00", "1900-01-00", "NULL", "")
WORDS = st.sampled_from(("Brno", "Gent", "São Paulo", "Łódź", 'the "old" town', "a, b; c", "O'Neil"))
varied = settings(max_examples=EXAMPLES)


def _imported(*files: tuple[Form, Sequence[str], Sequence[Sequence[str]]]) -> tuple[Imported, list[list[str]]]:
    """What these tables give once they are files, and how their columns are called there."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{place}.csv" for place in range(len(files))]
        names = [form.write(path, header, rows) for path, (form, header, rows) in zip(paths, files, strict=True)]
        plan = propose(paths)
        for doubt in plan.unanswered:
            plan = answered(plan, doubt)
        imported = import_plan(plan, "varied")
    for account in imported.accounts:
        assert account.read == account.imported + account.repaired + account.rejected
    return imported, names


def _people(form: Form, values: Sequence[str], title: str = "value") -> tuple[Imported, Column]:
    """Customers c00, c01 … with these values of one attribute."""
    rows = [(f"c{place:02}", value, "Brno") for place, value in enumerate(values)]
    imported, ((_, name, _),) = _imported((form, ("customer_id", title, "city"), rows))
    assert imported.dataset.customer_ids.to_pylist() == [row[0] for row in rows]
    return imported, imported.dataset.attributes[name]


def _visits(form: Form, times: Sequence[str], names: Sequence[str] | None = None) -> Imported:
    """Events of customers c00, c01 … at these times."""
    events = names or ["visit"] * len(times)
    rows = [(f"c{place:02}", at, event) for place, (at, event) in enumerate(zip(times, events, strict=True))]
    return _imported((form, ("customer_id", "timestamp", "event"), rows))[0]


def _texts(column: Column) -> list[str | None]:
    assert column.type is ColumnType.TEXT
    words = [*column.words.to_pylist(), None]
    return [words[code] for code in column.values.tolist()]


def _days(column: Column) -> list[date]:
    assert column.type is ColumnType.DATE
    days: list[date] = column.values.astype("datetime64[D]").tolist()
    return days


def _said(imported: Imported) -> str:
    return "\n".join(remark for account in imported.accounts for remark in account.remarks)


def _names(dataset: Dataset) -> list[str]:
    words = dataset.names.words.to_pylist()
    return [str(words[code]) for code in dataset.names.values.tolist()]


def many(values: st.SearchStrategy[Any], count: int = ROWS) -> st.SearchStrategy[list[Any]]:
    """So many of them."""
    return st.lists(values, min_size=count, max_size=count)


@varied
@given(forms(), many(WORDS))
def test_that_texts_come_in_as_they_are(form: Form, words: list[str]) -> None:
    imported, column = _people(form, words)
    assert _texts(column) == words
    assert imported.accounts[0].imported == ROWS
    assert imported.accounts[0].rejected == form.blank_at_end + (form.again is not None)


@varied
@given(forms(), st.booleans(), st.data())
def test_that_instants_in_any_writing_and_zone_are_those_instants(
    form: Form, day_first: bool, data: st.DataObject
) -> None:
    telling = ("31/12/2023 10:00" if day_first else "12/31/2023 10:00", microseconds(datetime(2023, 12, 31, 10)))
    pairs = [telling, *data.draw(many(moments(day_first=day_first), ROWS - 1))]
    assert _visits(form, [text for text, _ in pairs]).dataset.at.tolist() == [at for _, at in pairs]


@varied
@given(forms(), many(counted_instants()))
def test_that_counted_instants_are_those_instants(form: Form, pairs: list[tuple[str, int]]) -> None:
    assert _visits(form, [text for text, _ in pairs]).dataset.at.tolist() == [at for _, at in pairs]


@varied
@given(
    forms(), many(st.datetimes(datetime(1980, 1, 1), datetime(2060, 1, 1))), st.sampled_from((" ", "T")), st.booleans()
)
def test_that_24_00_is_the_next_day(form: Form, times: list[datetime], mark: str, seconds: bool) -> None:
    texts = [f"{at:%Y-%m-%d}{mark}24:00{':00' if seconds else ''}" for at in times]
    imported = _visits(form, texts)
    midnights = [datetime(at.year, at.month, at.day) + timedelta(days=1) for at in times]
    assert imported.dataset.at.tolist() == [microseconds(at) for at in midnights]
    assert "24:00" in _said(imported)


@varied
@given(
    forms(),
    many(st.dates(date(1970, 1, 1), date(2020, 12, 31)), ROWS - 1),
    st.sampled_from(("{0.day}.{0.month}.{0:%y}", "{0:%d/%m/%y}", "{0:%d.%m.%y}")),
)
def test_that_years_of_two_digits_are_read_and_birthdays_are_past(form: Form, days: list[date], writing: str) -> None:
    born = [*days, date(1999, 12, 31)]
    imported, column = _people(form, [writing.format(day) for day in born], "birthday")
    assert _days(column) == born
    assert "passed" in _said(imported)


@varied
@given(
    forms(),
    many(st.dates(date(1950, 1, 1), date(2010, 12, 31))),
    st.dictionaries(st.integers(0, ROWS - 1), st.sampled_from(NOTHING), max_size=5),
)
def test_that_words_that_mean_nothing_leave_dates_dates(form: Form, days: list[date], gaps: dict[int, str]) -> None:
    texts = [gaps.get(place, f"{day:%Y-%m-%d}") for place, day in enumerate(days)]
    imported, column = _people(form, texts, "birthday")
    known = {place: day for place, day in enumerate(days) if place not in gaps}
    assert {place: day for place, day in enumerate(_days(column)) if column.filled[place]} == known
    listed = [note for note in imported.accounts[0].notes if note.outcome == "repaired"]
    assert len(listed) == sum(bool(word) for word in gaps.values())


@varied
@given(forms(encodings=("utf-8", "utf-16")), st.sampled_from((".", ",")), CURRENCY_SIGNS, st.data())
def test_that_amounts_in_any_writing_are_those_numbers(
    form: Form, decimal: str, sign: str, data: st.DataObject
) -> None:
    pairs = data.draw(many(amounts(decimal=decimal, currency=sign)))
    texts, numbers = zip(*pairs, strict=True)
    imported, column = _people(form, texts, "spent")
    assert column.type is ColumnType.NUMBER
    assert np.array_equal(column.values, numbers)
    assert list(imported.dataset.roles.attribute_currencies.values()) == [currency_of(sign)]


@varied
@given(forms(";"), many(st.integers(1_000, 999_999_999)), st.lists(st.integers(1, 99), min_size=ROWS, max_size=ROWS))
def test_that_points_are_thousands_where_the_file_writes_decimal_commas(
    form: Form, numbers: list[int], cents: list[int]
) -> None:
    rows = [
        (f"c{place:02}", f"{number:,}".replace(",", "."), f"0,{cent:02}")
        for place, (number, cent) in enumerate(zip(numbers, cents, strict=True))
    ]
    imported, ((_, amount, ratio),) = _imported((form, ("customer_id", "spent", "ratio"), rows))
    columns = imported.dataset.attributes
    assert columns[amount].values.tolist() == numbers
    assert np.allclose(columns[ratio].values, np.array(cents) / 100)


GUARDS = st.sampled_from(('="{}"', "'{}", "{}", "{} "))


@varied
@given(
    forms(), forms(), st.lists(st.integers(10**6, 10**12), min_size=ROWS, max_size=ROWS, unique=True), GUARDS, GUARDS
)
def test_that_guarded_ids_join(one: Form, other: Form, ids: list[int], guard: str, other_guard: str) -> None:
    people = [(guard.format(f"0{number}"), "Brno") for number in ids]
    events = [(other_guard.format(f"0{number}"), "2024-01-01T10:00:00Z", "visit") for number in ids]
    imported, _ = _imported(
        (one, ("customer_id", "city"), people), (other, ("customer_id", "timestamp", "event"), events)
    )
    assert imported.dataset.customer_ids.to_pylist() == sorted(f"0{number}" for number in ids)
    assert np.diff(imported.dataset.offsets).tolist() == [1] * ROWS


@varied
@given(forms(), many(st.integers(1000, 9999)), st.integers(11, 15), st.sampled_from(("Phone", "loyalty card", "code")))
def test_that_numbers_that_a_spreadsheet_rounded_stay_text(
    form: Form, numbers: list[int], power: int, title: str
) -> None:
    texts = [f"{number // 1000}.{number % 1000:03}E+{power}" for number in numbers]
    imported, column = _people(form, texts, title)
    assert _texts(column) == texts
    assert "digits are lost" in _said(imported)


@varied
@given(forms(), many(st.tuples(st.integers(1, 99), st.integers(0, 9)).map(lambda pair: f"{pair[0]}E{pair[1]}")))
def test_that_codes_with_an_e_stay_text(form: Form, codes: list[str]) -> None:
    assert _texts(_people(form, codes, "coupon")[1]) == codes


@varied
@given(forms(), many(st.integers(0, 10**7).map(lambda number: f"0{number:07}")), st.sampled_from(("", "+")))
def test_that_leading_zeros_and_signs_survive(form: Form, digits: list[str], sign: str) -> None:
    texts = [f"{sign}{number}" for number in digits]
    assert _texts(_people(form, texts, "zip")[1]) == texts


BLANK = st.text(" \t\u00a0\u200b\u3000", max_size=2)


@varied
@given(
    forms(encodings=("utf-8", "utf-16")),
    many(st.sampled_from(("Placed order (1,5 %)", "Viewed page, pricing", 'said "hi"', "[x] {y}", "purchase"))),
    many(BLANK),
    many(BLANK),
)
def test_that_events_keep_their_names_whatever_stands_in_and_around_them(
    form: Form, names: list[str], before: list[str], behind: list[str]
) -> None:
    written = [f"{one}{name}{other}" for one, name, other in zip(before, names, behind, strict=True)]
    imported = _visits(form, ["2024-01-01T10:00:00Z"] * ROWS, written)
    assert _names(imported.dataset) == names
    assert ("left out" in _said(imported)) == (written != names)


@varied
@given(forms(), many(st.integers(20_000, 79_999)), many(st.sampled_from((0, 0.25, 0.5))))
def test_that_days_of_spreadsheets_are_those_days(form: Form, days: list[int], parts: list[float]) -> None:
    serials = [day + part for day, part in zip(days, parts, strict=True)]
    imported = _visits(form, [f"{serial:g}" if serial == int(serial) else str(serial) for serial in serials])
    since = datetime(1899, 12, 30)
    assert imported.dataset.at.tolist() == [microseconds(since + timedelta(days=serial)) for serial in serials]
    assert "spreadsheet" in _said(imported)


@varied
@given(forms(), many(st.dates(date(2000, 1, 13), date(2030, 1, 1)), ROWS - 2))
def test_that_a_column_with_both_orders_of_day_and_month_stays_text_and_says_so(form: Form, days: list[date]) -> None:
    texts = [*(f"{day:%d/%m/%Y}" for day in days), "25/12/2023", "12/25/2023"]
    imported, column = _people(form, texts, "signup")
    assert _texts(column) == texts
    assert "“25/12/2023”" in _said(imported) or "where the day stands first" in _said(imported)
    assert "where the month does" in _said(imported)


@varied
@given(
    forms(again=False),
    many(WORDS, 10),
    st.dictionaries(st.integers(0, 9), st.sampled_from(("long", "short", "lines")), max_size=4),
)
def test_that_ragged_and_broken_rows_are_mended_and_listed(
    form: Form, words: list[str], faults: dict[int, str]
) -> None:
    rows: list[tuple[str, ...]] = []
    for place, word in enumerate(words):
        row = (f"c{place:02}", word, "end")
        broken = {"long": (*row, "more"), "short": row[:2], "lines": (row[0], f"{word}\nsecond", "end")}
        rows.append(broken.get(faults.get(place, ""), row))
    whole = replace(form, quoting=csv.QUOTE_ALL, order=(0.0,), blank_at_end=0)
    imported, ((_, name, _),) = _imported((whole, ("customer_id", "value", "city"), rows))
    expected = [f"{word}\nsecond" if faults.get(place) == "lines" else word for place, word in enumerate(words)]
    assert _texts(imported.dataset.attributes[name]) == expected
    assert imported.accounts[0].repaired == sum(kind != "lines" for kind in faults.values())
