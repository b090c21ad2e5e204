"""Conversion over time: of those who began in a period, how many made every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.numbers import NOTHING, Rate, number
from app.reports.counting.buckets import Buckets, Period, buckets_between
from app.reports.counting.intervals import Interval, level, wilson
from app.reports.funnel.breakdown import said_range
from app.reports.funnel.definition import FunnelDefinition
from app.reports.funnel.figures import FunnelFigures
from app.reports.funnel.steps import funnel
from app.reports.over_runs.conversion import fitting_period
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

Longs = NDArray[np.int64]
_CONVERTED, _RATE = 2, 3  # columns of the table


@dataclass(frozen=True, slots=True)
class EntryFigures:
    """b periods: `entered` and `converted` (b,) customers by when their attempt began.

    `complete` (b,) tells in which no attempt may still go on. `bucket_of` (n,) is the period of each customer, -1 for
    who never began; `levels` (n,) the steps they made.
    """

    key: ClassVar[str] = "funnel"
    definition: Definition
    period: Period
    days: NDArray[np.datetime64]
    labels: tuple[str, ...]
    entered: Longs
    converted: Longs
    complete: NDArray[np.bool_]
    step_names: tuple[str, str]
    customer_ids: pa.StringArray | pa.LargeStringArray
    bucket_of: Longs
    levels: NDArray[np.unsignedinteger[Any]]
    steps: int

    def rate(self, bucket: int) -> Rate:
        """Converted of entered."""
        return Rate(int(self.converted[bucket]), int(self.entered[bucket]))

    def range_of(self, bucket: int) -> Interval | None:
        """Where the rate lies."""
        return wilson(int(self.converted[bucket]), int(self.entered[bucket]))

    def overall(self) -> Rate:
        """Over the periods that are over."""
        over = self.complete
        return Rate(int(self.converted[over].sum()), int(self.entered[over].sum()))

    def leading(self) -> str:
        """The share over the periods that are over."""
        mean = self.overall()
        return f"{mean.percent()} came to {self.step_names[1]} ({mean.fraction()})"

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who entered in a period, or entered and converted; in the last row, in those that are over."""
        if column > _RATE:
            return None
        here = self.bucket_of == row
        if row >= len(self.labels):
            here = np.append(self.complete, False)[self.bucket_of]
        return self.customer_ids.filter(pa.array(here if column < _CONVERTED else here & (self.levels == self.steps)))

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "period", "rows": [{"start", "entered", "converted", "rate", "range", "complete"}]}`."""
        headers, rows = self.records()
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "period": self.period,
            "rows": [dict(zip(headers, row, strict=True)) for row in rows],
        }

    def table(self) -> Table:
        """A row a period; one whose attempts may still go on has its count so far. The mean of those that are over."""
        headers = (
            self.period.capitalize(),
            self.step_names[0],
            self.step_names[1],
            "Of first",
            f"Range ({level()})",
        )
        rows = [self._row(bucket) for bucket in range(len(self.labels))]
        mean = self.overall()
        whole = (Cell("Over", tone="total"), Cell(number(mean.of)), Cell(number(mean.count)),
                 Cell(mean.percent(), mean.fraction()), Cell(said_range(wilson(mean.count, mean.of))))  # fmt: skip
        return headers, [*rows, whole] if rows else []

    def _row(self, bucket: int) -> tuple[Cell, ...]:
        rate = self.rate(bucket)
        if self.complete[bucket]:
            shares = (Cell(rate.percent(), rate.fraction()), Cell(said_range(self.range_of(bucket))))
        else:
            so_far = f"{number(rate.count)} so far" if rate.count else NOTHING
            shares = (Cell(so_far, f"of {number(rate.of)}", "open"), Cell(NOTHING, tone="open"))
        entered = Cell(number(rate.of), tone="" if rate.of else "zero")
        return Cell(self.labels[bucket]), entered, Cell(number(rate.count), tone="" if rate.count else "zero"), *shares

    def plot(self) -> Plot:
        """Who entered, and who of them converted."""
        return Plot("columns", (1, 2))

    def records(self) -> Records:
        """A row a period, exact."""
        rows: list[tuple[object, ...]] = []
        for bucket, day in enumerate(self.days):
            rate, reach = self.rate(bucket), self.range_of(bucket)
            low, high = reach or (None, None)
            rows.append((str(day), rate.of, rate.count, rate.value, low, high, bool(self.complete[bucket])))
        return ("start", "entered", "converted", "rate", "low", "high", "complete"), rows


def by_entry(dataset: Dataset, definition: FunnelDefinition) -> EntryFigures:
    """The funnel by when its attempts began; AppError names all that is wrong with the definition."""
    figures, end = funnel(dataset, definition), dataset.data_end or 0

    def is_over(buckets: Buckets) -> NDArray[np.bool_]:
        over: NDArray[np.bool_] = buckets.edges_us[1:] - 1 + definition.window_us <= end
        return over

    period = definition.period or fitting_period(dataset)
    return entries_of(figures, definition, period, dataset.timezone, is_over)


def entries_of(
    figures: FunnelFigures,
    definition: Definition,
    period: Period,
    zone: str,
    is_over: Callable[[Buckets], NDArray[np.bool_]],
) -> EntryFigures:
    """A funnel's customers by when they made the first step; `is_over` says in which periods nobody is under way."""
    began = np.flatnonzero(figures.levels)
    at, steps = figures.instants[began, 0], len(figures.steps)
    bucket_of = np.full(len(figures.levels), -1, np.int64)
    days: NDArray[np.datetime64] = np.array([], dtype="datetime64[D]")
    labels: tuple[str, ...] = ()
    complete: NDArray[np.bool_] = np.zeros(0, np.bool_)
    if len(at):
        buckets = buckets_between(int(at.min()), int(at.max()), period, zone)
        bucket_of[began] = buckets.of(at)
        days, labels = buckets.days, tuple(buckets.label(index) for index in range(len(buckets)))
        complete = is_over(buckets)
    through = bucket_of[figures.levels == steps]
    return EntryFigures(
        definition,
        period,
        days,
        labels,
        np.bincount(bucket_of[began], minlength=len(labels)),
        np.bincount(through, minlength=len(labels)),
        complete,
        (figures.steps[0].name, figures.steps[-1].name),
        figures.customer_ids,
        bucket_of,
        figures.levels,
        steps,
    )
