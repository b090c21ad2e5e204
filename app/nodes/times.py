"""Wall-clock times, weekdays and moments as a scenario file writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A wall-clock time; `seconds` since local midnight."""

    text: str
    seconds: int

    @classmethod
    def parse(cls, text: str) -> TimeOfDay:
        """Read `09:00` or `09:00:30`; ValueError says what was expected."""
        match = _CLOCK.fullmatch(text)
        if match is None:
            raise ValueError(f"'{text}' is not a time of day; write it like 09:00")
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return cls(text, hours * 3600 + minutes * 60 + seconds)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (`us` since the epoch, UTC) or, if `is_local`, a wall clock in a zone named elsewhere."""

    text: str
    us: int
    is_local: bool

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read ISO 8601 with or without offset; ValueError says what was expected."""
        try:
            read = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"'{text}' is not a point in time; write it like 2024-05-01T09:00:00Z") from error
        is_local = read.tzinfo is None
        aware = read.replace(tzinfo=UTC) if is_local else read
        return cls(text, (aware - _EPOCH) // _MICROSECOND, is_local)


def _time(value: object) -> TimeOfDay:
    if isinstance(value, TimeOfDay):
        return value
    if not isinstance(value, str):
        raise ValueError("a time of day is a text like 09:00")
    return TimeOfDay.parse(value)


def _moment(value: object) -> Moment:
    if isinstance(value, Moment):
        return value
    if not isinstance(value, str):
        raise ValueError("a point in time is a text like 2024-05-01T09:00:00Z")
    return Moment.parse(value)


def _instant(value: object) -> Moment:
    moment = _moment(value)
    if moment.is_local:
        raise ValueError(f"'{moment.text}' needs an offset or Z, like 2024-05-01T09:00:00Z")
    return moment


TimeField = Annotated[TimeOfDay, BeforeValidator(_time), PlainSerializer(lambda time: time.text, return_type=str)]
MomentField = Annotated[Moment, BeforeValidator(_moment), PlainSerializer(lambda moment: moment.text, return_type=str)]
InstantField = Annotated[
    Moment, BeforeValidator(_instant), PlainSerializer(lambda moment: moment.text, return_type=str)
]
