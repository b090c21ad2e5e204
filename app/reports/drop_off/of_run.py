"""Where the journeys of a run stop: at which node, why, after how long, and what their customers did next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.nodes.catalogue import KINDS
from app.nodes.durations import Duration
from app.numbers import Rate
from app.reports.counting.journeys import NEVER, Journeys, Longs, combinations, encoded, instants, journeys_of
from app.reports.drop_off.figures import ENDED, GOAL, LOST, STATES, WAITING, WEEK, WENT_ON, DropOffFigures, NodeDrop
from app.reports.report import Subject
from app.scenario.graph import Scenario
from app.scenario.names import label_of

_DAY_US, _SECOND_US = 86_400_000_000, 1_000_000
_WORDS = {
    "capped": "frequency cap",
    "quiet": "quiet hours",
    "restarted": "entered anew",
    "step_limit": "too many steps",
    "exit_node": "ended on another branch",
    "waiting": "still waiting",
}


@dataclass(frozen=True, slots=True)
class DropOffDefinition:
    """Journeys of a scenario, and what their customers did within some time of stopping."""

    scenario: str
    within: Duration = WEEK

    def in_words(self) -> str:
        """The definition in sentences."""
        return (
            f"Journeys through “{self.scenario}” at each node, by their last visit there. Lost are those that stopped "
            "at a node from which the drawing goes on, without having reached a goal by then. Who came to a node where "
            "the drawing ends, or still waited when the run stopped, is not lost. Of the node before: of the journeys "
            "that came to a node with a line to this one. Waited is the median time from arriving to stopping, of the "
            f"lost. Next is the first recorded event after stopping, within {self.within.in_words()}, of the lost and "
            "of who came to the end; of an exit rule, the event that fired it."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {"scenario": self.scenario, "within": self.within.text, "counting": "journeys"}


class _Visits(NamedTuple):
    """The last visit of each journey to each node: `port` -1 where it did not leave; `at`, `left` in microseconds."""

    journey: Longs
    node: Longs
    port: Longs
    at: Longs
    left: Longs


def drop_off(subject: Subject, within: Duration = WEEK) -> DropOffFigures:
    """The figures of every node of a run's scenario."""
    scenario, tables = subject.scenario, subject.tables
    journeys = journeys_of(tables)
    visits, ports = _last_visits(subject, journeys)
    wired = _wired(scenario, ports)
    ends = _Ends(tables["instances"])
    went_on = (visits.port >= 0) & wired[visits.node, visits.port]
    stopped = np.where(visits.port >= 0, visits.left, ends.at[visits.journey])
    state = _states(subject, journeys, visits, went_on, stopped, ends)
    lost = np.flatnonzero(state == LOST)
    reason = _reasons(scenario, visits, ports, ends, lost)
    over = np.flatnonzero((state == LOST) | (state == ENDED))
    then = _next_events(subject.dataset, journeys, visits.journey[over], stopped[over], ends.by_rule, within)
    waited = (stopped[lost] - visits.at[lost]) / _SECOND_US
    before = _before(scenario, visits)
    nodes = tuple(
        NodeDrop(
            node.id,
            label_of(node),
            KINDS[node.type].family.value,
            before[place],
            tuple(int(((visits.node == place) & (state == each)).sum()) for each in range(len(STATES))),
            float(np.median(waited[here])) if (here := visits.node[lost] == place).any() else float("nan"),
            reason.counts(here),
            then.counts(visits.node[over] == place) if then is not None else (),
        )
        for place, node in enumerate(scenario.nodes)
    )
    definition = DropOffDefinition(scenario.name, within)
    return DropOffFigures(definition, nodes, journeys, visits.journey, visits.node, state)


def _last_visits(subject: Subject, journeys: Journeys) -> tuple[_Visits, list[str]]:
    """The visits that count, and the names of the ports that their codes stand for."""
    table = subject.tables["visits"]
    codes, words = encoded(table.column("node"))
    place = {str(node.id): index for index, node in enumerate(subject.scenario.nodes)}
    node = np.array([*(place.get(str(word), -1) for word in words.to_pylist()), -1], np.int64)[codes]
    journey = journeys.rows_of(table)
    known = np.flatnonzero(node >= 0)
    keys = journey[known] * max(len(place), 1) + node[known]
    _, from_end = np.unique(keys[::-1], return_index=True)  # rows are in order of arrival, so the last one counts
    rows = known[len(keys) - 1 - from_end]
    port, names = encoded(table.column("port"))
    left = instants(table.column("left_at"))
    at = instants(table.column("arrived_at"))
    return _Visits(journey[rows], node[rows], port[rows], at[rows], left[rows]), [str(n) for n in names.to_pylist()]


def _wired(scenario: Scenario, ports: list[str]) -> NDArray[np.bool_]:
    """Which ports of which nodes lead on; shape (nodes, ports + 1), the last column for who did not leave."""
    wired = np.zeros((len(scenario.nodes), len(ports) + 1), np.bool_)
    place = {node.id: index for index, node in enumerate(scenario.nodes)}
    for edge in scenario.edges:
        if edge.source in place:
            column = ports.index(edge.port) if edge.port in ports else None
            if column is not None:
                wired[place[edge.source], column] = True
    return wired


class _Ends:
    """How the journeys ended: `at` is when, `reason` and `detail` are places in lists of words."""

    def __init__(self, instances: pa.Table) -> None:
        self.at = instants(instances.column("ended_at"))
        self._reason, words = encoded(instances.column("end_reason"))
        self._reasons = [str(word) for word in words.to_pylist()]
        self._detail, details = encoded(instances.column("end_detail"))
        self._details = [str(word) for word in details.to_pylist()]

    @property
    def by_rule(self) -> NDArray[np.bool_]:
        """Which ended by an exit rule."""
        return self.ended_by("exit_rule")

    def ended_by(self, reason: str) -> NDArray[np.bool_]:
        """Which ended for that reason."""
        place = self._reasons.index(reason) if reason in self._reasons else len(self._reasons)
        found: NDArray[np.bool_] = self._reason == place
        return found

    def words(self, reason: int, detail: int) -> str:
        """Why a journey ended."""
        name = self._reasons[reason]
        if name == "exit_rule" and detail >= 0:
            return f"exit rule “{self._details[detail]}”"
        return str(_WORDS.get(name, name))

    def causes(self, journey: Longs) -> NDArray[np.int64]:
        """Reason and detail of these journeys; shape (journeys, 2)."""
        return np.stack([self._reason[journey], self._detail[journey]], axis=1)


class _Named(NamedTuple):
    """Things by name: each one's place among the words."""

    codes: Longs
    words: list[str]

    def counts(self, here: NDArray[np.bool_]) -> tuple[tuple[str, int], ...]:
        """How often each name occurs among some, the most frequent first."""
        counts = np.bincount(self.codes[here], minlength=len(self.words)).tolist()
        return tuple(
            Counter({word: count for word, count in zip(self.words, counts, strict=True) if count}).most_common()
        )


def _states(
    subject: Subject,
    journeys: Journeys,
    visits: _Visits,
    went_on: NDArray[np.bool_],
    stopped: Longs,
    ends: _Ends,
) -> NDArray[np.int8]:
    """What became of each visit; who had reached a goal by the time of stopping is no loss."""
    converted = np.full(len(journeys.owner), np.iinfo(np.int64).max, np.int64)
    if "conversions" in subject.tables:
        table = subject.tables["conversions"]
        np.minimum.at(converted, journeys.rows_of(table), instants(table.column("at")))
    waits = (visits.port < 0) & ends.ended_by("waiting")[visits.journey]
    return np.select(
        [went_on, converted[visits.journey] <= stopped, waits, ~_drawn_on(subject.scenario)[visits.node]],
        [WENT_ON, GOAL, WAITING, ENDED],
        LOST,
    ).astype(np.int8)


def _drawn_on(scenario: Scenario) -> NDArray[np.bool_]:
    """The nodes from which a line goes on."""
    sources = {edge.source for edge in scenario.edges}
    return np.array([node.id in sources for node in scenario.nodes], np.bool_)


def _reasons(scenario: Scenario, visits: _Visits, ports: list[str], ends: _Ends, lost: Longs) -> _Named:
    """Why each of the lost stopped, in words."""
    labels = {
        (place, port.name): port.label or port.name
        for place, node in enumerate(scenario.nodes)
        for port in KINDS[node.type].ports(node.params)
    }
    causes = ends.causes(visits.journey[lost])
    left = visits.port[lost] >= 0
    causes[left] = -1
    node = np.where(left, visits.node[lost], -1)
    distinct, codes = combinations(node, visits.port[lost], causes[:, 0], causes[:, 1])
    words = [
        f"open end “{labels.get((node, ports[port]), ports[port])}”" if port >= 0 else ends.words(reason, detail)
        for node, port, reason, detail in distinct.tolist()
    ]
    return _Named(codes, words)


def _before(scenario: Scenario, visits: _Visits) -> list[Rate | None]:
    """Of the journeys at the nodes before each node, how many came to it; None for entries."""
    place = {node.id: index for index, node in enumerate(scenario.nodes)}
    many = int(visits.journey.max(initial=-1)) + 1

    def at_node(index: int) -> NDArray[np.bool_]:
        there = np.zeros(many, np.bool_)
        there[visits.journey[visits.node == index]] = True
        return there

    found: list[Rate | None] = []
    for index, node in enumerate(scenario.nodes):
        sources = {place[edge.source] for edge in scenario.edges if edge.target == node.id and edge.source in place}
        sources -= {index}
        if not sources:
            found.append(None)
            continue
        before = np.logical_or.reduce([at_node(source) for source in sources])
        found.append(Rate(int((before & at_node(index)).sum()), int(before.sum())))
    return found


def _next_events(
    dataset: Dataset | None, journeys: Journeys, over: Longs, stopped: Longs, by_rule: NDArray[np.bool_],
    within: Duration,
) -> _Named | None:  # fmt: skip
    """The name of each customer's first event after stopping, or that there was none, or none yet."""
    if dataset is None:
        return None
    places = pc.index_in(journeys.ids.take(journeys.owner[over]).cast(pa.string()), value_set=dataset.customer_ids)
    customer = places.fill_null(-1).to_numpy().astype(np.int64)
    low, high = dataset.offsets[customer], dataset.offsets[customer + 1]
    first = stopped + np.where(by_rule[over], 0, 1)
    row = _from(dataset.at, low, high, first)
    end = stopped + within.days * _DAY_US + within.time_us
    data_end = dataset.data_end or NEVER
    names = [str(word) for word in dataset.names.words.to_pylist()]
    there = (row < high) & (dataset.at[np.minimum(row, max(len(dataset.at) - 1, 0))] <= end)
    codes = np.where(end > data_end, len(names) + 1, len(names))
    codes[there] = dataset.names.values[row[there]]
    return _Named(codes.astype(np.int64), [*names, "nothing", "nothing yet"])


def _from(at: Longs, low: Longs, high: Longs, first: Longs) -> Longs:
    """The first row of each stretch that is not before an instant, by a bisection of all at once."""
    low, high = low.copy(), high.copy()
    while np.any(open_ := low < high):
        middle = (low + high) // 2
        earlier = at[np.where(open_, middle, 0)] < first
        low = np.where(open_ & earlier, middle + 1, low)
        high = np.where(open_ & ~earlier, middle, high)
    return low
