"""Customers behind the numbers of the canvas, against the numbers themselves."""

from __future__ import annotations

import pytest

from app.bench.job import abandoned_cart, synthetic_dataset
from app.canvas.figures import Door, NodePart, node_figures
from app.data.dataset import Dataset
from app.jobs.runs.people_at_node import Tables, customers_behind, played_tables
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import kind, scenario

SCENARIO = abandoned_cart()


@pytest.fixture(scope="module")
def small() -> Dataset:
    return synthetic_dataset(120)


@pytest.fixture(scope="module")
def tables(small: Dataset) -> Tables:
    return rehearse(SCENARIO, small, RunOptions(compiled=False)).tables


def plainly(tables: Tables, scenario: Scenario, door: Door) -> set[str]:
    """The same, row by row."""
    going_on = {(row["customer_id"], row["instance"]) for row in tables["instances"].to_pylist() if not row["ended_at"]}
    wired = {edge.port for edge in scenario.edges if edge.source == door.node}
    found = set()
    for row in tables["visits"].to_pylist():
        port, waits = row["port"], (row["customer_id"], row["instance"]) in going_on
        is_lost = bool(wired) and port is not None and port not in wired
        means = {
            NodePart.ARRIVED: True,
            NodePart.LEFT: port == door.detail,
            NodePart.PASSED: port is not None and not is_lost,
            NodePart.WAITING: port is None and waits,
            NodePart.DROPPED: is_lost or (port is None and not waits),
        }
        if row["node"] == door.node and means[door.part]:
            found.add(row["customer_id"])
    return found


def test_that_each_part_of_each_node_has_the_customers_of_its_rows(tables: Tables) -> None:
    for node in SCENARIO.nodes:
        for part in NodePart:
            if part not in (NodePart.SKIPPED, NodePart.MODELLED):
                door = Door(node.id, part, "out" if part is NodePart.LEFT else "")
                assert set(customers_behind(tables, SCENARIO, door).to_pylist()) == plainly(tables, SCENARIO, door)


def test_that_those_to_whom_nothing_was_sent_are_found_by_the_reason(tables: Tables, small: Dataset) -> None:
    summary = rehearse(SCENARIO, small, RunOptions(compiled=False)).summary
    figures = node_figures(SCENARIO, summary)
    reasons = [(node, reason) for node, each in figures.items() for reason, n in each.skipped.items() if n]
    assert reasons
    for node, reason in reasons:
        ids = customers_behind(tables, SCENARIO, Door(node, NodePart.SKIPPED, reason)).to_pylist()
        rows = tables["messages"].to_pylist()
        assert set(ids) == {row["customer_id"] for row in rows if (row["node"], row["outcome"]) == (node, reason)}


def test_that_those_who_were_not_added_to_an_audience_are_found_by_the_reason() -> None:
    ad = kind("ad", "ad_audience", platform="meta", audience="carts", action="add")
    journey = scenario([kind("in", "entry_event", event="cart"), ad], "in>ad")
    everybody = [("ann", "a@example.com"), ("bob", ""), ("cid", "")]
    data = people(
        [{"customer_id": who, "email": mail} for who, mail in everybody],
        [(who, "05-01 10:00", "cart") for who, _ in everybody],
    )
    run = rehearse(journey, data, RunOptions(compiled=False))
    figures = node_figures(journey, run.summary)["ad"]
    assert figures.skipped == {"no_address": 2}
    assert "2 not added: no address" in figures.in_words()
    door = Door("ad", NodePart.SKIPPED, "no_address")
    assert customers_behind(run.tables, journey, door).to_pylist() == ["bob", "cid"]


def test_that_no_part_has_more_customers_than_its_number(tables: Tables, small: Dataset) -> None:
    figures = node_figures(SCENARIO, rehearse(SCENARIO, small, RunOptions(compiled=False)).summary)
    for node, each in figures.items():
        parts = {NodePart.ARRIVED: each.arrived, NodePart.PASSED: each.passed, NodePart.WAITING: each.waiting}
        for part, count in {**parts, NodePart.DROPPED: each.dropped}.items():
            ids = customers_behind(tables, SCENARIO, Door(node, part))
            assert len(ids) <= count
            assert bool(len(ids)) == bool(count)


def test_that_a_run_played_once_more_has_the_same_rows(tables: Tables, small: Dataset) -> None:
    again = played_tables(SCENARIO, small)
    assert again["visits"].equals(tables["visits"])
