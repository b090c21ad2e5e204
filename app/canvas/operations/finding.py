"""Which nodes hold a text, in their labels, kinds and parameters. No toolkit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.nodes.catalogue import KINDS
from app.scenario.graph import Node, NodeId, Scenario
from app.scenario.reading import dump_document


def found(scenario: Scenario, text: str) -> list[NodeId]:
    """The nodes that hold every word of the text, from left to right as one reads the canvas."""
    words = text.casefold().split()
    if not words:
        return []
    holding = [node for node in scenario.nodes if _holds(node, words)]
    return [node.id for node in sorted(holding, key=lambda node: node.at)]


def _holds(node: Node, words: list[str]) -> bool:
    kind = KINDS[node.type]
    texts = (node.label, kind.title, kind.describe(node.params), *_leaves(dump_document(node.params)))
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)


def _leaves(value: Any) -> Iterator[str]:
    """The texts and numbers of a document, without the names of its fields."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
