"""What the canvas shows of a run: counts per node and per wire, worked out from the run's summary. No toolkit."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from app.canvas.modelled import Expected, ModelledNode, Modelling, how_modelled
from app.canvas.replaying import NOBODY_REACTS, only_after_reactions
from app.canvas.unreached import Visits, why_unreached
from app.numbers import Rate, in_brief, number, signed, signed_percent
from app.scenario.graph import Edge, Scenario


class Counts(Visits, Protocol):
    """What a run counted at one node."""

    @property
    def sent(self) -> int:
        """Messages sent."""

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


class NodePart(StrEnum):
    """What customers did at a node."""

    ARRIVED = "arrived"
    PASSED = "passed"
    WAITING = "waiting"
    DROPPED = "dropped"
    LEFT = "left"
    SKIPPED = "skipped"
    MODELLED = "modelled"  # nobody did it: `detail` is the port it is about, empty for the card itself


@dataclass(frozen=True, slots=True)
class Door:
    """A number of the canvas that leads to the customers behind it; `detail` is a port, or why nothing was sent."""

    node: str
    part: NodePart
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A count beside that of the run that is kept."""

    now: int
    before: int

    @property
    def by(self) -> str:
        """`+312`; empty where nothing has changed."""
        return signed(self.now - self.before) if self.now != self.before else ""

    @property
    def in_words(self) -> str:
        """`+312, +4%`; empty where nothing has changed."""
        return ", ".join(part for part in (self.by, self.by and self._share) if part)

    @property
    def _share(self) -> str:
        return signed_percent(self.now - self.before, self.before)


@dataclass(frozen=True, slots=True)
class NodeFigures:
    """Visits of one node; `arrived == passed + waiting + dropped`, so the bar's parts add up to its whole."""

    arrived: int
    passed: int
    waiting: int
    dropped: int
    left: Mapping[str, int]  # by port
    skipped: Mapping[str, int]  # messages, by reason
    sent: int = 0
    before: NodeFigures | None = None  # of the run that is kept, where there is another to compare with
    modelled: ModelledNode | None = None  # of a forecast, whose replay the others are
    why_nobody: str = ""

    @property
    def arrived_in_words(self) -> str:
        """`1,204 arrived`, and by how much that differs from the run that is kept."""
        change = self._beside(self.arrived, lambda kept: kept.arrived)
        return f"{number(self.arrived)} arrived" + (f"  {change}" if change else "")

    @property
    def arrived_in_short(self) -> tuple[str, ...]:
        """The number, from the fullest form to the shortest: with the difference to the kept run, alone, in brief."""
        change = Change(self.arrived, self.before.arrived).by if self.before is not None else ""
        forms = (f"{number(self.arrived)}  {change}" if change else "", number(self.arrived), in_brief(self.arrived))
        return tuple(dict.fromkeys(filter(None, forms)))

    @property
    def arrived_more(self) -> int:
        """By how many more arrived than in the run that is kept; 0 where none is."""
        return self.arrived - self.before.arrived if self.before is not None else 0

    def doors(self, node: str, ports: Mapping[str, str]) -> list[tuple[Door, str]]:
        """Every count with customers behind it, in words; `ports` are the words of the outputs."""
        parts = (
            (NodePart.ARRIVED, self.arrived, "arrived"),
            (NodePart.PASSED, self.passed, "passed"),
            (NodePart.WAITING, self.waiting, "still waiting"),
            (NodePart.DROPPED, self.dropped, "left the journey here"),
        )
        made = [(Door(node, part), f"{number(count)} {words}") for part, count, words in parts if count]
        if len(self.left) > 1:
            left = ((port, count) for port, count in self.left.items() if count)
            made += [
                (Door(node, NodePart.LEFT, port), f"{number(count)} left by {ports.get(port, port)}")
                for port, count in left
            ]
        if self.modelled is not None:
            expected = self.modelled.arrived.in_words("arrived")
            made.append((Door(node, NodePart.MODELLED), f"{expected}: how it is modelled"))
        made += [
            (Door(node, NodePart.SKIPPED, reason), f"{number(count)} {self._not_done}: {reason.replace('_', ' ')}")
            for reason, count in self.skipped.items()
            if count
        ]
        return made

    @property
    def _not_done(self) -> str:
        """`not sent`, `not added`: the name of the output for it, which is the last."""
        return next(reversed(tuple(self.left)), "not_sent").replace("_", " ")

    def left_change(self, port: str) -> str:
        """By how much those who left there differ from the run that is kept: `+312`."""
        return Change(self.left.get(port, 0), self.before.left.get(port, 0)).by if self.before is not None else ""

    def _beside(self, now: int, kept: Callable[[NodeFigures], int]) -> str:
        return Change(now, kept(self.before)).in_words if self.before is not None else ""

    def in_words(self, legend: bool = False) -> str:
        """One line for each part; with `legend` also its colour in the bar."""
        green, amber, red = (" – green", " – amber", " – red") if legend else ("", "", "")
        parts = (
            (self.passed, "passed", green, self._beside(self.passed, lambda kept: kept.passed)),
            (self.waiting, "still waiting", amber, self._beside(self.waiting, lambda kept: kept.waiting)),
            (self.dropped, "left the journey here", red, self._beside(self.dropped, lambda kept: kept.dropped)),
        )
        lines = [self.arrived_in_words]
        for count, words, colour, change in parts:
            line = f"{number(count)} {words} ({Rate(count, self.arrived).percent()}){colour}"
            lines.append(f"{line}  {change}" if change else line)
        if self.sent and self._not_done == "not sent":  # an audience may take people out
            lines.append(f"{number(self.sent)} sent")
        lines += [
            f"{number(n)} {self._not_done}: {reason.replace('_', ' ')}" for reason, n in self.skipped.items() if n
        ]
        if self.modelled is not None:
            lines = ["Observed", *lines, "", self.modelled.in_words()]
        elif self.why_nobody:
            lines.append(self.why_nobody)
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class EdgeFigures:
    """How many tokens took a wire, of how many visits at its source."""

    count: int
    arrived: int
    modelled: Expected | None = None
    modelled_node: ModelledNode | None = None  # from which it leads

    @property
    def text(self) -> str:
        """`1,204 · 61%`."""
        return f"{number(self.count)} · {Rate(self.count, self.arrived).percent()}"

    def in_words(self) -> str:
        """With numerator and denominator."""
        rate = Rate(self.count, self.arrived)
        observed = f"{rate.fraction()} who arrived ({rate.percent()})"
        if self.modelled is None or self.modelled_node is None:
            return observed
        words = self.modelled.share_in_words("left here", self.modelled_node.arrived, "who arrived")
        return f"Observed: {observed}\n{how_modelled(self.modelled_node.replications)}\n{words}"


def node_figures(
    scenario: Scenario,
    summary: RunCounts,
    kept: RunCounts | None = None,
    modelled: Modelling | None = None,
    among: Container[str] | None = None,
) -> dict[str, NodeFigures]:
    """The figures of each node that the run knows, beside those of the run that is kept, and those of a forecast.

    Of the nodes `among`, if that is given.
    """
    wired: dict[str, set[str]] = {}
    for edge in scenario.edges:
        wired.setdefault(edge.source, set()).add(edge.port)
    figures = {
        str(node.id): _compared(node.id, summary, kept, wired.get(node.id, set()), modelled)
        for node in scenario.nodes
        if node.id in summary.nodes and (among is None or node.id in among)
    }
    return _told_why(scenario, summary, figures)


def figures_at(
    scenario: Scenario,
    summary: RunCounts,
    node_id: str,
    kept: RunCounts | None = None,
    modelled: Modelling | None = None,
) -> NodeFigures | None:
    """The figures of one node, beside those of the run that is kept; None where the run does not know it."""
    wired = {edge.port for edge in scenario.edges if edge.source == node_id}
    if node_id not in summary.nodes:
        return None
    return _told_why(scenario, summary, {node_id: _compared(node_id, summary, kept, wired, modelled)})[node_id]


def _told_why(scenario: Scenario, summary: RunCounts, figures: dict[str, NodeFigures]) -> dict[str, NodeFigures]:
    """The figures, with why nobody came where nobody did."""
    empty = [name for name, each in figures.items() if not each.arrived]
    if not empty:
        return figures
    reasons = why_unreached(scenario, summary.nodes, empty)
    reasons |= dict.fromkeys(only_after_reactions(scenario).intersection(empty), NOBODY_REACTS)
    return figures | {name: replace(figures[name], why_nobody=reason) for name, reason in reasons.items()}


def edge_figures(
    scenario: Scenario, summary: RunCounts, modelled: Modelling | None = None, among: Container[str] | None = None
) -> dict[Edge, EdgeFigures]:
    """The figures of each wire that the run knows; of the wires from the nodes `among`, if that is given."""
    figures: dict[Edge, EdgeFigures] = {}
    for edge in scenario.edges:
        if among is not None and edge.source not in among:
            continue
        count = summary.edges.get((edge.source, edge.port, edge.target))
        if count is not None and edge.source in summary.nodes:
            source = modelled.node(edge.source) if modelled is not None else None
            expected = source.left(edge.port) if source is not None else None
            figures[edge] = EdgeFigures(count, summary.nodes[edge.source].arrived, expected, source)
    return figures


def _compared(
    node_id: str, summary: RunCounts, kept: RunCounts | None, wired: set[str], modelled: Modelling | None
) -> NodeFigures:
    figures = _figures(summary.nodes[node_id], wired)
    if modelled is not None:
        figures = replace(figures, modelled=modelled.node(node_id, frozenset(wired)))
    if kept is None:
        return figures
    before = kept.nodes.get(node_id)
    return replace(figures, before=_figures(before, wired) if before is not None else _NOBODY)


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
        sent=counts.sent,
    )


_NOBODY = NodeFigures(0, 0, 0, 0, {}, {})
