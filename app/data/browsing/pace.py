"""How many events there are in each stretch of time, in steps of the calendar that suit the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_STEPS = 120
_HOUR_US = 3_600_000_000
_DAY_US = 24 * _HOUR_US
_MONDAY_US = 4 * _DAY_US  # of the first whole week since 1970
_EVEN = (("hour", _HOUR_US, 0), ("day", _DAY_US, 0), ("week", 7 * _DAY_US, _MONDAY_US))
_MONTHS = (("month", 1), ("quarter", 3), ("year", 12), ("decade", 120), ("century", 1200))


@dataclass(frozen=True, slots=True)
class Pace:
    """Counts of events by steps that follow one another; `starts` are the steps' first instants, microseconds UTC."""

    step: str
    """One of hour, day, week (from Monday), month, quarter, year, decade and century, in UTC."""
    starts: tuple[int, ...]
    counts: tuple[int, ...]


def pace_of(at: NDArray[np.int64]) -> Pace | None:
    """The pace of events at these instants, in the shortest steps that are not too many; None without events."""
    if not len(at):
        return None
    least, greatest = int(at.min()), int(at.max())
    for step, width, origin in _EVEN:
        first, last = (least - origin) // width, (greatest - origin) // width
        if last - first < MOST_STEPS:
            counts = np.bincount((at - origin) // width - first, minlength=last - first + 1)
            return Pace(step, tuple((first + i) * width + origin for i in range(len(counts))), tuple(counts.tolist()))
    return _by_months(at)


def _by_months(at: NDArray[np.int64]) -> Pace:
    months = at.view("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    months += 12 * 1970  # so that decades and centuries begin where people think
    whole = int(months.max() - months.min())
    step, length = next(each for each in _MONTHS if whole // each[1] + 1 < MOST_STEPS)
    places = months // length
    first, last = int(places.min()), int(places.max())
    counts = np.bincount(places - first, minlength=last - first + 1)
    starts = (np.arange(first, last + 1) * length - 12 * 1970).astype("datetime64[M]").astype("datetime64[us]")
    return Pace(step, tuple(starts.astype(np.int64).tolist()), tuple(counts.tolist()))
