"""What the canvas shows of a run: counts per node and per wire, worked out from the run's summary. No toolkit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from app.numbers import Rate, number
from app.scenario.graph import Edge, Scenario


class Counts(Protocol):
    """What a run counted at one node: `arrived == sum(left) + waiting + ended`."""

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
        """Visits at which the instance ended."""

    @property
    def skipped(self) -> Mapping[str, int] | None:
        """Messages not sent, by reason; None where none are sent."""


class RunCounts(Protocol):
    """What the canvas needs of a run's summary."""

    @property
    def nodes(self) -> Mapping[str, Counts]:
        """By node id."""

    @property
    def edges(self) -> Mapping[tuple[str, str, str], int]:
        """By source, port and target."""


@dataclass(frozen=True, slots=True)
class NodeFigures:
    """Visits of one node; `arrived == passed + waiting + dropped`, so the bar's parts add up to its whole."""

    arrived: int
    passed: int
    waiting: int
    dropped: int
    left: Mapping[str, int]  # by port
    skipped: Mapping[str, int]  # messages, by reason

    def in_words(self, legend: bool = False) -> str:
        """One line for each part; with `legend` also its colour in the bar."""
        green, amber, red = (" – green", " – amber", " – red") if legend else ("", "", "")
        lines = [
            f"{number(self.arrived)} arrived",
            f"{number(self.passed)} passed ({Rate(self.passed, self.arrived).percent()}){green}",
            f"{number(self.waiting)} still waiting ({Rate(self.waiting, self.arrived).percent()}){amber}",
            f"{number(self.dropped)} left the journey here ({Rate(self.dropped, self.arrived).percent()}){red}",
        ]
        lines += [f"{number(n)} not sent: {reason.replace('_', ' ')}" for reason, n in self.skipped.items() if n]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class EdgeFigures:
    """How many tokens took a wire, of how many visits at its source."""

    count: int
    arrived: int

    @property
    def text(self) -> str:
        """`1,204 · 61%`."""
        return f"{number(self.count)} · {Rate(self.count, self.arrived).percent()}"

    def in_words(self) -> str:
        """With numerator and denominator."""
        rate = Rate(self.count, self.arrived)
        return f"{rate.fraction()} who arrived ({rate.percent()})"


def node_figures(scenario: Scenario, summary: RunCounts) -> dict[str, NodeFigures]:
    """The figures of each node that the run knows."""
    wired: dict[str, set[str]] = {}
    for edge in scenario.edges:
        wired.setdefault(edge.source, set()).add(edge.port)
    return {
        node.id: _figures(summary.nodes[node.id], wired.get(node.id, set()))
        for node in scenario.nodes
        if node.id in summary.nodes
    }


def figures_at(scenario: Scenario, summary: RunCounts, node_id: str) -> NodeFigures | None:
    """The figures of one node; None where the run does not know it."""
    counts = summary.nodes.get(node_id)
    wired = {edge.port for edge in scenario.edges if edge.source == node_id}
    return _figures(counts, wired) if counts is not None else None


def edge_figures(scenario: Scenario, summary: RunCounts) -> dict[Edge, EdgeFigures]:
    """The figures of each wire that the run knows."""
    figures: dict[Edge, EdgeFigures] = {}
    for edge in scenario.edges:
        count = summary.edges.get((edge.source, edge.port, edge.target))
        if count is not None and edge.source in summary.nodes:
            figures[edge] = EdgeFigures(count, summary.nodes[edge.source].arrived)
    return figures


def _figures(counts: Counts, wired: set[str]) -> NodeFigures:
    """Who leaves by an open port beside a wired one has left the journey; where nothing is wired it is complete."""
    lost = sum(n for port, n in counts.left.items() if wired and port not in wired)
    passed = sum(counts.left.values()) - lost
    is_end = not counts.left
    return NodeFigures(
        arrived=counts.arrived,
        passed=passed + (counts.ended if is_end else 0),
        waiting=counts.waiting,
        dropped=lost + (0 if is_end else counts.ended),
        left=counts.left,
        skipped=counts.skipped or {},
    )
