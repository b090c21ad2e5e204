from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.numbers import Rate, counted, data_instant, exact, exact_percent, length, moment, number, rounded


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Rate(0, 0), "–"),
        (Rate(0, 7), "0 %"),
        (Rate(7, 7), "100 %"),
        (Rate(5, 8), "63 %"),
        (Rate(314, 1_000), "31 %"),
        (Rate(4, 1_000), "0.4 %"),
        (Rate(996, 1_000), "99.6 %"),
        (Rate(95, 10_000), "1 %"),
        (Rate(1, 3), "33 %"),
        (Rate(1, 100_000), "< 0.1 %"),
        (Rate(99_999, 100_000), "> 99.9 %"),
        (Rate(3, 2), "150 %"),
    ],
)
def test_that_a_percentage_never_says_none_or_all_unless_it_is(rate: Rate, text: str) -> None:
    assert plain(rate.percent()) == text


def test_that_a_rate_names_both_of_its_numbers() -> None:
    assert plain(Rate(1_204, 23_570).in_words()) == "5 % (1 204 of 23 570)"


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


def test_that_numbers_of_the_users_own_data_keep_their_digits() -> None:
    assert [exact(value) for value in (1204, 0.25, 1204.0, math.inf)] == ["1204", "0.25", "1204", "inf"]
    assert plain(exact_percent(0.125)) == "12.5 %"


def test_that_means_have_as_many_decimals_as_they_need() -> None:
    assert [plain(rounded(value)) for value in (3.0, 3.14159, 1204.4)] == ["3", "3.1", "1 204"]


def test_that_one_is_no_plural() -> None:
    assert (counted(1, "journey", "journeys"), counted(2, "journey", "journeys")) == ("1 journey", "2 journeys")


def test_that_the_users_clock_is_words_and_recorded_instants_are_as_in_files() -> None:
    assert moment(datetime(2024, 5, 6, 10, 0)) == "6 May 2024, 10:00"
    assert data_instant(1_714_989_600_000_000) == "2024-05-06 10:00:00"
    assert data_instant(2**62).endswith(" µs")


ROOT = Path(__file__).resolve().parents[1]
FOR_PROGRAMS = {"app/runtime/cases.py", "app/runtime/output.py"}  # instants in files, not on a screen


def _formatting(tree: ast.Module) -> Iterator[str]:
    """Thousands set apart, per cent and dates that a module prints by itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "strftime":
            yield f"{node.lineno}: strftime"
        if not isinstance(node, ast.JoinedStr):
            continue
        for part, after in zip(node.values, [*node.values[1:], None], strict=True):
            if not isinstance(part, ast.FormattedValue):
                continue
            spec = ast.unparse(part.format_spec) if part.format_spec else ""
            if "," in spec or "%" in spec:
                yield f"{part.lineno}: {spec}"
            if isinstance(after, ast.Constant) and str(after.value).lstrip(" \u00a0\u202f").startswith("%"):
                yield f"{part.lineno}: per cent"


def test_that_no_other_module_prints_thousands_shares_or_dates() -> None:
    found = {}
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name != "app/numbers.py" and name not in FOR_PROGRAMS:
            lines = list(_formatting(ast.parse(path.read_text(encoding="utf-8"))))
            if lines:
                found[name] = lines
    assert found == {}
