"""Figures in a few words: the one that a report leads with, and a single cell of its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple, Protocol, runtime_checkable

from app.reports.report import Cell, Figures, Table

_NONE = ("", "–", "0")


@runtime_checkable
class Leading(Protocol):
    """Figures that know which of them comes first."""

    def leading(self) -> str:
        """The figure that says most, in a few words: `2 of 3 came to purchase`."""


@runtime_checkable
class Noted(Protocol):
    """Figures with something to be known before they are read."""

    def sentences(self) -> Iterator[str]:
        """What that is."""


class CellWords(NamedTuple):
    """A cell as one reads it: what its row and its column are called, its text, and what that is made of."""

    row: str
    column: str
    text: str
    note: str

    def in_a_line(self) -> str:
        """`google, last touch: 30 (3 of 10)`."""
        named = ", ".join(part for part in (self.row, self.column) if part)
        said = f"{named}: {self.text}" if self.text else named
        return f"{said} ({self.note})" if self.note else said


def leading_figure(figures: Figures, table: Table) -> str:
    """The figure a report leads with: what it says itself, else the first of its table that is not nothing."""
    if isinstance(figures, Leading):
        return figures.leading()
    headers, rows = table
    for cells in sorted(rows, key=lambda cells: _tone(cells[0]) != "total"):
        for header, cell in zip(headers[1:], cells[1:], strict=False):
            if cell not in _NONE and _tone(cell) not in ("zero", "words"):
                return f"{cells[0]}: {cell} {header[:1].lower()}{header[1:]}"
    return ""


def cell_words(table: Table, row: int, column: int) -> CellWords:
    """A cell of the table; a cell of the first column stands for its row, and is said with the row's first figure.

    Texts that follow the first column belong to what the row is called. A count is said with the share of its row that
    is made of it.
    """
    headers, rows = table
    if not 0 <= row < len(rows):
        return CellWords("", "", "", "")
    cells = rows[row]
    named = [cells[0], *takewhile(lambda each: _tone(each) == "words", cells[1:])]
    at = column if 0 < column < len(cells) else min(len(named), len(cells) - 1)
    cell = cells[at]
    header = headers[at] if at < len(headers) else ""
    called = ", ".join(str(each) for each in (named if at >= len(named) else named[:1]) if each)
    said = getattr(cell, "asked", "") or getattr(cell, "note", "")
    note = said or (_share_of(str(cell), cells[at + 1 :]) if at else "")
    return CellWords(called, header, str(cell) if at else "", note)


def _share_of(count: str, others: Sequence[Cell]) -> str:
    """`84%, 502 of 598` beside 502; "" where no other cell of the row says what it is of."""
    shares = (each for each in others if getattr(each, "note", "").startswith(f"{count} of "))
    share = next(shares, None)
    return "" if share is None else f"{share}, {share.note}"


def _tone(cell: Cell) -> str:
    return getattr(cell, "tone", "")
