"""What a report on a run holds: figures and words, ready to be written as a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.nodes.words.sentences import where_sentence
from app.numbers import Rate, counted, money, number
from app.reports.catalogue import reports
from app.reports.documents.composing.named_table import NamedTable
from app.reports.over_runs.data_end import Tables, converted_after, of_ended_windows, sent_after
from app.reports.report import Measured, Subject
from app.runtime.summary import GoalCounts, NodeCounts, Summary
from app.scenario.graph import Node, Scenario
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
    """A message node: what was decided about each message that came to be decided.

    `late` are the messages sent after the last recorded event.
    """

    sent: Rate
    late: Rate
    skipped: tuple[tuple[str, Rate], ...]  # reason in words, of all decided


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal: which journeys and customers converted, and what that was worth; observed or modelled, never both.

    `ended` is of the journeys whose time for the goal was over by the last recorded event, None where there is no such
    time; `late` are the conversions after that event.
    """

    id: str
    meaning: str
    journeys: Rate
    ended: Rate | None
    late: Rate
    customers: Rate
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """What one report measured, or why there is nothing."""

    key: str
    title: str
    measured: tuple[Measured, ...]
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything there is to say on one run, or with `is_run` false on data; `provenance` makes it repeatable.

    `plan` is that of the workspace, where it has one.
    """

    title: str
    text: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    goals: tuple[GoalRow, ...]
    warnings: tuple[str, ...]
    provenance: tuple[Fact, ...]
    is_forecast: bool = False
    is_run: bool = True
    plan: tuple[NamedTable, ...] = ()


def report_content(subject: Subject, *, dataset_name: str, title: str = "", text: str = "") -> ReportContent:
    """The report on a run: what every report of the catalogue measures, and its goals."""
    scenario, summary, tables = subject.scenario, subject.summary, subject.tables
    messages = tuple(_message_rows(scenario, summary, tables))
    goals = tuple(row for goal in scenario.settings.goals for row in _goal_rows(goal, subject))
    return ReportContent(
        title=title or scenario.name,
        text=text or scenario.description,
        facts=tuple(_facts(summary, messages, goals)),
        sections=tuple(
            Section(report.key, report.title, tuple(report.measure(subject)), report.why_none) for report in reports()
        ),
        goals=goals,
        warnings=tuple(dict.fromkeys((*summary.warnings, *(subject.forecast.warnings if subject.forecast else ())))),
        provenance=tuple(_provenance(scenario, summary, dataset_name)),
        is_forecast=bool(summary.replication),
    )


def key_figures(subject: Subject) -> tuple[Fact, ...]:
    """The few numbers that tell a run at a glance."""
    scenario, summary = subject.scenario, subject.summary
    messages = tuple(_message_rows(scenario, summary, subject.tables))
    goals = tuple(row for goal in scenario.settings.goals for row in _goal_rows(goal, subject))
    return tuple(_facts(summary, messages, goals))


def _facts(summary: Summary, messages: tuple[MessageRow, ...], goals: tuple[GoalRow, ...]) -> Iterator[Fact]:
    journeys = counted(summary.instances, "journey", "journeys")
    yield Fact("Customers who entered", number(summary.customers), f"on {journeys}")
    sent = Rate(sum(row.sent.count for row in messages), sum(row.sent.of for row in messages))
    if messages:
        late = sum(row.late.count for row in messages)
        after = f"; {number(late)} would have gone out after the last recorded event" if late else ""
        yield Fact("Messages sent", number(sent.count), f"{sent.percent()} of {number(sent.of)} decided{after}")
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


def _message_rows(scenario: Scenario, summary: Summary, tables: Tables) -> Iterator[MessageRow]:
    late = sent_after(tables, summary.known_until_us) if summary.known_until_us is not None else {}
    for node in scenario.nodes:
        if KINDS[node.type].family is Family.MESSAGE:
            yield _message_row(node, late.get(node.id, 0), summary)


def _message_row(node: Node, late: int, summary: Summary) -> MessageRow:
    counts = summary.nodes.get(node.id, NodeCounts(0, {}, 0, 0))
    decided = counts.sent + sum((counts.skipped or {}).values())
    return MessageRow(
        sent=Rate(counts.sent, decided),
        late=Rate(late, counts.sent),
        skipped=tuple(
            (_SKIPPED.get(reason, reason), Rate(count, decided))
            for reason, count in (counts.skipped or {}).items()
            if count
        ),
    )


def _goal_rows(goal: Goal, subject: Subject) -> Iterator[GoalRow]:
    scenario, summary, tables = subject.scenario, subject.summary, subject.tables
    currency = subject.dataset.roles.property_currencies.get(goal.value or "", "") if subject.dataset else ""
    counts = summary.goals.get(goal.id, GoalCounts(0, 0, 0.0))
    within = f" within {goal.within.in_words()} of the entry" if goal.within else " at any time after the entry"
    meaning = f"{goal.event}{where_sentence(goal.where)}{within}"
    zone, end_us = scenario.settings.timezone or "UTC", summary.known_until_us

    def row(id_: str, meaning: str, counts: GoalCounts, *, observed: bool) -> GoalRow:
        late = 0 if end_us is None else converted_after(tables, goal, end_us, observed=observed)
        return GoalRow(
            id=id_,
            meaning=meaning,
            journeys=Rate(counts.instances, summary.instances),
            ended=None if end_us is None else of_ended_windows(tables, goal, end_us, zone, observed=observed),
            late=Rate(late, counts.instances),
            customers=Rate(counts.customers, summary.customers),
            value=money(counts.value, currency) if goal.value else "",
        )

    yield row(goal.id, meaning, counts.observed, observed=True)
    if summary.replication:
        yield row(f"{goal.id} (modelled)", f"modelled {meaning}", counts.modelled, observed=False)


def _provenance(scenario: Scenario, summary: Summary, dataset_name: str) -> Iterator[Fact]:
    yield Fact("Scenario", scenario.name, scenario.id)
    yield Fact("Dataset", dataset_name)
    yield Fact("Data fingerprint", summary.fingerprint)
    yield Fact("Seed", str(summary.seed))
    yield Fact("Made with", f"Rehearse {summary.version}")
    if summary.zone_fallbacks:
        words = f"read in {scenario.settings.timezone} for want of their own"
        yield Fact("Customers without a time zone", number(summary.zone_fallbacks), words)
