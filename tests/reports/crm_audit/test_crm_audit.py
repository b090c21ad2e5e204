"""The quarterly audit against what was planted, counted in plain Python, and its edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.errors import AppError
from app.look.palette import DARK, LIGHT
from app.numbers import Rate
from app.reports.crm.way import Way
from app.reports.crm_audit.chart import draw_crm_audit
from app.reports.crm_audit.definition import CrmAuditDefinition, crm_audit, proposed_crm_audit
from app.reports.crm_audit.figures import CrmAuditFigures
from app.reports.crm_audit.report import CrmAuditReport
from app.reports.crm_audit.sentence import changed, sentence
from app.reports.definition.sentence import Part
from tests.builders.b2b import at_us, b2b, everybody, truth
from tests.builders.datasets import people

QUARTERS = ("Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025")


@pytest.fixture(name="definition", scope="module")
def _definition() -> CrmAuditDefinition:
    proposed = proposed_crm_audit(b2b())
    assert proposed is not None
    return proposed


@pytest.fixture(name="figures", scope="module")
def _figures(definition: CrmAuditDefinition) -> CrmAuditFigures:
    return crm_audit(b2b(), definition)


def quarter(seconds: int) -> int:
    """0 to 3, in the zone of the data."""
    local = datetime.fromtimestamp(at_us(seconds) / 1e6, ZoneInfo(truth()["zone"]))
    return (local.month - 1) // 3


def tally(instants: list[int]) -> list[int]:
    return [sum(quarter(at) == each for at in instants) for each in range(4)]


def rates(figures: CrmAuditFigures, key: str) -> list[tuple[int, int]]:
    return [(value.count, value.of) for value in figures.line(key).values if isinstance(value, Rate)]


def of_leads(chosen: set[str]) -> list[tuple[int, int]]:
    leads = {person["id"]: person["lead"] for person in truth()["people"] if person["lead"] is not None}
    return list(zip(tally([leads[each] for each in chosen]), tally(list(leads.values())), strict=True))


def test_that_leads_without_source_and_duplicates_are_those_planted(figures: CrmAuditFigures) -> None:
    assert figures.quarters == QUARTERS
    leads = {person["id"]: (person["lead"], person["id"]) for person in truth()["people"]}
    assert list(figures.line("leads").values) == tally([at for at, _ in leads.values()])
    assert rates(figures, "without_source") == of_leads(set(truth()["leads_without_source"]))
    later = {max(pair, key=lambda each: leads[each]) for pair in truth()["duplicates"]}
    assert rates(figures, "duplicates") == of_leads(later)
    assert len(later) == 12


def test_that_opportunities_without_touch_are_those_planted(figures: CrmAuditFigures) -> None:
    opened = {deal["id"]: deal["opened"] for deal in truth()["opportunities"]}
    alone = tally([opened[each] for each in truth()["opportunities_without_touch"]])
    assert rates(figures, "without_touch") == list(zip(alone, tally(list(opened.values())), strict=True))
    assert list(figures.line("opportunities").values) == tally(list(opened.values()))


def test_that_other_spellings_are_those_planted_and_named(figures: CrmAuditFigures) -> None:
    touches = [(at, name) for person in everybody() for at, _, _, name, _ in person["touches"]]
    planted = truth()["other_spellings"]
    named = tally([at for at, name in touches if name])
    spelled = tally([at for at, name in touches if name in planted])
    assert rates(figures, "spelling:utm_campaign") == list(zip(spelled, named, strict=True))
    for name, many in planted.items():
        values = figures.line(f"spelling:utm_campaign:{name}").values
        assert list(values) == tally([at for at, each in touches if each == name])
        assert sum(each for each in values if isinstance(each, int)) == many


def scored(start: int, end: int) -> list[tuple[float, bool]]:
    """(score at the start, whether won before the end) of the leads that were not won at the start."""
    won: dict[str, int] = {}
    for deal in truth()["opportunities"]:
        if deal["outcome"] == "won":
            won[deal["contact"]] = min(deal["closed"], won.get(deal["contact"], deal["closed"]))
    found = []
    for person in truth()["people"]:
        known = [score for at, score in sorted(person["scores"]) if at < start]
        at = won.get(person["id"])
        if known and (at is None or at >= start):
            found.append((float(known[-1]), at is not None and at < end))
    return found


def edges() -> list[int]:
    """The beginnings of the quarters and the end of the last, in seconds of the year in UTC."""
    zone = ZoneInfo(truth()["zone"])
    starts = [datetime(2025, each, 1, tzinfo=zone) for each in (1, 4, 7, 10)] + [datetime(2026, 1, 1, tzinfo=zone)]
    return [round(each.timestamp()) - at_us(0) // 1_000_000 for each in starts]


def test_that_the_score_is_judged_by_what_came_after_it(figures: CrmAuditFigures) -> None:
    for at in range(4):
        pairs = scored(*edges()[at : at + 2])
        came, stayed = ([score for score, is_won in pairs if is_won is wanted] for wanted in (True, False))
        value = figures.line("auc").values[at]
        if came and stayed:
            better = sum((a > b) + 0.5 * (a == b) for a in came for b in stayed)
            assert value == pytest.approx(better / (len(came) * len(stayed)))
        else:
            assert value is None
        high = [is_won for score, is_won in pairs if score >= truth()["mql_line"]]
        assert figures.line("precision").values[at] == Rate(sum(high), len(high))
    aucs = [value for value in figures.line("auc").values if isinstance(value, float)]
    assert len(aucs) == 3
    assert min(aucs) > 0.7


def test_that_won_deals_that_had_been_mqls_are_those_planted(figures: CrmAuditFigures) -> None:
    mql = {person["id"]: person["mql"] for person in truth()["people"]}
    won = [deal for deal in truth()["opportunities"] if deal["outcome"] == "won"]
    was = [deal["closed"] for deal in won if (mql[deal["contact"]] or deal["closed"] + 1) <= deal["closed"]]
    assert rates(figures, "won_mqls") == list(zip(tally(was), tally([d["closed"] for d in won]), strict=True))


def test_that_the_change_is_from_the_quarter_before_and_the_last_quarter_is_still_open(
    figures: CrmAuditFigures, definition: CrmAuditDefinition
) -> None:
    before, now = figures.line("leads").values[-2:]
    assert isinstance(before, int)
    assert isinstance(now, int)
    assert figures.line("leads").change() == now - before
    assert (figures.is_open, figures.table()[0][-2]) == (True, "Q4 2025 so far")
    earlier = crm_audit(b2b(), replace(definition, quarter=date(2025, 8, 15)))
    assert (earlier.quarters, earlier.is_open) == (QUARTERS[:3], False)
    first = crm_audit(b2b(), replace(definition, quarter=date(2025, 1, 1)))
    assert (first.quarters, first.line("leads").change()) == (QUARTERS[:1], None)
    with pytest.raises(AppError, match="no quarter of the data"):
        crm_audit(b2b(), replace(definition, quarter=date(2026, 1, 1)))


def test_that_the_people_behind_a_share_are_those_it_counts(figures: CrmAuditFigures) -> None:
    row = [line.key for line in figures.lines].index("without_source")
    found = [figures.people(row, column) for column in range(1, 5)]
    ids = {each for people_ in found if people_ is not None for each in people_.to_pylist()}
    assert ids == set(truth()["leads_without_source"])
    assert figures.people(row, 5) == figures.people(row, 4)


def test_that_data_without_leads_proposes_nothing_and_all_faults_are_named() -> None:
    data = people([], [("ann", "01-01 10:00", "visit")])
    assert proposed_crm_audit(data) is None
    wrong = CrmAuditDefinition(Way(), "age", ("amount",), "nowhere", "cart")
    with pytest.raises(AppError) as caught:
        crm_audit(data, wrong)
    codes = [problem.code for problem in caught.value.problems]
    assert set(codes) == {"audit-lead", "audit-column", "audit-outcome"}


def test_that_an_audit_of_leads_alone_needs_neither_scores_nor_opportunities() -> None:
    data = people([], [("ann", "01-01 10:00", "lead"), ("bob", "05-01 10:00", "lead")])
    figures = crm_audit(data, CrmAuditDefinition(Way(lead="lead")))
    assert [(line.key, line.values) for line in figures.lines] == [("leads", (1, 1))]


def test_that_every_part_of_the_sentence_can_be_changed(definition: CrmAuditDefinition) -> None:
    for part in sentence(b2b(), definition):
        if isinstance(part, Part) and part.clauses is None:
            assert isinstance(changed(definition, part.field, part.choices[-1].value), CrmAuditDefinition)
    assert changed(definition, "quarter", "2025-04-01").quarter == date(2025, 4, 1)
    for field in ("quarter", "line"):
        with pytest.raises(AppError, match="Nothing was changed"):
            changed(definition, field, "soon")


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_each_cell_is_drawn_inside_the_chart(palette: Any, figures: CrmAuditFigures) -> None:
    chart = draw_crm_audit(figures, palette)
    height = CrmAuditReport().height_px(figures)
    chart.lay_out(900, height)
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert {(hit.row, hit.column) for hit in chart.hits} == {
        (r, c) for r in range(len(figures.lines)) for c in range(1, 6)
    }
    assert all(0 <= box.x0 < box.x1 <= 901 and 0 <= box.y0 < box.y1 <= height for box in boxes)
