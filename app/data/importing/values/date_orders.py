"""What texts say of the order of day, month and year: each by itself, and those of a column together."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.arrow import pick
from app.data.importing.values.moment_forms import (
    POINTS,
    SHORT_YEAR_FIRST,
    SHORT_YEAR_FIRST_SLASHED,
    SHORT_YEAR_LAST,
    YEAR_LAST,
    Fields,
    found_fields,
)

DAY_FIRST, MONTH_FIRST, EITHER = 1, 2, 3
"""What a text says of the order: 25/12/2024, 12/25/2024 and 03/04/2024."""
YEAR_IS_OPEN, YEAR_IS_LAST = 4, 8
"""Added to that of 24-03-05, whose year may stand first, and of 24-03-99, whose year cannot."""
YEAR_IS_FIRST, MAY_START_WITH_YEAR = 16, 32
"""Added to that of 99-12-31, whose year can only stand first, and of any that may be read so."""
LIKELY_LAST, LIKELY_FIRST = 64, 128
"""Added to that of 31/12/23, of which 2031 would be in the future, and of 23/12/31, of which 31 would."""
_LAST_DAY = 31
_DAYS_TO_TELL = 10
_DAYS_FOR_A_YEAR = 3
_LOOKED_AT = 1 << 16


def orders_of(texts: pa.StringArray, *, short_years: bool) -> NDArray[np.uint8]:
    """What each text tells, in the bits above; `short_years` where 31-12-99 is no code."""
    orders = np.zeros(len(texts), np.uint8)
    for pattern in (YEAR_LAST, SHORT_YEAR_LAST) if short_years else (YEAR_LAST,):
        places, fields = found_fields(texts, pattern)
        if len(places):
            _of_day_and_month(orders, places, fields)
            _of_short_year(orders, places, fields)
    places, fields = found_fields(texts, SHORT_YEAR_FIRST if short_years else SHORT_YEAR_FIRST_SLASHED)
    if len(places):
        year, month, day = (fields.number(name) for name in ("yy", "m", "d"))
        fits = (month >= 1) & (month <= 12) & (day >= 1) & (day <= _LAST_DAY)
        orders[places[fits]] |= np.uint8(MAY_START_WITH_YEAR)
        orders[places[fits & ((year > _LAST_DAY) | (year == 0))]] |= np.uint8(YEAR_IS_FIRST)
    return orders


def _of_day_and_month(orders: NDArray[np.uint8], places: NDArray[np.int64], fields: Fields) -> None:
    first, second = fields.number("a"), fields.number("b")
    months, days = (first <= 12, second <= 12), (first <= _LAST_DAY, second <= _LAST_DAY)
    orders[places[~months[0] & days[0] & months[1]]] = DAY_FIRST
    orders[places[months[0] & ~months[1] & days[1]]] = MONTH_FIRST
    orders[places[months[0] & months[1] & (first != second)]] = EITHER


def _of_short_year(orders: NDArray[np.uint8], places: NDArray[np.int64], fields: Fields) -> None:
    """Where the year of two digits may stand; what is written with points has it last unless the column says more."""
    first, second, last = fields.number("a"), fields.number("b"), fields.number("yy")
    short = fields.given("yy")
    is_last = short & ((last > _LAST_DAY) | (last == 0) | (second > 12))
    is_open = short & ~is_last & ~fields.given(POINTS)
    next_year = (date.today().year + 1) % 100
    orders[places[is_last]] |= YEAR_IS_LAST
    orders[places[is_open]] |= YEAR_IS_OPEN
    orders[places[short & ~is_last & (first > next_year) & (last <= next_year)]] |= LIKELY_LAST
    orders[places[short & ~is_last & (first <= next_year) & (last > next_year)]] |= LIKELY_FIRST


def told_together(texts: pa.StringArray, orders: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """For each text of a column what it tells beside the others: DAY_FIRST, MONTH_FIRST, EITHER or YEAR_IS_FIRST.

    Where no 24-03-99 proves that the year stands last, 24-03-05 has two readings, unless the other is in the future or
    the days of a column go through the month in one place alone; where a 99-12-31 proves that the year stands first,
    those that may start with a year do. Beside a 31/12/2023 what is written with points has its year last as well, in
    the future or not.
    """
    told = orders & np.uint8(EITHER)
    may_start = orders & MAY_START_WITH_YEAR > 0
    sure = orders & YEAR_IS_FIRST > 0
    if sure.any():
        told[may_start] = 0
        told[sure] = YEAR_IS_FIRST
    elif may_start.any() and not (orders & YEAR_IS_LAST).any():
        has_full_year_last = bool(((orders & EITHER > 0) & ~may_start).any())
        doubtful = may_start & (orders & YEAR_IS_OPEN > 0) if has_full_year_last else may_start
        where = _likely(orders[doubtful]) or _by_days(texts, doubtful)
        if where == YEAR_IS_FIRST:
            told[may_start] = YEAR_IS_FIRST
        elif not where:
            told[orders & YEAR_IS_OPEN > 0] = EITHER
    return told


def _likely(orders: NDArray[np.uint8]) -> int:
    """Where years of two digits stand if some would be in the future elsewhere; 0 where nothing, or both, is so."""
    first, last = bool((orders & LIKELY_FIRST).any()), bool((orders & LIKELY_LAST).any())
    return 0 if first == last else (YEAR_IS_FIRST if first else YEAR_IS_LAST)


def _by_days(texts: pa.StringArray, may_start: NDArray[np.bool_]) -> int:
    """Where years of two digits stand if the other place has many more different numbers, as days have; else 0."""
    rows = np.flatnonzero(may_start)[:_LOOKED_AT]
    if len(rows) < _DAYS_TO_TELL:
        return 0
    _, fields = found_fields(pick(texts, rows), SHORT_YEAR_FIRST)
    first, last = (len(np.unique(fields.number(name))) for name in ("yy", "d"))
    if max(first, last) < max(_DAYS_TO_TELL, _DAYS_FOR_A_YEAR * min(first, last)):
        return 0
    return YEAR_IS_FIRST if last > first else YEAR_IS_LAST
