"""wait_for."""

from __future__ import annotations

import pytest

from app.nodes.instructions import WaitForEvent, WaitForMessage
from tests.nodes.reading import compiled, found, ports, words
from tests.nodes.schemas import WITH_KEY
from tests.nodes.strategies import Json

WHERE = [{"property": "amount", "op": "gt", "value": 20}]


def test_that_it_reads_as_what_and_how_long() -> None:
    expected = "Wait for purchase with amount above 20, up to 1 day"
    assert words("wait_for", event="purchase", where=WHERE, timeout="P1D") == expected
    assert words("wait_for", message="mail", state="opened", timeout="P2D") == "Wait for mail opened, up to 2 days"


def test_that_it_waits_for_an_event_or_for_a_message() -> None:
    event = compiled("wait_for", event="purchase", match_key=True, timeout="P1D")
    message = compiled("wait_for", message="mail", state="opened", timeout="P1D")
    assert isinstance(event, WaitForEvent)
    assert (event.event, event.match_key, event.timeout.days) == ("purchase", True, 1)
    assert isinstance(message, WaitForMessage)
    assert (message.message, message.state) == ("mail", "opened")
    assert ports("wait_for", timeout="P1D") == [("happened", "Happened"), ("timed_out", "Timed out")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"event": "purchase", "timeout": "P1D"}, []),
        ({"message": "mail", "state": "sent", "timeout": "P1D"}, []),
        ({"timeout": "P1D"}, [("missing-event", "event")]),
        ({"event": "purchase", "message": "mail", "timeout": "P1D"}, [("two-things", "message")]),
        ({"message": "mail", "timeout": "P1D"}, [("missing-state", "state")]),
        ({"message": "letter", "state": "sent", "timeout": "P1D"}, [("unknown-message", "message")]),
        ({"message": "mail", "state": "sent", "where": WHERE, "timeout": "P1D"}, [("needless-key", "where")]),
        ({"event": "purchase", "state": "sent", "timeout": "P1D"}, [("needless-key", "state")]),
        ({"event": "purchase", "match_key": True, "timeout": "P1D"}, [("no-reentry-key", "match_key")]),
        ({"event": "message_sent", "timeout": "P1D"}, [("never-applied", "event")]),
        ({"event": "message_opened", "timeout": "P1D"}, []),
        ({"event": "purchase", "timeout": "-P1D"}, [("negative-duration", "timeout")]),
        ({"event": "purchase", "timeout": "PT0S"}, [("zero-duration", "timeout")]),
    ],
)
def test_that_each_mistake_is_found(values: Json, expected: list[tuple[str, str]]) -> None:
    assert found("wait_for", **values) == expected


def test_that_a_key_can_be_matched_where_re_entry_has_one() -> None:
    assert found("wait_for", WITH_KEY, event="purchase", match_key=True, timeout="P1D") == []
