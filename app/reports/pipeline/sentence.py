"""The pipeline's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.numbers import counted
from app.reports.attribution_models.names import MODELS, TITLES, Model
from app.reports.crm.sources import sources_of
from app.reports.pipeline.definition import PipelineDefinition
from app.reports.pipeline.figures import SPOKEN
from app.reports.sentence import Choice, Part, Sentence, length_of, length_part, one_of, property_part

_SPELLED = {"one": "taken together", "apart": "apart"}
_CHAIN = "\N{RIGHTWARDS ARROW}"


def sentence(dataset: Dataset, definition: PipelineDefinition) -> Sentence:
    """`By utm_campaign → utm_source, revenue under 4 models of what came up to 365 days before, costs from …`."""
    chain = sources_of(dataset)
    whole = [Choice(" or else ".join(chain), _CHAIN.join(chain))] if len(chain) > 1 else []
    cost = property_part("cost", definition.cost or "no cost", dataset, ColumnType.NUMBER, [Choice("no cost", "")])
    return (
        "By",
        property_part("by", " or else ".join(definition.by), dataset, ColumnType.TEXT, whole),
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
        *_of_models(definition),
    )


def _of_models(definition: PipelineDefinition) -> Iterator[str | Part]:
    """What a model asks for besides, where it is shown."""
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
    if field == "by":
        return replace(definition, by=tuple(value.split(_CHAIN)))
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
