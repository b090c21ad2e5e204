"""Values of comparisons are read as they were written, whatever stands in them and whatever region the user is in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.canvas.forms.conditions.comparing import read_value, write_value
from app.data.columns.column import ColumnType
from app.region import Region, use_locale

Spoken = Callable[[str], Region]
LOCALES = some.sampled_from(["en", "de", "fr", "en_IN"])
NUMBERS = some.one_of(some.integers(-(10**9), 10**9), some.floats(-1e6, 1e6).filter(lambda value: value % 1 != 0))


@pytest.mark.parametrize(
    ("locale", "type_", "text", "values"),
    [
        ("en", ColumnType.TEXT, "Brno, Praha", ["Brno", "Praha"]),
        ("en", ColumnType.TEXT, 'Brno,"Viewed page, pricing",', ["Brno", "Viewed page, pricing"]),
        ("en", ColumnType.TEXT, 'say ""hi""', ['say ""hi""']),
        ("en", ColumnType.TEXT, "a;b", ["a;b"]),
        ("en", ColumnType.NUMBER, "1, 2.5,3", [1, 2.5, 3]),
        ("de", ColumnType.TEXT, "Brno, Praha", ["Brno", "Praha"]),
        ("de", ColumnType.NUMBER, "1,5; 2", [1.5, 2]),
        ("de", ColumnType.NUMBER, "1,5, 2", [1.5, 2]),
        ("de", ColumnType.NUMBER, "1,5", [1.5]),
        ("de", None, "1,5; Brno", [1.5, "Brno"]),
        ("en", None, '5, "5", Brno', [5, "5", "Brno"]),
    ],
)
def test_that_a_list_is_read_as_it_is_meant(
    locale: str, type_: ColumnType | None, text: str, values: list[Any], spoken_in: Spoken
) -> None:
    spoken_in(locale)
    assert read_value(text, "in", type_) == values


@pytest.mark.parametrize("text", ['"Viewed page', 'a, "b', '"a" b'])
def test_that_what_is_not_finished_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="quotation mark"):
        read_value(text, "in", ColumnType.TEXT)


@given(some.lists(some.text(min_size=1, max_size=6), max_size=4), LOCALES, some.sampled_from([ColumnType.TEXT, None]))
def test_that_a_list_of_texts_comes_back(values: list[str], locale: str, type_: ColumnType | None) -> None:
    use_locale(locale)
    assert read_value(write_value(values, "in"), "in", type_) == values
    use_locale("en")


@given(some.lists(NUMBERS, max_size=4), LOCALES, some.sampled_from([ColumnType.NUMBER, None]))
def test_that_a_list_of_numbers_comes_back(values: list[float], locale: str, type_: ColumnType | None) -> None:
    use_locale(locale)
    assert read_value(write_value(values, "in"), "in", type_) == values
    use_locale("en")


@given(some.tuples(NUMBERS, NUMBERS), LOCALES)
def test_that_two_ends_come_back(ends: tuple[float, float], locale: str) -> None:
    use_locale(locale)
    assert read_value(write_value(list(ends), "between"), "between", ColumnType.NUMBER) == list(ends)
    use_locale("en")
