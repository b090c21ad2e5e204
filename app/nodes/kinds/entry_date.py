"""entry_date: a customer enters on a date of her profile, like her birthday."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.checking.conditions import condition_problems, date_problems
from app.nodes.conditions import Condition
from app.nodes.document import Document
from app.nodes.durations import Duration, DurationField
from app.nodes.instructions import EnterOnDate
from app.nodes.kind import Control, Family, Field, Kind, Surroundings
from app.nodes.problems import problem
from app.nodes.times import TimeField
from app.nodes.words.sentences import sentence


class EntryDateParams(Document):
    """Which date, how many days from it, at what time of the customer's clock, and who may enter then."""

    attribute: str
    offset: DurationField | None = None
    time: TimeField
    yearly: bool = False
    condition: Condition | None = None


class EntryDate(Kind[EntryDateParams]):
    """Starts an instance on a date, or on each anniversary of it."""

    type = "entry_date"
    title = "Date"
    family = Family.ENTRY
    icon = "calendar-heart"
    summary = "Customers enter on a date of their profile, once or every year."
    synonyms = ("birthday", "anniversary", "renewal", "expiry", "reminder", "calendar", "start", "entry")
    params = EntryDateParams

    def describe(self, params: EntryDateParams) -> str:
        if not params.attribute:
            return "Choose a date"
        again = ", every year" if params.yearly else ""
        only = f" if {sentence(params.condition)}" if params.condition else ""
        return f"{_day_words(params)} at {params.time.text}{again}{only}"

    def compile(self, params: EntryDateParams) -> EnterOnDate:
        return EnterOnDate(params.attribute, params.offset, params.time, params.yearly, params.condition)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("attribute", "Date", Control.ATTRIBUTE, "A date or point in time, like birthday."),
            Field("offset", "Moved by", Control.OFFSET, "Whole days; none is the day itself.", optional=True),
            Field("time", "At", Control.TIME, "On the customer's clock."),
            Field("yearly", "Every year", Control.TOGGLE, "On each anniversary.", optional=True),
            Field("condition", "Who may enter", Control.CONDITION, "Everyone, if left out.", optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"attribute": "", "time": "09:00", "yearly": True}

    def check(self, params: EntryDateParams, around: Surroundings) -> Iterable[Problem]:
        yield from date_problems(params.attribute, around, "attribute")
        yield from _offset_problems(params.offset)
        if params.condition is not None:
            yield from condition_problems(params.condition, around, field="condition", at_entry=True)


def _offset_problems(offset: Duration | None) -> Iterator[Problem]:
    if offset is not None and offset.time_us:
        words = f"A date is moved by whole days, and '{offset.text}' has hours, minutes or seconds; 'At' sets the time"
        yield problem("not-whole-days", words, "offset")


def _day_words(params: EntryDateParams) -> str:
    offset = params.offset
    if offset is None or offset.is_zero:
        return f"On {params.attribute}"
    return f"{offset.in_words()}{'' if offset.is_negative else ' after'} {params.attribute}"
