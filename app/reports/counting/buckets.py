"""Calendar buckets of time: one way to cut it, from hours to years, used by every report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from app.data.columns.cores import in_parts
from app.data.zones import DAY_US, utc_from_wall
from app.errors import AppError
from app.nodes.times import WEEKDAYS, Weekday
from app.numbers import day, moment, month

Period = Literal["hour", "day", "week", "month", "quarter", "year"]
PERIODS: tuple[Period, ...] = ("hour", "day", "week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MOST = 4_000
ENOUGH_INSTANTS = 200_000
"""From so many on the compiled loop is worth its loading."""
_HOUR_US = DAY_US // 24
_MOST_STEPS = 1_000_000  # of a table from instants to buckets
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday, counted from Monday


@dataclass(frozen=True, slots=True)
class Buckets:
    """b adjoining stretches of local calendar time.

    `days` (b,) datetime64[D] holds the local date on which each begins; `edges_us` (b + 1,) the instants: bucket i is
    `edges_us[i] <= at < edges_us[i + 1]`, so a day may have 23 or 25 hours. Hours are counted from the day's begin; the
    last one ends with the day, also where a change of clocks leaves less than an hour for it.
    """

    period: Period
    days: NDArray[np.datetime64]
    edges_us: NDArray[np.int64]
    zone: str = "UTC"

    def __len__(self) -> int:
        return len(self.days)

    def of(self, at: NDArray[np.int64], never: int | None = None) -> NDArray[np.int64]:
        """The bucket of each instant, all of which lie within; -1 of those that are `never`."""
        return _stretch_of(self.edges_us, at, never)

    def label(self, index: int) -> str:
        """`Q2 2024`, `Jan 2024`, `6 May 2024` for a day and for a week (its first day), with the time for an hour."""
        first = self.days[index].item()
        if self.period == "hour":
            return moment(self.begin(index))
        if self.period == "year":
            return f"{first.year}"
        if self.period == "quarter":
            return f"Q{(first.month + 2) // 3} {first.year}"
        return month(first) if self.period == "month" else day(first)

    def begin(self, index: int) -> datetime:
        """When it begins, on the clock of the zone."""
        return (_EPOCH + timedelta(microseconds=int(self.edges_us[index]))).astimezone(ZoneInfo(self.zone))


def buckets_between(first_us: int, last_us: int, period: Period, zone: str, week_start: Weekday = "mon") -> Buckets:
    """The buckets from that of the first instant to that of the last, in the calendar of the zone."""
    where = _zone(zone)
    days = _first_days(first_us // DAY_US - 1, last_us // DAY_US + 1, period, WEEKDAYS.index(week_start))
    many = len(days) * 24 if period == "hour" else len(days)
    if many > _MOST + 2 * (24 if period == "hour" else 1):
        raise AppError(
            f"The events span {many} {period}s, too many to show; choose a longer period, or mend their dates"
        )
    edges = utc_from_wall(days.astype(np.int64) * DAY_US, where)
    if period == "hour":
        days, edges = _hours(days, edges)
    first, last = (int(np.searchsorted(edges, instant, side="right")) - 1 for instant in (first_us, last_us))
    return Buckets(period, days[first : last + 1], edges[first : last + 2], zone)


def day_starts(day: date, zone: str) -> int:
    """The instant at which a local day begins, microseconds UTC."""
    wall = np.array([np.datetime64(day, "us").astype(np.int64)])
    return int(walls_in(wall, zone)[0])


def day_end(day: date, zone: str) -> int:
    """The last instant of a local day, microseconds UTC."""
    return day_starts(day + timedelta(days=1), zone) - 1 if day < date.max else int(np.iinfo(np.int64).max)


def walls_in(wall_us: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """The instants of local times, as microseconds since 1970-01-01 on the wall."""
    return utc_from_wall(wall_us, _zone(zone))


def local_days(at: NDArray[np.int64], zone: str) -> NDArray[np.datetime64]:
    """The local date of each instant."""
    if not len(at):
        return np.array([], dtype="datetime64[D]")
    first = int(at.min()) // DAY_US - 1
    days = np.arange(first, int(at.max()) // DAY_US + 3)  # in the east the day after the last has begun before it does
    edges = utc_from_wall(days * DAY_US, _zone(zone))
    found: NDArray[Any] = first + _stretch_of(edges, at)
    return found.astype("datetime64[D]")


def _stretch_of(edges_us: NDArray[np.int64], at: NDArray[np.int64], never: int | None = None) -> NDArray[np.int64]:
    """The stretch between edges in which each instant lies, -1 of what is `never`; all others lie within."""
    widths = np.diff(edges_us)
    step = int(np.gcd.reduce(widths)) if len(widths) else 0
    if not step or len(at) < len(widths) or int(widths.sum()) // step > _MOST_STEPS:
        found: NDArray[np.int64] = np.searchsorted(edges_us, at, side="right") - 1
        return found if never is None else np.where(at == never, -1, found)
    # all edges lie on a grid, mostly of hours, so that a table answers in one step what a search does in many
    table: NDArray[np.int64] = np.repeat(np.arange(len(widths)), widths // step)
    begin = int(edges_us[0])
    if len(at) >= ENOUGH_INSTANTS:
        return _in_a_loop(table, begin, step, at, begin - 1 if never is None else never)
    if never is None:
        return table[(at - begin) // step]
    return np.where(at == never, -1, table[(np.where(at == never, begin, at) - begin) // step])


def _in_a_loop(
    table: NDArray[np.int64], begin: int, step: int, at: NDArray[np.int64], never: int
) -> NDArray[np.int64]:  # fmt: skip
    """The same by the compiled loop, in threads."""
    from app.reports.counting.bucket_kernel import find_stretches  # late: numba takes a while to import

    whole, found = np.ascontiguousarray(at), np.empty(len(at), np.int64)
    in_parts(
        len(at), lambda first, last: find_stretches(table, begin, step, never, whole[first:last], found[first:last])
    )
    return found


def _first_days(first: int, last: int, period: Period, week_start: int) -> NDArray[np.datetime64]:
    """The first dates of all periods that touch the days from `first` to `last`, and of the one after."""
    if length := _MONTHS.get(period):
        months = np.array([first, last], dtype="datetime64[D]").astype("datetime64[M]").astype(np.int64)
        starts: NDArray[Any] = np.arange(months[0] // length, months[1] // length + 2) * length
        return starts.astype("datetime64[M]").astype("datetime64[D]")
    step = 7 if period == "week" else 1
    start = first - (first + _EPOCH_WEEKDAY - week_start) % step
    days: NDArray[Any] = np.arange(start, last + step + 1, step)
    return days.astype("datetime64[D]")


def _hours(
    days: NDArray[np.datetime64], edges_us: NDArray[np.int64]
) -> tuple[NDArray[np.datetime64], NDArray[np.int64]]:
    """The hours of those days: the day of each, and its begin; the last begin is the end of them all."""
    many = -(-np.diff(edges_us) // _HOUR_US)
    day_of = np.repeat(np.arange(len(many)), many)
    within = np.arange(len(day_of)) - (np.cumsum(many) - many)[day_of]
    return days[day_of], np.append(edges_us[day_of] + within * _HOUR_US, edges_us[-1])


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise AppError(f"'{name}' is not a time zone; write it like Europe/Prague or UTC") from error
