"""Durations, wall clocks and zones, by the standard library alone. Instants are microseconds since the epoch, UTC."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAY_US = 86_400_000_000
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Span:
    """A duration in months, days and microseconds, each with its sign."""

    months: int
    days: int
    us: int

    def times(self, factor: int) -> Span:
        return Span(self.months * factor, self.days * factor, self.us * factor)


@lru_cache(maxsize=1_000)
def span(text: str) -> Span:
    """Read an ISO 8601 duration."""
    sign = -1 if text.startswith("-") else 1
    dates, _, times = text.lstrip("-").removeprefix("P").partition("T")
    units = dict.fromkeys("YMWD", 0) | {unit: int(n) for n, unit in re.findall(r"(\d+)([YMWD])", dates)}
    clock = dict.fromkeys("HMS", 0.0) | {unit: float(n) for n, unit in re.findall(r"([\d.]+)([HMS])", times)}
    us = round((clock["H"] * 3600 + clock["M"] * 60 + clock["S"]) * 1_000_000)
    return Span(sign * (units["Y"] * 12 + units["M"]), sign * (units["W"] * 7 + units["D"]), sign * us)


def instant(text: str) -> int:
    """Microseconds of an ISO 8601 instant."""
    return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND


def written(us: int) -> str:
    """An instant as the cases write it."""
    return (EPOCH + us * MICROSECOND).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def local(us: int, zone: ZoneInfo) -> datetime:
    """The wall clock of the zone, naive."""
    return (EPOCH + us * MICROSECOND).astimezone(zone).replace(tzinfo=None)


def from_local(wall: datetime, zone: ZoneInfo, fold: int = 0) -> int:
    """The instant of a wall clock: twice means the first, never means later by the gap."""
    return (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) - EPOCH) // MICROSECOND


def moment(text: str, zone: ZoneInfo) -> int:
    """An instant, or a local time in the zone."""
    read = datetime.fromisoformat(text)
    return from_local(read, zone) if read.tzinfo is None else (read - EPOCH) // MICROSECOND


def shift_date(day: date, months: int, days: int) -> date:
    """Months clamp to the last day of the month, then days are added."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    clamped = min(day.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, clamped) + timedelta(days=days)


def later(us: int, by: Span, zone: ZoneInfo) -> int:
    """The instant moved by a duration: the date part on the wall clock first, the time part absolute."""
    if by.months or by.days:
        wall = local(us, zone)
        us = from_local(datetime.combine(shift_date(wall.date(), by.months, by.days), wall.time()), zone)
    return us + by.us


def earlier(us: int, by: Span, zone: ZoneInfo) -> int:
    """The instant moved back by a duration."""
    return later(us, by.times(-1), zone)


def inside(window: dict[str, object], us: int, zone: ZoneInfo) -> bool:
    """Whether the local clock is in a half-open window; its weekdays name the day on which it begins."""
    wall = local(us, zone)
    start, end = time.fromisoformat(str(window["from"])), time.fromisoformat(str(window["to"]))
    allowed = window.get("weekdays") or WEEKDAYS
    assert isinstance(allowed, list | tuple)
    today, yesterday = WEEKDAYS[wall.weekday()], WEEKDAYS[(wall.weekday() - 1) % 7]
    if start < end:
        return start <= wall.time() < end and today in allowed
    return (wall.time() >= start and today in allowed) or (wall.time() < end and yesterday in allowed)


def window_end(window: dict[str, object], us: int, zone: ZoneInfo) -> int:
    """The earliest later instant at which the local clock is outside the window."""
    end = time.fromisoformat(str(window["to"]))
    days = [local(us, zone).date() + timedelta(days=n) for n in range(-1, 4)]
    ends = {from_local(datetime.combine(day, end), zone, fold) for day in days for fold in (0, 1)}
    return min(
        at for at in (*ends, *_transitions(us, us + 3 * DAY_US, zone)) if at > us and not inside(window, at, zone)
    )


def _transitions(start: int, end: int, zone: ZoneInfo) -> Iterator[int]:
    """The instants in (start, end] at which the zone's offset changes, to the second; at most one in each six hours."""

    def offset(us: int) -> timedelta | None:
        return (EPOCH + us * MICROSECOND).astimezone(zone).utcoffset()

    step = DAY_US // 4
    for low in range(start, end, step):
        high = low + step
        if offset(low) == offset(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
        yield high


def next_wall(us: int, at: time, weekdays: tuple[str, ...], zone: ZoneInfo) -> int:
    """The first local date from `us` on, on a listed weekday, on which that time is not before `us`."""
    day = local(us, zone).date()
    while True:
        found = from_local(datetime.combine(day, at), zone)
        if found >= us and (not weekdays or WEEKDAYS[day.weekday()] in weekdays):
            return found
        day += timedelta(days=1)
