"""wait_for: holds a customer until something happens, but not for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.checking.conditions import event_problems, match_key_problems, message_problems, where_problems
from app.nodes.conditions import MessageOutcome, Where
from app.nodes.document import Document
from app.nodes.durations import DurationField
from app.nodes.instructions import WaitForEvent, WaitForMessage
from app.nodes.kind import Control, Family, Field, Kind, Port, Surroundings
from app.nodes.problems import duration_problems, problem
from app.nodes.words.sentences import where_sentence

_STATES: tuple[tuple[MessageOutcome, str], ...] = (
    ("sent", "sent"),
    ("skipped", "skipped"),
    ("delivered", "delivered"),
    ("opened", "opened"),
    ("clicked", "clicked"),
    ("bounced", "bounced"),
    ("unsubscribed", "unsubscribed from"),
)

_SAME_VALUE = "Only events with the value by which the customer entered."


class WaitForParams(Document):
    """Either an event or what becomes of a message, and how long to wait for it."""

    event: str | None = None
    where: Where = ()
    match_key: bool = False
    message: str | None = None
    state: MessageOutcome | None = None
    timeout: DurationField


class WaitFor(Kind[WaitForParams]):
    """Two ways out: it happened, or time ran out."""

    type = "wait_for"
    title = "Wait for"
    family = Family.FLOW
    icon = "progress-clock"
    summary = "Holds customers until something happens, but not for ever."
    synonyms = ("until event", "listen", "timeout", "react", "opened", "clicked")
    params = WaitForParams
    outputs = (Port("happened", "Happened"), Port("timed_out", "Timed out"))

    def describe(self, params: WaitForParams) -> str:
        if params.message is not None:
            what = f"{params.message or '…'} {params.state or '…'}"
        else:
            what = f"{params.event or '…'}{where_sentence(params.where)}"
        return f"Wait for {what}, up to {params.timeout.in_words()}"

    def compile(self, params: WaitForParams) -> WaitForEvent | WaitForMessage:
        if params.message is not None and params.state is not None:
            return WaitForMessage(params.message, params.state, params.timeout)
        return WaitForEvent(params.event or "", params.where, params.match_key, params.timeout)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("event", "Event", Control.EVENT, "Leave empty to wait for a message instead.", optional=True),
            Field("where", "Only when", Control.WHERE, "Tests of the event's properties.", optional=True),
            Field("match_key", "Same value as the entry", Control.TOGGLE, _SAME_VALUE, optional=True),
            Field("message", "Message", Control.MESSAGE, "Instead of an event.", optional=True),
            Field("state", "is", Control.CHOICE, "What has become of the message.", optional=True, choices=_STATES),
            Field("timeout", "At most", Control.DURATION, "Then they leave by 'Timed out'."),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"event": "", "timeout": "P1D"}

    def check(self, params: WaitForParams, around: Surroundings) -> Iterable[Problem]:
        if params.event is not None and params.message is not None:
            yield problem("two-things", "Wait for an event or for a message, not for both", "message")
        elif params.message is not None:
            yield from _message_problems(params, around)
        else:
            yield from _event_problems(params, around)
        yield from duration_problems(params.timeout, "The longest time to wait", "timeout")


def _event_problems(params: WaitForParams, around: Surroundings) -> Iterator[Problem]:
    event = params.event or ""
    yield from event_problems(event, around, "event", applied=True)
    yield from where_problems(params.where, event, around, field="where")
    if params.match_key:
        yield from match_key_problems(around, "match_key")
    if params.state is not None:
        yield problem("needless-key", "'state' belongs to a message, and this waits for an event", "state")


def _message_problems(params: WaitForParams, around: Surroundings) -> Iterator[Problem]:
    yield from message_problems(params.message or "", around, "message")
    if params.state is None:
        yield problem("missing-state", "Say what has to become of the message, like sent or opened", "state")
    for key, given in (("where", bool(params.where)), ("match_key", params.match_key)):
        if given:
            yield problem("needless-key", f"'{key}' belongs to an event, and this waits for a message", key)
