"""What a form can offer to choose from: names from the dataset and from the scenario itself. No toolkit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.canvas.figures import counted
from app.data.columns import ColumnType
from app.data.dataset import Schema
from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.scenario.graph import Scenario
from app.scenario.reading import dump_document

Choice = tuple[str, str]
"""A value and the words it is shown in."""

_TYPE_WORDS = {
    ColumnType.TEXT: "text",
    ColumnType.NUMBER: "number",
    ColumnType.BOOLEAN: "yes or no",
    ColumnType.DATE: "date",
    ColumnType.INSTANT: "point in time",
}


@dataclass(frozen=True, slots=True)
class Offers:
    """All choices at a moment; types are known where a dataset is chosen."""

    events: tuple[Choice, ...] = ()
    attributes: tuple[Choice, ...] = ()
    properties: tuple[Choice, ...] = ()
    scores: tuple[Choice, ...] = ()
    lists: tuple[Choice, ...] = ()
    messages: tuple[Choice, ...] = ()
    attribute_types: dict[str, ColumnType] = field(default_factory=dict)
    property_types: dict[str, ColumnType] = field(default_factory=dict)


Ask = Callable[[], Offers]
"""Editors ask anew each time they open, so that their choices are never old."""


def offers_of(scenario: Scenario, schema: Schema | None) -> Offers:
    """What the dataset and the scenario have by name."""
    messages = [node for node in scenario.nodes if KINDS[node.type].family is Family.MESSAGE]
    scores = dict.fromkeys(_scores(scenario))
    if schema is None:
        return Offers(
            scores=tuple((name, name) for name in scores),
            messages=tuple((str(node.id), node.label or str(node.id)) for node in messages),
        )
    by_count = sorted(schema.events.items(), key=lambda pair: (-pair[1], pair[0]))
    return Offers(
        events=tuple((name, f"{name}  ·  {counted(count)}") for name, count in by_count),
        attributes=_typed(schema.attributes.items()),
        properties=_typed(schema.properties.items()),
        scores=tuple((name, name) for name in scores),
        lists=tuple((name, name) for name in schema.lists),
        messages=tuple((str(node.id), node.label or str(node.id)) for node in messages),
        attribute_types=dict(schema.attributes),
        property_types=dict(schema.properties),
    )


def _typed(columns: Iterable[tuple[str, ColumnType]]) -> tuple[Choice, ...]:
    return tuple((name, f"{name}  ·  {_TYPE_WORDS[type_]}") for name, type_ in sorted(columns))


def _scores(scenario: Scenario) -> list[str]:
    named = [rule.score for rule in scenario.settings.scoring]
    named += [
        str(dump_document(node.params)["score"]) for node in scenario.nodes if "score" in type(node.params).model_fields
    ]
    return [name for name in named if name]
