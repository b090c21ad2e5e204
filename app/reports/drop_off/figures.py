"""What drop-off yields: for each node how many went on or stopped, why, after how long, and what they did next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.nodes.durations import Duration
from app.numbers import NOTHING, Rate, length, number
from app.reports.counting.journeys import Journeys, Longs
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

WEEK = Duration.parse("P7D")
"""How long to look for what they did next."""
WENT_ON, GOAL, ENDED, WAITING, LOST = range(5)
STATES = ("went on", "reached a goal", "came to the end", "were still waiting", "lost")
_FIRST_STATE = 3  # the table's column of the first state
_LISTED = 3


class NodeDrop(NamedTuple):
    """A node: `states` are the journeys that came to it by what became of them, `before` are those at nodes before it.

    `waited_s` is the median time that the lost had been there, `reasons` say why they stopped and sum up to them;
    `then` which recorded event came next of all without a goal, the lost and those at the end. The most frequent first.
    """

    id: str
    label: str
    family: str
    before: Rate | None
    states: tuple[int, ...]
    waited_s: float
    reasons: tuple[tuple[str, int], ...]
    then: tuple[tuple[str, int], ...]

    @property
    def arrived(self) -> int:
        """The journeys that came."""
        return sum(self.states)

    @property
    def lost(self) -> Rate:
        """Those lost here, of those that came."""
        return Rate(self.states[LOST], self.arrived)

    @property
    def without_goal(self) -> int:
        """The lost, and those who came to the end."""
        return self.states[LOST] + self.states[ENDED]


@dataclass(frozen=True, slots=True)
class DropOffFigures:
    """The nodes in document order. `journey`, `node` and `state` (v,) are of each journey's last visit to a node."""

    key: ClassVar[str] = "drop_off"
    definition: Definition
    nodes: tuple[NodeDrop, ...]
    journeys: Journeys
    journey: Longs
    node: Longs
    state: NDArray[np.int8]

    def worst(self) -> NodeDrop | None:
        """The node that loses most."""
        most = max(self.nodes, key=lambda each: each.lost.count, default=None)
        return most if most is not None and most.lost.count else None

    def leading(self) -> str:
        """Where most are lost."""
        worst = self.worst()
        return f"{worst.lost.percent()} lost at {worst.label} ({worst.lost.fraction()})" if worst else "nobody was lost"

    def table(self) -> Table:
        """A row a node."""
        headers = (
            "Node", "Came", "Of the node before", "Went on", "Reached a goal", "Came to the end", "Still waiting",
            "Lost", "Lost here", "Waited", "Why", "Next",
        )  # fmt: skip
        return headers, [tuple(self._cells(each)) for each in self.nodes]

    def _cells(self, each: NodeDrop) -> Iterator[Cell]:
        yield Cell(each.label, tone=each.family)
        yield Cell(number(each.arrived), tone="" if each.arrived else "zero")
        yield Cell(each.before.percent(), each.before.fraction()) if each.before else Cell(NOTHING)
        for count in each.states:
            yield Cell(number(count), Rate(count, each.arrived).fraction(), "" if count else "zero")
        yield Cell(each.lost.percent(), each.lost.fraction(), share=each.lost.value)
        yield Cell(length(each.waited_s))
        yield Cell(_listed(each.reasons, each.lost.count), tone="words")
        yield Cell(_listed(each.then, each.without_goal), tone="words")

    def plot(self) -> Plot:
        """Who came to each node, and who was lost there."""
        return Plot("bars", (1, 7))

    def records(self) -> Records:
        """A row a node with its counts, one for each reason and one for each next event."""
        rows: list[tuple[object, ...]] = []
        for each in self.nodes:
            for name, count in zip(STATES, each.states, strict=True):
                rows.append((each.id, each.label, "state", name, count, each.arrived))
            rows += [(each.id, each.label, "reason", name, count, each.lost.count) for name, count in each.reasons]
            rows += [(each.id, each.label, "next", name, count, each.without_goal) for name, count in each.then]
        return ("node", "label", "kind", "name", "count", "of"), rows

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "nodes": [{"id", "came", "went_on", …, "waited_s", "reasons", "next"}]}`."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "nodes": [
                {
                    "id": each.id,
                    "label": each.label,
                    "came": each.arrived,
                    "before": each.before and each.before.of,
                    "went_on": each.states[WENT_ON],
                    "reached_goal": each.states[GOAL],
                    "ended": each.states[ENDED],
                    "waiting": each.states[WAITING],
                    "lost": each.lost.count,
                    "waited_s": None if np.isnan(each.waited_s) else each.waited_s,
                    "reasons": dict(each.reasons),
                    "next": dict(each.then),
                }
                for each in self.nodes
            ],
        }

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The customers whose journeys came to a node, or those of one end there."""
        here = self.node == row
        if _FIRST_STATE <= column < _FIRST_STATE + len(STATES):
            here = here & (self.state == column - _FIRST_STATE)
        elif column == _FIRST_STATE + len(STATES):
            here = here & (self.state == LOST)
        elif column > 1:
            return None
        return self.journeys.customers(self.journey[here])


def column_of(state: int) -> int:
    """The column of the table that counts this state."""
    return _FIRST_STATE + state


def _listed(named: tuple[tuple[str, int], ...], whole: int) -> str:
    return ", ".join(f"{name} {Rate(count, whole).percent()}" for name, count in named[:_LISTED])
