"""What cohorts yield: a triangle of cells, each with its count, its cohort's size and whether its period is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, number
from app.reports.buckets import Period
from app.reports.report import Definition


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

    def table(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Headers and rows of text for people, the mean last; an incomplete cell has its count so far."""
        periods = self.counts.shape[1]
        headers = ("Cohort", "Customers", *(f"{self.period.capitalize()} {k}" for k in range(periods)))
        rows = []
        for index, label in enumerate(self.labels):
            cells = [cell.in_words() for cell in self.cells(index)]
            rows.append((label, number(int(self.sizes[index])), *cells, *[""] * (periods - len(cells))))
        mean = tuple(rate.percent() for rate in self.mean())
        return headers, [*rows, ("Weighted mean", number(int(self.sizes.sum())), *mean)] if rows else []

    def records(self) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
        """One row of exact values per cell, for machines."""
        rows: list[tuple[object, ...]] = [
            (str(day), period, cell.rate.count, cell.rate.of, cell.rate.value, cell.complete)
            for index, day in enumerate(self.days)
            for period, cell in enumerate(self.cells(index))
        ]
        return ("cohort", "period", "count", "of", "rate", "complete"), rows


def no_cohorts(definition: Definition, period: Period) -> CohortFigures:
    """Nobody ever started."""
    none = np.zeros((0, 0), np.int64)
    days = np.array([], dtype="datetime64[D]")
    return CohortFigures(definition, period, days, (), np.zeros(0, np.int64), none, none > 0, none > 0)
