"""The scenario as a value: nodes, edges and notes in document order, changed only by edits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NewType

from app.nodes.document import Document
from app.scenario.settings import Settings

NodeId = NewType("NodeId", str)
ScenarioId = NewType("ScenarioId", str)


@dataclass(frozen=True, slots=True)
class Node:
    """One node; `params` is the frozen document of its kind, `at` its place on the canvas in pixels, top left."""

    id: NodeId
    type: str
    label: str
    at: tuple[float, float]
    params: Document


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """From a named output port to a node."""

    source: NodeId
    port: str
    target: NodeId


@dataclass(frozen=True, slots=True)
class Note:
    """A note on the canvas, plain text; `at` and `size` in pixels."""

    id: str
    at: tuple[float, float]
    size: tuple[float, float]
    text: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A directed graph of nodes; every field is immutable and keeps the order of the document."""

    id: ScenarioId
    name: str
    description: str = ""
    settings: Settings = field(default_factory=Settings)
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    notes: tuple[Note, ...] = ()

    def node(self, node_id: str) -> Node:
        """The node of that id; KeyError if there is none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)
