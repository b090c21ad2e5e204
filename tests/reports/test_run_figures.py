"""Figures of a run: flow, main path, the funnel along it, and the content of a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from app.reports.documents.composing.content import report_content
from app.reports.documents.figures.csv import csv_text
from app.reports.flow.figures import flow
from app.reports.funnel.main_path import main_path
from app.reports.funnel.of_run import run_funnel
from app.reports.report import Subject
from app.runtime.summary import Summary
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import kind, scenario


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def visits_of(rows: list[tuple[Any, ...]]) -> dict[str, pa.Table]:
    """The table of visits from (customer, instance, node, arrived at in seconds, port or none), in order of arrival."""
    numbers: dict[tuple[str, int], int] = {}
    visits = []
    for customer, instance, *_ in rows:
        numbers[customer, instance] = numbers.get((customer, instance), 0) + 1
        visits.append(numbers[customer, instance])
    customers, instances, nodes, seconds = ([row[index] for row in rows] for index in range(4))
    table = pa.table(
        {
            "customer_id": pa.array(customers, pa.string()),
            "instance": pa.array(instances, pa.int32()),
            "visit": pa.array(visits, pa.int32()),
            "node": pa.array(nodes, pa.string()).dictionary_encode(),
            "arrived_at": pa.array(
                [datetime.fromtimestamp(float(at), UTC) for at in seconds], pa.timestamp("us", "UTC")
            ),
            "port": pa.array([row[4] if len(row) > 4 else None for row in rows], pa.string()).dictionary_encode(),
        }
    )
    return {"visits": table}


def test_that_at_every_node_arrivals_are_accounted_for(cart: Scenario, counted: Summary) -> None:
    figures = flow(cart, counted)
    assert [node.id for node in figures.nodes] == ["start", "hold", "mail", "gone"]
    for node in figures.nodes:
        assert node.arrived == node.passed + node.left_open + node.waiting + node.ended
    hold = figures.nodes[1]
    assert (hold.passed, hold.left_open, hold.waiting, hold.ended) == (60, 25, 5, 10)


def test_that_an_edge_carries_its_count_and_that_of_its_source(cart: Scenario, counted: Summary) -> None:
    document = flow(cart, counted).to_document()
    assert document["edges"][1] == {
        "from": "hold", "port": "timed_out", "to": "mail", "count": 60, "of": 100, "rate": 0.6,
    }  # fmt: skip
    assert document["nodes"][2]["skipped"] == {"no_consent": 10}


def test_that_a_node_without_counts_is_shown_as_empty(cart: Scenario, counted: Summary) -> None:
    figures = flow(cart, replace(counted, nodes={}, edges={}))
    assert {node.arrived for node in figures.nodes} == {0}
    assert [edge.rate.percent() for edge in figures.edges] == ["–"] * 3


HOUR = ("wait", {"for": "PT1H"})


def waits(edges: str) -> Scenario:
    """Waits a, b, c … joined as `ab bc`, entered by e."""
    ids = sorted(set(edges.replace(" ", "")) | {"e"})
    nodes = {id_: ("entry_event", {"event": "go"}) if id_ == "e" else HOUR for id_ in ids}
    return scenario(nodes, [(source, "out", target) for source, target in map(tuple, edges.split())])


@pytest.mark.parametrize(
    ("edges", "path"),
    [
        ("ea", "ea"),
        ("ea eb bc", "ebc"),
        ("ea ab bc ca", "eabc"),
        ("ea eb ac bc cd", "eacd"),
        ("ea ab ba bc", "eabc"),
        ("ab", "ab"),
    ],
)
def test_that_the_main_path_is_the_longest_way_and_never_turns_back(edges: str, path: str) -> None:
    assert "".join(node.id for node in main_path(waits(edges))) == path


def test_that_the_run_funnel_counts_customers_whose_journey_came_along_the_path() -> None:
    tables = visits_of(
        [
            ("ann", 1, "e", 0), ("ann", 1, "a", 10),
            ("ann", 2, "e", 100), ("ann", 2, "a", 101), ("ann", 2, "b", 107),
            ("bob", 1, "e", 5), ("bob", 1, "b", 6),
            ("cyd", 1, "e", 0), ("cyd", 1, "a", 2), ("cyd", 1, "b", 4),
            ("cyd", 2, "e", 50), ("cyd", 2, "a", 51), ("cyd", 2, "b", 99),
        ]
    )  # fmt: skip
    figures = run_funnel(waits("ea ab"), tables)
    assert [(step.name, step.count, step.of_previous.of) for step in figures.steps] == [
        ("e", 3, 3), ("a", 2, 3), ("b", 2, 2),
    ]  # fmt: skip
    assert figures.who_left(1).to_pylist() == ["bob"]
    assert (figures.steps[2].mean_s, figures.steps[2].mean_from_first_s) == (4.0, 5.5)


def test_that_a_node_visited_before_its_turn_does_not_count() -> None:
    tables = visits_of([("ann", 1, "e", 0), ("ann", 1, "b", 1), ("ann", 1, "a", 2)])
    assert [step.count for step in run_funnel(waits("ea ab"), tables).steps] == [1, 1, 0]


def test_that_who_took_another_branch_went_elsewhere_and_is_not_lost(cart: Scenario) -> None:
    tables = visits_of(
        [
            ("ann", 1, "start", 0, "out"), ("ann", 1, "hold", 0, "timed_out"), ("ann", 1, "mail", 9, "out"),
            ("bob", 1, "start", 0, "out"), ("bob", 1, "hold", 0, "happened"),
            ("cyd", 1, "start", 0, "out"), ("cyd", 1, "hold", 0),
        ]
    )  # fmt: skip
    mail = run_funnel(cart, tables).steps[2]
    assert (mail.name, mail.count, mail.lost.count) == ("E-mail", 1, 1)
    assert mail.elsewhere == (("the open end “Happened”", 1),)


def test_that_who_still_waits_on_the_main_path_waits_and_is_not_lost(cart: Scenario) -> None:
    rows: list[tuple[Any, ...]] = [
        ("ann", 1, "start", 0, "out"), ("ann", 1, "hold", 0, "timed_out"), ("ann", 1, "mail", 9, "out"),
        ("bob", 1, "start", 0, "out"), ("bob", 1, "hold", 0),
        ("bob", 2, "start", 1, "out"), ("bob", 2, "hold", 1),
        ("cyd", 1, "start", 0, "out"), ("cyd", 1, "hold", 0),
        ("dan", 1, "start", 0, "out"), ("dan", 1, "hold", 0, "happened"),
    ]  # fmt: skip
    reasons = {("bob", 1): "waiting", ("bob", 2): "waiting", ("cyd", 1): "exit_rule"}
    journeys = list(dict.fromkeys((row[0], row[1]) for row in rows))
    instances = pa.table(
        {
            "customer_id": [customer for customer, _ in journeys],
            "instance": pa.array([instance for _, instance in journeys], pa.int32()),
            "end_reason": pa.array([reasons.get(each, "completed") for each in journeys]).dictionary_encode(),
        }
    )
    figures = run_funnel(cart, {**visits_of(rows), "instances": instances})
    mail = figures.steps[2]
    assert (mail.previous, mail.count, mail.lost.count, mail.waiting, mail.gone_elsewhere) == (4, 1, 1, 1, 1)
    headers, table = figures.table()
    assert table[2][headers.index("Still waiting")] == "1"
    behind = {name: figures.people(2, headers.index(name)) for name in ("Lost", "Still waiting", "Went elsewhere")}
    assert {name: ids.to_pylist() for name, ids in behind.items() if ids is not None} == {
        "Lost": ["cyd"], "Still waiting": ["bob"], "Went elsewhere": ["dan"],
    }  # fmt: skip
    assert mail.to_document()["waiting"] == 1


def test_that_the_funnel_says_where_another_branch_leads() -> None:
    journey = branching()
    tables = visits_of([("ann", 1, "e", 0, "out"), ("ann", 1, "q", 0, "timed_out"), ("ann", 1, "x", 0)])
    figures = run_funnel(journey, tables)
    assert [step.lost.count for step in figures.steps] == [0, 0, 0, 0]
    assert figures.table()[0][4:6] == ("Lost", "Went elsewhere")
    assert figures.table()[1][2][5] == "1 to “Too late”"
    assert figures.to_document()["steps"][2]["elsewhere"] == [{"to": "“Too late”", "count": 1}]


def branching() -> Scenario:
    """Of q's two ways the path takes `happened`; `timed_out` leads to an exit called Too late."""
    nodes = [
        kind("e", "entry_event", event="go"),
        kind("q", "wait_for", event="buy", timeout="PT1H"),
        kind("w", "wait", for_="PT1H"),
        kind("y", "exit"),
        kind("x", "exit") | {"label": "Too late"},
    ]
    return scenario(nodes, "e>q q.happened>w w>y q.timed_out>x")


def test_that_a_run_that_nobody_entered_has_a_funnel_of_zeros() -> None:
    figures = run_funnel(waits("ea"), visits_of([]))
    assert [step.count for step in figures.steps] == [0, 0]
    assert figures.to_document()["steps"][1]["of_first"] is None


def test_that_the_content_names_numerator_and_denominator(cart: Scenario, counted: Summary) -> None:
    content = report_content(Subject(cart, counted, visits_of([("ann", 1, "start", 0)])), dataset_name="shop")
    facts = {fact.label: (plain(fact.value), plain(fact.note)) for fact in content.facts}
    assert facts == {
        "Customers who entered": ("90", "on 100 journeys"),
        "Messages sent": ("50", "83% of 60 decided"),
        "Messages held back": ("10", "most often: no consent, 17% of 60"),
        "Goal “order”": ("20%", "20 of 100 journeys"),
        "Inside at the data end": ("7", "7% of 100 journeys"),
    }
    (goal,) = content.goals
    assert (goal.meaning, goal.customers.fraction(), goal.value) == (
        "purchase within 7 days of the entry", "18 of 90", "1,250.50",
    )  # fmt: skip
    assert [fact.value for fact in content.provenance] == ["Cart", "shop", "f00d", "7", "Rehearse 0.1.0", "3"]


def test_that_csv_holds_exact_values(cart: Scenario, counted: Summary) -> None:
    lines = csv_text(flow(cart, counted)).splitlines()
    assert lines[0] == "from,port,to,count,of,rate"
    assert lines[2] == "hold,timed_out,mail,60,100,0.6"


def test_that_a_goal_is_worth_something_in_the_currency_of_the_data(cart: Scenario, counted: Summary) -> None:
    shop = people([{"customer_id": "ann"}], [("ann", "05-01 10:00", "purchase", {"amount": 3})])
    in_euros = replace(shop, roles=replace(shop.roles, property_currencies={"amount": "EUR"}))
    content = report_content(Subject(cart, counted, visits_of([("ann", 1, "start", 0)]), in_euros), dataset_name="shop")
    assert [goal.value for goal in content.goals if goal.value] == ["€1,250.50"]
