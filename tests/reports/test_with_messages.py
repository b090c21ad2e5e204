"""What a run did stands among the recorded events, and the reports over recorded events count it there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from app.data.dataset import Dataset
from app.reports.catalogue import WITH_MESSAGES
from app.reports.report import Adjustable, Choices, Report, Subject
from app.reports.with_messages import CONVERTED, MESSAGE, SENT, with_messages
from tests.builders.figures import journey, run_of

REACTIONS = ("delivered", "bounced", "opened", "clicked", "unsubscribed")


def subject() -> Subject:
    of = run_of(journey(responds=True), 1)
    assert of.dataset is not None
    events = {"purchase": "buy", "visit": "visit", "lead": "cart"}
    attributes = {**of.dataset.roles.attributes, "email": "email"}
    roles = replace(of.dataset.roles, events=events, properties={"amount": "amount"}, attributes=attributes)
    return replace(of, dataset=replace(of.dataset, roles=roles))


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
    recorded = ~merged.properties["run: message"].filled & (merged.names.values != _code(merged, CONVERTED))
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
    of = subject()
    measured = list(report.measure(of))
    assert isinstance(report, Adjustable)
    (found,) = measured
    assert "run: " in found.figures.definition.in_words()
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
