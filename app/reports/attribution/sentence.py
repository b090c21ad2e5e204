"""Attribution's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.data.columns.arrow import words_of
from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.numbers import counted
from app.reports.attribution.definition import TOUCH, AttributionDefinition
from app.reports.attribution_models.names import MODELS, TITLES
from app.reports.definition.event_conditions import step_of, with_conditions
from app.reports.definition.sentence import (
    WHERE,
    Choice,
    Part,
    Sentence,
    event_part,
    events_of,
    events_part,
    length_of,
    length_part,
    one_of,
    property_part,
    where_of,
    where_part,
    where_parts,
    with_where,
)

_NONE = ""
_NEEDS_MILESTONES = "w_shaped"
_WITH = "\x1f"  # between a model and what it brings along


def sentence(dataset: Dataset, definition: AttributionDefinition) -> Sentence:
    """`Each purchase by its amount, shared among the utm_source of what came up to 30 days before, by 7 models`."""
    worth = property_part("value", definition.value or "number", dataset, ColumnType.NUMBER, [Choice("number", _NONE)])
    return (
        "Each",
        event_part("conversion", definition.conversion.event, dataset),
        where_part("conversion", definition.conversion, dataset),
        "by its",
        worth,
        "shared among the",
        property_part("channel", definition.channel, dataset, ColumnType.TEXT),
        "of",
        events_part("touch", definition.touch, "any event", dataset),
        *where_parts(TOUCH, definition.touch, definition.where, dataset),
        "up to",
        length_part("look_back", definition.look_back),
        "before, under",
        _models(dataset, definition),
        *_of_models(dataset, definition),
    )


def _models(dataset: Dataset, definition: AttributionDefinition) -> Part:
    """A choice adds a model, or takes it away where it is there; the W-shaped one brings its events along."""
    events = event_part("", "", dataset).choices
    known = dataset.roles.events
    milestones = [known.get(role) or events[0].value for role in ("lead", "opportunity")] if events else []
    values = {_NEEDS_MILESTONES: _WITH.join((_NEEDS_MILESTONES, *milestones))} if milestones else {}
    choices = [
        Choice(f"{'✓ ' if model in definition.models else ''}{TITLES[model]}", values.get(model, model))
        for model in MODELS
    ]
    return Part("models", counted(len(definition.models), "model", "models"), tuple(choices))


def _of_models(dataset: Dataset, definition: AttributionDefinition) -> Iterator[str | Part]:
    """What some models ask for besides, where they are shown."""
    if "last_non_direct" in definition.models:
        yield "; direct is"
        yield Part("direct", definition.direct, _channels(dataset, definition))
    if _NEEDS_MILESTONES in definition.models:
        yield "; W-shaped by the lead"
        yield event_part("lead", definition.lead, dataset)
        yield where_part("lead", step_of(definition.where, "lead", definition.lead), dataset)
        yield "and the opening"
        yield event_part("opportunity", definition.opportunity, dataset)
        yield where_part("opportunity", step_of(definition.where, "opportunity", definition.opportunity), dataset)
    if "time_decay" in definition.models:
        yield "; half is left after"
        yield length_part("half_life", definition.half_life)
    if "markov" in definition.models:
        yield "; Markov remembers"
        yield one_of("order", f"{definition.order}", {"1": "1 touch", "2": "2 touches", "3": "3 touches"})


def _channels(dataset: Dataset, definition: AttributionDefinition) -> tuple[Choice, ...]:
    column = dataset.properties.get(definition.channel)
    names = sorted(words_of(column.words)) if column is not None and column.type is ColumnType.TEXT else []
    return tuple(Choice(name, name) for name in names)


def changed(definition: AttributionDefinition, field: str, value: str) -> AttributionDefinition:
    """The definition with that part changed; the last model stays."""
    if field == "conversion":
        return replace(definition, conversion=Step(event=value))
    if field == f"{WHERE} conversion":
        return replace(definition, conversion=with_where(definition.conversion, value))
    if field.startswith(f"{WHERE} "):
        name = field.removeprefix(f"{WHERE} ")
        return replace(definition, where=with_conditions(definition.where, name, where_of(value)))
    if field == "touch":
        return replace(definition, touch=events_of(value))
    if field == "models":
        return _with_model(definition, *value.split(_WITH))
    new: dict[str, Any] = {field: value}
    if field in ("look_back", "half_life"):
        new = {field: length_of(value)}
    if field == "order":
        new = {field: int(value)}
    return replace(definition, **new)


def _with_model(
    definition: AttributionDefinition, value: str, lead: str = "", opportunity: str = ""
) -> AttributionDefinition:
    chosen = {*definition.models} ^ {value}
    kept = tuple(model for model in MODELS if model in chosen)
    return replace(
        definition,
        models=kept or definition.models,
        lead=definition.lead or lead,
        opportunity=definition.opportunity or opportunity,
    )
