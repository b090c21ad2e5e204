"""Accounts as a table of bars: what they may buy and have bought, their scores, touches and people."""

from __future__ import annotations

from app.look.palette import Palette
from app.numbers import NOTHING, money, number, rounded
from app.reports.accounts.figures import OPEN, PEOPLE, SCORE, TOUCHES, WON, AccountsFigures
from app.reports.counting.lazy_rows import LazyRows
from app.reports.drawing.bar_table import Bar, BarRow, paint_bar_table
from app.reports.drawing.drawing_area import Chart, DrawingArea


def draw_accounts(figures: AccountsFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A row an account, those with the largest open pipeline first."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: AccountsFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.names:
        area.sentence("No customer names a company, or has an address that tells one.")
        return
    titles = ["Open pipeline", "Won", "Touches", "People"]
    if figures.totals.score is not None:
        titles.insert(2, "Score")
    ranked = figures.ranked()
    rows = LazyRows(len(ranked), lambda row: BarRow(figures.names[ranked[row]], _bars(figures, ranked[row], row)))
    paint_bar_table(area, bottom, titles, rows, longest=_longest(figures))


def _longest(figures: AccountsFigures) -> list[float]:
    """The greatest of each column, of those who have an account."""
    of = figures.totals
    score = [] if of.score is None else [of.score]
    return [float(each[:-1].max()) for each in (of.open_cents, of.won_cents, *score, of.touches, of.people)]


def _bars(figures: AccountsFigures, at: int, row: int) -> list[Bar]:
    of = figures.totals
    bars = [_amount(figures, int(of.open_cents[at]), row, OPEN), _amount(figures, int(of.won_cents[at]), row, WON)]
    if of.score is not None:
        bars.append(Bar(float(of.score[at]), rounded(float(of.score[at])), row, SCORE))
    touches, people = int(of.touches[at]), int(of.people[at])
    return [*bars, Bar(touches, number(touches), row, TOUCHES), Bar(people, number(people), row, PEOPLE)]


def _amount(figures: AccountsFigures, cents: int, row: int, column: int) -> Bar:
    words = money(round(cents / 100), figures.currency) if cents else NOTHING
    return Bar(cents if cents else None, words, row, column)
