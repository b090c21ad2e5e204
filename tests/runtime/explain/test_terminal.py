"""An explanation as lines for a person, and as JSON for a program."""

from __future__ import annotations

import json
from typing import Any

from app.commands.output.explain_words import story, to_json
from app.runtime.explaining import explain
from app.runtime.explanation import Explanation
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, Nodes, scenario
from tests.runtime.plays import PLAIN

NODES: Nodes = {
    "in": ("entry_event", {"event": "cart", "where": [{"property": "amount", "op": "gt", "value": 5}]}),
    "gate": (
        "filter",
        {"condition": {"all": [{"attribute": "age", "op": "ge", "value": 18}, {"event": "purchase"}]}},
    ),
    "mail": ("email", MESSAGE),
}


def _explained(*amounts: int) -> Explanation:
    customers = [{"customer_id": "ann", "tz": "Europe/Prague", "age": "30", "email": "a@example.com"}]
    events: list[Any] = [("ann", f"05-0{day} 10:00", "cart", {"amount": n}) for day, n in enumerate(amounts, 1)]
    return explain(scenario(NODES, "in>gate gate.pass>mail"), people(customers, events), "ann", PLAIN)


def test_that_the_story_has_local_times_and_a_sign_for_each_clause() -> None:
    lines = list(story(_explained(9)))
    assert lines[0] == "ann (times in Europe/Prague)"
    assert lines[1] == "  ✓ in: entered once"
    assert "  2024-05-01 12:00  in: enters: cart happened" in lines
    assert "            ✓ age at least 18 (found: 30)" in lines
    assert "            ✗ purchase at least once (found: never)" in lines
    assert lines[-1] == "  2024-05-01 12:00  filtered out, and the way is at its end"


def test_that_many_events_that_did_not_fit_are_one_line() -> None:
    lines = list(story(_explained(1, 2, 3, 4)))
    (told,) = [line for line in lines if "did not fit" in line]
    assert "4 events did not fit; the last: cart does not fit: amount is 4 (asked: amount above 5)" in told
    assert len([line for line in list(story(_explained(1, 2))) if "does not fit" in line]) == 2


def test_that_json_holds_the_tree_in_plain_values() -> None:
    document = json.loads(json.dumps(to_json(_explained(9))))
    assert document["entered"] is True
    assert document["zones"] == {"journey": "Europe/Prague"}
    chose = next(step for step in document["steps"] if step["kind"] == "chose")
    (tree,) = chose["conditions"]
    assert (chose["at"], chose["reason"], tree["holds"]) == ("2024-05-01T10:00:00.000000Z", "fail", False)
    assert tree["failed"] == "purchase at least once"
    assert [(part["found"], part["value"]) for part in tree["parts"]] == [("30", 30.0), ("never", 0.0)]
