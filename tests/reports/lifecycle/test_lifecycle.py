"""The lifecycle against what was planted, counted in plain Python, and its edges."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.errors import AppError
from app.look.palette import DARK, LIGHT
from app.numbers import month
from app.reports.crm.way import Way
from app.reports.definition.sentence import Part
from app.reports.definitions import definition_document, definition_from
from app.reports.lifecycle.chart import draw_lifecycle
from app.reports.lifecycle.definition import LifecycleDefinition, lifecycle, proposed_lifecycle
from app.reports.lifecycle.figures import HERE, LOST_HERE, MEDIAN, REACHED, LifecycleFigures, StageFigures
from app.reports.lifecycle.report import LifecycleReport
from app.reports.lifecycle.sentence import changed, sentence
from tests.builders.b2b import at_us, b2b, everybody, truth
from tests.builders.datasets import people

STAGES = ("visit", "lead", "mql", "sql", "opportunity", "won")
WAY = Way(visit="visit", lead="lead", mql="mql")


@pytest.fixture(name="definition", scope="module")
def _definition() -> LifecycleDefinition:
    proposed = proposed_lifecycle(b2b())
    assert proposed is not None
    return proposed


@pytest.fixture(name="figures", scope="module")
def _figures(definition: LifecycleDefinition) -> LifecycleFigures:
    return lifecycle(b2b(), definition)


def planted() -> list[dict[str, Any]]:
    """Each person's own instants by stage in seconds, skipped ones filled in, and whether all is lost."""
    deals: dict[str, list[dict[str, Any]]] = {}
    for deal in truth()["opportunities"]:
        deals.setdefault(deal["contact"], []).append(deal)
    found = []
    for person in everybody():
        own = [person[stage] for stage in STAGES[:4]]
        theirs = deals.get(person["id"], [])
        own.append(min((deal["opened"] for deal in theirs), default=None))
        own.append(min((deal["closed"] for deal in theirs if deal["outcome"] == "won"), default=None))
        reached = [min((at for at in own[k:] if at is not None), default=None) for k in range(len(STAGES))]
        is_lost = bool(theirs) and all(deal["outcome"] == "lost" for deal in theirs)
        found.append({"id": person["id"], "person": person, "own": own, "reached": reached, "lost": is_lost})
    return found


def ninetieth(values: list[float]) -> float:
    return statistics.quantiles(values, n=10, method="inclusive")[8] if len(values) > 1 else values[0]


def check(rows: list[StageFigures], chosen: list[dict[str, Any]]) -> None:
    """The rows of one group against the people who were planted in it."""
    end = max(person["last"] for person in everybody())
    for k, row in enumerate(rows):
        came = [each for each in chosen if each["reached"][k] is not None]
        here = [each for each in came if k + 1 == len(STAGES) or each["reached"][k + 1] is None]
        went = [each for each in came if each not in here and each["own"][k] == each["reached"][k]]
        passed = [each["reached"][k + 1] - each["reached"][k] for each in went]
        staying = [end - each["reached"][k] for each in here if not each["lost"] or k + 1 == len(STAGES)]
        assert (row.reached.count, row.lost) == (len(came), len(here) - len(staying))
        assert (row.passed.of, row.waiting.of) == (len(passed), len(staying))
        for spread, values in ((row.passed, passed), (row.waiting, staying)):
            if values:
                assert spread.median == pytest.approx(statistics.median(values))
                assert spread.ninetieth == pytest.approx(ninetieth(values))


def test_that_every_stage_is_as_it_was_planted(figures: LifecycleFigures) -> None:
    assert figures.stages == STAGES
    check(list(figures.rows()), [each for each in planted() if each["reached"][0] is not None])
    assert sum(each.lost for each in figures.rows()) > 0


def test_that_every_source_is_as_it_was_planted(definition: LifecycleDefinition) -> None:
    def source(each: dict[str, Any]) -> str:
        return each["person"]["lead_source"] or "(no source)"

    check_groups(lifecycle(b2b(), replace(definition, by="source")), source)


def test_that_every_cohort_is_as_it_was_planted(definition: LifecycleDefinition) -> None:
    zone = ZoneInfo(truth()["zone"])

    def cohort(each: dict[str, Any]) -> str:
        return month(datetime.fromtimestamp(at_us(each["reached"][0]) / 1e6, zone).date())

    check_groups(lifecycle(b2b(), replace(definition, by="cohort")), cohort)


def check_groups(figures: LifecycleFigures, group_of: Callable[[dict[str, Any]], str]) -> None:
    chosen: dict[str, list[dict[str, Any]]] = {}
    for each in planted():
        if each["reached"][0] is not None:
            chosen.setdefault(group_of(each), []).append(each)
    assert sorted(figures.groups) == sorted(chosen)
    for name in figures.groups:
        check([row for row in figures.rows() if row.group == name], chosen[name])


def test_that_the_first_touch_of_a_property_is_the_source(definition: LifecycleDefinition) -> None:
    figures = lifecycle(b2b(), replace(definition, by="source", source="utm_source"))
    counts = {row.group: row.reached.count for row in figures.rows() if row.stage == "visit"}
    expected: dict[str, int] = {}
    for each in planted():
        touches = sorted(each["person"]["touches"])
        if each["reached"][0] is not None:
            name = touches[0][1] if touches else "(no source)"
            expected[name] = expected.get(name, 0) + 1
    assert counts == expected


def test_that_the_people_behind_a_cell_are_as_many_as_it_says(figures: LifecycleFigures) -> None:
    for row, each in enumerate(figures.rows()):
        for column, count in (
            (REACHED, each.reached.count),
            (MEDIAN, each.passed.of),
            (HERE, each.waiting.of),
            (LOST_HERE, each.lost),
        ):
            ids = figures.people(row, column)
            assert ids is not None
            assert len(ids) == count


def test_that_who_skipped_a_stage_has_reached_it_but_spent_no_time_in_it() -> None:
    data = people([], [("ann", "01-01 10:00", "visit"), ("ann", "01-05 10:00", "mql"), ("bob", "01-02 10:00", "lead")])
    rows = list(lifecycle(data, LifecycleDefinition(WAY)).rows())
    assert [row.reached.count for row in rows] == [2, 2, 1]
    assert [row.passed.of for row in rows] == [1, 0, 0]
    assert [row.waiting.of for row in rows] == [0, 1, 1]


def test_that_data_without_stages_proposes_nothing_and_a_wrong_definition_names_all() -> None:
    data = people([], [("ann", "01-01 10:00", "visit")])
    assert proposed_lifecycle(data) is None
    wrong = LifecycleDefinition(Way(lead="seen", amount="price"), "source", "nowhere")
    with pytest.raises(AppError) as caught:
        lifecycle(data, wrong)
    codes = [problem.code for problem in caught.value.problems]
    assert set(codes) == {"crm-event", "crm-property", "lifecycle-stages", "lifecycle-source"}


def test_that_every_part_of_the_sentence_can_be_changed(definition: LifecycleDefinition) -> None:
    for by in ("nothing", "source", "cohort"):
        asked = changed(definition, "by", by)
        for part in sentence(b2b(), asked):
            if isinstance(part, Part) and part.clauses is None:
                assert part.choices
                assert isinstance(changed(asked, part.field, part.choices[-1].value), LifecycleDefinition)
    assert changed(definition, "lead", "became_sql").way.lead == "became_sql"


def test_that_conditions_on_stages_are_kept_and_read_again(definition: LifecycleDefinition) -> None:
    where = '[{"property": "utm_source", "op": "eq", "value": "google"}]'
    asked = changed(changed(definition, "where lead", where), "where won", where)
    assert definition_from(LifecycleReport(), b2b(), definition_document(asked)) == asked
    assert changed(asked, "lead", "became_sql").way.step("lead").where == ()


@pytest.mark.parametrize(("by", "palette"), [("nothing", LIGHT), ("source", DARK), ("cohort", LIGHT)])
def test_that_each_cell_is_drawn_inside_the_chart(by: Any, palette: Any, definition: LifecycleDefinition) -> None:
    figures = lifecycle(b2b(), replace(definition, by=by))
    chart = draw_lifecycle(figures, palette)
    chart.lay_out(900, LifecycleReport().height_px(figures))
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert {hit.row for hit in chart.hits} == set(range(len(figures.table()[1])))
    assert all(0 <= box.x0 < box.x1 <= 901 and 0 <= box.y0 < box.y1 for box in boxes)
