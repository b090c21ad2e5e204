"""A scenario in recorded events: what lets a customer in and what converts, counted with or without messages."""

from __future__ import annotations

from typing import NamedTuple

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.kinds.entry_event import EntryEventParams
from app.reports.counting.buckets import Period
from app.reports.report import Subject
from app.scenario.graph import Scenario

_DAY_US = 86_400_000_000
_DAYS_FOR_WEEKS = 21
_DAYS_FOR_MONTHS = 120
_WINDOW_WITHOUT_GOAL = Duration.parse("P30D")


class Conversion(NamedTuple):
    """What lets a customer in, what converts, and within what time."""

    start: Step
    goal: Step
    within: Duration


def recorded_conversion(subject: Subject) -> tuple[Dataset, Conversion] | None:
    """The conversion and the events to count it in; None where a part is missing or was never recorded."""
    conversion, dataset = conversion_of(subject.scenario), subject.dataset
    if conversion is None or dataset is None:
        return None
    # Figures of an event that nobody did would say nothing.
    if not {conversion.start.event, conversion.goal.event} <= dataset.schema().events.keys():
        return None
    return dataset, conversion


def conversion_of(scenario: Scenario) -> Conversion | None:
    """The first event that lets in and the first goal; None where the scenario lacks one of them."""
    entries = [node.params for node in scenario.nodes if isinstance(node.params, EntryEventParams)]
    if not entries or not scenario.settings.goals:
        return None
    goal = scenario.settings.goals[0]
    within = goal.within if goal.within and not goal.within.months else _WINDOW_WITHOUT_GOAL
    start = Step(event=entries[0].event, where=entries[0].where)
    return Conversion(start, Step(event=goal.event, where=goal.where), within)


def proposed_conversion(dataset: Dataset) -> Step | None:
    """What earns money in these data: buying, or else a deal won; None where they know neither."""
    events = dataset.roles.events
    event = events.get("purchase") or events.get("won")
    return None if event is None else Step(event=event)


def amount_of(dataset: Dataset) -> str:
    """The number that is the amount of what earns money; "" where the data know none."""
    amount = dataset.roles.properties.get("amount", "")
    return amount if amount and dataset.properties[amount].type is ColumnType.NUMBER else ""


def fitting_period(dataset: Dataset) -> Period:
    """Days, weeks or months, so that a dataset of any length gives a matrix one can read."""
    return "week" if dataset.reach is None else period_for(*dataset.reach)


def period_for(first_us: int, last_us: int) -> Period:
    """The same for events of any kind from one instant to another."""
    days = (last_us - first_us) / _DAY_US
    if days < _DAYS_FOR_WEEKS:
        return "day"
    return "week" if days < _DAYS_FOR_MONTHS else "month"
