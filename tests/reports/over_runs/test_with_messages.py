"""What a run did stands among the recorded events, and the reports over recorded events count it there."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from app.data.dataset import Dataset
from app.reports.catalogue import WITH_MESSAGES
from app.reports.crm_audit.scoring import scores_before
from app.reports.over_runs.with_messages import CONVERTED, ENTERED, MESSAGE, SENT, UNSUBSCRIBED, with_messages
from app.reports.report import Adjustable, Choices, Report, Subject
from tests.builders.figures import journey, run_of

REACTIONS = ("delivered", "bounced", "opened", "clicked", "unsubscribed")


def subject() -> Subject:
    of = run_of(journey(responds=True), 1)
    assert of.dataset is not None
    events = {"purchase": "buy", "visit": "visit", "lead": "cart"}
    attributes = {**of.dataset.roles.attributes, "email": "email"}
    roles = replace(of.dataset.roles, events=events, properties={"amount": "amount"}, attributes=attributes)
    return replace(of, dataset=replace(of.dataset, roles=roles))


def unsubscribing(of: Subject) -> Subject:
    """The same run, if whoever clicked had unsubscribed instead."""
    table = of.tables["messages"]
    place = table.column_names.index("unsubscribed_at")
    messages = table.set_column(place, "unsubscribed_at", table.column("clicked_at"))
    return replace(of, tables={**of.tables, "messages": messages})


def events_of(data: Dataset) -> list[tuple[str, int, str, str | None]]:
    """Whose, when, what and of which message, in the order in which they stand."""
    names, message = data.names.words.to_pylist(), data.properties.get(MESSAGE)
    whose = data.customer_ids.take(data.event_customers()).to_pylist()
    told = [None] * data.event_count if message is None else message.values.tolist()
    return [
        (str(who), at, str(names[name]), None if message is None or code < 0 else message.words[code].as_py())
        for who, at, name, code in zip(whose, data.at.tolist(), data.names.values.tolist(), told, strict=True)
    ]


def plainly(of: Subject) -> list[tuple[str, int, str, str | None]]:
    """The same from the run's tables, row by row."""
    assert of.dataset is not None
    end, found = of.dataset.data_end or 0, events_of(of.dataset)
    for row in of.tables["messages"].to_pylist():
        if row["outcome"] == "sent":
            label = of.scenario.node(row["node"]).label
            instants = {SENT: row["at"]} | {f"run: {name}": row[f"{name}_at"] for name in REACTIONS}
            found += [(row["customer_id"], in_us(at), name, label) for name, at in instants.items() if at is not None]
    for row in of.tables["instances"].to_pylist():
        found.append((row["customer_id"], in_us(row["entered_at"]), ENTERED, None))
    for row in of.tables["conversions"].to_pylist():
        if not row["observed"]:
            found.append((row["customer_id"], in_us(row["at"]), CONVERTED, None))
    return [each for each in found if each[1] <= end]


def in_us(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def test_that_messages_reactions_and_modelled_conversions_stand_among_the_recorded_events() -> None:
    of = subject()
    merged = with_messages(of)
    assert merged is not None
    found = events_of(merged)
    assert found == sorted(found, key=lambda each: each[:2])
    assert sorted(found, key=repr) == sorted(plainly(of), key=repr)
    there = {name for _, _, name, _ in found}
    assert {SENT, "run: opened", "run: clicked", CONVERTED, "cart", "buy"} <= there
    assert merged.data_end == of.dataset.data_end if of.dataset else False


def test_that_what_was_recorded_stays_as_it_was() -> None:
    of = subject()
    merged = with_messages(of)
    assert merged is not None
    assert of.dataset is not None
    without_message = [_code(merged, name) for name in (CONVERTED, ENTERED)]
    recorded = ~merged.properties["run: message"].filled & ~np.isin(merged.names.values, without_message)
    for name, column in of.dataset.properties.items():
        now = merged.properties[name]
        texts = [
            [each.words[code].as_py() if len(each.words) and code >= 0 else repr(code) for code in values.tolist()]
            for each, values in ((column, column.values), (now, now.values[recorded]))
        ]
        assert texts[0] == texts[1], name


def _code(data: Dataset, name: str) -> int:
    return int(data.names.words.index(name).as_py())


def test_that_a_run_without_its_data_or_messages_has_no_such_events() -> None:
    of = subject()
    assert with_messages(replace(of, dataset=None)) is None
    assert with_messages(replace(of, tables={})) is None


@pytest.mark.parametrize("report", WITH_MESSAGES, ids=lambda each: each.key)
def test_that_each_report_counts_the_messages_and_can_be_changed(report: Report) -> None:
    of = unsubscribing(subject())
    measured = list(report.measure(of))
    assert isinstance(report, Adjustable)
    (found,) = measured
    assert "run: " in json.dumps(found.figures.definition.to_document())
    sentence = report.choices(of, {})
    assert sentence
    chosen: Choices = {"period": "day"} if report.key == "run_trend" else {}
    assert [each.heading for each in report.adjusted(of, chosen)] == [found.heading]


def test_that_a_trend_over_a_run_adds_up_to_what_was_sent() -> None:
    of = subject()
    trend = next(report for report in WITH_MESSAGES if report.key == "run_trend")
    _, rows = next(iter(trend.measure(of))).figures.records()
    for name in (SENT, "run: opened", "run: clicked"):
        drawn = sum(int(str(value)) for _, series, value, *_ in rows if str(series).startswith(name))
        assert drawn == sum(each[2] == name for each in plainly(of)) > 0


def over_run(key: str, of: Subject) -> Any:
    report = next(report for report in WITH_MESSAGES if report.key == key)
    return next(iter(report.measure(of))).figures


def test_that_the_coverage_over_a_run_is_of_those_who_entered() -> None:
    of = subject()
    entered = {row["customer_id"] for row in of.tables["instances"].to_pylist()}
    figures = over_run("run_coverage", of)
    assert set(figures.customer_ids.filter(pa.array(figures.chosen)).to_pylist()) == entered


def test_that_who_unsubscribes_from_a_message_leaves_the_list() -> None:
    of = unsubscribing(subject())
    gone = {whose for whose, _, name, _ in plainly(of) if name == UNSUBSCRIBED}
    assert over_run("run_growth", of).left_counts().sum() == len(gone) > 0
    assert over_run("run_growth", subject()).left_counts().sum() == 0


def test_that_the_quarterly_audit_over_a_run_has_its_messages_as_touches_and_its_scores() -> None:
    of = subject()
    assert of.dataset is not None
    won = replace(of.dataset.roles, events={**of.dataset.roles.events, "won": "buy"})
    of = replace(of, dataset=replace(of.dataset, roles=won))
    definition = over_run("run_crm_audit", of).definition
    assert (definition.touch, definition.score) == ((MESSAGE,), "run: score lead")
    merged = with_messages(of, scored=True)
    assert merged is not None
    totals = {row["customer_id"]: row["total"] for row in of.tables["scores"].to_pylist()}
    scores = scores_before(merged, definition.score, (merged.data_end or 0) + 1)
    known = zip(merged.customer_ids.to_pylist(), scores.tolist(), strict=True)
    assert {whose: score for whose, score in known if not np.isnan(score)} == totals
    assert totals
