"""What is selected on the canvas; no toolkit."""

from __future__ import annotations

from dataclasses import dataclass

from app.scenario.graph import Edge, NodeId


@dataclass(frozen=True, slots=True)
class Selection:
    """What commands act on."""

    nodes: frozenset[NodeId] = frozenset()
    edges: frozenset[Edge] = frozenset()
    notes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.edges or self.notes)
