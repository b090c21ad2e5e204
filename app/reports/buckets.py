"""Calendar buckets of time: one way to cut it into days, weeks and months, used by every report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from app.data.zones import DAY_US, utc_from_wall
from app.errors import AppError
from app.nodes.times import WEEKDAYS, Weekday
from app.numbers import day, month

Period = Literal["day", "week", "month"]
PERIODS: tuple[Period, ...] = ("day", "week", "month")
_MOST = 4_000
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday, counted from Monday


@dataclass(frozen=True, slots=True)
class Buckets:
    """b adjoining stretches of local calendar time.

    `days` (b,) datetime64[D] holds the local date on which each begins; `edges_us` (b + 1,) the instants: bucket i is
    `edges_us[i] <= at < edges_us[i + 1]`, so a day may have 23 or 25 hours.
    """

    period: Period
    days: NDArray[np.datetime64]
    edges_us: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.days)

    def of(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """The bucket of each instant, all of which lie within."""
        return np.searchsorted(self.edges_us, at, side="right") - 1

    def label(self, index: int) -> str:
        """`Jan 2024` for a month, `6 May 2024` for a day and for a week (its first day)."""
        first = self.days[index].item()
        return month(first) if self.period == "month" else day(first)


def buckets_between(first_us: int, last_us: int, period: Period, zone: str, week_start: Weekday = "mon") -> Buckets:
    """The buckets from that of the first instant to that of the last, in the calendar of the zone."""
    where = _zone(zone)
    days = _first_days(first_us // DAY_US - 1, last_us // DAY_US + 1, period, WEEKDAYS.index(week_start))
    if len(days) > _MOST + 2:
        raise AppError(
            f"The events span {len(days)} {period}s, too many to show; choose a longer period, or mend their dates"
        )
    edges = utc_from_wall(days.astype(np.int64) * DAY_US, where)
    first, last = (int(np.searchsorted(edges, instant, side="right")) - 1 for instant in (first_us, last_us))
    return Buckets(period, days[first : last + 1], edges[first : last + 2])


def local_days(at: NDArray[np.int64], zone: str) -> NDArray[np.datetime64]:
    """The local date of each instant."""
    if not len(at):
        return np.array([], dtype="datetime64[D]")
    first = int(at.min()) // DAY_US - 1
    days = np.arange(first, int(at.max()) // DAY_US + 2)
    edges = utc_from_wall(days * DAY_US, _zone(zone))
    found: NDArray[Any] = first + np.searchsorted(edges, at, side="right") - 1
    return found.astype("datetime64[D]")


def _first_days(first: int, last: int, period: Period, week_start: int) -> NDArray[np.datetime64]:
    """The first dates of all periods that touch the days from `first` to `last`, and of the one after."""
    if period == "month":
        months = np.array([first, last], dtype="datetime64[D]").astype("datetime64[M]")
        return np.arange(months[0], months[1] + 2).astype("datetime64[D]")
    length = 7 if period == "week" else 1
    start = first - (first + _EPOCH_WEEKDAY - week_start) % length
    days: NDArray[Any] = np.arange(start, last + length + 1, length)
    return days.astype("datetime64[D]")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise AppError(f"'{name}' is not a time zone; write it like Europe/Prague or UTC") from error
