"""Of whom a condition holds: what a segment is, and what an audience entry would let in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.catalogue import KINDS
from app.nodes.conditions import Condition
from app.nodes.kinds.entry_audience import EntryAudienceParams
from app.nodes.times import Moment
from app.progress import Progress, silent
from app.runtime.rehearse import RunOptions, customers_entering
from app.scenario.checks.validation import surroundings
from app.scenario.graph import Node, NodeId, Scenario, ScenarioId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_AUDIENCE = "entry_audience"


def audience(
    condition: Condition, dataset: Dataset, at_us: int | None = None, progress: Progress = silent
) -> NDArray[np.int64]:
    """The rows (k,), ascending, of the customers for whom a condition holds at an instant, microseconds UTC.

    Left out, it is the data end, when all that was recorded has happened; without events, it is this moment. The
    machine itself decides, by an audience entry at that instant. An AppError names what the dataset does not hold.
    """
    moment = _moment(dataset, at_us)
    scenario = _scenario(condition, moment)
    problems = audience_problems(condition, dataset)
    if problems:
        raise AppError(f"This condition cannot be asked of “{dataset.name}”:", problems)
    return np.sort(customers_entering(scenario, dataset, RunOptions(until=moment), progress))


def audience_problems(condition: Condition, dataset: Dataset) -> tuple[Problem, ...]:
    """What keeps a condition from being asked of the dataset; `where` is its path in the condition."""
    return tuple(found for found in _found(condition, dataset) if not found.is_remark)


def audience_remarks(condition: Condition, dataset: Dataset) -> tuple[Problem, ...]:
    """What is hardly meant, such as an event that nobody in the dataset ever did."""
    return tuple(found for found in _found(condition, dataset) if found.is_remark)


def _found(condition: Condition, dataset: Dataset) -> Iterator[Problem]:
    scenario = _scenario(condition, _moment(dataset, None))
    found = KINDS[_AUDIENCE].check(scenario.nodes[0].params, surroundings(scenario, dataset.schema()))
    return (replace(problem, where=problem.where.removeprefix("condition").lstrip(".")) for problem in found)


def _scenario(condition: Condition, moment: int) -> Scenario:
    at = Moment.parse((_EPOCH + moment * _MICROSECOND).isoformat())
    node = Node(NodeId("audience"), _AUDIENCE, "", (0.0, 0.0), EntryAudienceParams(at=at, condition=condition))
    return Scenario(ScenarioId("audience"), "Audience", nodes=(node,))


def _moment(dataset: Dataset, at_us: int | None) -> int:
    if at_us is not None:
        return at_us
    end = dataset.data_end
    return (datetime.now(UTC) - _EPOCH) // _MICROSECOND if end is None else end
