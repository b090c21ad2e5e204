"""Names in two short lines, in several languages."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF

from app.canvas.items.breaking import broken, syllables
from app.canvas.items.drawing_tools import faces

pytestmark = pytest.mark.usefixtures("qapp")


def lines_of(text: str, width: float) -> list[str]:
    made = broken(text, faces().label, width, 2)
    measure = QFontMetricsF(faces().label)
    assert all(measure.horizontalAdvance(line) <= width + 0.5 for line in made)
    return made


def test_that_a_long_german_word_is_parted_at_a_syllable_with_a_hyphen() -> None:
    first, rest = lines_of("Versandkostenfrei bis Sonntag", 92.0)
    assert first.endswith("-")
    assert first.removesuffix("-") + rest.rstrip("…") in "Versandkostenfrei bis Sonntag"
    assert len(first) - 1 in syllables("Versandkostenfrei")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Versandkostenfrei", "Ver-sand-kos-ten-frei"),
        ("Kaufbereitschaft", "Kauf-be-reitschaft"),
        ("Reminder", "Remin-der"),
        ("Enough", "Enough"),
    ],
)
def test_that_words_are_parted_before_the_consonant_that_a_vowel_follows(word: str, parts: str) -> None:
    found = set(syllables(word))
    ends = [index - parts[:index].count("-") for index, letter in enumerate(parts) if letter == "-"]
    assert found & set(ends) or not ends
    assert all(min(at, len(word) - at) >= 3 for at in found)


def test_that_a_name_in_two_lines_leaves_no_letter_alone() -> None:
    first, second = lines_of("件名の比較テスト", 88.0)
    assert first + second == "件名の比較テスト"
    assert len(second) >= 3


def test_that_a_third_line_is_taken_where_two_do_not_hold_the_name_and_nowhere_else() -> None:
    assert broken("Shall we help?", faces().label, 70.0, 3) == broken("Shall we help?", faces().label, 70.0, 2)
    long = broken("A review within two weeks?", faces().label, 90.0, 3)
    assert (len(long), " ".join(long)) == (3, "A review within two weeks?")


def test_that_a_name_that_fits_one_line_stays_in_one() -> None:
    assert lines_of("5% off", 90.0) == ["5% off"]


def test_that_what_does_not_fit_is_cut_from_the_last_line() -> None:
    first, second = lines_of("Reminder of everything that was left in the cart", 90.0)
    assert second.endswith("…")
    assert "Reminder of everything".startswith(first)
