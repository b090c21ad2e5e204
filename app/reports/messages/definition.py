"""Messages of a run: what became of each, by message and by channel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.errors import AppError
from app.nodes.catalogue import KINDS
from app.nodes.channel import CHANNELS, SMS
from app.nodes.instructions import Send
from app.nodes.kinds.sms import SmsParams
from app.nodes.sms_segments import sms_segments
from app.numbers import Rate
from app.reports.messages.figures import REACTIONS, Converted, MessageFigures, MessageRow, Texts
from app.reports.messages.outcomes import Outcomes, outcomes_of
from app.reports.report import Subject
from app.runtime.summary import NodeCounts
from app.scenario.graph import Node, Scenario
from app.scenario.names import label_of
from app.scenario.settings import Goal

_BLANK = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_CHOICE = re.compile(r"\{[%#]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MessagesDefinition:
    """The goals that conversions are of, by scenario the first one, and whether reactions were modelled."""

    goals: tuple[str, ...]
    modelled: bool

    def in_words(self) -> str:
        """The definition in sentences."""
        goals = " or ".join(f"“{goal}”" for goal in self.goals)
        converted = (
            f" Converted: journeys that met {goals} after this message went out in them, of those in which it did; "
            "once in the sums. Revenue per send: what that was worth, over the messages sent."
            if goals
            else " The scenario has no goal, so that nothing converts."
        )
        reactions = (
            " Reactions are modelled, those of one replication: delivered and bounced are of the sent, all others of "
            "the delivered, click-to-open of the opened."
            if self.modelled
            else " A replay knows no reactions to messages."
        )
        return (
            "Each visit to a message ends in a decision. Sent is of all messages decided; a skipped one counts for the "
            "first reason that applies; those that would have gone out after the last recorded event are counted apart."
            f"{reactions}{converted} Reached on 1, 2, 3 … channels: customers to whom messages went out on so many, "
            "each once, of all to whom any did. Complaints are not part of a run."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {"goals": list(self.goals), "modelled": self.modelled}


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run counted of its messages: by node and row by row, and when its data end."""

    of_nodes: Mapping[str, NodeCounts]
    outcomes: Outcomes | None
    data_end_us: int | None

    def late(self, ids: frozenset[str]) -> int:
        """How many messages of these nodes were sent after the last recorded event; none where no rows tell."""
        if self.outcomes is None:
            return 0
        sent = self.outcomes.of_nodes(ids) & self.outcomes.with_outcome("sent")
        return int(np.count_nonzero(sent & self.outcomes.after(self.data_end_us)))


def messages(subject: Subject, goal: str = "") -> MessageFigures | None:
    """What became of the messages of a run, with that goal or its first; None where its scenario sends none."""
    scenario, summary = subject.scenario, subject.summary
    nodes = [node for node in scenario.nodes if _sends(node)]
    if not nodes:
        return None
    goals = tuple(_named_goal(scenario, goal) if goal else _first_goals(scenario))
    definition = MessagesDefinition(tuple(goal.id for goal in goals), bool(summary.replication))
    outcomes = outcomes_of(subject.tables, frozenset(goal.id for goal in goals))
    counts = Counts(summary.nodes, outcomes, summary.known_until_us)
    rows = [_row(label_of(node), _channel(node), [node], counts) for node in nodes]
    rows += _sums(nodes, counts)
    return MessageFigures(
        definition,
        tuple(rows),
        len(nodes),
        outcomes,
        _currency(subject, goals),
        definition.modelled,
        summary.known_until_us,
    )


def _sends(node: Node) -> bool:
    return isinstance(KINDS[node.type].compile(node.params), Send)


def _channel(node: Node) -> str:
    instruction = KINDS[node.type].compile(node.params)
    return instruction.channel if isinstance(instruction, Send) else ""


def _named_goal(scenario: Scenario, name: str) -> Iterator[Goal]:
    goals = scenario.settings.goals
    if name not in [goal.id for goal in goals]:
        raise AppError(f"There is no goal “{name}” in this run; there are: {', '.join(goal.id for goal in goals)}.")
    yield from (goal for goal in goals if goal.id == name)


def _first_goals(scenario: Scenario) -> Iterator[Goal]:
    """The first goal of each scenario of the run; what leads to one must not be counted twice for another."""
    seen: set[str] = set()
    for goal in scenario.settings.goals:
        of, _, _ = goal.id.rpartition("/")
        if of not in seen:
            seen.add(of)
            yield goal


def _currency(subject: Subject, goals: Sequence[Goal]) -> str:
    known = subject.dataset.roles.property_currencies if subject.dataset else {}
    currencies = {known.get(goal.value or "", "") for goal in goals}
    return currencies.pop() if len(currencies) == 1 else ""


def _sums(nodes: list[Node], counts: Counts) -> Iterator[MessageRow]:
    """A row for each channel where there are several, and one for all messages where there are several."""
    channels = list(dict.fromkeys(map(_channel, nodes)))
    if len(channels) > 1:
        for channel in channels:
            words = CHANNELS[channel].words
            chosen = [node for node in nodes if _channel(node) == channel]
            yield replace(_row(f"All {words}", channel, chosen, counts), is_sum=True)
    if len(nodes) > 1:
        yield replace(_row("All messages", "", nodes, counts), is_sum=True)


def _row(title: str, channel: str, nodes: list[Node], counts: Counts) -> MessageRow:
    mine = [counts.of_nodes.get(node.id, NodeCounts(0, {}, 0, 0)) for node in nodes]
    sent = sum(each.sent for each in mine)
    skipped: dict[str, int] = {}
    for each in mine:
        for reason, count in each.skipped.items():
            if count:
                skipped[reason] = skipped.get(reason, 0) + count
    reactions = {name: sum(each.reactions.get(name, 0) for each in mine) for name in REACTIONS}
    drawn = sum(each.sent for each in mine if each.reactions.get("delivered") or each.reactions.get("bounced"))
    texts = _texts(nodes, counts.of_nodes)
    ids = frozenset(str(node.id) for node in nodes)
    return MessageRow(
        title, channel, ids, sent, counts.late(ids), skipped, reactions, drawn, texts, *_of_tables(ids, counts.outcomes)
    )


def _of_tables(
    ids: frozenset[str], outcomes: Outcomes | None
) -> tuple[Rate | None, Converted | None, Converted | None, float | None]:
    """Customers reached of those who were to be, the conversions observed and modelled, and the cost."""
    if outcomes is None:
        return None, None, None, None
    mine = outcomes.of_nodes(ids)
    sent = mine & outcomes.with_outcome("sent")
    reached = Rate(len(np.unique(outcomes.customer[sent])), len(np.unique(outcomes.customer[mine])))
    journeys = len(np.unique(outcomes.journey[sent]))
    after = outcomes.conversions_after(sent)
    found = []
    for observed in (True, False):
        rows = after & (outcomes.observed == observed)
        rate = Rate(len(np.unique(outcomes.converted[rows])), journeys)
        found.append(Converted(rate, float(outcomes.value[rows].sum())))
    return reached, found[0], found[1], float(outcomes.cost[sent].sum())


def _texts(nodes: list[Node], counts: Mapping[str, NodeCounts]) -> Texts | None:
    """How many SMS segments the texts that were sent make; at least so many where a text has something to fill in.

    None where no node sends SMS, or where a text has parts that may be left out.
    """
    total, is_exact, has_any = 0, True, False
    for node in nodes:
        if not isinstance(node.params, SmsParams):
            if _channel(node) == SMS.key:
                return None
            continue
        text = node.params.text
        if _CHOICE.search(text):
            return None
        fixed = _BLANK.sub("", text)
        has_any, is_exact = True, is_exact and fixed == text
        sent = counts[node.id].sent if node.id in counts else 0
        total += sms_segments(fixed).count * sent
    return Texts(total, is_exact) if has_any else None
