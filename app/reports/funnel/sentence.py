"""A funnel's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.funnel.definition import FunnelDefinition
from app.reports.sentence import Choice, Part, Sentence, event_part, length_of, length_part, one_of

_REMOVE = "\x00"
_ORDERS = {"ordered": "in this order", "strict": "in this order with nothing between", "any": "in any order"}
_ENTRIES = {"any": "each attempt counts", "first": "only the first attempt counts"}
_MOST_STEPS = 12


def sentence(dataset: Dataset, definition: FunnelDefinition) -> Sentence:
    """`Customers who did A then B, in this order, within 30 days; each attempt counts`."""
    return (
        "Customers who did",
        *_steps(dataset, definition),
        one_of("order", definition.order, _ORDERS),
        "within",
        length_part("window", definition.window),
        "of the first step;",
        one_of("entry", definition.entry, _ENTRIES),
    )


def _steps(dataset: Dataset, definition: FunnelDefinition) -> Iterator[str | Part]:
    can_go = len(definition.steps) > 1
    for place, step in enumerate(definition.steps):
        if place:
            yield "then"
        yield event_part(f"step {place}", step.event, dataset, [Choice("Remove this step", _REMOVE)] if can_go else [])
    if len(definition.steps) < _MOST_STEPS:
        yield event_part("add", "+ step", dataset)


def changed(definition: FunnelDefinition, field: str, value: str) -> FunnelDefinition:
    """The definition with that part changed."""
    if field == "add":
        return replace(definition, steps=(*definition.steps, Step(event=value)))
    if field == "window":
        return replace(definition, window=length_of(value))
    if field.startswith("step "):
        place = int(field.removeprefix("step "))
        instead = () if value == _REMOVE else (Step(event=value),)
        return replace(definition, steps=(*definition.steps[:place], *instead, *definition.steps[place + 1 :]))
    new: dict[str, Any] = {field: value}
    return replace(definition, **new)
