"""What an audit finds in the runs of scenarios: nobody here, too much there, and customers in several of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.nodes.catalogue import KINDS
from app.numbers import Rate, counted, number, rounded
from app.reports.audit.figures import Finding, Weight
from app.reports.counting.journeys import Longs, instants, is_word, places_in
from app.reports.over_runs.same_data import are_over_same_data
from app.reports.report import Subject
from app.scenario.names import label_of

_WEEK_S, _SECOND_US = 7 * 86_400, 1_000_000
Ids = pa.StringArray


def run_findings(ran: Subject, ids: Ids, most_a_week: int) -> Iterator[Finding]:
    """Nodes and ways without anybody, and how often customers are written to."""
    yield from _nobody(ran)
    yield from _pressure(ran, ids, most_a_week)


def _nobody(ran: Subject) -> Iterator[Finding]:
    """Nodes nobody reached; of those reached, ways out that nobody took."""
    scenario, summary = ran.scenario, ran.summary
    reached = {id_ for id_, counts in summary.nodes.items() if counts.arrived}
    taken = {(source, port) for (source, port, _), count in summary.edges.items() if count}
    for node in scenario.nodes:
        if str(node.id) not in reached:
            is_entry = KINDS[node.type].is_entry
            weight: Weight = "look" if is_entry else "mend"
            words = "Nobody entered here" if is_entry else "Nobody reached this node"
            yield Finding(scenario.name, "nobody-came", weight, node.id, label_of(node), words)
    labels = {
        (str(node.id), port.name): (label_of(node), port.label or port.name)
        for node in scenario.nodes
        for port in KINDS[node.type].ports(node.params)
    }
    for source, port in dict.fromkeys((str(edge.source), edge.port) for edge in scenario.edges):
        if source in reached and (source, port) not in taken and (source, port) in labels:
            node_label, port_label = labels[source, port]
            visits = counted(summary.nodes[source].arrived, "visit", "visits")
            words = f"Nobody took the way “{port_label}”, of {visits}"
            yield Finding(scenario.name, "dead-branch", "look", source, node_label, words)


def _pressure(ran: Subject, ids: Ids, most_a_week: int) -> Iterator[Finding]:
    """How many messages the customers get, on average a week and at most in any seven days."""
    messages = ran.tables.get("messages")
    if messages is None or not messages.num_rows:
        return
    sent = messages.filter(pa.array(is_word(messages.column("outcome"), "sent")))
    if not sent.num_rows:
        return
    customer, seconds = places(sent, ids), instants(sent.column("at")) // _SECOND_US
    who, most = most_in_a_week(customer, seconds)
    entered = ran.summary.customers
    weeks = max((int(seconds.max()) - int(seconds.min())) / _WEEK_S, 1.0)
    mean = (
        rounded(sent.num_rows / weeks / max(entered, 1)) if sent.num_rows / weeks >= entered / 20 else "less than 0.1"
    )
    words = (
        f"{number(sent.num_rows)} messages in {rounded(weeks)} weeks: {mean} a customer and week on average; "
        f"at most {number(int(most.max()))} in any seven days"
    )
    name = ran.scenario.name
    yield Finding(name, "messages-a-week", "fact", "", "", words, Rate(len(who), entered), who)
    over = who[most > most_a_week]
    if len(over):
        messages_said = counted(most_a_week, "message", "messages")
        words = f"More than {messages_said} within seven days; a frequency cap would hold them back"
        yield Finding(name, "too-many-messages", "mend", "", "", words, Rate(len(over), entered), over)


def most_in_a_week(customer: Longs, seconds: Longs) -> tuple[Longs, Longs]:
    """Each customer who got a message, and the most that fell into any seven days (half-open)."""
    order = np.lexsort((seconds, customer))
    whose, at = customer[order], seconds[order] - seconds.min()
    span = int(at.max()) + _WEEK_S + 1
    keys = whose * span + at
    first = np.searchsorted(keys, np.maximum(keys - _WEEK_S, whose * span - 1), side="right")
    within = np.arange(len(keys)) - first + 1
    who, starts = np.unique(whose, return_index=True)
    return who, np.maximum.reduceat(within, starts)


def overlap_findings(runs: Sequence[Subject], ids: Ids) -> Iterator[Finding]:
    """For each two scenarios over the same data, who was in both."""
    inside = [places_in(places(ran.tables["instances"], ids), len(ids)) for ran in runs]
    written = [_written_to(ran, ids) for ran in runs]
    for at, ran in enumerate(runs):
        for other in range(at + 1, len(runs)):
            if not are_over_same_data(ran, runs[other]):
                continue
            both = np.intersect1d(inside[at], inside[other])
            if not len(both):
                continue
            twice = len(np.intersect1d(written[at], written[other]))
            words = f"Customers are also in “{runs[other].scenario.name}”; both write to {number(twice)} of them"
            touched = Rate(len(both), len(inside[at]))
            yield Finding(ran.scenario.name, "overlap", "look" if twice else "fact", "", "", words, touched, both)


def _written_to(ran: Subject, ids: Ids) -> NDArray[Any]:
    messages = ran.tables.get("messages")
    if messages is None or not messages.num_rows:
        return np.zeros(0, np.int64)
    sent = messages.filter(pa.array(is_word(messages.column("outcome"), "sent")))
    return places_in(places(sent, ids), len(ids))


def places(table: pa.Table, ids: Ids) -> Longs:
    """The place of each row's customer among the ids."""
    return pc.index_in(table.column("customer_id").cast(pa.string()), value_set=ids).to_numpy().astype(np.int64)
