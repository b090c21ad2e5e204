"""The machine against the plain interpreter of `tests/reference`, on random scenarios."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, reject, settings

from tests.builders.scenarios import Nodes, document
from tests.reference.cases import Rows, play_case
from tests.reference.play import TooLongError
from tests.reference.state import Json
from tests.reference.summary import summary_of
from tests.runtime.played_cases import differences, machine_plays
from tests.runtime.random_cases import cases

MOST_ROWS = 5_000
START = datetime(2024, 3, 30, tzinfo=UTC)
UNHURRIED = settings(suppress_health_check=list(HealthCheck))


def expected_of(case: Json) -> Rows:
    """What the plain interpreter makes of it; cases that go on and on are passed over."""
    try:
        return play_case(case, MOST_ROWS)
    except TooLongError:
        reject()


@UNHURRIED
@given(cases())
def test_that_machine_and_reference_agree(case: Json) -> None:
    expected = expected_of(case)
    summary = summary_of(case, expected)
    for compiled in (False, True):
        assert differences(expected, summary, machine_plays(case, compiled=compiled)) == []


def _endless(ways: int) -> Json:
    """A case of one customer who goes round in a loop; each round makes as many tokens as there are ways back."""
    nodes: Nodes = {
        "in": ("entry_audience", {"at": "2024-03-30T12:00:00"}),
        "w": ("wait", {"for": "PT1H"}),
        **{f"s{way}": ("score", {"score": "lead", "add": way}) for way in range(ways)},
    }
    edges = " ".join(["in>w", *(f"w>s{way} s{way}>w" for way in range(ways))])
    return {
        "name": "endless",
        "mapping": {
            "customers": {"key": "customer_id", "types": {}},
            "events": {"key": "customer_id", "at": "timestamp", "name": "event", "types": {}},
        },
        "customers": [{"customer_id": "c0"}],
        "events": [],
        "scenario": document(nodes, edges, settings={}),
    }


@pytest.mark.parametrize("ways", [1, 3])
def test_that_an_instance_ends_at_the_same_last_visit(ways: int) -> None:
    case = _endless(ways)
    expected = play_case(case)
    assert len(expected["visits"]) == 10_000
    assert expected["instances"][0][5] == "step_limit"
    assert differences(expected, summary_of(case, expected), machine_plays(case)) == []


def _score_loop(mode: str, wait: str, days: int) -> Json:
    """A journey that lowers and raises the score of its own entry, over two customers with so many days of data."""
    steps: Nodes = {
        "in": ("entry_event", {"event": "go"}),
        "hot": ("entry_score", {"score": "lead", "reaches": 10}),
        "w": ("wait", {"for": wait}),
        "down": ("score", {"score": "lead", "add": -20}),
        "up": ("score", {"score": "lead", "add": 20}),
    }
    moments = [("c0", "go", 0), ("c1", "look", 0), ("c1", "look", days)]
    return {
        "name": "score loop",
        "mapping": {
            "customers": {"key": "customer_id", "types": {}},
            "events": {"key": "customer_id", "at": "timestamp", "name": "event", "types": {}},
        },
        "customers": [{"customer_id": "c0"}, {"customer_id": "c1"}],
        "events": [
            {"customer_id": customer, "event": event, "timestamp": (START + timedelta(days=day)).isoformat()}
            for customer, event, day in moments
        ],
        "scenario": document(steps, "in>up hot>w w>down down>up", settings={"reentry": {"mode": mode}}),
    }


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "plain"])
@pytest.mark.parametrize(("mode", "entered"), [("never", 1), ("after_exit", 27), ("concurrent", 27), ("restart", 27)])
def test_that_a_score_loop_lets_in_once_after_the_data_end(mode: str, entered: int, compiled: bool) -> None:
    case = _score_loop(mode, "PT1H", days=1)
    run = machine_plays(case, compiled=compiled)
    expected = play_case(case, MOST_ROWS)
    assert len(expected["instances"]) == entered
    assert differences(expected, summary_of(case, expected), run) == []


def test_that_a_customer_has_so_many_instances_and_the_run_warns() -> None:
    case = _score_loop("restart", "PT1M", days=8)
    run = machine_plays(case)
    assert run.summary.instances == 10_000
    assert [warning for warning in run.summary.warnings if warning.startswith("1 customer entered")] != []
    expected = play_case(case)
    assert differences(expected, summary_of(case, expected), run) == []
