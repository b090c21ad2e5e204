"""What the buckets of a trend are compared with: as many before them, or the same ones a year earlier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.reports.counting.buckets import Buckets, Period, day_starts

Against = Literal["", "before", "year"]
AGAINST: Mapping[Against, str] = {"": "nothing", "before": "the time before", "year": "a year earlier"}
_OF_A_YEAR: Mapping[Period, int] = {"week": 52, "month": 12, "quarter": 4, "year": 1}
_DAY_US = 86_400_000_000
_LONGEST = {"hour": 3_600_000_000, "day": _DAY_US * 2, "week": _DAY_US * 8, "month": _DAY_US * 31,
            "quarter": _DAY_US * 93, "year": _DAY_US * 367}  # fmt: skip


def begin_of_earlier(shown: Buckets, against: Against) -> int:
    """An instant in or before the first bucket to compare with."""
    if against == "before":
        return int(shown.edges_us[0]) - len(shown) * _LONGEST[shown.period]
    return day_starts(_a_year_before(shown.days[0].item(), shown.period), shown.zone)


def earlier(buckets: Buckets, first: int, against: Against) -> NDArray[np.int64]:
    """The bucket that each from `first` on is compared with; -1 for none, as for 29 February."""
    rows = np.arange(first, len(buckets))
    if against == "before":
        places = rows - len(rows)
    elif against == "" or buckets.period == "hour":
        places = np.full(len(rows), -1)
    elif buckets.period == "day":
        places = np.array([_day_of_a_year_before(buckets, row) for row in rows.tolist()], np.int64)
    else:
        places = rows - _OF_A_YEAR[buckets.period]
    return np.maximum(places, -1)


def _day_of_a_year_before(buckets: Buckets, row: int) -> int:
    day: date = buckets.days[row].item()
    if (day.month, day.day) == (2, 29):
        return -1
    first: date = buckets.days[0].item()
    return (day.replace(year=day.year - 1) - first).days


def _a_year_before(day: date, period: Period) -> date:
    if period == "week":
        return day - timedelta(weeks=_OF_A_YEAR[period])
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
