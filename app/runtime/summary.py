"""What a run comes to: counts at nodes and edges, conversions, warnings; the content of `summary.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, PlainSerializer, TypeAdapter

from app.runtime.stored import STRICT, Count, read, written

EdgeKey = tuple[str, str, str]
"""Source, port and target."""


class _EdgeCount(BaseModel):
    """The stored form of an edge and its count."""

    model_config = STRICT

    source: str = Field(alias="from")
    port: str
    target: str = Field(alias="to")
    count: Count


def _edges_read(stored: Any) -> dict[EdgeKey, int]:
    edges = _EDGES.validate_python(stored)
    return {(edge.source, edge.port, edge.target): edge.count for edge in edges}


def _edges_written(edges: Mapping[EdgeKey, int]) -> list[dict[str, Any]]:
    return [
        {"from": source, "port": port, "to": target, "count": count} for (source, port, target), count in edges.items()
    ]


Edges = Annotated[Mapping[EdgeKey, Count], BeforeValidator(_edges_read), PlainSerializer(_edges_written)]


@dataclass(frozen=True, slots=True)
class NodeCounts:
    """Visits to one node: `arrived` is the sum of `left`, by port, of `waiting`, and of `ended` there.

    Of a message node also how many were sent, skipped by reason, and how people reacted in a forecast; of an ad
    audience how many were added or taken out (`sent`), and why the others were not.
    """

    __pydantic_config__ = STRICT

    arrived: Count
    left: Mapping[str, Count]
    waiting: Count
    ended: Count
    sent: Count = 0
    skipped: Mapping[str, Count] = field(default_factory=dict)
    reactions: Mapping[str, Count] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoalCounts:
    """Conversions of one goal: instances, distinct customers, and the values added up; of them, the modelled ones.

    A customer may have both a modelled and an observed one.
    """

    __pydantic_config__ = STRICT

    instances: Count
    customers: Count
    value: float
    modelled_instances: Count = 0
    modelled_customers: Count = 0
    modelled_value: float = 0.0
    observed_customers: Count = 0

    @property
    def observed(self) -> GoalCounts:
        """The conversions by recorded events alone."""
        if not self.modelled_instances:
            return self
        instances = self.instances - self.modelled_instances
        return GoalCounts(instances, self.observed_customers, self.value - self.modelled_value)

    @property
    def modelled(self) -> GoalCounts:
        """The conversions by modelled events alone."""
        return GoalCounts(self.modelled_instances, self.modelled_customers, self.modelled_value)


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures.

    `fingerprint` is the dataset's, `scenario` the scenario's id, or those of all joined by `+`; with several, ids of
    nodes and goals are `scenario/id`. `timings` are seconds by step; `visits`, `instances` and `customers` (those who
    entered) count the whole run; `edges` counts the tokens sent along each. `beyond_data` is the number of instances
    that had not ended by the data's end, `zone_fallbacks` that of customers without a zone. `replication` is 0 for a
    replay, else that of a forecast. `known_until_us` is the instant of the last recorded event that could be replayed.
    """

    __pydantic_config__ = STRICT

    seed: int
    version: str
    fingerprint: str
    scenario: str
    timings: Mapping[str, float]
    visits: Count
    customers: Count
    instances: Count
    nodes: Mapping[str, NodeCounts]
    edges: Edges
    goals: Mapping[str, GoalCounts]
    beyond_data: Count
    zone_fallbacks: Count
    warnings: tuple[str, ...]
    replication: Count = 0
    known_until_us: int | None = None

    def to_json(self) -> str:
        """The text of `summary.json`."""
        return written(_SUMMARY, self)

    @classmethod
    def from_json(cls, text: str) -> Summary:
        """The summary that `to_json` wrote; a ValueError says what is wrong with another text."""
        return read(_SUMMARY, text)


_EDGES = TypeAdapter(list[_EdgeCount])
_SUMMARY = TypeAdapter(Summary)
