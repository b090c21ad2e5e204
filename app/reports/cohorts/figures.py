"""What cohorts yield: a triangle of cells, each with its count, its cohort's size and whether its period is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, number
from app.reports.buckets import Period
from app.reports.report import Cell as TableCell
from app.reports.report import Definition, Records, Table


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of a cohort came back in a period; incomplete while the data does not cover the period to its end."""

    rate: Rate
    complete: bool

    def in_words(self) -> str:
        """The share; of an incomplete cell `2 so far`, for its share may still rise, and a dash for none yet."""
        if self.complete:
            return self.rate.percent()
        return f"{number(self.rate.count)} so far" if self.rate.count else NOTHING


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """c cohorts by p periods after the start.

    `days` (c,) datetime64[D] is the first local day of each cohort's period, `labels` the same in words, `sizes` (c,)
    its customers. `counts`, `present` and `complete` are (c, p); a cell is absent when its period begins after the data
    end.
    """

    key: ClassVar[str] = "cohorts"
    definition: Definition
    period: Period
    days: NDArray[np.datetime64]
    labels: tuple[str, ...]
    sizes: NDArray[np.int64]
    counts: NDArray[np.int64]
    present: NDArray[np.bool_]
    complete: NDArray[np.bool_]

    def cells(self, cohort: int) -> tuple[Cell, ...]:
        """The cells of one cohort, from period 0 to that of the data end."""
        size = int(self.sizes[cohort])
        known = zip(
            self.counts[cohort].tolist(), self.complete[cohort].tolist(), self.present[cohort].tolist(), strict=True
        )
        return tuple(Cell(Rate(count, size), complete) for count, complete, present in known if present)

    def mean(self) -> tuple[Rate, ...]:
        """For each period all who came back of all who could have, over the complete cells."""
        back = np.where(self.complete, self.counts, 0).sum(axis=0)
        of = np.where(self.complete, self.sizes[:, None], 0).sum(axis=0)
        return tuple(Rate(count, size) for count, size in zip(back.tolist(), of.tolist(), strict=True))

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "periods", "cohorts", "mean"}` for programs; a period that has not begun has no cell."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "periods": list(range(self.counts.shape[1])),
            "cohorts": [
                {
                    "start": str(day),
                    "size": int(size),
                    "cells": [
                        {
                            "count": cell.rate.count,
                            "of": cell.rate.of,
                            "rate": cell.rate.value,
                            "complete": cell.complete,
                        }
                        for cell in self.cells(index)
                    ],
                }
                for index, (day, size) in enumerate(zip(self.days, self.sizes, strict=True))
            ],
            "mean": [{"count": rate.count, "of": rate.of, "rate": rate.value} for rate in self.mean()],
        }

    def table(self) -> Table:
        """Headers and rows of text for people, the mean last; an incomplete cell has its count so far."""
        periods = self.counts.shape[1]
        headers = ("Cohort", "Customers", *(f"{self.period.capitalize()} {k}" for k in range(periods)))
        rows = []
        for index, label in enumerate(self.labels):
            cells = [_shown(cell) for cell in self.cells(index)]
            absent = [TableCell("")] * (periods - len(cells))
            rows.append((TableCell(label), TableCell(number(int(self.sizes[index]))), *cells, *absent))
        everybody = TableCell(number(int(self.sizes.sum())))
        means = (TableCell(rate.percent(), rate.fraction()) for rate in self.mean())
        return headers, [*rows, (TableCell("Weighted mean", tone="total"), everybody, *means)] if rows else []

    def leading(self) -> str:
        """How many came back a period later, of all who could have."""
        means = self.mean()
        later = means[1] if len(means) > 1 else None
        if later is None or not later.of:
            return f"{number(int(self.sizes.sum()))} customers"
        return f"{later.percent()} in {self.period} 1 ({later.fraction()})"

    def people(self, row: int, column: int) -> pa.Array[Any] | None:  # noqa: ARG002  # of every report
        """Nobody: cohorts keep counts, not ids."""
        return None

    def records(self) -> Records:
        """One row of exact values per cell, for machines."""
        rows: list[tuple[object, ...]] = [
            (str(day), period, cell.rate.count, cell.rate.of, cell.rate.value, cell.complete)
            for index, day in enumerate(self.days)
            for period, cell in enumerate(self.cells(index))
        ]
        return ("cohort", "period", "count", "of", "rate", "complete"), rows


def _shown(cell: Cell) -> TableCell:
    if cell.complete:
        return TableCell(cell.in_words(), cell.rate.fraction())
    return TableCell(cell.in_words(), f"of {number(cell.rate.of)}", "open")


def no_cohorts(definition: Definition, period: Period) -> CohortFigures:
    """Nobody ever started."""
    none = np.zeros((0, 0), np.int64)
    days = np.array([], dtype="datetime64[D]")
    return CohortFigures(definition, period, days, (), np.zeros(0, np.int64), none, none > 0, none > 0)
