"""Dates with months in other languages are read, whatever stands around them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from app.data.importing.values.moments import read_moments

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "sv", "da", "nb", "fi", "ro", "hr", "sl")


def _read(*texts: str) -> list[datetime | None]:
    moments = read_moments(pa.array(texts, pa.string()))
    start = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    return [
        start + timedelta(microseconds=int(wall)) if fits else None
        for wall, fits in zip(moments.wall_us, moments.fits, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12. März 2024", datetime(2024, 3, 12)),
        ("lundi 12 janvier 2024", datetime(2024, 1, 12)),
        ("1er février 2024 14:05", datetime(2024, 2, 1, 14, 5)),
        ("12 août 2024 à 14:05", datetime(2024, 8, 12, 14, 5)),
        ("5 de marzo de 2024", datetime(2024, 3, 5)),
        ("15 de septiembre de 2024, 2:05 p. m.", datetime(2024, 9, 15, 14, 5)),
        ("5 de maio de 2024 às 10:00", datetime(2024, 5, 5, 10)),
        ("Mo., 3. Juni 2024 10:05 Uhr", datetime(2024, 6, 3, 10, 5)),
        ("3 maart 2024", datetime(2024, 3, 3)),
        ("2 lutego 2024", datetime(2024, 2, 2)),
        ("14 října 2023", datetime(2023, 10, 14)),
        ("12-Mär-24", datetime(2024, 3, 12)),
        ("12 Ananas 2024", None),
        ("März", None),
    ],
)
def test_that_a_date_in_another_language_is_read(text: str, expected: datetime | None) -> None:
    assert _read(text) == [expected]


@given(st.sampled_from(LANGUAGES), st.dates(date(1971, 1, 1), date(2067, 12, 31)), st.sampled_from(("long", "full")))
def test_that_what_a_language_writes_is_read(language: str, day: date, form: str) -> None:
    text = format_date(day, form, locale=language)
    expected = datetime(day.year, day.month, day.day)
    assert _read(text) == [None if form == "long" and "listopada" in text else expected]  # of which of two languages?


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 listopada 2000", None),  # November in Polish, October in Croatian
        ("środa, 1 listopada 2000", datetime(2000, 11, 1)),
        ("nedjelja, 1. listopada 2000.", datetime(2000, 10, 1)),
        ("1. listopadu 2000", datetime(2000, 11, 1)),
    ],
)
def test_that_a_word_of_two_months_is_only_read_where_its_language_is_known(
    text: str, expected: datetime | None
) -> None:
    assert _read(text) == [expected]


def test_that_the_words_of_a_column_together_decide_what_a_month_is() -> None:
    polish = _read("3 listopada 2024", "4 grudnia 2024", "5 stycznia 2024")
    croatian = _read("3. listopada 2024.", "4. prosinca 2024.", "5. siječnja 2024.")
    assert (polish[0], croatian[0]) == (datetime(2024, 11, 3), datetime(2024, 10, 3))
