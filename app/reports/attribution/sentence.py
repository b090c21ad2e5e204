"""Attribution's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.numbers import counted
from app.reports.attribution.definition import AttributionDefinition
from app.reports.attribution_models.names import MODELS, TITLES
from app.reports.sentence import Choice, Part, Sentence, event_part, length_of, length_part, property_part

_NONE = ""
_NEEDS_MILESTONES = "w_shaped"


def sentence(dataset: Dataset, definition: AttributionDefinition) -> Sentence:
    """`Each purchase by its amount, shared among the utm_source of what came up to 30 days before, by 7 models`."""
    worth = property_part("value", definition.value or "number", dataset, ColumnType.NUMBER, [Choice("number", _NONE)])
    touch = definition.touch[0] if definition.touch else "any event"
    return (
        "Each",
        event_part("conversion", definition.conversion.event, dataset),
        "by its",
        worth,
        "shared among the",
        property_part("channel", definition.channel, dataset, ColumnType.TEXT),
        "of",
        event_part("touch", touch, dataset, [Choice("any event", _NONE)]),
        "up to",
        length_part("look_back", definition.look_back),
        "before, under",
        _models(definition),
    )


def _models(definition: AttributionDefinition) -> Part:
    """A choice adds a model, or takes it away where it is there."""
    offered = [model for model in MODELS if model != _NEEDS_MILESTONES]
    choices = [Choice(f"{'✓ ' if model in definition.models else ''}{TITLES[model]}", model) for model in offered]
    return Part("models", counted(len(definition.models), "model", "models"), tuple(choices))


def changed(definition: AttributionDefinition, field: str, value: str) -> AttributionDefinition:
    """The definition with that part changed; the last model stays."""
    if field == "conversion":
        return replace(definition, conversion=Step(event=value))
    if field == "touch":
        return replace(definition, touch=(value,) if value else ())
    if field == "look_back":
        return replace(definition, look_back=length_of(value))
    if field == "models":
        chosen = {*definition.models} ^ {value}
        kept = tuple(model for model in MODELS if model in chosen)
        return replace(definition, models=kept or definition.models)
    new: dict[str, Any] = {field: value}
    return replace(definition, **new)
