"""entry_event."""

from __future__ import annotations

from app.nodes.instructions import EnterOnEvent
from tests.nodes.reading import compiled, found, ports, words
from tests.nodes.schemas import WITH_KEY

BIG = [{"property": "amount", "op": "gt", "value": 20}]


def test_that_it_reads_as_the_event_and_who_may_enter() -> None:
    assert words("entry_event", event="") == "Choose an event"
    assert words("entry_event", event="purchase", where=BIG) == "On purchase with amount above 20"
    assert words("entry_event", event="purchase", condition={"in_list": "vip"}) == "On purchase if in list vip"


def test_that_it_enters_on_the_event() -> None:
    instruction = compiled("entry_event", event="purchase", where=BIG)
    assert isinstance(instruction, EnterOnEvent)
    assert (instruction.event, len(instruction.where), instruction.condition) == ("purchase", 1, None)
    assert ports("entry_event", event="purchase") == [("out", "Out")]


def test_that_an_event_that_is_missing_unknown_or_never_applied_is_named() -> None:
    assert found("entry_event", event="") == [("missing-event", "event")]
    assert found("entry_event", event="purchas") == [("unknown-event", "event")]
    assert found("entry_event", event="message_sent") == [("never-applied", "event")]


def test_that_the_entry_event_may_be_asked_but_not_the_instance() -> None:
    assert found("entry_event", event="purchase", condition={"entry": "amount", "op": "gt", "value": 1}) == []
    since = {"event": "purchase", "since": "entry"}
    assert found("entry_event", WITH_KEY, event="purchase", condition=since) == [("no-instance", "condition.since")]
