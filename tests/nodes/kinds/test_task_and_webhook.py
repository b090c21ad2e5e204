"""task and webhook: what is left for others to do."""

from __future__ import annotations

import pytest

from app.nodes.durations import Duration
from app.nodes.instructions import CallWebhook, CreateTask
from tests.nodes.reading import compiled, found, words
from tests.nodes.strategies import Json


def test_that_a_task_may_have_somebody_to_do_it_and_a_time() -> None:
    assert compiled("task", title="Call") == CreateTask("Call", "", None)
    made = compiled("task", title="Call", assignee="Sales", due="P2D")
    assert made == CreateTask("Call", "Sales", Duration.parse("P2D"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": "Call"}, "Call"),
        ({"title": "Call", "assignee": "Sales", "due": "P2D"}, "Call for Sales, due in 2 days"),
        ({"title": " "}, "Say what to do"),
    ],
)
def test_that_a_task_reads_as_what_there_is_to_do(values: Json, expected: str) -> None:
    assert words("task", **values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": "Call", "due": "PT0S"}, []),
        ({"title": ""}, [("missing-title", "title")]),
        ({"title": "Call", "due": "-P1D"}, [("negative-duration", "due")]),
    ],
)
def test_that_each_mistake_in_a_task_is_found(values: Json, expected: list[tuple[str, str]]) -> None:
    assert found("task", **values) == expected


def test_that_a_webhook_is_known_by_its_name() -> None:
    assert compiled("webhook", name="crm", payload="{}") == CallWebhook("crm")
    assert words("webhook", name="crm", payload="{}") == "Call crm"
    assert found("webhook", name="", payload="") == [("missing-webhook", "name")]
    assert found("webhook", name="crm", payload="") == []
