"""Numbers are read as people write them, the decimal sign decided by the column."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.importing.values import numbers as numbers_module
from app.data.importing.values.numbers import Numbers, identifiers_in, read_numbers


def _read(*texts: str) -> Numbers:
    return read_numbers(pa.array(texts, pa.string()))


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_that_the_repr_of_a_number_reads_back_as_the_same_number(numbers: list[float]) -> None:
    read = _read(*map(repr, numbers))
    assert read.fits.all()
    assert read.values.tolist() == numbers


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("1,234.50", "2"), (1234.5, 2)),
        (("1.234,50", "2"), (1234.5, 2)),
        (("1 234,50", "0,5"), (1234.5, 0.5)),
        (("1\u00a0234,5", "-7,25"), (1234.5, -7.25)),
        ((" 5 ", "+6", ".5", "1e3"), (5, 6, 0.5, 1000)),
        (("12,5", "1,250"), (12.5, 1.25)),
    ],
)
def test_that_the_column_decides_the_decimal_sign(texts: tuple[str, ...], values: tuple[float, ...]) -> None:
    read = _read(*texts)
    assert read.fits.all()
    assert read.certain
    assert read.values.tolist() == list(values)


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1e999", "0x10", "1_000", "12,34,5", "-", "e5", "1.2.3"])
def test_that_what_is_no_number_does_not_fit(text: str) -> None:
    read = _read(text, "1")
    assert read.fits.tolist() == [False, True]
    assert np.isnan(read.values[0])


def test_that_a_number_with_two_readings_is_not_certain() -> None:
    assert not _read("1,234", "5,678").certain
    assert _read("1,234", "5,678.9").certain


@pytest.mark.parametrize("text", ["00123", "+31612345678", "7210448301122999999999", "-012", "12E4"])
def test_that_a_text_that_a_number_would_spoil_looks_like_an_identifier(text: str) -> None:
    assert identifiers_in(pa.array(["1", text])).tolist() == [False, True]


@pytest.mark.parametrize("text", ["0", "0.5", "-0.25", "123456789012345", "1.5e5", "1e+5"])
def test_that_an_ordinary_number_does_not(text: str) -> None:
    assert not identifiers_in(pa.array(["1", text])).any()


_PIECES = (
    "-",
    "(",
    ")",
    "€",
    "Kč",
    "Rs.",
    "USD",
    " ",
    "\u00a0",
    "1",
    "0",
    "23",
    "456",
    ",",
    ".",
    "’",
    "1.234,50",
    "e5",
    "−",
)


@given(st.lists(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=7).map("".join), min_size=1, max_size=30))
def test_that_each_amount_is_read_as_if_it_stood_alone(texts: list[str]) -> None:
    together = read_numbers(pa.array(texts, pa.string()), ".")
    for place, text in enumerate(texts):
        alone = read_numbers(pa.array([text], pa.string()), ".")
        assert np.array_equal(alone.values, together.values[place : place + 1], equal_nan=True)
        assert alone.fits[0] == together.fits[place]


def test_that_very_many_amounts_are_taken_apart_by_their_few_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    apart = numbers_module._apart

    def counted(shapes: pa.StringArray) -> numbers_module._Apart:
        asked.append(len(shapes))
        return apart(shapes)

    monkeypatch.setattr(numbers_module, "_apart", counted)
    cents = np.arange(50_000) * 137 + 5
    texts = pa.array([f"€{cent / 100:,.2f}" for cent in cents.tolist()], pa.string())
    read = read_numbers(texts)
    assert np.array_equal(np.round(read.values * 100).astype(np.int64), cents)
    assert len(asked) == 1
    assert asked[0] < 500


@pytest.mark.parametrize(("texts", "values"), [(["1.234", "5678"], [1.234, 5678]), (["1,234", "5678"], [1.234, 5678])])
def test_that_a_long_number_without_signs_says_that_thousands_have_none(texts: list[str], values: list[float]) -> None:
    numbers = read_numbers(pa.array(texts))
    assert numbers.certain
    assert numbers.values.tolist() == values


def test_that_short_numbers_say_nothing_of_thousands() -> None:
    assert read_numbers(pa.array(["1.234", "567"])).either == "1.234"
