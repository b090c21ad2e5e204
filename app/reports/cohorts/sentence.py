"""Cohorts' definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.cohorts.definition import CohortDefinition
from app.reports.counting.fitting_periods import periods_offered
from app.reports.definition.sentence import (
    WHERE,
    Choice,
    Part,
    Sentence,
    event_part,
    one_of,
    where_part,
    with_where,
    zone_of,
    zone_part,
)

_COHORTS = {"first_time": "for the first time", "recurring": "each time"}
_COUNTING = {"on": "in that period", "on_or_after": "in that period or later"}
_CUTS = {"calendar": "of the calendar", "rolling": "from each start on"}
_MEASURES = {"customers": "how many came back", "revenue": "per customer", "cumulative": "so far per customer"}
_SHOWN = {"matrix": "a heat map", "curves": "curves"}
_WEEKDAYS = {
    "mon": "from Monday", "tue": "from Tuesday", "wed": "from Wednesday", "thu": "from Thursday", "fri": "from Friday",
    "sat": "from Saturday", "sun": "from Sunday",
}  # fmt: skip


def sentence(dataset: Dataset, definition: CohortDefinition) -> Sentence:
    """`Customers who did A for the first time in the same month, by those who did B in that period`."""
    week = (one_of("week_start", definition.week_start, _WEEKDAYS),) if definition.period == "week" else ()
    counting = (one_of("counting", definition.counting, _COUNTING),) if definition.measure == "customers" else ()
    return (
        "Customers who did",
        event_part("start", definition.start.event, dataset),
        where_part("start", definition.start, dataset),
        one_of("cohort", definition.cohort, _COHORTS),
        "in the same",
        one_of("period", definition.period, periods_offered(dataset, definition.period)),
        *week,
        "of",
        zone_part("zone", definition.zone, dataset),
        "and came back for",
        event_part("returns", definition.returns.event, dataset),
        where_part("returns", definition.returns, dataset),
        *counting,
        "; periods",
        one_of("cut", definition.cut, _CUTS),
        ";",
        _measure_part(dataset, definition),
        "as",
        one_of("show", definition.show, _SHOWN),
    )


def _measure_part(dataset: Dataset, definition: CohortDefinition) -> Part:
    """How many came back, or a number of their events, in each period or so far."""
    numbers = sorted(name for name, column in dataset.properties.items() if column.type is ColumnType.NUMBER)
    choices = [Choice(_MEASURES["customers"], "customers")]
    for measure in ("revenue", "cumulative"):
        choices += [Choice(f"{name} {_MEASURES[measure]}", f"{measure} {name}") for name in numbers]
    of = f"{definition.value} " if definition.measure != "customers" else ""
    return Part("measure", f"{of}{_MEASURES[definition.measure]}", tuple(choices))


def changed(definition: CohortDefinition, field: str, value: str) -> CohortDefinition:
    """The definition with that part changed; AppError where that cannot be."""
    kind, _, step = field.partition(" ")
    if kind == WHERE:
        if step == "start":
            return replace(definition, start=with_where(definition.start, value))
        return replace(definition, returns=with_where(definition.returns, value))
    if field == "zone":
        return replace(definition, zone=zone_of(value))
    new: dict[str, Any] = {field: Step(event=value) if field in ("start", "returns") else value}
    if field == "measure":
        measure, _, name = value.partition(" ")
        new = {"measure": measure, "value": name}
    return replace(definition, **new)
