"""Audits of small scenarios in which each fault was put by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.dataset import Dataset
from app.look.palette import LIGHT
from app.reports.audit.audit import Audited, audit
from app.reports.audit.chart import draw_audit
from app.reports.audit.figures import CUSTOMERS, AuditFigures
from app.reports.audit.run_checks import most_in_a_week
from app.reports.report import Subject
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario, ScenarioId
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, kind, scenario

NAMES = ("a", "b", "c")


def data(**roles: str) -> Dataset:
    customers = [{"customer_id": who, "email": f"{who}@example.com", "agreed": "true", "age": "30"} for who in NAMES]
    rows: list[Any] = [(who, f"05-0{day} 10:00", "cart") for who in NAMES for day in (1, 2)]
    rows += [("a", "05-03 10:00", "cart"), ("a", "05-04 10:00", "cart")]
    return people(customers, rows, roles)


def named(of: Scenario, name: str) -> Scenario:
    return replace(of, id=ScenarioId(name), name=name)


def ran(of: Scenario, over: Dataset) -> Subject:
    run = rehearse(of, over, RunOptions(compiled=False))
    return Subject(of, run.summary, run.tables, over)


def codes(figures: AuditFigures) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in figures.findings:
        found.setdefault(each.code, []).append(each.node)
    return found


PLAIN = scenario(
    [kind("start", "entry_event", event="cart"), kind("mail", "email", **MESSAGE)],
    "start>mail",
    reentry={"mode": "concurrent"},
)
FAULTY = scenario(
    [
        kind("start", "entry_event", event="cart"),
        kind("adult", "filter", condition={"attribute": "age", "op": "ge", "value": 18}),
        kind("hold", "wait", for_="P10D"),
        kind("late", "email", **MESSAGE),
        kind("young", "email", marketing=False, **MESSAGE),
        kind("alone", "email", **MESSAGE),
    ],
    "start>adult adult.pass>hold hold>late adult.fail>young",
    goals=[{"id": "order", "event": "buy", "within": "P7D"}],
)


def test_that_a_sound_scenario_has_nothing_to_mend() -> None:
    figures = audit([Audited(PLAIN, ran(PLAIN, data(email_consent="agreed")))], most_a_week=9)
    assert figures.of_weight("stops", "mend") == ()
    assert figures.leading() == "nothing to mend"


def test_that_each_fault_is_found_where_it_is() -> None:
    found = codes(audit([Audited(FAULTY, ran(FAULTY, data(email_consent="agreed")))]))
    assert found["unreachable"] == ["alone"]
    assert found["nobody-came"] == ["young", "alone"]
    assert found["dead-branch"] == ["adult"]
    assert found["no-consent-check"] == ["young"]
    assert found["wait-too-long"] == ["hold"]
    assert found["after-window"] == ["late"]
    assert "no-consent-known" not in found


def test_that_a_drawing_is_read_without_a_run() -> None:
    found = codes(audit([Audited(FAULTY)]))
    assert found["wait-too-long"] == ["hold"]
    assert "nobody-came" not in found


def test_that_data_without_consent_are_told() -> None:
    assert codes(audit([Audited(PLAIN, ran(PLAIN, data()))]))["no-consent-known"] == ["mail"]


def test_that_who_is_written_to_too_often_is_counted_and_named() -> None:
    figures = audit([Audited(PLAIN, ran(PLAIN, data()))], most_a_week=3)
    (row,) = [at for at, each in enumerate(figures.findings) if each.code == "too-many-messages"]
    touched = figures.findings[row].touched
    assert touched is not None
    assert (touched.count, touched.of) == (1, 3)
    ids = figures.people(row, CUSTOMERS)
    assert ids is not None
    assert ids.to_pylist() == ["a"]
    assert "at most 4 in any seven days" in next(e.words for e in figures.findings if e.code == "messages-a-week")


def test_that_customers_of_several_scenarios_are_counted() -> None:
    over = data()
    silent = named(scenario([kind("start", "entry_event", event="cart")]), "silent")
    elder = named(PLAIN, "other")
    figures = audit([Audited(each, ran(each, over)) for each in (named(PLAIN, "first"), elder, silent)])
    overlaps = [each for each in figures.findings if each.code == "overlap"]
    assert [(each.scenario, each.weight, each.touched and each.touched.count) for each in overlaps] == [
        ("first", "look", 3), ("first", "fact", 3), ("other", "fact", 3),
    ]  # fmt: skip
    assert "both write to 3 of them" in overlaps[0].words


def test_that_no_scenario_and_no_finding_are_sentences() -> None:
    for figures in (audit([]), audit([Audited(PLAIN)])):
        assert figures.table()[1] == []
        chart = draw_audit(figures, LIGHT)
        chart.lay_out(600, 400)
        assert chart.hits == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2_000_000)), min_size=1, max_size=30))
def test_that_the_most_in_a_week_is_that_of_a_count_by_hand(rows: list[tuple[int, int]]) -> None:
    customer, seconds = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    who, most = most_in_a_week(customer, seconds)
    for one, count in zip(who.tolist(), most.tolist(), strict=True):
        own = [at for whose, at in rows if whose == one]
        assert count == max(sum(1 for at in own if end - 604_800 < at <= end) for end in own)


@pytest.mark.parametrize("many", [1, 30, 300])
def test_that_the_chart_says_where_it_draws_whom(many: int) -> None:
    waits = [kind(f"w{k:03}", "email", **MESSAGE) for k in range(many)]
    of = scenario([kind("start", "entry_event", event="cart"), *waits], "start>w000")
    figures = audit([Audited(of, ran(of, data()))], most_a_week=1)
    chart = draw_audit(figures, LIGHT)
    chart.lay_out(800, 440)
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert all(0 <= each.x0 < each.x1 <= 800 and 0 <= each.y0 < each.y1 <= 440 for each in boxes)
    assert all(figures.people(hit.row, hit.column) is not None for hit in chart.hits)
