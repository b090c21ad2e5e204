"""How long those who made every step took from the first to the last: how many within which time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import Rate, length, number
from app.reports.funnel.figures import FunnelFigures
from app.reports.report import Cell, Definition, Records, Table

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_WIDTHS_S = (
    1, 2, 5, 10, 15, 30, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 10 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR,
    3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY, 90 * _DAY, 365 * _DAY,
)  # fmt: skip
_MOST_BARS = 24
_BY_THEN = 3  # column of the table
_WITHIN_BARS = 0.98  # who took longer than nearly everybody stands in a last bar without an end


@dataclass(frozen=True, slots=True)
class TimeFigures:
    """b stretches of time, each `width_s` long, the last without an end if `is_open`.

    `bars` (b,) are the customers in each; `bar_of` (n,) is that of each customer, -1 for who did not make every step.
    """

    key: ClassVar[str] = "funnel"
    definition: Definition
    width_s: int
    bars: NDArray[np.int64]
    is_open: bool
    mean_s: float
    median_s: float
    last_step: str
    entered: int
    customer_ids: pa.StringArray | pa.LargeStringArray
    bar_of: NDArray[np.int64]

    @property
    def converted(self) -> int:
        """How many made every step."""
        return int(self.bars.sum())

    def label(self, bar: int) -> str:
        """`1 h – 2 h`, or what a last bar begins with."""
        begin = length(bar * self.width_s) if bar else "0"
        is_last = self.is_open and bar == len(self.bars) - 1
        return f"{begin} and longer" if is_last else f"{begin} – {length((bar + 1) * self.width_s)}"

    def leading(self) -> str:
        """The time in which half of them were through."""
        return f"{length(self.median_s)} to {self.last_step} (median)"

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who took that long, or in the last column no longer; of the last row, all who made every step."""
        here = self.bar_of == row if column < _BY_THEN else (self.bar_of >= 0) & (self.bar_of <= row)
        return self.customer_ids.filter(pa.array(here if row < len(self.bars) else self.bar_of >= 0))

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "converted", "of", "mean_s", "median_s", "bars": [{"from_s", "to_s", "count"}]}`."""
        many = len(self.bars)
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "converted": self.converted,
            "of": self.entered,
            "mean_s": _or_none(self.mean_s),
            "median_s": _or_none(self.median_s),
            "bars": [
                {
                    "from_s": bar * self.width_s,
                    "to_s": None if self.is_open and bar == many - 1 else (bar + 1) * self.width_s,
                    "count": int(count),
                }
                for bar, count in enumerate(self.bars)
            ],
        }

    def table(self) -> Table:
        """A row a stretch of time, with how many had converted by its end; mean and median last."""
        done = np.cumsum(self.bars).tolist()
        rows = [
            (
                Cell(self.label(bar)),
                Cell(number(count), tone="" if count else "zero"),
                Cell(Rate(count, self.converted).percent(), Rate(count, self.converted).fraction()),
                Cell(Rate(done[bar], self.converted).percent(), Rate(done[bar], self.converted).fraction()),
            )
            for bar, count in enumerate(self.bars.tolist())
        ]
        headers = (f"Time to {self.last_step}", "Customers", "Share", "By then")
        sums = (Cell(f"Median {length(self.median_s)}, mean {length(self.mean_s)}", tone="total"),
                Cell(number(self.converted)), Cell(""), Cell(""))  # fmt: skip
        return headers, [*rows, sums] if rows else []

    def records(self) -> Records:
        """A row a stretch of time, exact."""
        rows: list[tuple[object, ...]] = [
            (bar["from_s"], bar["to_s"], bar["count"], self.converted) for bar in self.to_document()["bars"]
        ]
        return ("from_s", "to_s", "count", "of"), rows


def time_to_convert(figures: FunnelFigures) -> TimeFigures:
    """Of a funnel's customers who made every step."""
    steps = len(figures.steps)
    through = np.flatnonzero(figures.levels == steps)
    taken = (figures.instants[through, -1] - figures.instants[through, 0]) / 1e6
    width = _width(taken)
    bar = (taken // width).astype(np.int64)
    last = int(np.quantile(bar, _WITHIN_BARS, method="higher")) if len(bar) else 0
    is_open = len(bar) > 0 and int(bar.max()) > last
    if is_open:
        last = min(last + 1, int(bar.max()))
    bar = np.minimum(bar, last)
    bar_of = np.full(len(figures.levels), -1, np.int64)
    bar_of[through] = bar
    return TimeFigures(
        figures.definition,
        width,
        np.bincount(bar, minlength=last + 1) if len(bar) else np.zeros(0, np.int64),
        is_open,
        float(taken.mean()) if len(taken) else np.nan,
        float(np.median(taken)) if len(taken) else np.nan,
        figures.steps[-1].name,
        figures.steps[0].count,
        figures.customer_ids,
        bar_of,
    )


def _width(taken: NDArray[np.float64]) -> int:
    """The least of the usual lengths of time that gives a few bars to nearly everybody."""
    reach = float(np.quantile(taken, _WITHIN_BARS)) if len(taken) else 0.0
    return next((width for width in _WIDTHS_S if reach < width * (_MOST_BARS - 1)), _WIDTHS_S[-1])


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
