"""The machine against the plain interpreter of `tests/reference`, on random scenarios."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, reject, settings

from tests.reference.cases import Rows, play_case
from tests.reference.play import TooLongError
from tests.reference.state import Json
from tests.reference.summary import summary_of
from tests.runtime.played_cases import differences, machine_plays
from tests.runtime.random_cases import cases

MOST_ROWS = 5_000
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
    nodes = [
        {"id": "in", "type": "entry_audience", "label": "", "at": [0, 0], "params": {"at": "2024-03-30T12:00:00"}},
        {"id": "w", "type": "wait", "label": "", "at": [0, 0], "params": {"for": "PT1H"}},
        *({"id": f"s{way}", "type": "score", "label": "", "at": [0, 0], "params": {"score": "lead", "add": way}}
          for way in range(ways)),
    ]  # fmt: skip
    edges = [{"from": "in", "port": "out", "to": "w"}]
    for way in range(ways):
        edges += [{"from": "w", "port": "out", "to": f"s{way}"}, {"from": f"s{way}", "port": "out", "to": "w"}]
    return {
        "name": "endless",
        "mapping": {
            "customers": {"key": "customer_id", "types": {}},
            "events": {"key": "customer_id", "at": "timestamp", "name": "event", "types": {}},
        },
        "customers": [{"customer_id": "c0"}],
        "events": [],
        "scenario": {
            "format": "rehearse/scenario", "version": 1, "id": "endless", "name": "Endless", "settings": {},
            "nodes": nodes, "edges": edges,
        },
    }  # fmt: skip


@pytest.mark.parametrize("ways", [1, 3])
def test_that_an_instance_ends_at_the_same_last_visit(ways: int) -> None:
    case = _endless(ways)
    expected = play_case(case)
    assert len(expected["visits"]) == 10_000
    assert expected["instances"][0][5] == "step_limit"
    assert differences(expected, summary_of(case, expected), machine_plays(case)) == []
