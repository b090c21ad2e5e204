"""A funnel's definition with a part of its sentence changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args

from pydantic import TypeAdapter, ValidationError

from app.errors import AppError
from app.nodes.conditions import AttributeTest, Step, Where
from app.nodes.durations import Duration
from app.reports.counting.buckets import Period
from app.reports.definition.sentence import WHERE, length_of, where_of
from app.reports.funnel.definition import Breakdown, Exclusion, FunnelDefinition
from app.reports.funnel.sentence import ANY_TIME, AT_STEP, BETWEEN, GAP, NONE, OWN, SHORT

_TESTS: TypeAdapter[tuple[AttributeTest, ...]] = TypeAdapter(tuple[AttributeTest, ...])


def changed(definition: FunnelDefinition, field: str, value: str) -> FunnelDefinition:
    """The definition with that part changed; AppError where that cannot be."""
    kind, _, place = field.partition(" ")
    if kind == WHERE:
        return _with_where(definition, place, where_of(value))
    if place:
        return _AT_PLACE[kind](definition, int(place), value)
    change = _CHANGES.get(field)
    new: dict[str, Any] = change(definition, value) if change else {field: value}
    return replace(definition, **new)


def _with_step(definition: FunnelDefinition, place: int, value: str) -> FunnelDefinition:
    instead = () if value == NONE else (Step(event=value),)
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
    instead = () if value == NONE else (replace(each, step=Step(event=value)),)
    return replace(definition, exclude=(*definition.exclude[:place], *instead, *definition.exclude[place + 1 :]))


def _with_where(definition: FunnelDefinition, of: str, where: Where) -> FunnelDefinition:
    what, _, place = of.partition(" ")
    at = int(place)
    if what == "exclude":
        each = definition.exclude[at]
        changed = replace(each, step=Step(event=each.step.event, where=where))
        return replace(definition, exclude=(*definition.exclude[:at], changed, *definition.exclude[at + 1 :]))
    step = definition.steps[at]
    if not isinstance(step, Step):
        raise AppError("This step is no event. Nothing was changed.")
    steps = (*definition.steps[:at], Step(event=step.event, where=where), *definition.steps[at + 1 :])
    return replace(definition, steps=steps)


def _with_conditions(definition: FunnelDefinition, value: str) -> dict[str, Any]:
    """A step for each condition on the customers."""
    try:
        tests = _TESTS.validate_json(value)
    except (ValidationError, RecursionError) as error:
        raise AppError("These conditions could not be read. Nothing was changed.") from error
    return {"steps": (*definition.steps, *(test for test in tests if test.attribute))}


def _with_gap(definition: FunnelDefinition, place: int, value: str) -> FunnelDefinition:
    windows = definition.step_windows
    if value == NONE:
        return replace(definition, step_windows=(windows[place],))
    return replace(definition, step_windows=(*windows[:place], _length(value), *windows[place + 1 :]))


def _step_windows(definition: FunnelDefinition, value: str) -> tuple[Duration, ...]:
    if value == OWN:
        return (definition.step_windows or (definition.window,))[:1] * (len(definition.events) - 1)
    return () if value == NONE else (_length(value),)


def _with_between(definition: FunnelDefinition, place: int, value: str) -> FunnelDefinition:
    each = replace(definition.exclude[place], after=int(value))
    return replace(definition, exclude=(*definition.exclude[:place], each, *definition.exclude[place + 1 :]))


def _length(value: str) -> Duration:
    return Duration.parse(value) if value in SHORT else length_of(value)


def _day(value: str) -> date | None:
    text = value.strip()
    if text in ("", ANY_TIME):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise AppError(f"“{value}” is not a day; write it like 2024-05-31. Nothing was changed.") from error


def _by(value: str) -> Breakdown | None:
    kind, _, rest = value.partition(" ")
    if kind == AT_STEP:
        step, _, name = rest.partition(" ")
        return Breakdown(name, int(step))
    return Breakdown(rest) if value else None


def _period(value: str) -> Period | str:
    return cast(Period, value) if value in get_args(Period) else ""


_AT_PLACE: dict[str, Callable[[FunnelDefinition, int, str], FunnelDefinition]] = {
    "step": _with_step,
    "exclude": _with_exclusion,
    BETWEEN: _with_between,
    GAP: _with_gap,
}
_CHANGES: dict[str, Callable[[FunnelDefinition, str], dict[str, Any]]] = {
    "add": lambda definition, value: {
        "steps": (*definition.steps, Step(event=value)),
        "step_windows": definition.step_windows[:1],
    },
    "window": lambda _, value: {"window": _length(value)},
    "step_windows": lambda definition, value: {"step_windows": _step_windows(definition, value)},
    "condition": _with_conditions,
    "exclude": lambda definition, value: {"exclude": (*definition.exclude, Exclusion(Step(event=value)))},
    "since": lambda _, value: {"since": _day(value)},
    "until": lambda _, value: {"until": _day(value)},
    "by": lambda _, value: {"by": _by(value)},
    "order": lambda _, value: {"order": value} | ({"step_windows": ()} if value == "any" else {}),
    "period": lambda _, value: {"period": _period(value)},
}
