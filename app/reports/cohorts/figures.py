"""What cohorts yield: a triangle of cells, each with its count, its cohort's size and whether its period is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, money, number
from app.reports.counting.buckets import Period
from app.reports.plot import Plot
from app.reports.report import Cell as TableCell
from app.reports.report import Definition, Records, Table


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of a cohort came back in a period; incomplete while the data does not cover the period to its end.

    `amount` is what that was worth, None where customers are counted.
    """

    rate: Rate
    complete: bool
    amount: float | None = None
    currency: str = ""

    @property
    def value(self) -> float | None:
        """The share, or the worth per customer of the cohort; None of nobody."""
        if self.amount is None:
            return self.rate.value
        return self.amount / self.rate.of if self.rate.of else None

    def in_words(self) -> str:
        """The value; of an incomplete cell `2 so far`, for it may still rise, and a dash for none yet."""
        if self.amount is not None:
            each = NOTHING if self.value is None else money(round(self.value, 2), self.currency)
            return each if self.complete else f"{each} so far" if self.amount else NOTHING
        if self.complete:
            return self.rate.percent()
        return f"{number(self.rate.count)} so far" if self.rate.count else NOTHING


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """c cohorts by p periods after the start.

    `days` (c,) datetime64[D] is the first local day of each cohort's period, `labels` the same in words, `sizes` (c,)
    its customers. `counts`, `present` and `complete` are (c, p); a cell is absent when its period begins after the data
    end. `amounts` (c, p) is what came back, where that is measured; `who` finds the customers of a cell, or of a whole
    cohort with -1, of the cohorts from one to before another.
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
    amounts: NDArray[np.float64] | None = None
    currency: str = ""
    shows_curves: bool = False
    who: Callable[[tuple[int, int], int], pa.Array[Any]] | None = field(default=None, repr=False, compare=False)

    def cells(self, cohort: int) -> tuple[Cell, ...]:
        """The cells of one cohort, from period 0 to that of the data end."""
        size = int(self.sizes[cohort])
        counts, complete = self.counts[cohort].tolist(), self.complete[cohort].tolist()
        amounts = [None] * len(counts) if self.amounts is None else self.amounts[cohort].tolist()
        return tuple(
            Cell(Rate(counts[k], size), complete[k], amounts[k], self.currency)
            for k in np.flatnonzero(self.present[cohort]).tolist()
        )

    def mean(self) -> tuple[Rate, ...]:
        """For each period all who came back of all who could have, over the complete cells."""
        return tuple(cell.rate for cell in self.mean_cells())

    def mean_cells(self) -> tuple[Cell, ...]:
        """The same with what they were worth."""
        back = np.where(self.complete, self.counts, 0).sum(axis=0).tolist()
        of = np.where(self.complete, self.sizes[:, None], 0).sum(axis=0).tolist()
        if self.amounts is None:
            return tuple(Cell(Rate(count, size), complete=True) for count, size in zip(back, of, strict=True))
        worth = np.where(self.complete, self.amounts, 0).sum(axis=0).tolist()
        return tuple(
            Cell(Rate(count, size), True, amount, self.currency)  # a field
            for count, size, amount in zip(back, of, worth, strict=True)
        )

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "periods", "cohorts", "mean"}` for programs; a period that has not begun has no cell."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "periods": list(range(self.counts.shape[1])),
            "cohorts": [
                {
                    "start": str(day),
                    "size": int(size),
                    "cells": [_document(cell) | {"complete": cell.complete} for cell in self.cells(index)],
                }
                for index, (day, size) in enumerate(zip(self.days, self.sizes, strict=True))
            ],
            "mean": [_document(cell) for cell in self.mean_cells()],
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
        means = (_shown(cell) for cell in self.mean_cells())
        return headers, [*rows, (TableCell("Weighted mean", tone="total"), everybody, *means)] if rows else []

    def leading(self) -> str:
        """How many came back a period later, of all who could have."""
        means = self.mean()
        if self.amounts is not None and means:
            worth = [cell for cell in self.mean_cells() if cell.rate.of]
            return f"{worth[-1].in_words()} a customer in {self.period} {len(worth) - 1}" if worth else NOTHING
        later = means[1] if len(means) > 1 else None
        if later is None or not later.of:
            return f"{number(int(self.sizes.sum()))} customers"
        return f"{later.percent()} in {self.period} 1 ({later.fraction()})"

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who is in a cohort, or came back in a period; of the mean, in all cohorts that are complete there."""
        after = max(column - 2, -1)
        if self.who is None:
            return None
        if row < len(self.sizes):
            return self.who((row, row + 1), after) if after < 0 or self.present[row, after] else None
        many = int(self.complete[:, after].sum()) if after >= 0 else len(self.sizes)  # the first ones are complete
        return self.who((0, many), after)

    def plot(self) -> Plot:
        """The shares, cell by cell."""
        return Plot("heat", tuple(range(2, 2 + self.counts.shape[1])))

    def records(self) -> Records:
        """One row of exact values per cell, for machines."""
        rows: list[tuple[object, ...]] = [
            (
                *(str(day), period, cell.rate.count, cell.rate.of, cell.rate.value, cell.complete),
                *(() if cell.amount is None else (cell.amount, cell.value)),
            )
            for index, day in enumerate(self.days)
            for period, cell in enumerate(self.cells(index))
        ]
        worth = () if self.amounts is None else ("amount", "per_customer")
        return ("cohort", "period", "count", "of", "rate", "complete", *worth), rows


def _document(cell: Cell) -> dict[str, Any]:
    counts = {"count": cell.rate.count, "of": cell.rate.of, "rate": cell.rate.value}
    return counts if cell.amount is None else counts | {"amount": cell.amount, "per_customer": cell.value}


def _shown(cell: Cell) -> TableCell:
    of = cell.rate.fraction() if cell.complete else f"of {number(cell.rate.of)}"
    if cell.amount is not None:
        of = f"{money(round(cell.amount, 2), cell.currency)} of {number(cell.rate.of)}"
    return TableCell(cell.in_words(), of, "" if cell.complete else "open")


def no_cohorts(definition: Definition, period: Period) -> CohortFigures:
    """Nobody ever started."""
    none = np.zeros((0, 0), np.int64)
    days = np.array([], dtype="datetime64[D]")
    return CohortFigures(definition, period, days, (), np.zeros(0, np.int64), none, none > 0, none > 0)
