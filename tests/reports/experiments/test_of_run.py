"""Experiments of a run: what its splits drew, what came after, and its control group."""

from __future__ import annotations

from typing import Any

from app.data.dataset import Dataset
from app.reports.experiments.figures import ExperimentFigures
from app.reports.experiments.of_run import run_experiments
from app.reports.report import Measured, Subject
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import kind, scenario

NAMES = tuple(f"c{k:02}" for k in range(60))


def data(again: bool = False) -> Dataset:
    """Everybody comes on the first day; every third buys on the third, and c00 has bought an hour after coming."""
    rows: list[Any] = [(who, "05-01 10:00", "come") for who in NAMES]
    rows += [(who, "05-03 10:00", "buy", {"amount": "10"}) for who in NAMES[::3]]
    rows.append((NAMES[0], "05-01 11:00", "buy", {"amount": "99"}))
    rows += [(who, "05-02 10:00", "come") for who in NAMES] if again else []
    return people([], rows)


def split_scenario(sticky: str = "customer", **settings: Any) -> Scenario:
    variants = [{"port": "a", "label": "Way A", "weight": 1}, {"port": "b", "label": "Way B", "weight": 1}]
    nodes = [
        kind("start", "entry_event", event="come"),
        kind("hold", "wait", for_="PT2H"),
        kind("draw", "split", variants=variants, sticky=sticky) | {"label": "Coin"},
    ]
    goals = [{"id": "order", "event": "buy", "value": "amount"}]
    return scenario(nodes, "start>hold hold>draw", goals=goals, **settings)


def measured(of: Scenario, over: Dataset) -> list[Measured]:
    run = rehearse(of, over, RunOptions(compiled=False))
    return list(run_experiments(Subject(of, run.summary, run.tables, over)))


def first(of: Scenario, over: Dataset) -> ExperimentFigures:
    figures = measured(of, over)[0].figures
    assert isinstance(figures, ExperimentFigures)
    return figures


def test_that_everybody_drew_one_variant_and_conversions_after_it_count() -> None:
    figures = first(split_scenario(), data())
    assert [each.name for each in figures.variants] == ["Way A", "Way B"]
    assert sum(each.rate.of for each in figures.variants) == 59
    assert sum(each.rate.count for each in figures.variants) == 19
    assert dict(figures.outcomes.left_out) == {"who had reached the goal before": 1}
    assert figures.outcomes.value is not None
    assert figures.outcomes.value.sum() == 190


def test_that_the_people_of_a_variant_are_those_who_took_its_way() -> None:
    of, over = split_scenario(), data()
    run = rehearse(of, over, RunOptions(compiled=False))
    visits = run.tables["visits"].to_pylist()
    took = {row["customer_id"] for row in visits if row["node"] == "draw" and row["port"] == "a"} - {"c00"}
    ids = first(of, over).people(0, 1)
    assert ids is not None
    assert set(ids.to_pylist()) == took


def test_that_where_each_journey_draws_anew_journeys_are_counted() -> None:
    figures = first(split_scenario("instance"), data(again=True))
    assert figures.definition.to_document()["counting"] == "journeys"
    assert sum(each.rate.of for each in figures.variants) > 100


def test_that_the_control_group_is_compared_with_everybody_else() -> None:
    found = measured(split_scenario(control_group=0.5), data())
    figures = found[-1].figures
    assert found[-1].heading == "Control group, goal “order”"
    assert isinstance(figures, ExperimentFigures)
    assert figures.control is not None
    assert figures.control.name == "Control group"
    assert sum(each.rate.of for each in figures.variants) == 60


def test_that_a_scenario_without_split_or_goal_has_no_experiment() -> None:
    plain = scenario([kind("start", "entry_event", event="come")], goals=[{"id": "order", "event": "buy"}])
    assert measured(plain, data()) == []
    without_goal = scenario(
        [kind("start", "entry_event", event="come"), kind("draw", "split", variants=[{"port": "a", "weight": 1}])],
        "start>draw",
    )
    assert measured(without_goal, data()) == []
