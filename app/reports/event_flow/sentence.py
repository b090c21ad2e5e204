"""A flow's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.definition.sentence import WHERE, Choice, Part, Sentence, event_part, one_of, where_part, with_where
from app.reports.event_flow.definition import EventFlowDefinition

_DIRECTIONS = {"after": "after", "before": "before"}
_REPEATS = {"": "counted once", "yes": "counted each time"}
_ANY = "(any)"
_STEPS, _TOP = (1, 2, 3, 4, 5, 6, 8, 10), (3, 5, 8, 12, 20)


def sentence(dataset: Dataset, definition: EventFlowDefinition) -> Sentence:
    """`What customers did after their first event, 4 steps of the 5 most frequent events; the same in a row …`."""
    anything = "their last event" if definition.direction == "before" else "their first event"
    start = definition.start.event if definition.start else anything
    return (
        "What customers did",
        one_of("direction", definition.direction, _DIRECTIONS),
        event_part("start", start, dataset, [Choice(anything, _ANY)]),
        *((where_part("start", definition.start, dataset),) if definition.start else ()),
        "in",
        _number("steps", definition.steps, _STEPS),
        "steps of the",
        _number("top", definition.top, _TOP),
        "most frequent events; the same in a row is",
        one_of("repeats", "yes" if definition.repeats else "", _REPEATS),
    )


def _number(field: str, value: int, offered: tuple[int, ...]) -> Part:
    return Part(field, f"{value}", tuple(Choice(f"{each}", f"{each}") for each in offered))


def changed(definition: EventFlowDefinition, field: str, value: str) -> EventFlowDefinition:
    """The definition with that part changed."""
    if field == "direction":
        return replace(definition, direction="before" if value == "before" else "after")
    if field == "start":
        return replace(definition, start=None if value == _ANY else Step(event=value))
    if field == f"{WHERE} start" and definition.start:
        return replace(definition, start=with_where(definition.start, value))
    if field == "steps":
        return replace(definition, steps=int(value))
    return replace(definition, top=int(value)) if field == "top" else replace(definition, repeats=bool(value))
