"""A funnel for each value of an attribute or a property, side by side, with ranges for what few people cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.numbers import NOTHING, Rate, counted, data_day, exact, length, number, percent_range, points
from app.reports.counting.intervals import Interval, level, newcombe, wilson
from app.reports.funnel.checks import checked
from app.reports.funnel.definition import DAY_US, Breakdown, FunnelDefinition, step_names
from app.reports.funnel.following.customers import Followed, followed
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

Longs = NDArray[np.int64]
_MOST_GROUPS = 40
_UNKNOWN = "(not known)"
_ALL = "All"


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group: how many made each step, and how long those who made all took, in seconds (NaN for nobody)."""

    name: str
    counts: tuple[int, ...]
    median_s: float

    def of_first(self, step: int) -> Rate:
        """Of those who made the first step."""
        return Rate(self.counts[step], self.counts[0])

    @property
    def converted(self) -> Rate:
        """Who made the last step, of those who made the first."""
        return self.of_first(-1)

    def range_of(self, step: int = -1) -> Interval | None:
        """Where the share lies that made a step."""
        return wilson(self.counts[step], self.counts[0])

    def range_against(self, other: GroupFigures) -> Interval | None:
        """Where the difference of the converted shares lies."""
        return newcombe(self.counts[-1], self.counts[0], other.counts[-1], other.counts[0])

    def difference(self, other: GroupFigures) -> float | None:
        """Converted here less converted there, as a share."""
        mine, theirs = self.converted.value, other.converted.value
        return None if mine is None or theirs is None else mine - theirs


@dataclass(frozen=True, slots=True)
class BreakdownFigures:
    """Groups, the greatest first; `of_customer` (n,) is the group of each, -1 for who never made the first step."""

    key: ClassVar[str] = "funnel"
    definition: Definition
    name: str
    step_names: tuple[str, ...]
    groups: tuple[GroupFigures, ...]
    everybody: GroupFigures
    customer_ids: pa.StringArray | pa.LargeStringArray
    levels: NDArray[np.uint8]
    of_customer: Longs

    def leading(self) -> str:
        """The share of the largest group that came to the end, beside that of all."""
        if not self.groups:
            return NOTHING
        largest, everybody = self.groups[0], self.everybody.converted
        return f"{largest.name}: {largest.converted.percent()} came to the end, {everybody.percent()} of all"

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who of a group made a step; of its share the last one."""
        step = max(column - 1, 0)
        if step > len(self.step_names):
            return None
        step = min(step, len(self.step_names) - 1)
        here = self.levels > step
        if row < len(self.groups):
            here = here & (self.of_customer == row)
        return self.customer_ids.filter(pa.array(here))

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "steps", "groups": [{"name", "counts", "rate", "range", "against", …}]}`."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "steps": list(self.step_names),
            "groups": [self._document(group) for group in self.groups],
            "all": {"counts": list(self.everybody.counts), "rate": self.everybody.converted.value},
        }

    def _document(self, group: GroupFigures) -> dict[str, Any]:
        largest = self.groups[0]
        against = {} if group is largest else {
            "against": largest.name,
            "difference": group.difference(largest),
            "difference_range": _pair(group.range_against(largest)),
        }  # fmt: skip
        return {
            "name": group.name,
            "counts": list(group.counts),
            "rate": group.converted.value,
            "range": _pair(group.range_of()),
            "median_s": None if np.isnan(group.median_s) else group.median_s,
        } | against

    def table(self) -> Table:
        """A row a group; each count of a later step stands over its share of the first."""
        difference = (f"Against {self.groups[0].name}",) if len(self.groups) > 1 else ()
        headers = (
            self.name,
            *self.step_names,
            "Of first",
            f"Range ({level()})",
            *difference,
            "Median time",
        )
        rows = [self._row(group) for group in self.groups]
        return headers, [*rows, self._row(self.everybody)] if rows else []

    def _row(self, group: GroupFigures) -> tuple[Cell, ...]:
        counts = [Cell(number(group.counts[0]))]
        for step in range(1, len(group.counts)):
            rate = group.of_first(step)
            counts.append(Cell(number(rate.count), f"{rate.percent()} of first", "" if rate.count else "zero"))
        total = "total" if group is self.everybody else ""
        return (
            Cell(group.name, tone=total),
            *counts,
            Cell(group.converted.percent(), group.converted.fraction()),
            Cell(said_range(group.range_of())),
            *((self._against(group),) if len(self.groups) > 1 else ()),
            Cell(length(group.median_s)),
        )

    def _against(self, group: GroupFigures) -> Cell:
        largest = self.groups[0]
        difference, reach = group.difference(largest), group.range_against(largest)
        if group is largest or group is self.everybody or difference is None or reach is None:
            return Cell(NOTHING)
        return Cell(
            points(difference), f"{points(reach.low)} to {points(reach.high)}", "" if reach.is_clear else "zero"
        )

    def plot(self) -> Plot:
        """The customers of each step, group by group."""
        return Plot("bars", tuple(range(1, 1 + len(self.step_names))))

    def records(self) -> Records:
        """A row a group and step, exact."""
        rows: list[tuple[object, ...]] = [
            (
                group.name,
                place,
                name,
                group.counts[place - 1],
                group.counts[0],
                *(_pair(group.range_of(place - 1)) or (None, None)),
            )
            for group in self.groups
            for place, name in enumerate(self.step_names, start=1)
        ]
        return (self.name, "step", "name", "count", "first", "low", "high"), rows


def breakdown(dataset: Dataset, definition: FunnelDefinition, by: Breakdown) -> BreakdownFigures:
    """Follow everybody once, then tell them apart; AppError names all that is wrong with the definition."""
    found = followed(dataset, checked(dataset, definition), with_rows=bool(by.step))
    codes, names = _groups(dataset, by, found)
    steps = len(definition.steps)
    counts = np.bincount(codes * (steps + 1) + found.levels, minlength=len(names) * (steps + 1))
    reached = counts.reshape(len(names), steps + 1)[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    order = _ranked(reached[:, 0], names)
    place = np.full(len(names) + 1, -1)
    place[order] = np.arange(len(order))
    groups = place[np.where(found.levels > 0, codes, len(names))]
    taken = (found.instants[:, -1] - found.instants[:, 0]) / 1e6
    through = found.levels == steps

    def figures(name: str, many: Longs, who: NDArray[np.bool_]) -> GroupFigures:
        times = taken[who & through]
        return GroupFigures(name, tuple(many.tolist()), float(np.median(times)) if len(times) else np.nan)

    return BreakdownFigures(
        definition,
        by.name,
        step_names(definition),
        tuple(figures(names[code], reached[code], groups == rank) for rank, code in enumerate(order)),
        figures(_ALL, reached.sum(axis=0), through),
        dataset.customer_ids,
        found.levels,
        groups,
    )


def said_range(reach: Interval | None) -> str:
    """`26 – 37%`."""
    return NOTHING if reach is None else percent_range(reach.low, reach.high)


def _pair(reach: Interval | None) -> list[float] | None:
    return None if reach is None else list(reach)


def _ranked(entered: Longs, names: Sequence[str]) -> list[int]:
    """The groups that anybody entered, the largest first; who is in none of them last."""
    there = [code for code in range(len(names)) if entered[code]]
    return sorted(there, key=lambda code: (names[code] == _UNKNOWN, code >= _MOST_GROUPS, -entered[code], names[code]))


def _groups(dataset: Dataset, by: Breakdown, found: Followed) -> tuple[Longs, list[str]]:
    """The group of each customer and the names of groups; where there are too many, the smallest are one."""
    entered = found.levels >= max(by.step, 1)
    if by.step:
        column = dataset.properties[by.name]
        rows = found.rows[entered, by.step - 1]
    else:
        column = dataset.attributes[by.name]
        rows = np.flatnonzero(entered)
    filled = column.filled[rows]
    values, code = np.unique(column.values[rows[filled]], return_inverse=True)
    kept = np.argsort(-np.bincount(code.reshape(-1), minlength=len(values)), kind="stable")[:_MOST_GROUPS]
    names = [_named(column, values[each]) for each in kept]
    places = np.full(len(values), len(kept))
    places[kept] = np.arange(len(kept))
    rest = len(values) - len(kept)
    names += [f"({counted(rest, 'other', 'others')})", _UNKNOWN]
    codes = np.full(len(found.levels), len(names) - 1)
    codes[np.flatnonzero(entered)[filled]] = places[code.reshape(-1)]
    return codes.astype(np.int64), names


def _named(column: Column, value: Any) -> str:
    match column.type:
        case ColumnType.TEXT:
            return str(column.words[int(value)]) or "(empty)"
        case ColumnType.BOOLEAN:
            return "true" if value else "false"
        case ColumnType.DATE:
            return data_day(int(value) * DAY_US)
        case ColumnType.INSTANT:
            return data_day(int(value))
        case _:
            return exact(float(value))
