"""What an explanation says of waits and splits."""

from __future__ import annotations

import pytest

from app.nodes.times import Moment
from app.runtime.explanation import StepKind
from app.runtime.rehearse import RunOptions
from tests.builders.scenarios import Json, Nodes
from tests.runtime.explain.stories import CART, ENTRY, HOUR, only, sentences, told


def test_that_times_are_those_of_the_customers_clock() -> None:
    customers = [{"customer_id": "ann", "tz": "Asia/Tokyo"}]
    explanation = told({"in": ENTRY, "nine": ("wait", {"until": {"time": "09:00"}})}, "in>nine", customers)
    assert explanation.zones == {"journey": "Asia/Tokyo"}
    assert only(explanation, StepKind.WAITS).sentence == "waits until 2024-05-02 09:00 (until 09:00)"


@pytest.mark.parametrize(
    ("born", "more", "words"),
    [
        ("", {"if_missing": "exit"}, "cannot wait (until born; 'born' is missing): leaves the scenario"),
        ("", {}, "does not have to wait (until born; 'born' is missing)"),
        ("1990-05-01", {}, "does not have to wait (until born; 'born' is 1990-05-01; 1990-05-01 00:00 is past)"),
        ("2024-05-03", {}, "waits until 2024-05-03 00:00 (until born; 'born' is 2024-05-03)"),
    ],
)
def test_that_a_wait_for_a_date_says_what_the_date_is(born: str, more: Json, words: str) -> None:
    nodes: Nodes = {"in": ENTRY, "day": ("wait", {"until": {"attribute": "born"}, **more})}
    assert words in sentences(told(nodes, "in>day", [{"customer_id": "ann", "born": born}]))


@pytest.mark.parametrize(
    ("visits", "words"),
    [
        (["04-29 14:10", "04-30 14:50", "04-30 09:00"], "2024-05-01 14:00 (until the best hour for visit; "
         "the best hour is 14:00)"),
        ([], "2024-05-01 11:30 (until the best hour for visit; nothing to learn from, so 11:30)"),
    ],
)  # fmt: skip
def test_that_a_wait_for_the_best_hour_says_what_it_was_learnt_from(visits: list[str], words: str) -> None:
    until = {"best_time": {"event": "visit", "fallback": "11:30"}}
    events = [*(("ann", visit, "visit") for visit in visits), ("bob", "04-01 10:00", "visit"), *CART]
    explanation = told({"in": ENTRY, "best": ("wait", {"until": until})}, "in>best", events=events)
    assert only(explanation, StepKind.WAITS).sentence == f"waits until {words}"


@pytest.mark.parametrize(("amount", "port"), [(30, "happened"), (10, "timed_out")])
def test_that_a_wait_for_an_event_shows_those_that_came_meanwhile(amount: int, port: str) -> None:
    where = [{"property": "amount", "op": "gt", "value": 20}]
    nodes: Nodes = {"in": ENTRY, "buy": ("wait_for", {"event": "purchase", "where": where, "timeout": "P1D"})}
    events = [
        ("ann", "04-30 10:00", "purchase", {"amount": 99}),
        *CART,
        ("ann", "05-01 12:00", "purchase", {"amount": amount}),
    ]
    explanation = told(nodes, "in>buy", events=events)
    assert "at most until 2024-05-02 10:00" in only(explanation, StepKind.WAITS).sentence
    woken = only(explanation, StepKind.WAKES)
    assert woken.reason == port
    assert [(sight.properties["amount"], sight.matched) for sight in woken.sights] == [(amount, amount > 20)]


def test_that_a_token_that_still_waits_says_so_at_the_end_of_the_run() -> None:
    until = RunOptions(until=Moment.parse("2024-05-01T10:30:00Z").us, compiled=False)
    step = only(told({"in": ENTRY, "hour": HOUR}, "in>hour", options=until), StepKind.STILL_WAITING)
    assert (step.node, step.at, step.sentence) == (
        "hour",
        until.until,
        "still waits when the run ends, until 2024-05-01 11:00",
    )


def test_that_a_split_shows_its_draw_between_the_thresholds_of_the_port() -> None:
    variants = [{"port": port, "label": port.upper(), "weight": 1} for port in "ab"]
    step = only(told({"in": ENTRY, "ab": ("split", {"variants": variants})}, "in>ab"), StepKind.SPLIT)
    drawn = float(step.sentence.split()[1])
    low, high = (0.0, 0.5) if step.reason == "a" else (0.5, 1.0)
    assert low <= drawn < high
    assert f"{low:.4f} to {high:.4f}" in step.sentence
