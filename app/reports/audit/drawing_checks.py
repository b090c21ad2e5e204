"""What an audit finds in the drawing of a scenario alone."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from app.nodes.catalogue import KINDS
from app.nodes.channel import CHANNELS
from app.nodes.durations import Duration
from app.nodes.instructions import Send, Wait, WaitForEvent, WaitForMessage
from app.reports.audit.figures import Finding, Weight
from app.reports.report import Subject
from app.scenario.checks.graph import scenario_graph
from app.scenario.checks.validation import scenario_findings
from app.scenario.graph import Node, Scenario
from app.scenario.names import label_of
from app.scenario.settings import Goal

_DAY_US, _MONTH_DAYS = 86_400_000_000, 30


def drawing_findings(scenario: Scenario, ran: Subject | None) -> Iterator[Finding]:
    """Problems, remarks, missing consent, and waits against the time of the goals."""
    data = ran.dataset if ran else None
    nodes = {str(node.id): node for node in scenario.nodes}
    for each in scenario_findings(scenario, data.schema() if data else None):
        node = nodes.get(each.node)
        weight: Weight = "mend" if each.is_remark else "stops"
        yield Finding(
            scenario.name, each.code, weight, each.node,
            label_of(node) if node else each.where, each.message,
        )  # fmt: skip
    yield from _consent(scenario, ran)
    for goal in scenario.settings.goals:
        if goal.within is not None and not goal.within.is_negative:
            yield from _too_long(scenario, goal, goal.within)


def _consent(scenario: Scenario, ran: Subject | None) -> Iterator[Finding]:
    """Messages that go out whatever was agreed to: as service messages, or since the data do not say."""
    roles = ran.dataset.roles if ran and ran.dataset else None
    for node in scenario.nodes:
        send = KINDS[node.type].compile(node.params)
        if not isinstance(send, Send):
            continue
        channel = CHANNELS[send.channel]
        if not send.marketing:
            words = f"This {channel.word} is a service message: it asks for no consent, and keeps no cap or quiet hours"
            yield Finding(scenario.name, "no-consent-check", "look", node.id, label_of(node), words)
        elif roles and channel.consent_role not in roles.attributes and channel.unsubscribe_role not in roles.events:
            words = f"The data do not say who agreed to {channel.words}, so that everybody gets this one"
            yield Finding(scenario.name, "no-consent-known", "mend", node.id, label_of(node), words)


def _too_long(scenario: Scenario, goal: Goal, within: Duration) -> Iterator[Finding]:
    """Waits as long as the goal's time or longer, and messages that nobody can get before it is over."""
    window = _length_us(within)
    for node in scenario.nodes:
        rest = _rest_us(node)
        if rest >= window > 0:
            words = f"Waits as long as the goal “{goal.id}” gives ({within.in_words()}), or longer"
            yield Finding(scenario.name, "wait-too-long", "mend", node.id, label_of(node), words)
    earliest = _earliest(scenario)
    for node in scenario.nodes:
        if KINDS[node.type].is_message and window <= earliest.get(str(node.id), -1):
            words = f"Comes when the time of the goal “{goal.id}” ({within.in_words()}) is over, so that it wins nobody"
            yield Finding(scenario.name, "after-window", "mend", node.id, label_of(node), words)


def _earliest(scenario: Scenario) -> dict[str, float]:
    """The shortest time from an entry to each node, by waits for a time alone; a wait for an event may end at once."""
    graph = scenario_graph(scenario)
    rests = {str(node.id): _least_us(node) for node in scenario.nodes}
    entries = {str(node.id) for node in scenario.nodes if KINDS[node.type].is_entry}
    if not entries:
        return {}
    found: dict[str, float] = nx.multi_source_dijkstra_path_length(
        graph, entries, weight=lambda source, _target, _data: rests[source]
    )
    return found


def _least_us(node: Node) -> int:
    """How long everybody stays there at least."""
    match KINDS[node.type].compile(node.params):
        case Wait(duration=duration) if duration is not None:
            return max(_length_us(duration), 0)
        case _:
            return 0


def _rest_us(node: Node) -> int:
    """How long somebody may stay there."""
    match KINDS[node.type].compile(node.params):
        case WaitForEvent(timeout=timeout) | WaitForMessage(timeout=timeout):
            return _length_us(timeout)
        case _:
            return _least_us(node)


def _length_us(length: Duration) -> int:
    """About how long: months of 30 days."""
    return (length.months * _MONTH_DAYS + length.days) * _DAY_US + length.time_us
