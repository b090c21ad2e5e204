from __future__ import annotations

import math

import pytest

from app.numbers import Rate, length, number


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Rate(0, 0), "–"),
        (Rate(0, 7), "0 %"),
        (Rate(7, 7), "100 %"),
        (Rate(1, 3), "33.3 %"),
        (Rate(1, 100_000), "< 0.1 %"),
        (Rate(99_999, 100_000), "> 99.9 %"),
        (Rate(3, 2), "150.0 %"),
    ],
)
def test_that_a_percentage_never_says_none_or_all_unless_it_is(rate: Rate, text: str) -> None:
    assert plain(rate.percent()) == text


def test_that_a_rate_names_both_of_its_numbers() -> None:
    assert plain(Rate(1_204, 23_570).in_words()) == "5.1 % (1 204 of 23 570)"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (math.nan, "–"),
        (0, "0 s"),
        (0.25, "0.2 s"),
        (59.6, "1 min"),
        (3_600, "1 h"),
        (3_660, "1 h 1 min"),
        (90_061, "1 d 1 h"),
        (86_400 * 40, "40 d"),
    ],
)
def test_that_a_length_of_time_shows_its_two_greatest_units(seconds: float, text: str) -> None:
    assert plain(length(seconds)) == text


def test_that_thousands_stand_apart() -> None:
    assert [plain(number(count)) for count in (0, 999, 1_234_567, 1234.5)] == ["0", "999", "1 234 567", "1 234.50"]
