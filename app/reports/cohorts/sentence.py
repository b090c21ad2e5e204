"""Cohorts' definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.cohorts.definition import CohortDefinition
from app.reports.sentence import Sentence, event_part, one_of

_COHORTS = {"first_time": "for the first time", "recurring": "each time"}
_PERIODS = {"day": "day", "week": "week", "month": "month"}
_COUNTING = {"on": "in that period", "on_or_after": "in that period or later"}


def sentence(dataset: Dataset, definition: CohortDefinition) -> Sentence:
    """`Customers who did A for the first time in the same month, by those who did B in that period`."""
    return (
        "Customers who did",
        event_part("start", definition.start.event, dataset),
        one_of("cohort", definition.cohort, _COHORTS),
        "in the same",
        one_of("period", definition.period, _PERIODS),
        "and came back for",
        event_part("returns", definition.returns.event, dataset),
        one_of("counting", definition.counting, _COUNTING),
    )


def changed(definition: CohortDefinition, field: str, value: str) -> CohortDefinition:
    """The definition with that part changed."""
    new: dict[str, Any] = {field: Step(event=value) if field in ("start", "returns") else value}
    return replace(definition, **new)
