"""What the canvas shows of a run: counts per node and per wire, worked out from the run's summary. No toolkit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from app.scenario.graph import Edge, Scenario

_THIN = "\u202f"


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
            f"{counted(self.arrived)} arrived",
            f"{counted(self.passed)} passed ({share(self.passed, self.arrived)}){green}",
            f"{counted(self.waiting)} still waiting ({share(self.waiting, self.arrived)}){amber}",
            f"{counted(self.dropped)} left the journey here ({share(self.dropped, self.arrived)}){red}",
        ]
        lines += [f"{counted(n)} not sent: {reason.replace('_', ' ')}" for reason, n in self.skipped.items() if n]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class EdgeFigures:
    """How many tokens took a wire, of how many visits at its source."""

    count: int
    arrived: int

    @property
    def text(self) -> str:
        """`1 204 · 61 %`."""
        return f"{counted(self.count)} · {share(self.count, self.arrived)}"

    def in_words(self) -> str:
        """With numerator and denominator."""
        return f"{counted(self.count)} of {counted(self.arrived)} who arrived ({share(self.count, self.arrived)})"


def counted(number: int) -> str:
    """A count with thin spaces between the thousands."""
    return f"{number:,}".replace(",", _THIN)


def share(part: int, whole: int) -> str:
    """A share in per cent; a dash where there is nothing to take a share of."""
    if whole == 0:
        return "–"
    percent = 100 * part / whole
    if 0 < percent < 1:
        return f"<1{_THIN}%"
    if 99 < percent < 100:
        return f">99{_THIN}%"
    return f"{percent:.0f}{_THIN}%"


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
