"""What a run comes to: counts at nodes and edges, conversions, warnings; the content of `summary.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

EdgeKey = tuple[str, str, str]
"""Source, port and target."""


@dataclass(frozen=True, slots=True)
class NodeCounts:
    """Visits to one node: `arrived` is the sum of `left`, by port, of `waiting`, and of `ended` there.

    Of a message node also how many were sent, skipped by reason, and how people reacted in a forecast.
    """

    arrived: int
    left: Mapping[str, int]
    waiting: int
    ended: int
    sent: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    reactions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoalCounts:
    """Conversions of one goal: instances, distinct customers, and the values added up; of them, the modelled ones.

    A customer may have both a modelled and an observed one.
    """

    instances: int
    customers: int
    value: float
    modelled_instances: int = 0
    modelled_customers: int = 0
    modelled_value: float = 0.0
    observed_customers: int = 0

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

    seed: int
    version: str
    fingerprint: str
    scenario: str
    timings: Mapping[str, float]
    visits: int
    customers: int
    instances: int
    nodes: Mapping[str, NodeCounts]
    edges: Mapping[EdgeKey, int]
    goals: Mapping[str, GoalCounts]
    beyond_data: int
    zone_fallbacks: int
    warnings: tuple[str, ...]
    replication: int = 0
    known_until_us: int | None = None

    def to_json(self) -> str:
        """The text of `summary.json`."""
        document = asdict(self)
        document["edges"] = [
            {"from": source, "port": port, "to": target, "count": count}
            for (source, port, target), count in self.edges.items()
        ]
        return json.dumps(document, ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Summary:
        """The summary that `to_json` wrote."""
        document: dict[str, Any] = json.loads(text)
        document["nodes"] = {node: NodeCounts(**counts) for node, counts in document["nodes"].items()}
        document["goals"] = {goal: GoalCounts(**counts) for goal, counts in document["goals"].items()}
        document["edges"] = {(edge["from"], edge["port"], edge["to"]): edge["count"] for edge in document["edges"]}
        document["warnings"] = tuple(document["warnings"])
        return cls(**document)
