"""The pipeline's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.numbers import counted, money, parsed
from app.reports.attribution_models.names import MODELS, TITLES, Model
from app.reports.crm.sources import campaigns_of
from app.reports.crm.way_sentence import deal_parts, is_of_way, way_changed, way_parts
from app.reports.definition.sentence import (
    Choice,
    Part,
    Sentence,
    columns_part,
    events_of,
    length_of,
    length_part,
    one_of,
    property_part,
    texts_of,
)
from app.reports.pipeline.definition import PipelineDefinition
from app.reports.pipeline.figures import SPOKEN

_SPELLED = {"one": "taken together", "apart": "apart"}
_COST_OF, _NO_COST = "cost of", ""


def sentence(dataset: Dataset, definition: PipelineDefinition) -> Sentence:
    """`By utm_campaign → utm_source, revenue under 4 models of what came up to 365 days before, costs from …`."""
    cost = property_part("cost", definition.cost or "no cost", dataset, ColumnType.NUMBER, [Choice("no cost", "")])
    return (
        "By",
        columns_part("by", definition.by, "a property", texts_of(dataset.properties)),
        "with its spellings",
        one_of("is_one", "one" if definition.is_one else "apart", _SPELLED),
        "compare",
        one_of("compare", definition.compare, SPOKEN),
        "under",
        _models(definition),
        "of the touches up to",
        length_part("look_back", definition.look_back),
        "before, which cost their",
        cost,
        *_costs(dataset, definition),
        *_of_models(dataset, definition),
        ";",
        *way_parts(dataset, definition.way, ("lead", "mql", "opportunity", "won", "lost")),
        *deal_parts(dataset, definition.way),
    )


def _costs(dataset: Dataset, definition: PipelineDefinition) -> Iterator[str | Part]:
    """What campaigns cost beside their touches; a further one is chosen of the most frequent."""
    for name, cents in definition.costs:
        yield f"+ {name}:"
        no_more = Choice("nothing beside that", _NO_COST)
        yield Part(f"{_COST_OF} {name}", money(cents / 100, _currency(dataset, definition)), (no_more,), "amount")
    known = {name for name, _ in definition.costs}
    names = (name for name in campaigns_of(dataset, definition.by, is_one=definition.is_one) if name not in known)
    yield Part("add_cost", "+ what a campaign cost", tuple(Choice(name, name) for name in names))


def _currency(dataset: Dataset, definition: PipelineDefinition) -> str:
    return dataset.roles.property_currencies.get(definition.way.amount, "")


def _of_models(dataset: Dataset, definition: PipelineDefinition) -> Iterator[str | Part]:
    """What a model asks for besides, where it is shown."""
    if "last_non_direct" in definition.models:
        names = campaigns_of(dataset, definition.by, is_one=definition.is_one)
        yield "; direct is"
        yield Part("direct", definition.direct, tuple(Choice(name, name) for name in names))
    if "time_decay" in definition.models:
        yield "; half is left after"
        yield length_part("half_life", definition.half_life)


def _models(definition: PipelineDefinition) -> Part:
    """A choice adds a model, or takes it away where it is there; its value are all models then."""

    def with_or_without(model: Model) -> str:
        return ",".join(each for each in MODELS if (each in definition.models) != (each == model))

    choices = [
        Choice(f"{'✓ ' if model in definition.models else ''}{TITLES[model]}", with_or_without(model))
        for model in MODELS
    ]
    return Part("models", counted(len(definition.models), "model", "models"), tuple(choices))


def changed(definition: PipelineDefinition, field: str, value: str) -> PipelineDefinition:
    """The definition with that part changed; the last model stays."""
    if is_of_way(field):
        return replace(definition, way=way_changed(definition.way, field, value))
    if field == "by":
        return replace(definition, by=events_of(value) or definition.by)
    if field == "add_cost" or field.startswith(f"{_COST_OF} "):
        return _with_cost(definition, field, value)
    if field == "is_one":
        return replace(definition, is_one=value == "one")
    if field in ("look_back", "half_life"):
        length: dict[str, Any] = {field: length_of(value)}
        return replace(definition, **length)
    if field == "models":
        chosen = value.split(",")
        return replace(definition, models=tuple(model for model in MODELS if model in chosen) or definition.models)
    new: dict[str, Any] = {field: value}
    return replace(definition, **new)


def _with_cost(definition: PipelineDefinition, field: str, value: str) -> PipelineDefinition:
    """A campaign that is added costs nothing until it is said how much; AppError where that is no amount."""
    if field == "add_cost":
        return replace(definition, costs=(*definition.costs, (value, 0)))
    name = field.removeprefix(f"{_COST_OF} ")
    if value == _NO_COST:
        return replace(definition, costs=tuple(each for each in definition.costs if each[0] != name))
    try:
        cents = round(parsed(value) * 100)
    except ValueError:
        cents = -1
    if cents < 0:
        raise AppError(f"“{value}” is not an amount. Nothing was changed.")
    return replace(definition, costs=tuple((each, cents if each == name else had) for each, had in definition.costs))
