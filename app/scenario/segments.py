"""Segments in scenarios: conditions that a workspace keeps under a name, looked up before they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.nodes.conditions import Condition, InSegment
from app.nodes.document import Document, parts_of
from app.scenario.graph import Scenario

Segments = Mapping[str, Condition]


def with_segments(scenario: Scenario, segments: Segments) -> Scenario:
    """The scenario with what its segments mean now; one that is not among them keeps what it meant before."""
    nodes = tuple(
        node if (params := _looked_up(node.params, segments, ())) is node.params else replace(node, params=params)
        for node in scenario.nodes
    )
    settings = _looked_up(scenario.settings, segments, ())
    if settings is scenario.settings and all(new is old for new, old in zip(nodes, scenario.nodes, strict=True)):
        return scenario
    return replace(scenario, nodes=nodes, settings=settings)


def looked_up(condition: Condition, segments: Segments, name: str = "") -> Condition:
    """The condition with what its segments mean now; `name` is its own, if it is a segment itself.

    A segment that is part of itself means nothing there.
    """
    found: Condition = _looked_up(condition, segments, (name,) if name else ())
    return found


def segments_in(part: Any) -> frozenset[str]:
    """The names of the segments that a condition, or a document that holds some, asks for itself."""
    return frozenset(test.segment for test in parts_of(part, InSegment))


def segments_of(scenario: Scenario) -> frozenset[str]:
    """The names of the segments that a scenario asks for itself."""
    return segments_in((*(node.params for node in scenario.nodes), scenario.settings))


def _looked_up(part: Any, segments: Segments, above: tuple[str, ...]) -> Any:
    """The same object where nothing in it has changed."""
    if isinstance(part, InSegment):
        return _meant(part, segments, above)
    if isinstance(part, tuple):
        made = tuple(_looked_up(each, segments, above) for each in part)
        return part if all(new is old for new, old in zip(made, part, strict=True)) else made
    if not isinstance(part, Document):
        return part
    changed = {
        name: new
        for name in type(part).model_fields
        if (new := _looked_up(old := getattr(part, name), segments, above)) is not old
    }
    return part.model_copy(update=changed) if changed else part


def _meant(part: InSegment, segments: Segments, above: tuple[str, ...]) -> InSegment:
    if part.segment in above:
        return InSegment(segment=part.segment)
    condition = segments.get(part.segment, part.condition)
    if condition is None:
        return part
    meant = _looked_up(condition, segments, (*above, part.segment))
    return part if meant == part.condition else InSegment(segment=part.segment, condition=meant)
