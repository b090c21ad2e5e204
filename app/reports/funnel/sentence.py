"""A funnel's definition as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.words.sentences import sentence as said
from app.reports.counting.buckets import PERIODS, Period
from app.reports.definition.sentence import (
    Choice,
    Clauses,
    Part,
    Sentence,
    event_part,
    length_part,
    one_of,
    where_part,
)
from app.reports.funnel.definition import Exclusion, FunnelDefinition, FunnelStep, Show
from app.reports.report import Choices

NONE, OWN = "\x00", "\x01"
_ORDERS = {"ordered": "in this order", "strict": "in this order with nothing between", "any": "in any order"}
_ENTRIES = {"any": "each attempt counts", "first": "only the first attempt counts"}
_TIES = {"together": "events of one instant count in that order", "apart": "each step later than the one before"}
_SHOWN = {"steps": "steps", "time": "the time they take", "trend": "how the share changes"}
_PERIODS = {"": "by what fits", "day": "by day", "week": "by week", "month": "by month"}
ANY_TIME = "any time"
_MOST_STEPS = 12
SHORT = ("PT10M", "PT30M", "PT1H", "PT6H", "PT12H")
BETWEEN, GAP, AT_STEP, OF_CUSTOMER = "between", "gap", "step", "customer"


def sentence(dataset: Dataset, definition: FunnelDefinition) -> Sentence:
    """`Customers who did A then B, in this order, within 30 days of the first step; each attempt counts …`."""
    return (
        "Customers who did",
        *_steps(dataset, definition),
        one_of("order", definition.order, _ORDERS),
        "within",
        _window_part("window", definition.window, ()),
        "of the first step",
        *_step_window(definition),
        *_exclusions(dataset, definition),
        _hold_part(dataset, definition),
        "begun from",
        _day_part("since", definition.since),
        "to",
        _day_part("until", definition.until),
        ";",
        one_of("entry", definition.entry, _ENTRIES),
        "and",
        one_of("ties", definition.ties, _TIES),
        "; shown as",
        *_shown(definition.show, definition.period),
        *((_by_part(dataset, definition),) if definition.show == "steps" else ()),
    )


def _shown(show: Show, period: str) -> Iterator[str | Part]:
    yield one_of("show", show, _SHOWN)
    if show == "trend":
        yield one_of("period", period, _PERIODS)


def shown_as(chosen: Choices) -> tuple[Show, Period | None]:
    """How the funnel of a run is shown, and by which period; by what fits where none is chosen."""
    show: Show = next((each for each in get_args(Show) if each == chosen.get("show")), "steps")
    return show, next((each for each in PERIODS if each == chosen.get("period")), None)


def shown_sentence(show: Show, period: Period | None) -> Sentence:
    """`How far customers came, shown as steps`."""
    return ("How far customers came, shown as", *_shown(show, period or ""))


def _steps(dataset: Dataset, definition: FunnelDefinition) -> Iterator[str | Part]:
    more = [Choice("Remove this step", NONE)] if len(definition.steps) > 1 else []
    for place, step in enumerate(definition.steps):
        if place:
            yield "then" if isinstance(step, Step) else "and then, where"
        part = event_part(f"step {place}", _step_words(step), dataset, more)
        yield part
        if isinstance(step, Step):
            yield where_part(f"step {place}", step, dataset)
    if len(definition.steps) < _MOST_STEPS:
        yield event_part("add", "+ step", dataset)
        if definition.order != "any" and dataset.attributes:
            columns = {name: column.type for name, column in dataset.attributes.items()}
            yield Part("condition", "+ who is", (), clauses=Clauses("customer", columns))


def _step_words(step: FunnelStep) -> str:
    return step.event if isinstance(step, Step) else said(step)


def _window_part(field: str, window: Duration | None, more: tuple[Choice, ...]) -> Part:
    days = length_part(field, window or Duration.parse("P1D"))
    short = tuple(Choice(Duration.parse(text).in_words(), text) for text in SHORT)
    return Part(field, window.in_words() if window else more[0].words, (*more, *short, *days.choices), "days")


def _step_window(definition: FunnelDefinition) -> Iterator[str | Part]:
    if definition.order == "any" or len(definition.events) < 2:
        return
    windows = definition.step_windows
    if len(windows) > 1:
        for gap, window in enumerate(windows):
            yield "and" if gap == 0 else ","
            yield _window_part(f"{GAP} {gap}", window, (Choice("the same for all", NONE),))
        yield "from step to step"
        return
    own = (Choice("each its own", OWN),) if len(definition.events) > 2 else ()
    yield "and"
    yield _window_part("step_windows", windows[0] if windows else None, (Choice("any time", NONE), *own))
    yield "from step to step"


def _exclusions(dataset: Dataset, definition: FunnelDefinition) -> Iterator[str | Part]:
    for place, each in enumerate(definition.exclude):
        yield "without" if place == 0 else "or"
        yield event_part(f"exclude {place}", each.step.event, dataset, [Choice("Allow it", NONE)])
        yield where_part(f"exclude {place}", each.step, dataset)
        yield _between_part(place, each, definition)
    yield event_part("exclude", "+ nothing of" if not definition.exclude else "+ nor", dataset)


def _between_part(place: int, each: Exclusion, definition: FunnelDefinition) -> Part:
    many = len(definition.steps) if definition.order != "any" else 1
    pairs = [Choice(f"between steps {after} and {after + 1}", str(after)) for after in range(1, many)]
    choices = (Choice("between any steps", "0"), *pairs)
    return Part(f"{BETWEEN} {place}", choices[min(each.after, len(pairs))].words, choices)


def _hold_part(dataset: Dataset, definition: FunnelDefinition) -> Part:
    choices = (Choice("of whatever", ""), *(Choice(f"of the same {name}", name) for name in sorted(dataset.properties)))
    return Part("hold", f"of the same {definition.hold}" if definition.hold else "of whatever", choices)


def _day_part(field: str, day: date | None) -> Part:
    return Part(field, day.isoformat() if day else ANY_TIME, (Choice(ANY_TIME, ""),), "day")


def _by_part(dataset: Dataset, definition: FunnelDefinition) -> Part:
    """Attributes of customers, and properties at each step."""
    events = [place for place, step in enumerate(definition.steps, start=1) if isinstance(step, Step)]
    of_steps = [
        Choice(f"by {name} at step {place}", f"{AT_STEP} {place} {name}")
        for name in sorted(dataset.properties)
        for place in (events if definition.order != "any" else range(1, len(definition.steps) + 1))
    ]
    of_customers = [Choice(f"by {name}", f"{OF_CUSTOMER} {name}") for name in sorted(dataset.attributes)]
    by = definition.by
    words = "of all" if by is None else f"by {by.name} at step {by.step}" if by.step else f"by {by.name}"
    return Part("by", words, (Choice("of all", ""), *of_customers, *of_steps))
