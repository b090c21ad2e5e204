"""What nodes are called wherever people read of them."""

from __future__ import annotations

from app.nodes.catalogue import KINDS
from app.scenario.graph import Node


def label_of(node: Node) -> str:
    """Its own name, else that of its kind."""
    return node.label or KINDS[node.type].title
