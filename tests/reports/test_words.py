"""Figures in a few words: what a report leads with, and what the mouse is told about a cell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from app.reports.report import Cell, Table
from app.reports.words import cell_words, leading_figure

TABLE: Table = (
    ("Channel", "Touches", "First touch"),
    [
        (Cell("google"), Cell("0", tone="zero"), Cell("30", "3 of 10")),
        (Cell("Everything", tone="total"), Cell("7"), Cell("42")),
    ],
)
PLAIN: Any = SimpleNamespace()


def test_that_a_cell_is_said_with_its_row_its_column_and_what_it_is_made_of() -> None:
    assert cell_words(TABLE, 0, 2).in_a_line() == "google, First touch: 30 (3 of 10)"


def test_that_a_count_is_said_with_the_share_that_is_made_of_it() -> None:
    row = (Cell("B"), Cell("102"), Cell("39"), Cell("38%", "39 of 102"), Cell("1"))
    table = (("Variant", "Customers", "Converted", "Rate", "More"), [row])
    assert cell_words(table, 0, 2).in_a_line() == "B, Converted: 39 (38%, 39 of 102)"
    assert [cell_words(table, 0, column).note for column in (1, 4)] == ["", ""]


def test_that_what_is_too_long_for_a_table_is_said_to_whoever_points_at_the_figure() -> None:
    row = (Cell("mail"), Cell("40.00", "removal effect 5%", asked="40% of 100.00; 2 of 5 conversions"))
    assert cell_words((("Channel", "Markov"), [row]), 0, 1).note == "40% of 100.00; 2 of 5 conversions"


def test_that_a_mark_of_a_row_is_said_by_the_rows_first_figure() -> None:
    assert cell_words(TABLE, 1, 0).in_a_line() == "Everything, Touches: 7"


def test_that_a_row_the_table_does_not_have_says_nothing() -> None:
    assert cell_words(TABLE, 9, 1).in_a_line() == ""
    assert cell_words(((), []), 0, 0).text == ""


def test_that_a_report_leads_with_what_it_says_itself() -> None:
    figures: Any = SimpleNamespace(leading=lambda: "2 of 3 came")
    assert leading_figure(figures, TABLE) == "2 of 3 came"


def test_that_it_leads_else_with_the_sum_or_the_first_figure_that_is_not_nothing() -> None:
    assert leading_figure(PLAIN, TABLE) == "Everything: 7 touches"
    headers, rows = TABLE
    assert leading_figure(PLAIN, (headers, rows[:1])) == "google: 30 first touch"
    assert leading_figure(PLAIN, (headers, [])) == ""


def test_that_texts_behind_the_first_column_belong_to_what_the_row_is_called() -> None:
    row = (Cell("Step 1"), Cell("visit", tone="words"), Cell("cart", tone="words"), Cell("7"), Cell("70%", "7 of 10"))
    table = (("Step", "From", "Event", "Customers", "Of all"), [row])
    assert cell_words(table, 0, 4) == ("Step 1, visit, cart", "Of all", "70%", "7 of 10")
    assert cell_words(table, 0, 0) == ("Step 1, visit, cart", "Customers", "7", "70%, 7 of 10")
    assert cell_words(table, 0, 2) == ("Step 1", "Event", "cart", "")
