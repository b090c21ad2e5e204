"""Which events a step means."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import types_of
from app.data.columns.cores import in_parts
from app.data.dataset import Dataset, Schema
from app.data.zones import utc_from_wall
from app.errors import Problem
from app.nodes.checking.comparisons import ON_INSTANT
from app.nodes.checking.conditions import event_problems, where_problems
from app.nodes.conditions import Step, Where
from app.nodes.kind import Surroundings
from app.nodes.problems import problem, stopping
from app.runtime.matching import part_of, passing


def matching(dataset: Dataset, step: Step) -> NDArray[np.int64]:
    """The rows, ascending, of the events of that name for which every clause holds; local times are the dataset's."""
    code = dataset.names.words.index(step.event).as_py()

    def part(first: int, stop: int) -> NDArray[np.int64]:
        rows = np.flatnonzero(dataset.names.values[first:stop] == code)
        return _fitting(dataset, step.where, rows + first)

    return np.concatenate([np.zeros(0, np.int64), *in_parts(dataset.event_count, part)])


def matching_any(dataset: Dataset, where: Where) -> NDArray[np.bool_]:
    """Which events, whatever their name, have every clause hold; shape (events,)."""
    fits = np.zeros(dataset.event_count, np.bool_)
    fits[_fitting(dataset, where, np.arange(dataset.event_count))] = True
    return fits


def _fitting(dataset: Dataset, where: Where, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(rows):
        return rows
    zone = ZoneInfo(dataset.timezone)
    for clause in where:
        column = part_of(dataset.properties[clause.property], rows)
        rows = rows[passing(column, clause, lambda wall_us: utc_from_wall(np.array([wall_us], np.int64), zone))]
    return rows


def step_problems(dataset: Dataset, steps: Sequence[Step], fields: Sequence[str]) -> list[Problem]:
    """What is wrong with the steps for this dataset: events and properties it does not have, values of another type."""
    around = Surroundings(schema=_schema(dataset))
    problems: list[Problem] = []
    for step, field in zip(steps, fields, strict=True):
        problems += stopping(event_problems(step.event, around, f"{field}.event"))
        problems += where_problems(step.where, step.event, around, field=f"{field}.where")
        problems += _of_present(step.where, field)
    return problems


def clauses_problems(dataset: Dataset, where: Where, field: str) -> list[Problem]:
    """What is wrong with conditions on events of any name."""
    found = where_problems(where, "", Surroundings(schema=_schema(dataset)), field=f"{field}.where")
    return [*found, *_of_present(where, field)]


def _of_present(where: Where, field: str) -> list[Problem]:
    words = "asks about the present, which a report over history does not have"
    return [problem("no-present", f"'{each.op}' {words}", field) for each in where if each.op in ON_INSTANT]


def _schema(dataset: Dataset) -> Schema:
    """The names and types of the events; how often each occurs, which takes a while to count, is not asked."""
    events = {str(word): 0 for word in dataset.names.words.to_pylist()}
    return Schema({}, events, types_of(dataset.properties), (), dataset.roles)
