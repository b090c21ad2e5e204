"""What a report on a run holds: figures and words, ready to be written as a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.nodes.sentences import where_sentence
from app.numbers import Rate, number
from app.reports.cohorts.figures import CohortFigures
from app.reports.flow.figures import FlowFigures, NodeFlow, flow
from app.reports.funnel.figures import FunnelFigures
from app.reports.funnel.of_run import run_funnel
from app.runtime.summary import GoalCounts, Summary
from app.scenario.graph import Scenario
from app.scenario.settings import Goal

_SKIPPED = {
    "no_address": "no address",
    "no_consent": "no consent",
    "control": "control group",
    "quiet": "quiet hours",
    "capped": "frequency cap",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its name, and what it is a figure of."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message node: what was decided about each message that came to be decided."""

    label: str
    kind: str
    sent: Rate
    skipped: tuple[tuple[str, Rate], ...]  # reason in words, of all decided


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal: which journeys and customers converted, and what that was worth; observed or modelled, never both."""

    id: str
    meaning: str
    journeys: Rate
    customers: Rate
    value: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report on one run. `funnels` and `cohorts` are headings with figures; `provenance` makes it repeatable."""

    title: str
    text: str
    facts: tuple[Fact, ...]
    flow: FlowFigures
    funnels: tuple[tuple[str, FunnelFigures], ...]
    cohorts: tuple[tuple[str, CohortFigures], ...]
    messages: tuple[MessageRow, ...]
    goals: tuple[GoalRow, ...]
    warnings: tuple[str, ...]
    provenance: tuple[Fact, ...]


def report_content(
    scenario: Scenario,
    summary: Summary,
    tables: Mapping[str, pa.Table],
    *,
    dataset_name: str,
    title: str = "",
    text: str = "",
    funnels: tuple[tuple[str, FunnelFigures], ...] = (),
    cohorts: tuple[tuple[str, CohortFigures], ...] = (),
) -> ReportContent:
    """The report on a run: its own figures, and whatever funnels and cohorts of recorded events stand beside them."""
    flows = flow(scenario, summary)
    messages = tuple(_message_rows(flows))
    goals = tuple(row for goal in scenario.settings.goals for row in _goal_rows(goal, summary))
    return ReportContent(
        title=title or scenario.name,
        text=text or scenario.description,
        facts=tuple(_facts(summary, messages, goals)),
        flow=flows,
        funnels=(("Along the main path", run_funnel(scenario, tables)), *funnels),
        cohorts=cohorts,
        messages=messages,
        goals=goals,
        warnings=summary.warnings,
        provenance=tuple(_provenance(scenario, summary, dataset_name)),
    )


def _facts(summary: Summary, messages: tuple[MessageRow, ...], goals: tuple[GoalRow, ...]) -> Iterator[Fact]:
    yield Fact("Customers who entered", number(summary.customers), f"on {number(summary.instances)} journeys")
    sent = Rate(sum(row.sent.count for row in messages), sum(row.sent.of for row in messages))
    if messages:
        yield Fact("Messages sent", number(sent.count), f"{sent.percent()} of {number(sent.of)} decided")
        yield Fact("Messages held back", number(sent.of - sent.count), _held_back(messages, sent.of))
    for goal in goals[:2]:
        yield Fact(f"Goal “{goal.id}”", goal.journeys.percent(), f"{goal.journeys.fraction()} journeys")
    inside = Rate(summary.beyond_data, summary.instances)
    yield Fact("Inside at the data end", number(inside.count), f"{inside.percent()} of {number(inside.of)} journeys")


def _held_back(messages: tuple[MessageRow, ...], decided: int) -> str:
    """The most frequent reason."""
    reasons: dict[str, int] = {}
    for row in messages:
        for reason, rate in row.skipped:
            reasons[reason] = reasons.get(reason, 0) + rate.count
    if not reasons:
        return "no message was skipped"
    most = max(reasons, key=reasons.__getitem__)
    return f"most often: {most}, {Rate(reasons[most], decided).percent()} of {number(decided)}"


def _message_rows(flows: FlowFigures) -> Iterator[MessageRow]:
    for node in flows.nodes:
        if node.family is Family.MESSAGE:
            yield _message_row(node)


def _message_row(node: NodeFlow) -> MessageRow:
    decided = node.sent + sum(node.skipped.values())
    skipped = tuple(
        (_SKIPPED.get(reason, reason), Rate(count, decided)) for reason, count in node.skipped.items() if count
    )
    return MessageRow(node.label, KINDS[node.kind].title, Rate(node.sent, decided), skipped)


def _goal_rows(goal: Goal, summary: Summary) -> Iterator[GoalRow]:
    counts = summary.goals.get(goal.id, GoalCounts(0, 0, 0.0))
    within = f" within {goal.within.in_words()} of the entry" if goal.within else " at any time after the entry"
    meaning = f"{goal.event}{where_sentence(goal.where)}{within}"
    yield _goal_row(goal, goal.id, meaning, counts.observed, summary)
    if summary.replication:
        yield _goal_row(goal, f"{goal.id} (modelled)", f"modelled {meaning}", counts.modelled, summary)


def _goal_row(goal: Goal, name: str, meaning: str, counts: GoalCounts, summary: Summary) -> GoalRow:
    return GoalRow(
        id=name,
        meaning=meaning,
        journeys=Rate(counts.instances, summary.instances),
        customers=Rate(counts.customers, summary.customers),
        value=number(counts.value) if goal.value else "",
    )


def _provenance(scenario: Scenario, summary: Summary, dataset_name: str) -> Iterator[Fact]:
    yield Fact("Scenario", scenario.name, scenario.id)
    yield Fact("Dataset", dataset_name)
    yield Fact("Data fingerprint", summary.fingerprint)
    yield Fact("Seed", str(summary.seed))
    yield Fact("Made with", f"Rehearse {summary.version}")
    if summary.zone_fallbacks:
        words = f"read in {scenario.settings.timezone} for want of their own"
        yield Fact("Customers without a time zone", number(summary.zone_fallbacks), words)
