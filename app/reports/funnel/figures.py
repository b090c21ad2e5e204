"""What a funnel yields: its steps with counts, shares and times, and who went how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.cores import each
from app.numbers import NOTHING, Rate, length, number
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

COLUMN_OF_COUNT, COLUMN_OF_LOST = 1, 4
_WAITING, _ELSEWHERE, _NOBODYS = "Still waiting", "Went elsewhere", ("Median time", "Mean time")
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Apart:
    """Customers (places in the figures' ids) who made the step before and are not lost: elsewhere, or still there."""

    elsewhere: Longs
    waiting: Longs


@dataclass(frozen=True, slots=True)
class StepFigures:
    """One step: how many reached it, of how many, and how long it took them, in seconds (NaN for nobody)."""

    name: str
    count: int
    first: int
    previous: int
    mean_s: float = np.nan  # from the step before
    median_s: float = np.nan
    mean_from_first_s: float = np.nan
    median_from_first_s: float = np.nan
    elsewhere: tuple[tuple[str, int], ...] = ()  # customers who took another branch before it, by where that leads
    waiting: int = 0  # customers who still wait at the step before

    @property
    def of_first(self) -> Rate:
        """Share of those who made the first step."""
        return Rate(self.count, self.first)

    @property
    def of_previous(self) -> Rate:
        """Share of those who made the step before."""
        return Rate(self.count, self.previous)

    @property
    def lost(self) -> Rate:
        """Those who made the step before, and neither this one nor another branch, and who do not wait either."""
        return Rate(self.previous - self.count - self.gone_elsewhere - self.waiting, self.previous)

    @property
    def gone_elsewhere(self) -> int:
        """Those who made the step before and then took another branch."""
        return sum(count for _, count in self.elsewhere)

    def elsewhere_in_words(self) -> str:
        """`25 to Exit, 3 to SMS`; nothing where nobody did."""
        return ", ".join(f"{number(count)} to {where}" for where, count in self.elsewhere)

    def to_document(self) -> dict[str, Any]:
        """The step as JSON; rates are null where nobody could have made the step."""
        elsewhere = [{"to": where, "count": count} for where, count in self.elsewhere]
        return (
            {
                "name": self.name,
                "count": self.count,
                "first": self.first,
                "previous": self.previous,
                "of_first": self.of_first.value,
                "of_previous": self.of_previous.value,
                "lost": self.lost.count,
                "from_previous_s": {"mean": _or_none(self.mean_s), "median": _or_none(self.median_s)},
                "from_first_s": {
                    "mean": _or_none(self.mean_from_first_s),
                    "median": _or_none(self.median_from_first_s),
                },
            }
            | ({"elsewhere": elsewhere} if elsewhere else {})
            | ({"waiting": self.waiting} if self.waiting else {})
        )


@dataclass(frozen=True, slots=True)
class FunnelFigures:
    """A funnel over n customers: its steps, and who went how far when.

    `customer_ids` (n,); `levels` (n,) is the number of steps made; `instants` (n, steps) int64 microseconds UTC of each
    customer's steps, of which the first `levels` are set. `apart` is by step, where somebody is.
    """

    key: ClassVar[str] = "funnel"
    definition: Definition
    steps: tuple[StepFigures, ...]
    customer_ids: pa.StringArray | pa.LargeStringArray
    levels: NDArray[np.unsignedinteger[Any]]
    instants: NDArray[np.int64]
    apart: Mapping[int, Apart] = field(default_factory=dict)

    def who_reached(self, step: int) -> pa.Array[Any]:
        """Ids of the customers who made the step (from 0)."""
        return self.customer_ids.filter(pa.array(self.levels > step))

    def who_left(self, step: int) -> pa.Array[Any]:
        """Ids of the customers whose last step was the one before this one."""
        return self.customer_ids.filter(pa.array(self.levels == step))

    def leading(self) -> str:
        """How many came to the last step."""
        if not self.steps:
            return ""
        last = self.steps[-1]
        return f"{last.of_first.percent()} came to {last.name} ({last.of_first.fraction()})"

    def who_is_lost(self, step: int) -> pa.Array[Any]:
        """Ids of those who left before the step, without who took another branch or still waits."""
        left = self.levels == step if step else np.zeros(len(self.levels), np.bool_)
        if (apart := self.apart.get(step)) is not None:
            left[apart.elsewhere] = False
            left[apart.waiting] = False
        return self.customer_ids.filter(pa.array(left))

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who made a step, or left before it; times are nobody's."""
        header = self._headers()[column]
        if header in _NOBODYS:
            return None
        if column == COLUMN_OF_LOST:
            return self.who_is_lost(row)
        if column < COLUMN_OF_LOST:
            return self.who_reached(row)
        apart = self.apart.get(row)
        if apart is None:
            return self.customer_ids.slice(0, 0)
        return self.customer_ids.take(apart.waiting if header == _WAITING else apart.elsewhere)

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "customers", "steps"}` for programs."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "customers": len(self.levels),
            "steps": [step.to_document() for step in self.steps],
        }

    def table(self) -> Table:
        """Headers and rows of text for people; each share stands beside the count it is made of."""
        headers = self._headers()
        waits, forks = _WAITING in headers, _ELSEWHERE in headers
        return headers, [_row(step, waits=waits, forks=forks) for step in self.steps]

    def _headers(self) -> tuple[str, ...]:
        waiting = (_WAITING,) if any(step.waiting for step in self.steps) else ()
        elsewhere = (_ELSEWHERE,) if any(step.elsewhere for step in self.steps) else ()
        return ("Step", "Customers", "Of first", "Of previous", "Lost", *waiting, *elsewhere, *_NOBODYS)

    def plot(self) -> Plot:
        """The customers of each step."""
        return Plot("bars", (1,))

    def records(self) -> Records:
        """Headers and rows of exact values for machines."""
        headers = (
            "step", "name", "count", "first", "previous", "of_first", "of_previous",
            "median_s", "mean_s", "median_from_first_s", "mean_from_first_s", "lost", "elsewhere", "waiting",
        )  # fmt: skip
        rows: list[tuple[object, ...]] = [
            (
                index, step.name, step.count, step.first, step.previous, step.of_first.value, step.of_previous.value,
                *map(_or_none, (step.median_s, step.mean_s, step.median_from_first_s, step.mean_from_first_s)),
                step.lost.count, step.gone_elsewhere, step.waiting,
            )
            for index, step in enumerate(self.steps, start=1)
        ]  # fmt: skip
        return headers, rows


def _row(step: StepFigures, *, waits: bool, forks: bool) -> tuple[Cell, ...]:
    elsewhere = (Cell(step.elsewhere_in_words() or NOTHING, tone="words"),) if forks else ()
    waiting = (Cell(number(step.waiting), tone="" if step.waiting else "zero"),) if waits else ()
    return (
        Cell(step.name),
        Cell(number(step.count)),
        Cell(step.of_first.percent(), step.of_first.fraction(), share=step.of_first.value or 0.0),
        Cell(step.of_previous.percent(), step.of_previous.fraction()),
        Cell(number(step.lost.count), _lost(step), "" if step.lost.count else "zero"),
        *waiting,
        *elsewhere,
        Cell(length(step.median_s)),
        Cell(length(step.mean_s)),
    )


def _lost(step: StepFigures) -> str:
    """`16% of 598`; the first step loses nobody."""
    return f"{step.lost.percent()} of {number(step.lost.of)}" if step.lost.count else ""


def steps_of(
    names: tuple[str, ...], levels: NDArray[np.unsignedinteger[Any]], instants: NDArray[np.int64]
) -> tuple[StepFigures, ...]:
    """Counts and times of each step from how far each customer went, and when."""
    counts = np.bincount(levels, minlength=len(names) + 1)[::-1].cumsum()[::-1][1:].tolist()
    if not names:
        return ()

    def step(k: int) -> StepFigures:
        there = np.flatnonzero(levels > k)
        at, before = instants[there, k], instants[there, k - 1]
        taken = _mean_and_median(at - before)
        in_all = _mean_and_median(at - instants[there, 0]) if k > 1 else taken
        return StepFigures(names[k], counts[k], counts[0], counts[k - 1], *taken, *in_all)

    first = StepFigures(names[0], counts[0], counts[0], counts[0])
    return (first, *each(step, range(1, len(names))))


def _mean_and_median(lengths_us: NDArray[np.int64]) -> tuple[float, float]:
    """In seconds; NaN for nobody. The array is put into another order."""
    many = len(lengths_us)
    if not many:
        return np.nan, np.nan
    mean = float(lengths_us.mean()) / 1e6
    middle = [(many - 1) // 2, many // 2]
    lengths_us.partition(middle)
    return mean, float(lengths_us[middle].mean()) / 1e6


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
