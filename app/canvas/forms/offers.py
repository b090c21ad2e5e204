"""What a form can offer to choose from: names from the dataset and from the scenario itself. No toolkit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.canvas.beside import NOTHING_BESIDE, Beside, Count, Values
from app.data.columns.column import ColumnType
from app.data.dataset import Schema
from app.nodes.catalogue import KINDS
from app.nodes.kind import Control
from app.nodes.response import Response
from app.nodes.words.sentences import sentence
from app.numbers import counted, number
from app.scenario.graph import Scenario
from app.scenario.lists_used import SUPPRESSION
from app.scenario.reading import dump_document
from app.scenario.written import written_by

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
    segments: tuple[Choice, ...] = ()
    pools: tuple[Choice, ...] = ()
    messages: tuple[Choice, ...] = ()
    attribute_types: dict[str, ColumnType] = field(default_factory=dict)
    property_types: dict[str, ColumnType] = field(default_factory=dict)
    segment_conditions: dict[str, Any] = field(default_factory=dict)
    """What each segment means, as a document."""
    count: Count | None = None
    values: Values | None = None
    responses: Mapping[str, Response] = field(default_factory=dict)
    """How people react to a channel's messages in a forecast."""
    channel: str = ""
    """On which the message goes out whose form asks."""
    is_in_journey: bool = True
    """Whether there is an entry, an arrival and messages that a condition can ask for: of a segment there is none."""


Ask = Callable[[], Offers]
"""Editors ask anew each time they open, so that their choices are never old."""


def offers_of(scenario: Scenario, schema: Schema | None, beside: Beside = NOTHING_BESIDE) -> Offers:
    """What dataset, scenario and workspace have by name; what nodes write is among the attributes of the customer."""
    messages = [node for node in scenario.nodes if KINDS[node.type].is_message]
    written = written_by((scenario,), schema).types
    own = Offers(
        attributes=_typed(written),
        scores=_plain((*(rule.score for rule in scenario.settings.scoring), *_named(scenario, Control.SCORE))),
        lists=_plain((*(schema.lists if schema else ()), *_named(scenario, Control.LIST), SUPPRESSION)),
        messages=tuple((str(node.id), node.label or str(node.id)) for node in messages),
        segments=tuple((name, f"{name}  ·  {sentence(meant)}") for name, meant in beside.segments.items()),
        segment_conditions={name: dump_document(meant) for name, meant in beside.segments.items()},
        count=beside.count,
        values=beside.values,
        responses=beside.responses,
    )
    if schema is None:
        return own
    by_count = sorted(schema.events.items(), key=lambda pair: (-pair[1], pair[0]))
    types = {**written, **schema.attributes}
    return replace(
        own,
        events=tuple((name, f"{name}  ·  {number(count)}") for name, count in by_count),
        attributes=_typed(types),
        properties=_typed(schema.properties),
        pools=tuple((name, f"{name}  ·  {_codes(count)}") for name, count in sorted(schema.pools.items())),
        attribute_types=types,
        property_types=dict(schema.properties),
    )


def _typed(columns: Mapping[str, ColumnType]) -> tuple[Choice, ...]:
    return tuple((name, f"{name}  ·  {_TYPE_WORDS[type_]}") for name, type_ in sorted(columns.items()))


def _plain(names: Iterable[str]) -> tuple[Choice, ...]:
    return tuple((name, name) for name in dict.fromkeys(names) if name)


def _codes(count: int) -> str:
    return counted(count, "code", "codes")


def _named(scenario: Scenario, control: Control) -> list[str]:
    """The names that nodes hold where their forms ask for a score, or for a list."""
    return [
        str(dump_document(node.params).get(field.name, ""))
        for node in scenario.nodes
        for field in KINDS[node.type].form()
        if field.control is control
    ]
