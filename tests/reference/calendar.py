"""When audience and date entries fall: scenario.md, section 6."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference import clock
from tests.reference.state import Journey, Json, World


class Window:
    """The entry window: from the start or the first event to before the end or up to and including the data end."""

    def __init__(self, journey: Journey, world: World) -> None:
        settings, recorded = journey.settings, world.recorded or (None, None)
        self.first = clock.instant(settings["start"]) if "start" in settings else recorded[0]
        self.end = clock.instant(settings["end"]) if "end" in settings else None
        self.last = recorded[1] if self.end is None else self.end - 1

    def has(self, at: int) -> bool:
        """Whether an instant lies in it."""
        return self.first is not None and self.last is not None and self.first <= at <= self.last


def audience(journey: Journey, params: Json, world: World) -> list[int]:
    """The instants of an audience entry."""
    zone, repeat = journey.zone, params.get("repeat")
    if repeat is None:
        return [clock.moment(params["at"], zone)]
    return list(_repeated(params["at"], repeat, zone, Window(journey, world)))


def _repeated(at: str, repeat: Json, zone: ZoneInfo, window: Window) -> Iterator[int]:
    until = clock.moment(repeat["until"], zone) if "until" in repeat else None
    step, is_open = clock.span(repeat["every"]), "until" not in repeat and "count" not in repeat
    for k in range(repeat.get("count", 100_000)):
        found = _stepped(at, step.times(k), zone)
        if (until is not None and found > until) or (is_open and (window.last is None or found > window.last)):
            return
        if not is_open or window.has(found):
            yield found


def _stepped(at: str, by: clock.Span, zone: ZoneInfo) -> int:
    """A local time steps on the wall clock before it is read in the zone, an instant on its own."""
    read = datetime.fromisoformat(at)
    if read.tzinfo is not None:
        return clock.later(clock.instant(at), by, zone)
    wall = datetime.combine(clock.shift_date(read.date(), by.months, by.days), read.time())
    return clock.from_local(wall, zone) + by.us


def dates(params: Json, value: Any, zone: ZoneInfo, window: Window) -> list[int]:
    """The instants of a date entry for a profile with this value, in order."""
    if value is None or window.last is None:
        return []
    born = value if isinstance(value, date) else clock.local(value, zone).date()
    last_year = clock.local(window.last, zone).year
    offset, yearly = params.get("offset", "P0D"), bool(params.get("yearly"))
    found = _anniversaries(born, offset, params["time"], yearly, zone, last_year)
    return [at for at in found if window.has(at)]


@lru_cache(maxsize=10_000)
def _anniversaries(born: date, offset: str, at: str, yearly: bool, zone: ZoneInfo, last_year: int) -> tuple[int, ...]:
    by = clock.span(offset)
    margin = abs(by.months) // 12 + abs(by.days) // 365 + 2
    years = range(born.year, max(last_year + margin, born.year + 1)) if yearly else [born.year]
    found = []
    for year in years:
        day = 28 if (born.month, born.day) == (2, 29) and not isleap(year) else born.day
        fires = clock.shift_date(date(year, born.month, day), by.months, by.days)
        found.append(clock.from_local(datetime.combine(fires, time.fromisoformat(at)), zone))
    return tuple(found)
