"""A column's type is the narrowest that all its values fit, and text where a number would spoil something."""

from __future__ import annotations

import pyarrow as pa
import pytest

from app.data.columns.column import ColumnType
from app.data.columns.texts import Texts, encode
from app.data.importing.recognition.columns.looks import look_at
from app.data.importing.recognition.columns.types import FileOrder, Guess, declared_order, guess_type, means_consent


def _texts(*values: str) -> Texts:
    return encode(pa.array(values, pa.string()))


def _guess(name: str, texts: Texts, day_first: bool | None = None) -> Guess:
    return guess_type(look_at(name, texts), given=FileOrder(day_first))


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("age", ["30", "", "45"], "number"),
        ("price", ["1,5", "2,25"], "number"),
        ("zip", ["00123", "04567"], "text"),
        ("zip", ["10123", "14567"], "text"),
        ("phone", ["+31612345678"], "text"),
        ("anything", ["0031612345678", "1"], "text"),
        ("id", ["1", "2"], "text"),
        ("big", ["7210448301122999999999", "1"], "text"),
        ("mixed", ["1", "2", "three"], "text"),
        ("amount", ["1", "N/A", "2.5"], "number"),
        ("grouped", ["1,234", "5,678"], "number"),
        ("seen", ["1709287200", "1709287200000"], "number"),
        ("seen_at", ["1709287200", "1709287200000"], "instant"),
        ("signup_date", ["45352", "45353"], "date"),
        ("shelf", ["45352", "45353"], "number"),
        ("batch", ["1E5", "2E5"], "text"),
        ("amount", ["$1.50", "€2"], "number"),
        ("version", ["1.2.3", "1.2.4"], "text"),
        ("ok", ["true", "False", ""], "boolean"),
        ("ok", ["Yes", "no"], "boolean"),
        ("flag", ["1", "0"], "number"),
        ("born", ["1980-02-29", "1972-03-31"], "date"),
        ("born", ["29.2.1980", "31.3.1972"], "date"),
        ("born", ["2024-03-12 00:00:00", "2024-03-13 00:00:00"], "date"),
        ("seen", ["2024-03-12 10:00:00", "2024-03-13"], "instant"),
        ("seen", ["2024-03-12T00:00:00Z"], "instant"),
        ("cohort", ["2024-01", "2024-02"], "text"),
        ("day", ["03/04/2024", "05/06/2024"], "text"),
        ("empty", ["", ""], "text"),
        ("none", ["N/A", "-"], "text"),
    ],
)
def test_that_the_type_follows_from_all_values(name: str, values: list[str], expected: str) -> None:
    assert _guess(name, _texts(*values)).type is ColumnType(expected)


def test_that_all_values_count() -> None:
    numbers = [str(number) for number in range(10_000)]
    assert _guess("n", _texts(*numbers)).type is ColumnType.NUMBER
    assert _guess("n", _texts(*numbers, "x")).type is ColumnType.NUMBER
    assert _guess("n", _texts(*numbers, *["x"] * 600)).type is ColumnType.TEXT
    assert _guess("n", _texts(*numbers, "007")).type is ColumnType.TEXT


def test_that_a_type_that_is_given_up_names_what_stopped_it() -> None:
    assert _guess("n", _texts("1", "2", "many", "5")).remark == (
        "“n” stayed text, because “many” is no number (1 of 4 values)."
    )
    assert _guess("coupon", _texts("12E4", "77E1")).remark == (
        "“coupon” stayed text: as numbers, “12E4”, “77E1” would lose what they are."
    )
    assert _guess("born", _texts("1980-02-30", "1980-02-28", "1980-02-29")).remark == (
        "“born” stayed text, because “1980-02-30” is no date (1 of 3 values)."
    )


def test_that_a_value_far_down_decides_day_and_month() -> None:
    dates = [f"{day:02}/{month:02}/2024" for day in range(1, 13) for month in range(1, 13)]
    dates += [f"{day:02}/{month:02}/2023" for day in range(1, 13) for month in range(1, 13)]
    assert _guess("day", _texts(*dates)).type is ColumnType.TEXT
    assert "has the day or the month first: it stayed text" in _guess("day", _texts(*dates)).remark
    assert _guess("day", _texts(*dates, "25/12/2024")).type is ColumnType.DATE
    assert _guess("day", _texts(*dates), day_first=True).type is ColumnType.DATE


def test_that_consent_is_yes_or_no_throughout() -> None:
    assert means_consent(_texts("SUBSCRIBED", "NEVER_SUBSCRIBED", ""))
    assert not means_consent(_texts("SUBSCRIBED", "perhaps"))
    assert not means_consent(_texts("", ""))


@pytest.mark.parametrize("name", ["joined", "signup_date"])
def test_that_a_column_whose_type_is_given_has_its_year_first_where_the_user_says_so(name: str) -> None:
    look = look_at(name, encode(pa.array(["04-03-05", "05-11-06"])))
    assert declared_order(look, FileOrder(), ",", FileOrder("year")).day_first == "year"
    assert declared_order(look, FileOrder(), ",").day_first is None
