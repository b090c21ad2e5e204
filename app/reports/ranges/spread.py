"""How each figure of a forecast spread over its replications, as histograms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa

from app.numbers import counted, rounded
from app.reports.ranges.figures import RangeRow, RangesDefinition, RangesFigures
from app.reports.report import Cell, Records, Table
from app.runtime.forecast.spreads import Spread

COUNT = 3
"""The column of the table that the chart draws."""
MOST = 24
"""So many histograms are drawn; the table has them all."""


@dataclass(frozen=True, slots=True)
class SpreadDefinition:
    """Histograms over so many replications."""

    of: RangesDefinition

    def in_words(self) -> str:
        """The definition as sentences."""
        many = counted(self.of.replications, "replication", "replications")
        return (
            f"Modelled, not observed: in how many of {many} of “{self.of.scenario}” a figure came to how much, in "
            "columns of one width. The line, or where it would lie far away the words, is what was observed, by the "
            "replay of recorded events alone, of goals beside the modelled conversions; it is not part of a column. "
            "Figures that were the same in every replication are left out."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {**self.of.to_document(), "shown": "spread"}


@dataclass(frozen=True, slots=True)
class SpreadFigures:
    """The figures that differ between replications, each with its columns."""

    key: ClassVar[str] = "ranges"
    definition: SpreadDefinition
    rows: tuple[tuple[RangeRow, Spread], ...]

    def people(self, row: int, column: int) -> pa.Array[Any] | None:  # noqa: ARG002  # replications are nobody
        """Nobody: what is counted are replications."""
        return None

    def table(self) -> Table:
        """A row a column of a histogram."""
        headers = ("Figure, modelled", "From", "To", "Replications", "Observed")
        return headers, [
            (
                Cell(row.title),
                *(Cell(rounded(end), tone="modelled") for end in _whole(spread, at)),
                _many(spread, at),
                Cell(rounded(row.figure.observed)),
            )
            for row, spread in self.rows
            for at in range(len(spread.counts))
        ]

    def first_row(self, place: int) -> int:
        """The row of the table where a histogram begins."""
        return sum(len(spread.counts) for _, spread in self.rows[:place])

    def records(self) -> Records:
        """Exact ends of the columns."""
        headers = ("path", "figure", "from", "to", "replications", "observed")
        return headers, [
            (row.path, row.title, *spread.ends(at), count, row.figure.observed)
            for row, spread in self.rows
            for at, count in enumerate(spread.counts)
        ]

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "columns"}` for programs."""
        headers, rows = self.records()
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "columns": [dict(zip(headers, row, strict=True)) for row in rows],
        }

    def words(self) -> Iterator[str]:
        """For each figure where most replications lie."""
        yield f"Spread over {counted(self.definition.of.replications, 'replication', 'replications')}"
        for row, spread in self.rows[:MOST]:
            at = spread.counts.index(max(spread.counts))
            low, high = (rounded(end) for end in _whole(spread, at))
            where = low if low == high else f"{low} to {high}"
            yield f"{row.title}: most often {where}, in {spread.counts[at]}; observed {rounded(row.figure.observed)}"


def spreads(figures: RangesFigures) -> SpreadFigures:
    """Of the figures of a forecast those that spread."""
    rows = tuple((row, row.figure.spread) for row in figures.rows if row.figure.spread is not None)
    return SpreadFigures(SpreadDefinition(figures.definition), rows)


def _many(spread: Spread, at: int) -> Cell:
    count, of = spread.counts[at], sum(spread.counts)
    return Cell(f"{count}", f"{count} of {of}", "modelled" if count else "zero")


def _whole(spread: Spread, at: int) -> tuple[float, float]:
    """The ends of a column; of whole numbers the least and the greatest that it holds."""
    low, high = spread.ends(at)
    is_between = low % 1 == high % 1 == 0.5  # halfway between two whole numbers
    return (low + 0.5, high - 0.5) if is_between else (low, high)
