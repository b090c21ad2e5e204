"""wait: holds a customer for some time, until a moment, or both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field as Key
from pydantic import Tag

from app.errors import Problem
from app.nodes import instructions
from app.nodes.checking.conditions import date_problems, event_problems
from app.nodes.document import Document, keyed, tag
from app.nodes.durations import DurationField
from app.nodes.instructions import UntilAttribute, UntilBestTime, UntilMoment, UntilTime
from app.nodes.kind import Control, Family, Field, Kind, Surroundings
from app.nodes.problems import duration_problems, remark, weekday_problems
from app.nodes.times import MomentField, TimeField, Weekday
from app.nodes.words.sentences import weekday_words

Otherwise = Literal["continue", "exit"]


class UntilAt(Document):
    """A point in time; without an offset, on the customer's clock."""

    at: MomentField


class UntilClock(Document):
    """The next time the customer's clock shows `time`, on one of the weekdays if there are any."""

    time: TimeField
    weekdays: tuple[Weekday, ...] | None = None


class UntilProfile(Document):
    """A date or instant of the customer's profile."""

    attribute: str
    offset: DurationField | None = None
    time: TimeField | None = None


class BestTime(Document):
    """The hour in which the customer has most often done `event`; `fallback` for those who never did."""

    event: str
    fallback: TimeField


class UntilBest(Document):
    """The customer's own best hour."""

    best_time: BestTime


Until = Annotated[
    Annotated[UntilProfile, Tag(tag("attribute"))]
    | Annotated[UntilBest, Tag(tag("best_time"))]
    | Annotated[UntilAt, Tag(tag("at"))]
    | Annotated[UntilClock, Tag(tag("time"))],
    keyed("'until'", "attribute", "best_time", "at", "time"),
]


class WaitParams(Document):
    """First for a time, then until a moment; `if_past` and `if_missing` say what if that moment is no help."""

    for_: DurationField | None = Key(default=None, alias="for")
    until: Until | None = None
    if_past: Otherwise = "continue"
    if_missing: Otherwise = "continue"


class Wait(Kind[WaitParams]):
    """Worked out once, on arrival."""

    type = "wait"
    title = "Wait"
    family = Family.FLOW
    icon = "clock-outline"
    summary = "Holds customers for some time, until a moment, or both."
    synonyms = ("delay", "pause", "sleep", "until", "timer")
    params = WaitParams

    def describe(self, params: WaitParams) -> str:
        parts = [params.for_.in_words()] if params.for_ else []
        if params.until:
            parts.append(_until_words(params.until))
        return f"Wait {', then '.join(parts)}" if parts else "Say how long"

    def compile(self, params: WaitParams) -> instructions.Wait:
        until = _until(params.until) if params.until else None
        return instructions.Wait(params.for_, until, params.if_past == "exit", params.if_missing == "exit")

    def form(self) -> tuple[Field, ...]:
        past = (("continue", "go on at once"), ("exit", "leave the scenario"))
        missing = (("continue", "go on as if there were none"), ("exit", "leave the scenario"))
        return (
            Field("for", "For", Control.DURATION, "Days and longer keep the customer's clock time.", optional=True),
            Field("until", "Until", Control.UNTIL, "Counted from the end of 'for', if both are given.", optional=True),
            Field("if_past", "If that is past", Control.CHOICE, optional=True, choices=past),
            Field("if_missing", "If the date is missing", Control.CHOICE, optional=True, choices=missing),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"for": "P1D"}

    def check(self, params: WaitParams, around: Surroundings) -> Iterable[Problem]:
        yield from duration_problems(params.for_, "The time to wait", "for")
        if params.until is not None:
            yield from _until_problems(params.until, around)
        elif params.for_ is None:
            yield remark("empty-wait", "Say for how long or until when to wait", "for")


def _until_problems(until: Until, around: Surroundings) -> Iterator[Problem]:
    match until:
        case UntilClock():
            yield from weekday_problems(until.weekdays, "until.weekdays")
        case UntilBest(best_time=best):
            yield from event_problems(best.event, around, "until.best_time.event")
        case UntilProfile(attribute=name):
            yield from date_problems(name, around, "until.attribute")


def _until(until: Until) -> instructions.Until:
    match until:
        case UntilAt(at=at):
            return UntilMoment(at)
        case UntilClock(time=time, weekdays=weekdays):
            return UntilTime(time, weekdays or ())
        case UntilProfile(attribute=name, time=clock, offset=offset):
            return UntilAttribute(name, clock, offset)
        case UntilBest(best_time=best):
            return UntilBestTime(best.event, best.fallback)


def _until_words(until: Until) -> str:
    match until:
        case UntilAt(at=at):
            return f"until {at.text.replace('T', ' ')}"
        case UntilClock(time=time, weekdays=weekdays):
            return f"until {time.text}{weekday_words(weekdays)}"
        case UntilProfile(attribute=name, time=clock, offset=offset):
            on_clock = f" at {clock.text}" if clock else ""
            shift = "" if offset is None or offset.is_zero else offset.in_words()
            if shift and offset and not offset.is_negative:
                shift += " after"
            return f"until {shift + ' ' if shift else ''}{name or '…'}{on_clock}"
        case UntilBest(best_time=best):
            return f"until the best hour for {best.event or '…'}"
