"""Every kind of value is read as it is meant, however it varies, and each text by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.columns.column import ColumnType
from app.data.columns.texts import encode
from app.data.importing.recognition.columns.looks import look_at, look_at_all
from app.data.importing.recognition.columns.types import FileOrder, guess_type
from app.data.importing.values.moments import read_moments
from app.data.importing.values.numbers import Decimal, NumberTexts, read_numbers
from tests.data.importing.kinds import (
    CURRENCY_SIGNS,
    SPACES,
    amounts,
    counted_instants,
    currency_of,
    microseconds,
    moments,
)

UTC = ZoneInfo("UTC")
LAWS = settings(max_examples=settings().max_examples if settings().max_examples >= 200 else 40)
SLOW_LAWS = settings(max_examples=max(settings().max_examples // 5, 40))
ODDITIES = st.sampled_from(
    [
        *("", "unknown", "2024-02-30", "24:00", "2024-03-01 24:00", "13:15 PM", "1.2.3", "45352.5", "1E5", "0x10"),
        *("1,234", "1.234", "2024-07-01 10:00 IST", "10 000", "-", "nan", "1e999", "25/12/2024", "12/25/2024", "N/A"),
    ]
)
ANY_TEXT = st.one_of(
    ODDITIES,
    moments(day_first=True).map(lambda pair: pair[0]),
    moments(day_first=False).map(lambda pair: pair[0]),
    counted_instants().map(lambda pair: pair[0]),
    amounts(decimal=".").map(lambda pair: pair[0]),
    amounts(decimal=",").map(lambda pair: pair[0]),
    st.text(max_size=8),
)


def _texts(words: list[str]) -> pa.StringArray:
    return pa.array(words, pa.string())


@LAWS
@given(st.booleans().flatmap(lambda first: st.tuples(st.just(first), st.lists(moments(day_first=first), min_size=1))))
def test_that_instants_are_what_was_written(case: tuple[bool, list[tuple[str, int]]]) -> None:
    day_first, pairs = case
    read = read_moments(_texts([text for text, _ in pairs]), day_first)
    assert read.fits.all()
    assert read.instants(UTC).tolist() == [us for _, us in pairs]


@LAWS
@given(st.lists(counted_instants(), min_size=1))
def test_that_counted_instants_are_what_was_written(pairs: list[tuple[str, int]]) -> None:
    read = read_moments(_texts([text for text, _ in pairs]))
    assert read.instants(UTC).tolist() == [us for _, us in pairs]


@LAWS
@given(st.dates(date(1955, 1, 1), date(2100, 1, 1)), st.integers(0, 86_399), st.sampled_from(".,"))
def test_that_days_of_a_spreadsheet_are_what_it_showed(day: date, second: int, sign: str) -> None:
    serial = (day - date(1899, 12, 30)).days + second / 86_400
    read = read_moments(_texts([f"{serial:.10f}".replace(".", sign)]), serials=True)
    shown = datetime(day.year, day.month, day.day) + timedelta(seconds=second)
    assert abs(int(read.instants(UTC)[0]) - microseconds(shown)) <= 1000


@LAWS
@given(st.sampled_from((".", ",")).flatmap(lambda sign: st.tuples(st.just(sign), st.lists(amounts(decimal=sign)))))
def test_that_amounts_are_what_was_written(case: tuple[Decimal, list[tuple[str, float]]]) -> None:
    decimal, pairs = case
    read = read_numbers(_texts([text for text, _ in pairs]), decimal)
    assert read.fits.all()
    assert np.allclose(read.values, [value for _, value in pairs], rtol=0, atol=1e-9)


@LAWS
@given(CURRENCY_SIGNS.flatmap(lambda sign: st.tuples(st.just(sign), amounts(decimal=".", currency=sign))))
def test_that_a_currency_is_kept(case: tuple[str, tuple[str, float]]) -> None:
    sign, (text, _) = case
    read = read_numbers(_texts([text]), ".")
    assert read.currencies is not None
    assert read.currencies.to_pylist() == [currency_of(sign)]


@SLOW_LAWS
@given(st.lists(ANY_TEXT, max_size=12), st.booleans(), st.booleans(), st.booleans())
def test_that_whether_a_text_is_a_moment_depends_on_no_other(
    words: list[str], day_first: bool, serials: bool, past: bool
) -> None:
    together = read_moments(_texts(words), day_first, serials=serials, past=past)
    alone = [read_moments(_texts([word]), day_first, serials=serials, past=past) for word in words]
    assert together.fits.tolist() == [bool(each.fits[0]) for each in alone]
    assert together.instants(UTC).tolist() == [int(each.instants(UTC)[0]) for each in alone]
    assert together.marks.tolist() == [int(each.marks[0]) for each in alone]


@SLOW_LAWS
@given(st.lists(ANY_TEXT, max_size=12), st.sampled_from((".", ",")))
def test_that_whether_a_text_is_a_number_depends_on_no_other(words: list[str], decimal: Decimal) -> None:
    together = NumberTexts.of(_texts(words)).read(decimal)
    alone = [NumberTexts.of(_texts([word])).read(decimal) for word in words]
    assert together.fits.tolist() == [bool(each.fits[0]) for each in alone]
    assert np.array_equal(together.values, [each.values[0] for each in alone], equal_nan=True)


@SLOW_LAWS
@given(st.lists(st.lists(ANY_TEXT, max_size=8), min_size=1, max_size=5))
def test_that_columns_looked_at_together_are_what_they_are_alone(columns: list[list[str]]) -> None:
    named = {f"{name}_{place}": encode(_texts(words)) for place, words in enumerate(columns) for name in ("v", "date")}
    for name, look in look_at_all(named).items():
        assert guess_type(look) == guess_type(look_at(name, named[name]))


@LAWS
@given(
    st.lists(moments(day_first=True), min_size=20, max_size=40),
    st.lists(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=6), max_size=1),
)
def test_that_one_misfit_in_twenty_keeps_the_type(pairs: list[tuple[str, int]], misfits: list[str]) -> None:
    texts = encode(_texts([*(text for text, _ in pairs), *misfits]))
    assert guess_type(look_at("seen", texts), given=FileOrder(True)).type is not ColumnType.TEXT


@LAWS
@given(st.lists(st.sampled_from(SPACES), min_size=1, max_size=3), st.sampled_from(("visit", "Placed order")))
def test_that_blanks_of_any_kind_around_a_text_do_not_count(blanks: list[str], word: str) -> None:
    read = read_moments(_texts([f"{''.join(blanks)}2024-03-01 10:00{''.join(blanks)}"]))
    assert read.fits.all()
    assert look_at("n", encode(_texts([f"{''.join(blanks)}12.5{''.join(blanks)}", word]))).numbers is not None
