"""A funnel's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.sentences import sentence as said
from app.nodes.sentences import where_sentence
from app.reports.buckets import Period
from app.reports.funnel.definition import Breakdown, Exclusion, FunnelDefinition, FunnelStep
from app.reports.sentence import Choice, Part, Sentence, event_part, length_of, length_part, one_of

_NONE = "\x00"
_ORDERS = {"ordered": "in this order", "strict": "in this order with nothing between", "any": "in any order"}
_ENTRIES = {"any": "each attempt counts", "first": "only the first attempt counts"}
_TIES = {"together": "events of one instant count in that order", "apart": "each step later than the one before"}
_SHOWN = {"steps": "steps", "time": "the time they take", "trend": "how the share changes"}
_PERIODS = {"": "by what fits", "day": "by day", "week": "by week", "month": "by month"}
_ANY_TIME = "any time"
_MOST_STEPS = 12
_SHORT = ("PT10M", "PT30M", "PT1H", "PT6H", "PT12H")
_BETWEEN, _AT_STEP, _OF_CUSTOMER = "between", "step", "customer"


def sentence(dataset: Dataset, definition: FunnelDefinition) -> Sentence:
    """`Customers who did A then B, in this order, within 30 days of the first step; each attempt counts …`."""
    period = (one_of("period", definition.period, _PERIODS),) if definition.show == "trend" else ()
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
        one_of("show", definition.show, _SHOWN),
        *period,
        *((_by_part(dataset, definition),) if definition.show == "steps" else ()),
    )


def _steps(dataset: Dataset, definition: FunnelDefinition) -> Iterator[str | Part]:
    more = [Choice("Remove this step", _NONE)] if len(definition.steps) > 1 else []
    for place, step in enumerate(definition.steps):
        if place:
            yield "then" if isinstance(step, Step) else "and then, where"
        part = event_part(f"step {place}", _step_words(step), dataset, more)
        yield part
    if len(definition.steps) < _MOST_STEPS:
        yield event_part("add", "+ step", dataset)


def _step_words(step: FunnelStep) -> str:
    return f"{step.event}{where_sentence(step.where)}" if isinstance(step, Step) else said(step)


def _window_part(field: str, window: Duration | None, more: tuple[Choice, ...]) -> Part:
    days = length_part(field, window or Duration.parse("P1D"))
    short = tuple(Choice(Duration.parse(text).in_words(), text) for text in _SHORT)
    return Part(field, window.in_words() if window else more[0].words, (*more, *short, *days.choices), "days")


def _step_window(definition: FunnelDefinition) -> Iterator[str | Part]:
    if definition.order == "any" or len(definition.events) < 2:
        return
    yield "and"
    windows = definition.step_windows
    part = _window_part("step_windows", windows[0] if windows else None, (Choice("any time", _NONE),))
    words = part.words if len(windows) < 2 else ", ".join(window.in_words() for window in windows)
    yield part._replace(words=words)
    yield "from step to step"


def _exclusions(dataset: Dataset, definition: FunnelDefinition) -> Iterator[str | Part]:
    for place, each in enumerate(definition.exclude):
        yield "without" if place == 0 else "or"
        words = f"{each.step.event}{where_sentence(each.step.where)}"
        yield event_part(f"exclude {place}", words, dataset, [Choice("Allow it", _NONE)])
        yield _between_part(place, each, definition)
    yield event_part("exclude", "+ nothing of" if not definition.exclude else "+ nor", dataset)


def _between_part(place: int, each: Exclusion, definition: FunnelDefinition) -> Part:
    many = len(definition.steps) if definition.order != "any" else 1
    pairs = [Choice(f"between steps {after} and {after + 1}", str(after)) for after in range(1, many)]
    choices = (Choice("between any steps", "0"), *pairs)
    return Part(f"{_BETWEEN} {place}", choices[min(each.after, len(pairs))].words, choices)


def _hold_part(dataset: Dataset, definition: FunnelDefinition) -> Part:
    choices = (Choice("of whatever", ""), *(Choice(f"of the same {name}", name) for name in sorted(dataset.properties)))
    return Part("hold", f"of the same {definition.hold}" if definition.hold else "of whatever", choices)


def _day_part(field: str, day: date | None) -> Part:
    return Part(field, day.isoformat() if day else _ANY_TIME, (Choice(_ANY_TIME, ""),), "day")


def _by_part(dataset: Dataset, definition: FunnelDefinition) -> Part:
    """Attributes of customers, and properties at each step."""
    events = [place for place, step in enumerate(definition.steps, start=1) if isinstance(step, Step)]
    of_steps = [
        Choice(f"by {name} at step {place}", f"{_AT_STEP} {place} {name}")
        for name in sorted(dataset.properties)
        for place in (events if definition.order != "any" else range(1, len(definition.steps) + 1))
    ]
    of_customers = [Choice(f"by {name}", f"{_OF_CUSTOMER} {name}") for name in sorted(dataset.attributes)]
    by = definition.by
    words = "of all" if by is None else f"by {by.name} at step {by.step}" if by.step else f"by {by.name}"
    return Part("by", words, (Choice("of all", ""), *of_customers, *of_steps))


def changed(definition: FunnelDefinition, field: str, value: str) -> FunnelDefinition:
    """The definition with that part changed; AppError where that cannot be."""
    kind, _, place = field.partition(" ")
    if place:
        return _AT_PLACE[kind](definition, int(place), value)
    change = _CHANGES.get(field)
    new: dict[str, Any] = change(definition, value) if change else {field: value}
    return replace(definition, **new)


def _with_step(definition: FunnelDefinition, place: int, value: str) -> FunnelDefinition:
    instead = () if value == _NONE else (Step(event=value),)
    steps = (*definition.steps[:place], *instead, *definition.steps[place + 1 :])
    return _fitting(replace(definition, steps=steps))


def _fitting(definition: FunnelDefinition) -> FunnelDefinition:
    """Without what speaks of steps that are no longer there."""
    many, by, windows = len(definition.steps), definition.by, definition.step_windows
    exclude = tuple(each if each.after < many else replace(each, after=0) for each in definition.exclude)
    return replace(
        definition,
        exclude=exclude,
        by=replace(by, step=many) if by and by.step > many else by,
        step_windows=windows[:1] if len(windows) != len(definition.events) - 1 else windows,
    )


def _with_exclusion(definition: FunnelDefinition, place: int, value: str) -> FunnelDefinition:
    each = definition.exclude[place]
    instead = () if value == _NONE else (replace(each, step=Step(event=value)),)
    return replace(definition, exclude=(*definition.exclude[:place], *instead, *definition.exclude[place + 1 :]))


def _with_between(definition: FunnelDefinition, place: int, value: str) -> FunnelDefinition:
    each = replace(definition.exclude[place], after=int(value))
    return replace(definition, exclude=(*definition.exclude[:place], each, *definition.exclude[place + 1 :]))


def _length(value: str) -> Duration:
    return Duration.parse(value) if value in _SHORT else length_of(value)


def _day(value: str) -> date | None:
    text = value.strip()
    if text in ("", _ANY_TIME):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise AppError(f"“{value}” is not a day; write it like 2024-05-31. Nothing was changed.") from error


def _by(value: str) -> Breakdown | None:
    kind, _, rest = value.partition(" ")
    if kind == _AT_STEP:
        step, _, name = rest.partition(" ")
        return Breakdown(name, int(step))
    return Breakdown(rest) if value else None


def _period(value: str) -> Period | str:
    return cast(Period, value) if value in get_args(Period) else ""


_AT_PLACE: dict[str, Callable[[FunnelDefinition, int, str], FunnelDefinition]] = {
    "step": _with_step,
    "exclude": _with_exclusion,
    _BETWEEN: _with_between,
}
_CHANGES: dict[str, Callable[[FunnelDefinition, str], dict[str, Any]]] = {
    "add": lambda definition, value: {
        "steps": (*definition.steps, Step(event=value)),
        "step_windows": definition.step_windows[:1],
    },
    "window": lambda _, value: {"window": _length(value)},
    "step_windows": lambda _, value: {"step_windows": () if value == _NONE else (_length(value),)},
    "exclude": lambda definition, value: {"exclude": (*definition.exclude, Exclusion(Step(event=value)))},
    "since": lambda _, value: {"since": _day(value)},
    "until": lambda _, value: {"until": _day(value)},
    "by": lambda _, value: {"by": _by(value)},
    "order": lambda _, value: {"order": value} | ({"step_windows": ()} if value == "any" else {}),
    "period": lambda _, value: {"period": _period(value)},
}
