"""The number in a cell of a table, as it was printed in any region."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from app.numbers import Rate, length, money, number, signed
from app.region import use_locale
from app.reports.documents.composing.cell_values import CellValue, row_values, value_of
from app.reports.report import Cell


@pytest.fixture(name="region", params=["en", "de", "ja", "fr", "de_CH", "tr"], autouse=True)
def _region(request: pytest.FixtureRequest) -> Iterator[None]:
    use_locale(request.param)
    yield
    use_locale("en")


def read(text: str, note: str = "") -> CellValue:
    value = value_of(Cell(text, note))
    assert value is not None, text
    return value


def test_that_a_number_is_read_as_it_was_meant() -> None:
    for count in (0, 7, 1204, 1_234_567, -3, 12.5, 1_234.75):
        value = read(number(count))
        assert (value.kind, value.value, value.decimals) == ("number", count, 0 if count == int(count) else 2)


def test_that_an_amount_is_read_with_its_currency() -> None:
    for currency, amount in product(("EUR", "USD", "JPY", "CHF", ""), (0.0, 12.5, 1_204_000.0, -30.25)):
        value = read(money(amount, currency))
        assert value.value == pytest.approx(amount, abs=0.51 if currency == "JPY" else 0.001)
        assert bool(value.before or value.after) == bool(currency)


def test_that_a_share_is_exact_where_the_note_says_of_what() -> None:
    for rate in (Rate(1204, 3834), Rate(0, 5), Rate(5, 5), Rate(1, 100_000), Rate(99_999, 100_000)):
        value = read(rate.percent(), rate.fraction())
        assert (value.kind, value.value) == ("share", rate.value)


def test_that_a_share_without_a_note_is_what_it_prints() -> None:
    assert read(Rate(31, 100).percent()).value == 0.31
    assert value_of(Cell(Rate(1, 100_000).percent())) is None  # a bound, and no number


def test_that_a_length_is_read_in_seconds() -> None:
    for seconds in (0.4, 59, 3_600, 93_784, 86_400 * 1_500):
        value = read(length(seconds))
        assert value.kind == "length"
        assert value.value == pytest.approx(seconds, rel=0.05)


def test_that_signs_and_fractions_are_numbers_too() -> None:
    texts = {signed(-1204): -1204, signed(3): 3, Rate(7, 50).fraction(): 7}
    assert {text: read(text).value for text in texts} == texts


def test_that_a_text_is_no_number() -> None:
    for text in ("", "–", "abc", "2024-05-06", "May 2024", "=1+1", "7 days", "R5 F3", "a1", "+", "2 so far"):
        assert value_of(Cell(text)) is None
    assert value_of(Cell("12", tone="words")) is None


def test_that_a_share_of_a_count_in_its_row_is_exact() -> None:
    row = [Cell("step"), Cell(number(502)), Cell(Rate(502, 598).percent(), f"of {number(598)}"), Cell(number(96))]
    values = row_values(row)
    assert values[2] is not None
    assert values[2].value == 502 / 598
    alone = row_values([Cell("step"), row[2]])[1]
    assert alone is not None
    assert alone.value == 0.84
