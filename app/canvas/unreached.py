"""Why nobody came to a node in a run, as far as the counts of what leads to it say so. No toolkit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from app.nodes.catalogue import KINDS
from app.numbers import number
from app.scenario.graph import Edge, Node, Scenario
from app.scenario.names import label_of

_NOBODY_ENTERED = "Nobody did what it waits for, or nobody was let in: see who enters, and when, in the settings."


class Visits(Protocol):
    """What a run counted of visits at one node: `arrived == sum(left) + waiting + ended`."""

    @property
    def arrived(self) -> int:
        """Visits."""

    @property
    def left(self) -> Mapping[str, int]:
        """By port."""

    @property
    def waiting(self) -> int:
        """Visits that had not ended with the run."""

    @property
    def ended(self) -> int:
        """Visits after which the journey ended there."""


def why_unreached(scenario: Scenario, counts: Mapping[str, Visits], empty: Iterable[str]) -> dict[str, str]:
    """A sentence for each of these nodes; none for a node that nothing leads to and that is no entry."""
    wanted, nodes = set(empty), {str(node.id): node for node in scenario.nodes}
    leading: dict[str, list[Edge]] = {name: [] for name in wanted}
    for edge in scenario.edges:
        if edge.target in wanted and edge.source in counts:
            leading[edge.target].append(edge)
    reasons = {name: _reason(nodes[name], edges, nodes, counts) for name, edges in leading.items()}
    return {name: reason for name, reason in reasons.items() if reason}


def _reason(node: Node, edges: Sequence[Edge], nodes: Mapping[str, Node], counts: Mapping[str, Visits]) -> str:
    if KINDS[node.type].is_entry:
        return _NOBODY_ENTERED
    reached = [edge for edge in edges if counts[edge.source].arrived]
    if edges and not reached:
        before = " or ".join(f"“{label_of(nodes[name])}”" for name in dict.fromkeys(edge.source for edge in edges))
        return f"Nobody came as far as {before}, which leads here."
    return "\n".join(_not_taken(nodes[edge.source], edge.port, counts[edge.source]) for edge in reached)


def _not_taken(node: Node, port: str, here: Visits) -> str:
    labels = {each.name: each.label for each in KINDS[node.type].ports(node.params)}
    way, ways = f"“{label_of(node)}” by “{labels.get(port, port)}”", ", ".join(_ways(labels, here))
    return f"Nobody left {way}: of {number(here.arrived)} who came there, {ways}."


def _ways(labels: Mapping[str, str], here: Visits) -> Iterator[str]:
    """What became of those who came, the words that a list can join."""
    yield from (f"{number(count)} left by “{labels.get(port, port)}”" for port, count in here.left.items() if count)
    if here.waiting:
        yield f"{number(here.waiting)} are still waiting"
    if here.ended:
        yield f"{number(here.ended)} left the journey"
