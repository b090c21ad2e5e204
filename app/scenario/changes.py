"""What has changed between two versions of a scenario, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile

from app.nodes.catalogue import KINDS
from app.scenario.graph import Edge, Node, NodeId, Scenario
from app.scenario.names import label_of
from app.scenario.reading import dump_document

_ARROW = " → "
_MOST_WORDS = 8


def meaning(scenario: Scenario) -> tuple[object, ...]:
    """All that a run depends on; two scenarios that mean the same are counted the same."""
    nodes = tuple((node.id, node.type, node.params) for node in scenario.nodes)
    return nodes, scenario.edges, scenario.settings


def changes_in_words(before: Scenario, after: Scenario) -> tuple[str, ...]:
    """Each change in a few words, in the order of the nodes: `1 hour → 1 day`, `+ SMS`, `settings`."""
    return tuple(dict.fromkeys(_changes(before, after)))


def step_in_words(before: Node, after: Node) -> str:
    """What a node does differently, as a step that can be undone: `Give them an hour: 1 hour → 1 day`."""
    kind, name = KINDS[after.type], " ".join(label_of(after).split())
    difference = _difference(kind.describe(before.params), kind.describe(after.params))
    return f"{name}: {difference}" if difference else f"Change {name}"


def _changes(before: Scenario, after: Scenario) -> Iterator[str]:
    old = {node.id: node for node in before.nodes}
    new = {node.id: node for node in after.nodes}
    for node in after.nodes:
        if node.id not in old or old[node.id].type != node.type:
            yield f"+ {label_of(node)}"
        elif old[node.id].params != node.params:
            yield _parameters(old[node.id], node)
    yield from (f"− {label_of(node)}" for node in before.nodes if node.id not in new)
    if any(_is_between(edge, old, new) for edge in set(before.edges) ^ set(after.edges)):
        yield "wired anew"
    yield from _settings(before, after)


def _is_between(edge: Edge, old: Mapping[NodeId, Node], new: Mapping[NodeId, Node]) -> bool:
    """Whether both its ends stood and stand, so that no node that came or went tells of it."""
    return all(end in old and end in new for end in (edge.source, edge.target))


def _parameters(before: Node, after: Node) -> str:
    """What differs of the node's sentence; where that is the same, its name says which node was changed."""
    kind = KINDS[after.type]
    old, new = kind.describe(before.params), kind.describe(after.params)
    if old == new:
        return f"{label_of(after)} changed"
    return _difference(old, new) or f"{label_of(after)} changed"


def _difference(old: str, new: str) -> str:
    """`1 hour → 1 day`: the words that both begin or end with are left out, unless nothing would be left of one."""
    a, b = old.split(), new.split()
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
    start = _before_number(a, b, start)
    rest_a, rest_b = a[start:], b[start:]
    end = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(rest_a[::-1], rest_b[::-1], strict=False)))
    end = 0 if rest_a and rest_a[0].replace(",", "").isdigit() and end == 1 else end
    kept_a, kept_b = (rest[: len(rest) - end] for rest in (rest_a, rest_b))
    if not kept_a or not kept_b or max(len(kept_a), len(kept_b)) > _MOST_WORDS:
        kept_a, kept_b = a[:_MOST_WORDS], b[:_MOST_WORDS]
    return "" if kept_a == kept_b else f"{' '.join(kept_a)}{_ARROW}{' '.join(kept_b)}"


def _before_number(a: list[str], b: list[str], start: int) -> int:
    """A number stays with the unit that follows it: `1 hour → 1 day` and not `hour → day`."""
    is_number = start > 0 and a[start - 1].replace(",", "").isdigit()
    return start - 1 if is_number and start < max(len(a), len(b)) else start


def _settings(before: Scenario, after: Scenario) -> Iterator[str]:
    old, new = dump_document(before.settings), dump_document(after.settings)
    for name in (*new, *(name for name in old if name not in new)):
        if old.get(name) != new.get(name):
            yield f"{name.replace('_', ' ')} changed"
