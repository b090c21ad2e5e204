"""What a forecast yields: each figure as it was observed, and its range over the replications."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, ClassVar

import pyarrow as pa

from app.nodes.catalogue import KINDS
from app.numbers import counted, number, rounded, whole_percent
from app.reports.counting.intervals import level
from app.reports.ranges.kept import Kept, KeptReplication
from app.reports.report import Cell, Records, Table
from app.runtime.forecast.ranges import Figure, Forecast
from app.scenario.graph import Scenario
from app.scenario.names import label_of
from app.scenario.settings import Goal

_OF_MESSAGE = ("sent", "reactions.delivered", "reactions.bounced", "reactions.opened", "reactions.clicked",
               "reactions.unsubscribed")  # fmt: skip

_SKIPPED = "skipped."
_OF_GOAL = (("conversions", "instances", ""), ("customers", "customers", ""), ("value", "value", "value"))


OBSERVED, MEAN = 1, 2
"""Columns of the table that the chart draws."""


@dataclass(frozen=True, slots=True)
class RangesDefinition:
    """Figures over so many replications."""

    scenario: str
    replications: int

    def in_words(self) -> str:
        """The definition as sentences."""
        return (
            f"Modelled, not observed: “{self.scenario}” in "
            f"{counted(self.replications, 'replication', 'replications')}; in each of them reactions to messages are "
            "drawn anew from the responses that messages or channels have. Four fifths of the replications lie in the "
            f"{whole_percent(0.8)} range, {level()} of them in the {level()} range. “Observed” is the replay of "
            f"recorded events alone; of goals "
            "the other columns count modelled conversions alone."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {"scenario": self.scenario, "replications": self.replications, "modelled": True}


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One figure of a message, a goal or (without `group`) the run; those of one group and unit have one scale.

    `kept` is what it came to in the replication whose tables are kept, if any are.
    """

    group: str
    name: str
    path: str
    figure: Figure
    unit: str = ""
    kept: Kept | None = None

    @property
    def title(self) -> str:
        """`Reminder: opened`."""
        return f"{self.group}: {self.name}" if self.group else self.name

    @property
    def highest(self) -> float:
        """The greatest value there is to show."""
        return max(self.figure.high_95, self.figure.mean, self.figure.observed)


@dataclass(frozen=True, slots=True)
class RangesFigures:
    """The figures of a forecast in groups that follow one another; `kept` is the number of the kept replication.

    `replay` plays what was recorded alone, to say whom it was that was observed; None where the events are not at hand.
    """

    key: ClassVar[str] = "ranges"
    definition: RangesDefinition
    rows: tuple[RangeRow, ...]
    kept: int = 0
    replay: Callable[[], KeptReplication] | None = field(default=None, compare=False)

    def leading(self) -> str:
        """The first figure with its range."""
        if not self.rows:
            return ""
        row = self.rows[0]
        return f"{range_in_words(row.figure.low_95, row.figure.high_95)} {row.title.lower()}"

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The customers of the replication that is kept, or who were observed; a range over all is nobody's."""
        if column == OBSERVED:
            return self._observed(self.rows[row])
        kept = self.rows[row].kept
        return kept.customers if kept is not None and column in (0, MEAN) else None

    def _observed(self, row: RangeRow) -> pa.Array[Any] | None:
        """Who was observed; None where the replay does not come to the same figure."""
        found = self.replay().find(row.path) if self.replay is not None else None
        is_same = found is not None and math.isclose(found.amount, row.figure.observed, abs_tol=0.005)
        return found.customers if found is not None and is_same else None

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "figures"}` for programs."""
        headers, rows = self.records()
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "figures": [dict(zip(headers, row, strict=True)) for row in rows],
        }

    def table(self) -> Table:
        """Headers and rows of text for people."""
        headers = (
            "Figure",
            "Observed",
            "Mean, modelled",
            "Median",
            f"{whole_percent(0.8)} range",
            f"{level()} range",
        )
        return headers, [_cells(row, self.kept) for row in self.rows]

    def records(self) -> Records:
        """Headers and rows of exact values for machines."""
        headers = (
            "path", "figure", "observed", "mean", "median", "low_80", "high_80", "low_95", "high_95",
        )  # fmt: skip
        return headers, [
            (row.path, row.title, f.observed, f.mean, f.median, f.low_80, f.high_80, f.low_95, f.high_95)
            for row in self.rows
            for f in (row.figure,)
        ]


def ranges(
    scenario: Scenario,
    forecast: Forecast,
    kept: int = 0,
    tables: Mapping[str, pa.Table] = MappingProxyType({}),
    replay: Callable[[], KeptReplication] | None = None,
) -> RangesFigures:
    """What a forecast of a scenario (of several as one) has to say: of the run, its messages and its goals.

    `kept` is the number of the replication that the tables are of, 0 where they are of none.
    """
    definition = RangesDefinition(scenario.name, forecast.replications)
    rows = tuple(_rows(scenario, forecast))
    if kept:
        replication = KeptReplication(tables)
        rows = tuple(replace(row, kept=replication.find(row.path)) for row in rows)
    return RangesFigures(definition, rows, kept, replay)


def range_in_words(low: float, high: float) -> str:
    """`120 – 140`, or `120` where there is nothing between."""
    return f"{rounded(low)} – {rounded(high)}" if low != high else rounded(low)


def _rows(scenario: Scenario, forecast: Forecast) -> Iterator[RangeRow]:
    figures = forecast.figures
    for path, name in (("customers", "Customers who entered"), ("instances", "Journeys")):
        if path in figures:
            yield RangeRow("", name, path, figures[path])
    for node in scenario.nodes:
        if not KINDS[node.type].is_message:
            continue
        for figure in _OF_MESSAGE:
            path = f"nodes.{node.id}.{figure}"
            if path in figures:
                yield RangeRow(label_of(node), figure.split(".")[-1], path, figures[path])
        held = f"nodes.{node.id}.{_SKIPPED}"
        for path in (each for each in figures if each.startswith(held)):
            reason = path.removeprefix(held).replace("_", " ")
            yield RangeRow(label_of(node), f"held back, {reason}", path, figures[path])
    for goal in scenario.settings.goals:
        yield from _of_goal(goal, figures)
    for what, group in (("arrived", "Arrived at"), ("waiting", "Waiting at")):
        for node in scenario.nodes:
            figure_of = figures.get(f"nodes.{node.id}.{what}")
            if figure_of and (what == "arrived" or figure_of.mean or figure_of.observed):
                yield RangeRow(group, label_of(node), f"nodes.{node.id}.{what}", figure_of)


def _of_goal(goal: Goal, figures: Mapping[str, Figure]) -> Iterator[RangeRow]:
    """Modelled conversions beside the observed ones, and what they are worth."""
    group = f"Goal “{goal.id}”"
    for name, path, unit in _OF_GOAL:
        modelled = figures.get(f"goals.{goal.id}.modelled_{path}")
        if modelled and (goal.value or not unit):
            both = figures.get(f"goals.{goal.id}.{path}")
            yield RangeRow(group, name, f"goals.{goal.id}.modelled_{path}", _beside(modelled, both), unit)


def _beside(modelled: Figure, both: Figure | None) -> Figure:
    """The modelled figure with what was observed without it."""
    return replace(modelled, observed=both.observed if both else modelled.observed)


def _cells(row: RangeRow, kept: int) -> tuple[Cell, ...]:
    figure = row.figure
    return (
        Cell(row.title),
        Cell(rounded(figure.observed), tone="" if figure.observed else "zero"),
        Cell(rounded(figure.mean), _kept_in_words(row.kept, kept), "modelled"),
        Cell(rounded(figure.median), tone="modelled"),
        Cell(range_in_words(figure.low_80, figure.high_80), tone="modelled"),
        Cell(range_in_words(figure.low_95, figure.high_95), tone="modelled"),
    )


def _kept_in_words(kept: Kept | None, number: int) -> str:
    """`in replication 1: 53, by 51 customers`."""
    if kept is None:
        return ""
    by = counted(len(kept.customers), "customer", "customers")
    return f"in replication {number}: {rounded(kept.amount)}, by {by}"


def words_of(row: RangeRow) -> str:
    """A row as a sentence for those who cannot see the chart."""
    figure = row.figure
    low_high = range_in_words(figure.low_95, figure.high_95)
    return (
        f"{row.title}: modelled {rounded(figure.mean)}, {level()} range {low_high}, observed {number(figure.observed)}"
    )
