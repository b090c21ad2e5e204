"""A customer who bought a purple dress is offered what others bought next, and why; nothing of later days is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.data.dataset import Dataset
from app.runtime.explaining import explain
from app.runtime.rehearse import RunOptions
from app.scenario.checks.validation import scenario_problems
from tests.builders.datasets import catalogue, from_rows
from tests.builders.scenarios import MESSAGE, Json, Nodes, scenario
from tests.runtime.explain.stories import sentences
from tests.runtime.plays import PLAIN, play, rows

MAPPING = {
    "customers": {"types": {"segment": "text"}},
    "events": {
        "types": {"sku": "text", "order": "text", "qty": "number"},
        "roles": {"purchase": "buy"},
        "property_roles": {"product": "sku", "order_id": "order", "quantity": "qty"},
    },
}
CATALOGUE = {
    "dress": {"name": "purple dress", "category": "clothes", "stock": 8},
    "belt": {"name": "belt", "category": "leather", "stock": 12},
    "hat": {"name": "hat", "category": "clothes", "stock": 0},
}
ENTRY = ("entry_event", {"event": "visit"})
STAY = ("wait", {"for": "PT1M"})
Bought = tuple[str, str, str, str]


def shop(bought: Sequence[Bought] = (), visits: Sequence[tuple[str, str]] = (("she", "05-10"),)) -> Dataset:
    """Eight bought the dress in March; six of them a belt by April, five a hat in the order of the dress."""
    past = [(f"c{who}", "03-01", "dress", f"o{who}") for who in range(8)]
    past += [(f"c{who}", "04-10", "belt", "") for who in range(6)]
    past += [(f"c{who}", "03-01", "hat", f"o{who}") for who in range(3, 8)]
    events = [
        {"customer_id": who, "timestamp": f"2024-{day}T10:00:00Z", "event": "buy", "sku": sku, "order": order}
        for who, day, sku, order in (*past, ("she", "05-01", "dress", "o9"), *bought)
    ]
    events += [{"customer_id": who, "timestamp": f"2024-{day}T12:00:00Z", "event": "visit"} for who, day in visits]
    return replace(from_rows([], events, MAPPING), products=catalogue(CATALOGUE))


def chosen(dataset: Dataset, options: RunOptions = PLAIN, **params: Any) -> list[tuple[Any, ...]]:
    run = play(scenario({"in": ENTRY, "r": ("recommend", params)}, "in>r"), dataset, options)
    return rows(run, "recommendations", "customer_id", "rank", "product", "basis", "anchor", "support", "of")


def test_that_who_bought_the_dress_is_offered_the_belt_with_all_that_stands_behind_it() -> None:
    run = play(scenario({"in": ENTRY, "r": ("recommend", {})}, "in>r"), shop())
    columns = ("customer_id", "instance", "visit", "node", "at", "rank", "product", "basis", "anchor", "support", "of")
    assert rows(run, "recommendations", *columns) == [
        ("she", 1, 2, "r", "05-10 12:00", 1, "belt", "next", "dress", 6, 8)
    ]
    ((cover, score),) = rows(run, "recommendations", "cover", "score")
    assert cover == pytest.approx(12 / (6 / 90))
    assert score == pytest.approx(0.4093, abs=1e-4)
    assert run.summary.nodes["r"].left == {"out": 1, "nothing_fits": 0}


def test_that_the_story_says_why() -> None:
    journey = scenario({"in": ENTRY, "r": ("recommend", {"count": 2, "in_stock": False})}, "in>r")
    (words,) = [words for words in sentences(explain(journey, shop(), "she", PLAIN)) if "recommends" in words]
    assert words == (
        "recommends 'belt': bought 'purple dress' 9 days ago; 6 of 8 who did bought 'belt' within 60 days (75%); "
        "stock lasts 180 days"
    )


def test_that_the_story_of_what_is_popular_and_of_what_goes_together_says_so() -> None:
    def story(**params: Any) -> str:
        journey = scenario({"in": ENTRY, "r": ("recommend", params)}, "in>r")
        return next(words for words in sentences(explain(journey, shop(), "she", PLAIN)) if "recommend" in words)

    popular = story(basis="popular", count=2, in_stock=False)
    assert popular.startswith("recommends 'belt': 6 of 8 bought 'belt' in the last 90 days (75%); stock lasts 180 days")
    assert popular.endswith("; then 'hat' (5 of 8)")
    together = story(basis="together", in_stock=False)
    assert "5 of 8 who did bought 'hat' in the same order (63%); stock lasts 0 days" in together
    assert story(basis="together") == "no product fits that could be recommended"


def test_that_where_nothing_fits_it_goes_another_way_and_nothing_is_written() -> None:
    steps: Nodes = {
        "in": ENTRY,
        "r": ("recommend", {"basis": "together"}),
        "mail": ("email", MESSAGE),
        "sorry": ("task", {"title": "Call"}),
        "known": ("filter", {"condition": {"attribute": "recommended", "op": "exists"}}),
    }
    run = play(scenario(steps, "in>r r>mail r.nothing_fits>sorry sorry>known"), shop())
    assert run.summary.nodes["r"].left == {"out": 0, "nothing_fits": 1}
    assert run.summary.nodes["sorry"].arrived == 1
    assert run.summary.nodes["known"].left == {"pass": 0, "fail": 1}


def test_that_conditions_see_the_first_product_in_the_profile() -> None:
    for value, port in (("belt", "pass"), ("hat", "fail")):
        test = {"condition": {"attribute": "segment", "op": "eq", "value": value}}
        steps: Nodes = {"in": ENTRY, "r": ("recommend", {"into": "segment"}), "f": ("filter", test)}
        run = play(scenario(steps, "in>r r>f"), shop())
        assert run.summary.nodes["f"].left[port] == 1


def test_that_events_of_the_month_and_after_it_change_nothing_earlier() -> None:
    later = [(f"n{who}", day, sku, "") for who in range(40) for day, sku in (("05-02", "dress"), ("05-20", "hat"))]
    later += [(f"n{who}", "06-01", "belt", "") for who in range(40)]
    before = chosen(shop(visits=[("she", "05-10"), ("c7", "05-31")]), count=9, in_stock=False)
    after = chosen(shop(later, visits=[("she", "05-10"), ("c7", "05-31")]), count=9, in_stock=False)
    assert after == before
    (next_month,) = chosen(shop(later, visits=[("she", "06-01")]))
    assert next_month[2:] == ("belt", "next", "dress", 6, 49)


def test_that_what_was_bought_so_far_counts_up_to_the_very_instant() -> None:
    steps = {"in": ("entry_event", {"event": "buy"}), "r": ("recommend", {})}
    data = shop([("c7", "05-03", "hat", ""), ("c7", "05-06", "belt", "")])
    run = play(scenario(steps, "in>r", reentry={"mode": "concurrent"}), data)
    of_c7 = [row for row in rows(run, "recommendations", "customer_id", "at", "product", "anchor") if row[0] == "c7"]
    assert of_c7 == [("c7", "05-03 10:00", "belt", "")]  # the hat has no pair, so what is popular; then she has it all


def test_that_a_dataset_that_names_no_products_is_refused_in_words() -> None:
    def problems(mapping: Json, **params: Any) -> list[str]:
        journey = scenario({"in": ENTRY, "r": ("recommend", params)}, "in>r")
        schema = from_rows([], [{"customer_id": "a", "timestamp": "2024-05-01T10:00:00Z", "event": "visit"}], mapping)
        return [problem.message for problem in scenario_problems(journey, schema.schema())]

    assert problems({}) == ["No event of the dataset names a product; give a property the role 'product' in Data"]
    no_purchase = {"events": {"types": {"sku": "text"}, "property_roles": {"product": "sku"}}}
    assert problems(no_purchase) == [
        "The dataset does not say which event is a purchase; choose the event, or give one the role in Data"
    ]
    assert problems(no_purchase, event="visit") == []
    found = problems(MAPPING, overstock=2, min_support=0, count=0, within="-P1D", into="")
    assert found == [
        "The time in which the next is bought cannot be negative",
        "What has to go counts from 0 (not at all) to 1 (alone)",
        "At least one customer has to stand behind a pair",
        "Recommend from 1 to 20 products",
        "Give the attribute a name",
    ]


def test_that_order_lines_name_the_products_where_a_dataset_has_them() -> None:
    lines = {**MAPPING, "events": {**MAPPING["events"], "roles": {"purchase": "visit", "order_line": "buy"}}}
    events = shop()
    assert chosen(replace(events, roles=from_rows([], [], lines).roles))[0][2] == "belt"
