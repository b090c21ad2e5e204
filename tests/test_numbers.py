from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as some

from app.numbers import (
    Rate,
    counted,
    counted_in_brief,
    data_day,
    data_instant,
    day,
    day_of,
    exact,
    exact_percent,
    in_brief,
    length,
    moment,
    money,
    month,
    number,
    parsed,
    percent_range,
    points,
    probability,
    rounded,
    signed_money,
    signed_percent,
    signed_rounded,
    stored_number,
    three_digits,
    typed,
    whole_percent,
)
from app.region import Region, current, locale_of, region_of, use_locale

Spoken = Callable[[str], Region]
LOCALES = ("en", "en_GB", "en_IN", "de", "de_CH", "fr", "cs", "ja", "ar", "ar_EG", "sv", "tr", "pt_BR", "zh", "bg")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Rate(0, 0), "–"),
        (Rate(0, 7), "0%"),
        (Rate(7, 7), "100%"),
        (Rate(5, 8), "63%"),
        (Rate(314, 1_000), "31%"),
        (Rate(4, 1_000), "0.4%"),
        (Rate(996, 1_000), "99.6%"),
        (Rate(95, 10_000), "1%"),
        (Rate(1, 3), "33%"),
        (Rate(1, 100_000), "<0.1%"),
        (Rate(99_999, 100_000), ">99.9%"),
        (Rate(3, 2), "150%"),
    ],
)
def test_that_a_percentage_never_says_none_or_all_unless_it_is(rate: Rate, text: str) -> None:
    assert rate.percent() == text
    assert rate.bare_percent() == text.removesuffix("%")


def test_that_a_rate_names_both_of_its_numbers() -> None:
    assert Rate(1_204, 23_570).in_words() == "5% (1,204 of 23,570)"


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
    assert [number(count) for count in (0, 999, 1_234_567, 1234.5)] == ["0", "999", "1,234,567", "1,234.50"]


def test_that_numbers_of_the_users_own_data_keep_their_digits() -> None:
    assert [exact(value) for value in (1204, 0.25, 1204.0, math.inf)] == ["1204", "0.25", "1204", "inf"]
    assert exact(1e300) == "1e+300"
    assert exact_percent(0.125) == "12.5%"


def test_that_means_have_as_many_decimals_as_they_need() -> None:
    assert [rounded(value) for value in (3.0, 3.14159, 1204.4)] == ["3", "3.1", "1,204"]


def test_that_one_is_no_plural() -> None:
    assert (counted(1, "journey", "journeys"), counted(2, "journey", "journeys")) == ("1 journey", "2 journeys")


def test_that_the_users_clock_is_words_and_recorded_instants_are_as_in_files() -> None:
    assert plain(moment(datetime(2024, 5, 6, 10, 0))) == "May 6, 2024, 10:00 AM"
    assert data_instant(1_714_989_600_000_000) == "2024-05-06 10:00:00"
    assert data_instant(2**62).endswith(" µs")


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        ("en", ("1,234,567", "-1,234.50", "31%", "<0.1%", "€1,250.50", "May 6, 2024, 3:07 PM", "12.5%", "0.2 s")),
        ("en_GB", ("1,234,567", "-1,234.50", "31%", "<0.1%", "€1,250.50", "6 May 2024, 15:07", "12.5%", "0.2 s")),
        ("en_IN", ("12,34,567", "-1,234.50", "31%", "<0.1%", "€1,250.50", "6 May 2024, 3:07 PM", "12.5%", "0.2 s")),
        ("de", ("1.234.567", "-1.234,50", "31 %", "<0,1 %", "1.250,50 €", "06.05.2024, 15:07", "12,5 %", "0,2 s")),
        ("fr", ("1 234 567", "-1 234,50", "31 %", "<0,1 %", "1 250,50 €", "6 May 2024, 15:07", "12,5 %", "0,2 s")),
        ("cs", ("1 234 567", "-1 234,50", "31 %", "<0,1 %", "1 250,50 €", "6. 5. 2024, 15:07", "12,5 %", "0,2 s")),
        ("ja", ("1,234,567", "-1,234.50", "31%", "<0.1%", "€1,250.50", "2024/05/06, 15:07", "12.5%", "0.2 s")),
        ("ar", ("1,234,567", "-1,234.50", "31%", "<0.1%", "1,250.50 €", "06/05/2024, 3:07 PM", "12.5%", "0.2 s")),
        ("tr", ("1.234.567", "-1.234,50", "%31", "%<0,1", "€1.250,50", "6 May 2024, 15:07", "%12,5", "0,2 s")),
        ("zh", ("1,234,567", "-1,234.50", "31%", "<0.1%", "€1,250.50", "2024-05-06, 15:07", "12.5%", "0.2 s")),
    ],
)
def test_that_figures_days_and_amounts_follow_the_region(
    locale: str, texts: tuple[str, ...], spoken_in: Spoken
) -> None:
    spoken_in(locale)
    found = (
        number(1_234_567),
        number(-1234.5),
        Rate(31, 100).percent(),
        Rate(1, 100_000).percent(),
        money(1250.5, "EUR"),
        moment(datetime(2024, 5, 6, 15, 7)),
        exact_percent(0.125),
        length(0.25),
    )
    assert tuple(map(plain, found)) == texts


def test_that_texts_stay_english_and_recorded_data_as_they_were(spoken_in: Spoken) -> None:
    for locale in LOCALES:
        spoken_in(locale)
        assert month(date(2024, 5, 6)) == "May 2024"
        assert data_instant(1_714_989_600_000_000) == "2024-05-06 10:00:00"
        assert data_day(1_714_989_600_000_000) == "2024-05-06"
        assert (exact(1234.5), exact(0.25)) == ("1234.5", "0.25")
        assert plain(stored_number(1_234_567)) == "1 234 567"
        assert counted(1, "journey", "journeys") == "1 journey"
        assert not re.search("[A-Za-z]", day(date(2024, 5, 6)).replace("May", ""))


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "de_DE", "fr_FR", "ja_JP", "hi_IN"])
def test_that_a_recorded_day_among_days_of_ones_own_is_written_as_these(locale: str, spoken_in: Spoken) -> None:
    spoken_in(locale)
    assert day_of(1_714_989_600_000_000) == day(date(2024, 5, 6))
    assert day_of(10**18) == f"{10**18} µs"


def test_that_an_unnamed_currency_has_no_sign_and_a_named_one_its_own_decimals(spoken_in: Spoken) -> None:
    assert (money(1250.5), money(1250), money(1250.5, "JPY")) == ("1,250.50", "1,250", "¥1,250")
    spoken_in("de")
    assert plain(money(-3, "CHF")) == "-3,00 CHF"
    spoken_in("en")
    assert (plain(money(3, "CZK")), money(3, "$")) == ("CZK 3.00", "$3.00")


@given(some.integers(-(10**15), 10**15), some.sampled_from(LOCALES))
def test_that_a_count_read_back_is_the_count(count: int, locale: str) -> None:
    use_locale(locale)
    text = number(count).replace(current().signs.get(ord("-"), "-"), "-")
    assert parse_decimal(text, locale=locale) == count
    assert parsed(number(count)) == count
    use_locale("en")


@given(some.floats(-1e9, 1e9), some.sampled_from(LOCALES))
def test_that_a_number_in_a_field_read_back_is_the_number(value: float, locale: str) -> None:
    use_locale(locale)
    assert parsed(typed(value)) == value
    use_locale("en")


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("en", "1,234", 1234),
        ("en", "1,234,567.5", 1234567.5),
        ("en", "12,5", 12.5),
        ("en", "0,125", 0.125),
        ("en", "1 234", 1234),
        ("de", "1.234", 1234),
        ("de", "1.234,5", 1234.5),
        ("de", "12.5", 12.5),
        ("de", "-0,5", -0.5),
        ("fr", "1\u202f234,5", 1234.5),
        ("de_CH", "1'234.5", 1234.5),
        ("sv", "−1 234", -1234),
    ],
)
def test_that_point_and_comma_are_read_as_the_region_means_them(
    locale: str, text: str, value: float, spoken_in: Spoken
) -> None:
    spoken_in(locale)
    assert parsed(text) == value


@pytest.mark.parametrize("text", ["", "many", "1,2,3", "nan", "inf", "1.2.3"])
def test_that_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # Python's own words
        parsed(text)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("de_AT.UTF-8", "de_AT"),
        ("de-AT", "de_AT"),
        ("sr_RS@latin", "sr_Cyrl_RS"),
        ("de_XX", "de"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("xx_YY", "en"),
        ("../../etc", "en"),
    ],
)
def test_that_a_locale_nobody_knows_is_english(name: str, known: str) -> None:
    assert region_of(name).name == known


def test_that_the_environment_is_asked_in_its_own_order() -> None:
    everything = {"REHEARSE_LOCALE": "cs", "LC_ALL": "de", "LC_NUMERIC": "fr", "LANG": "ja"}
    found = []
    while everything:
        found.append(locale_of(everything))
        everything.pop(next(iter(everything)))
    assert [*found, locale_of({"LC_ALL": "", "LANG": ""})] == ["cs", "de", "fr", "ja", "en"]


def test_that_measured_figures_and_marks_follow_the_region(spoken_in: Spoken) -> None:
    spoken_in("de")
    assert (three_digits(0.1234), three_digits(1234), rounded(3.14), whole_percent(0.5)) == (
        "0,123",
        "1.234",
        "3,1",
        "50\N{NO-BREAK SPACE}%",
    )
    assert length(86_400 * 1204) == "1.204\N{NO-BREAK SPACE}d"


def test_that_starting_does_not_wait_for_the_customs_of_a_region() -> None:
    code = "import sys, app.cli, app.desktop.workbench.assembly; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


ROOT = Path(__file__).resolve().parents[1]


def test_that_differences_have_their_sign_and_the_decimals_they_need() -> None:
    assert plain(points(0.0068)) == "+0.68 pp"
    assert plain(points(-0.045)) == "−4.5 pp"
    assert signed_rounded(12.34) == "+12.3"
    assert signed_rounded(0) == "0"
    assert signed_money(-1250.504) == "−1,250.50"


def test_that_intervals_of_shares_have_the_decimals_of_their_width() -> None:
    assert percent_range(0.2553, 0.3662) == "26 – 37%"
    assert percent_range(0.112, 0.14) == "11.2 – 14.0%"
    assert percent_range(0.0047, 0.0068) == "0.47 – 0.68%"


def test_that_what_is_hardly_chance_is_not_printed_as_none() -> None:
    assert probability(0.0432) == "0.043"
    assert probability(1e-9) == "<0.001"


def test_that_a_count_in_brief_has_at_most_three_digits() -> None:
    counts = (0, 999, 1_000, 1_140, 9_949, 9_951, 23_570, 999_499, 999_950, 1_234_567, 10**9)
    assert [in_brief(count) for count in counts] == [
        *("0", "999", "1k", "1.1k", "9.9k", "10k", "24k", "999k", "1M", "1.2M", "1B")
    ]


def test_that_two_counts_on_a_short_line_are_told_in_brief_from_ten_thousand_on() -> None:
    counts = (1, 9_999, 10_000, 999_972)
    assert [counted_in_brief(count, "event", "events") for count in counts] == [
        *("1 event", "9,999 events", "10k events", "1M events")
    ]


def test_that_a_small_difference_keeps_a_decimal_and_one_too_small_to_write_says_nothing() -> None:
    said = [plain(signed_percent(difference, of)) for difference, of in ((40, 1000), (-3, 801), (1, 10_000), (5, 0))]
    assert said == ["+4%", "−0.4%", "", ""]
