"""entry_event: a customer enters when she does something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.checking.conditions import condition_problems, event_problems, where_problems
from app.nodes.conditions import Condition, Where
from app.nodes.document import Document
from app.nodes.instructions import EnterOnEvent
from app.nodes.kind import Control, Family, Field, Kind, Surroundings
from app.nodes.words.sentences import sentence, where_sentence


class EntryEventParams(Document):
    """Which event, and who may enter by it."""

    event: str
    where: Where = ()
    condition: Condition | None = None


class EntryEvent(Kind[EntryEventParams]):
    """Starts an instance at each matching event, as far as re-entry allows."""

    type = "entry_event"
    title = "Event"
    family = Family.ENTRY
    icon = "lightning-bolt-outline"
    summary = "Customers enter when they do something."
    synonyms = ("trigger", "start", "entry", "action", "behaviour")
    params = EntryEventParams

    def describe(self, params: EntryEventParams) -> str:
        if not params.event:
            return "Choose an event"
        only = f" if {sentence(params.condition)}" if params.condition else ""
        return f"On {params.event}{where_sentence(params.where)}{only}"

    def compile(self, params: EntryEventParams) -> EnterOnEvent:
        return EnterOnEvent(params.event, params.where, params.condition)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("event", "Event", Control.EVENT, "What a customer does to enter."),
            Field("where", "Only when", Control.WHERE, "Tests of the event's properties.", optional=True),
            Field("condition", "Who may enter", Control.CONDITION, "Everyone, if left out.", optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"event": ""}

    def check(self, params: EntryEventParams, around: Surroundings) -> Iterable[Problem]:
        yield from event_problems(params.event, around, "event", applied=True)
        yield from where_problems(params.where, params.event, around, field="where")
        if params.condition is not None:
            yield from condition_problems(params.condition, around, field="condition", at_entry=True)
