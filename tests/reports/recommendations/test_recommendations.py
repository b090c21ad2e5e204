"""The back-test against a plain one: who was recommended what on the first of a month, and what they bought in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.data.dataset import Dataset
from app.errors import AppError, Cancelled
from app.nodes.durations import Duration
from app.reports.definition.sentence import Part
from app.reports.documents.composing.composed import compose
from app.reports.documents.composing.composition import Composition, ReportSection
from app.reports.documents.composing.recorded import dataset_content
from app.reports.recommendations.definition import (
    RecommendationsDefinition,
    proposed_recommendations,
    recommendations,
)
from app.reports.recommendations.figures import RecommendationFigures
from app.reports.recommendations.report import RecommendationsReport
from app.reports.recommendations.sentence import changed, sentence
from app.reports.report import Subject, counting
from app.runtime.rehearse import RunOptions, rehearse
from tests.builders.datasets import from_rows
from tests.builders.scenarios import kind, scenario
from tests.reference.recommending import Shop, Wanted, recommend
from tests.runtime.test_recommending import MAPPING, shop_of


def plainly(shop: Shop, basis: str, support: int) -> dict[tuple[str, str], tuple[int, int]]:
    """The places of the next new product, by customer and month."""
    found = {}
    for customer in {event.customer for event in shop.events}:
        own = sorted((event for event in shop.events if event.customer == customer), key=lambda event: event.at)
        for month in sorted({event.at.replace(day=1, hour=0) for event in own}):
            had = {event.product for event in own if event.at < month}
            later = [e for e in own if e.at.replace(day=1, hour=0) == month and e.product not in had]
            if had and later:
                new = {event.product for event in later if event.at == later[0].at}
                now = month - timedelta(microseconds=0)
                asked: Any = {"min_support": support, "in_stock": False, "count": 5}
                # what happens at the very first instant of the month is not known yet
                known = Shop([e for e in shop.events if e.customer != customer or e.at < month], shop.products)
                ours = recommend(known, customer, now, Wanted(basis=basis, **asked))  # type: ignore[arg-type]  # a basis
                theirs = recommend(known, customer, now, Wanted(basis="popular", **asked))
                places = (next((row.rank for row in rows if row.product in new), 0) for rows in (ours, theirs))
                first, second = places
                found[customer, f"{month:%Y-%m}"] = (first, second)
    return found


@given(some.integers(0, 2**32), some.sampled_from(["next", "together"]), some.sampled_from([1, 2]))
def test_that_the_test_says_what_a_plain_one_says(seed: int, basis: Any, support: int) -> None:
    shop, dataset = shop_of(Random(seed))
    if not shop.events:
        return
    definition = RecommendationsDefinition("buy", basis=basis, min_support=support)
    _, rows = recommendations(dataset, definition).records()
    got = {(str(row[0]), str(row[1])): (row[2], row[3]) for row in rows}
    assert got == plainly(shop, basis, support)


def bought(better: bool = True) -> Dataset:
    """In May twenty buy the belt, or the hat, after the dress, as others had; most had bought socks."""
    rows: list[tuple[str, str, str]] = []
    for who in range(12):
        rows += [(f"a{who}", "03-01", "dress"), (f"a{who}", "03-20", "belt")]
    rows += [(f"s{who}", "03-05", "socks") for who in range(30)]
    for who in range(20):
        rows += [(f"t{who:02}", "04-10", "dress"), (f"t{who:02}", "05-10", "belt" if better else "socks")]
    events = [
        {"id": who, "at": f"2024-{day}T10:00:00Z", "event": "buy", "sku": sku, "qty": 1, "order": ""}
        for who, day, sku in rows
    ]
    return from_rows([], events, MAPPING)


def figures(better: bool = True) -> RecommendationFigures:
    """The test over these."""
    proposed = proposed_recommendations(data := bought(better))
    assert proposed is not None
    return recommendations(data, proposed)


def test_that_a_model_that_knows_what_goes_with_a_dress_beats_what_is_popular_and_says_so() -> None:
    headers, table = figures().table()
    assert headers == ("Month", "Customers", "First 1", "Popular 1", "First 3", "Popular 3", "First 5", "Popular 5")
    assert [str(cell) for cell in table[-1]] == ["All months", "20", "100%", "0%", "100%", "100%", "100%", "100%"]
    assert table[0][2].note.startswith("20 of 20; 95% sure: 84")
    first, third, _ = figures().verdicts()
    assert first.startswith("At 1 the model beats what is popular: 100% (84")
    assert third.startswith("At 3 the model does not beat what is popular: 100%")
    assert figures().catalogue_words().endswith("of the products were recommended to somebody; no stock is known.")


def test_that_a_model_that_is_worse_is_said_to_be_so() -> None:
    assert figures(better=False).verdicts()[0].startswith("At 1 the model does not beat what is popular: 0%")


def test_that_behind_a_cell_stand_its_customers() -> None:
    found = figures()
    assert len(found.people(0, 2) or ()) == 20
    assert len(found.people(0, 3) or ()) == 0
    assert (found.people(1, 1) or [])[0].as_py() == "t00"


def test_that_the_sentence_changes_the_definition() -> None:
    data = shop_of(Random(3))[1]
    definition = RecommendationsDefinition("buy")
    parts = [part for part in sentence(data, definition) if isinstance(part, Part)]
    assert [part.field for part in parts] == ["event", "basis", "within", "min_support", "overstock"]
    assert changed(definition, "within", "30").within.text == "P30D"
    assert changed(definition, "overstock", "0.5").overstock == 0.5
    assert changed(definition, "basis", "together").basis == "together"
    assert "in the same order" in changed(definition, "basis", "together").in_words()
    with pytest.raises(AppError):
        changed(definition, "min_support", "many")


def test_that_what_is_wrong_is_named() -> None:
    data = shop_of(Random(3))[1]
    wrong = RecommendationsDefinition("sale", within=Duration.parse("-P1D"), overstock=2, min_support=0)
    with pytest.raises(AppError) as error:
        recommendations(data, wrong)
    assert {problem.code for problem in error.value.problems} == {
        "recommend-event", "recommend-overstock", "recommend-support", "recommend-within",
    }  # fmt: skip
    assert proposed_recommendations(replace(data, roles=replace(data.roles, properties={}))) is None


def test_that_nobody_to_test_leaves_no_rows() -> None:
    at = datetime(2024, 5, 1, tzinfo=UTC)
    row = {"id": "a", "at": at.isoformat(), "event": "buy", "sku": "hat", "qty": 1, "order": ""}
    assert recommendations(from_rows([], [row], MAPPING), RecommendationsDefinition("buy")).table()[1] == []


def test_that_an_event_that_names_no_product_is_told_with_those_that_do() -> None:
    bare = {"id": "a", "at": "2024-05-01T00:00:00Z", "event": "sale", "sku": "", "qty": 1, "order": ""}
    data = from_rows([], [bare, bare | {"event": "buy", "sku": "hat"}], MAPPING)
    with pytest.raises(AppError) as error:
        recommendations(data, RecommendationsDefinition("sale"))
    (problem,) = error.value.problems
    assert problem.message == "No “sale” names a product; these events do: buy"


def test_that_over_a_run_each_node_that_recommends_is_tested_by_its_own_way() -> None:
    ways: dict[str, dict[str, Any]] = {
        "next": {},
        "shelf": {"basis": "together", "min_support": 2},
        "all": {"basis": "popular"},
    }
    nodes = [kind("start", "entry_event", event="buy"), *(kind(at, "recommend", **way) for at, way in ways.items())]
    made, data = scenario(nodes, "start>next next>shelf shelf>all"), bought()
    subject = Subject(made, rehearse(made, data, RunOptions(compiled=False)).summary, {}, data)
    said: list[str] = []
    told = replace(subject, progress=lambda _done, _total, what: said.append(what))
    next_, shelf = RecommendationsReport().measure(told)
    assert said[-1] == "Looking what was bought next"
    assert next_.figures.to_document() == figures().to_document()
    assert shelf.figures.definition.to_document()["basis"] == "together"
    assert shelf.figures.definition.to_document()["min_support"] == 2
    assert [str(cell) for cell in next_.figures.table()[1][-1]][1] == "20"
    assert not list(RecommendationsReport().measure(replace(subject, dataset=None)))
    assert not list(RecommendationsReport().measure(replace(subject, dataset=from_rows([], [], MAPPING))))


def test_that_the_back_test_says_how_far_it_is_and_can_be_given_up() -> None:
    dataset = shop_of(Random(3))[1]
    said: list[str] = []
    report = RecommendationsReport()
    definition = RecommendationsDefinition("buy", min_support=1)

    def listen(done: int, total: int, what: str) -> None:
        assert done <= total or not total
        said.append(what)

    figures = counting(report, listen)(dataset, definition)
    assert figures.to_document() == report.count(dataset, definition).to_document()
    assert said[-1] == "Looking what was bought next"
    said.clear()
    alone = Composition(sections=(ReportSection(report="recommendations", definition=definition.to_document()),))
    again = shop_of(Random(3))[1]
    compose(dataset_content(again, "shop"), alone, again, progress=listen)
    assert said[0] == "Counting Recommendations"
    assert said[-1] == "Looking what was bought next"

    def give_up(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        counting(report, give_up)(shop_of(Random(3))[1], definition)
