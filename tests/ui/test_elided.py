"""Labels that give way: what of a text is shown, and that the whole of it is the tooltip."""

from __future__ import annotations

import pytest

from app.ui.elided import TwoLinesLabel

pytestmark = pytest.mark.usefixtures("qapp")
LONG = "Bought again within a month of the first order"


@pytest.fixture(name="label")
def _label() -> TwoLinesLabel:
    return TwoLinesLabel(LONG)


def test_that_a_long_name_takes_two_lines_and_a_short_one_is_as_high_as_one(label: TwoLinesLabel) -> None:
    wide = label.fontMetrics().horizontalAdvance(LONG)
    label.resize(wide + 20, 40)
    low = label.sizeHint().height()
    label.resize(wide * 2 // 3, 40)
    assert label.sizeHint().height() == low + label.fontMetrics().lineSpacing()
    assert not label.is_elided
    assert label.toolTip() == ""


def test_that_what_two_lines_do_not_hold_is_the_tooltip(label: TwoLinesLabel) -> None:
    label.resize(label.fontMetrics().horizontalAdvance(LONG) // 4, 40)
    label.show()
    assert label.is_elided
    assert LONG in label.toolTip()


@pytest.mark.parametrize(
    "text", ["再購入した顧客の月ごとの割合と売上", "🛒" * 12, "Wiederkäuferinnenquote_nach_Erstbestellmonat"]
)
def test_that_words_without_blanks_are_broken_where_they_have_to_be(label: TwoLinesLabel, text: str) -> None:
    label.setText(text)
    label.resize(label.fontMetrics().horizontalAdvance(text) * 3 // 4, 40)
    assert not label.is_elided
    assert label.sizeHint().height() > label.fontMetrics().lineSpacing() * 2 - 2
