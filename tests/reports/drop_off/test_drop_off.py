"""Drop-off of small runs that can be followed by hand."""

from __future__ import annotations

from typing import Any

import pytest

from app.data.dataset import Dataset
from app.look.palette import LIGHT
from app.reports.drop_off.chart import draw_drop_off
from app.reports.drop_off.figures import ENDED, GOAL, LOST, STATES, WAITING, WENT_ON, DropOffFigures, column_of
from app.reports.drop_off.of_run import drop_off
from app.reports.report import Subject
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, kind, scenario

JOURNEY = scenario(
    [
        kind("start", "entry_event", event="cart") | {"label": "Cart"},
        kind("adult", "filter", condition={"attribute": "age", "op": "ge", "value": 18}) | {"label": "Adult"},
        kind("hold", "wait", for_="P1D") | {"label": "A day"},
        kind("mail", "email", **MESSAGE) | {"label": "Reminder"},
    ],
    "start>adult adult.pass>hold hold>mail",
    goals=[{"id": "order", "event": "buy"}],
    exit_rules=[{"id": "bought", "event": "buy"}, {"id": "gone", "event": "leave"}],
)
AGES = {"a": "30", "b": "10", "c": "40", "d": "50", "e": "60"}
EVENTS: list[Any] = [
    ("a", "05-01 10:00", "cart"), ("a", "05-01 12:00", "buy"),
    ("b", "05-01 10:00", "cart"), ("b", "05-03 10:00", "view"),
    ("c", "05-01 10:00", "cart"), ("c", "05-01 16:00", "leave"),
    ("d", "05-01 10:00", "cart"),
    ("e", "05-30 10:00", "cart"),
]  # fmt: skip


def data() -> Dataset:
    return people([{"customer_id": who, "age": age} for who, age in AGES.items()], EVENTS)


def figures_of(
    of: Scenario = JOURNEY, over: Dataset | None = None, *, keeps: bool = True, **more: Any
) -> DropOffFigures:
    over = over or data()
    run = rehearse(of, over, RunOptions(compiled=False, **more))
    return drop_off(Subject(of, run.summary, run.tables, over if keeps else None))


def states_of(figures: DropOffFigures) -> dict[str, dict[str, int]]:
    return {
        each.label: {name: count for name, count in zip(STATES, each.states, strict=True) if count}
        for each in figures.nodes
    }


def test_that_every_journey_at_a_node_went_on_or_stopped_for_a_reason() -> None:
    figures = figures_of()
    assert states_of(figures) == {
        "Cart": {"went on": 5},
        "Adult": {"went on": 4, "lost": 1},
        "A day": {"went on": 2, "reached a goal": 1, "lost": 1},
        "Reminder": {"came to the end": 2},
    }
    reasons = {each.label: each.reasons for each in figures.nodes if each.reasons}
    assert reasons == {"Adult": (("open end “Fail”", 1),), "A day": (("exit rule “gone”", 1),)}


def test_that_the_lost_waited_from_their_arrival_to_their_end() -> None:
    waited = {each.label: each.waited_s for each in figures_of().nodes if each.lost.count}
    assert waited == {"Adult": 0.0, "A day": 6 * 3600.0}


def test_that_what_they_did_next_is_their_next_recorded_event() -> None:
    then = {each.label: each.then for each in figures_of().nodes if each.then}
    assert then == {
        "Adult": (("view", 1),),
        "A day": (("leave", 1),),
        "Reminder": (("nothing", 1), ("nothing yet", 1)),
    }
    assert all(not each.then for each in figures_of(keeps=False).nodes)


def test_that_silence_is_told_from_what_the_data_do_not_reach() -> None:
    rows = [("a", "05-01 10:00", "cart"), ("b", "05-19 10:00", "cart"), ("c", "05-20 10:00", "view")]
    minors = people([{"customer_id": who, "age": "10"} for who in "abc"], rows)
    then = {each.label: each.then for each in figures_of(over=minors).nodes if each.then}
    assert then == {"Adult": (("nothing", 1), ("nothing yet", 1))}


def test_that_who_still_waits_is_not_lost() -> None:
    until = 1_714_561_200_000_000  # 2024-05-01 11:00 UTC
    figures = figures_of(until=until)
    assert states_of(figures)["A day"] == {"were still waiting": 3}


def test_that_each_node_is_held_against_those_before_it() -> None:
    before = {each.label: each.before and (each.before.count, each.before.of) for each in figures_of().nodes}
    assert before == {"Cart": None, "Adult": (5, 5), "A day": (4, 5), "Reminder": (2, 4)}


def test_that_the_people_of_a_cell_are_as_many_as_it_counts() -> None:
    figures = figures_of()
    for row, each in enumerate(figures.nodes):
        for state in (WENT_ON, GOAL, ENDED, WAITING, LOST):
            ids = figures.people(row, column_of(state))
            assert ids is not None
            assert len(ids) == each.states[state]
    lost = figures.people(2, column_of(LOST))
    assert lost is not None
    assert lost.to_pylist() == ["c"]


def test_that_nobody_is_a_sentence_and_not_a_number() -> None:
    figures = figures_of(over=people([{"customer_id": "z"}], [("z", "05-01 10:00", "view")]))
    assert figures.leading() == "nobody was lost"
    assert "nan" not in str(figures.table()).lower()
    chart = draw_drop_off(figures, LIGHT)
    chart.lay_out(600, 400)
    assert chart.hits == ()


@pytest.mark.parametrize("many", [1, 40, 300])
def test_that_the_chart_says_where_it_draws_what(many: int) -> None:
    waits = [kind(f"w{k}", "wait", for_="PT1M") for k in range(many)]
    edges = " ".join(["start>w0", *(f"w{k}>w{k + 1}" for k in range(many - 1))])
    figures = figures_of(scenario([kind("start", "entry_event", event="cart"), *waits], edges))
    chart = draw_drop_off(figures, LIGHT)
    chart.lay_out(880, 480)
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert boxes
    assert all(0 <= each.x0 < each.x1 <= 880 and 0 <= each.y0 < each.y1 <= 480 for each in boxes)
