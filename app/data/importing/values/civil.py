"""From the fields of a date and a time to the wall clock and the offset of its zone."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import equals, numpy_of, words_of
from app.data.columns.column import MISSING_INSTANT
from app.data.importing.values.moment_forms import AMERICAN, COMPACT_HOUR, OF_EITHER_ORDER, YEAR_FIRST, Fields
from app.data.importing.values.zone_names import fixed_offset_us, named_zone
from app.data.zones import DAY_US, utc_from_wall

NAIVE = MISSING_INSTANT
MIDNIGHT_24, SHORT_YEAR, ODD_HALF, SERIAL = 1, 2, 4, 8
"""Bits that mark how a text was read, where the user should hear of it."""
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_PIVOT = 69
_NOON = 12


class Civil:
    """The moments of one form: `wall_us`, `offset_us` (`NAIVE` without a zone), `fits` and `marks`, each (n,)."""

    def __init__(self, fields: Fields, pattern: str, *, day_first: bool, past: bool) -> None:
        count = len(fields)
        self.marks = np.zeros(count, np.uint8)
        day, month = _day_and_month(fields, day_first)
        year, short = _years(fields)
        self.marks[short] |= SHORT_YEAR
        start = _first_of_month(year, month)
        if past:
            today = (date.today() - date(1970, 1, 1)).days
            year = np.where(short & (start + day - 1 > today), year - 100, year)
            start = _first_of_month(year, month)
        month_days = _first_of_month(year + month // 12, month % 12 + 1) - start
        hour, hour_fits = self._hours(fields, hour_alone=pattern in (YEAR_FIRST, COMPACT_HOUR))
        minute, second = fields.number("M"), fields.number("S")
        self.fits = (
            ((year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= month_days))
            & (hour_fits & (minute < 60) & (second < 60))
            & ((hour < 24) | ((minute == 0) & (second == 0)))
        )
        clock = ((hour * 60 + minute) * 60 + second) * 1_000_000 + _micro(fields.text("f"))
        self.wall_us = (start + day - 1) * DAY_US + clock
        american = pattern in AMERICAN or (pattern in OF_EITHER_ORDER and not day_first)
        self.offset_us = np.full(count, NAIVE, np.int64)
        self._set_offsets(fields, american=american)

    def _hours(self, fields: Fields, *, hour_alone: bool) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Hours from 0 to 24, and where they can be; 00:15 AM and 13:15 PM mean what they must."""
        hour = fields.number("H")
        first = pc.utf8_lower(pc.utf8_slice_codeunits(fields.text("half"), 0, 1))
        am, pm = equals(first, "a"), equals(first, "p")
        odd = (am & (hour == 0)) | (pm & (hour > _NOON))
        self.marks[odd] |= ODD_HALF
        self.marks[hour == 24] |= MIDNIGHT_24
        fits = np.where(am, hour <= _NOON, np.where(pm, (hour >= 1) & (hour < 24), hour <= 24))
        fits &= fields.given("M") | ~fields.given("H") | am | pm | hour_alone
        late = np.where(pm & (hour < _NOON), hour + _NOON, hour)
        return np.where(am & (hour == _NOON), 0, late), fits

    def _set_offsets(self, fields: Fields, *, american: bool) -> None:
        names = fields.text("z")
        distinct = names.unique()
        codes = numpy_of(pc.index_in(names, distinct))
        halves = fields.given("half")
        for code, name in enumerate(words_of(distinct)):
            if not name:
                continue
            rows = np.flatnonzero(codes == code)
            for here, as_american in ((rows[~halves[rows]], american), (rows[halves[rows]], True)):
                self._set_offset(here, name, american=as_american)

    def _set_offset(self, rows: NDArray[np.int64], name: str, *, american: bool) -> None:
        offset = fixed_offset_us(name, american=american)
        zone = None if offset is not None else named_zone(name)
        if zone is not None:
            self.offset_us[rows] = self.wall_us[rows] - utc_from_wall(self.wall_us[rows], zone)
        elif offset is not None:
            self.offset_us[rows] = offset
        else:
            self.fits[rows] = False


def _day_and_month(fields: Fields, day_first: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if not fields.has("a"):
        return fields.number("d"), _months(fields)
    first, second = fields.number("a"), fields.number("b")
    return (first, second) if day_first else (second, first)


def _months(fields: Fields) -> NDArray[np.int64]:
    if not fields.has("word"):
        return fields.number("m")
    words = pc.utf8_lower(fields.text("word"))
    distinct = words.unique()
    numbers = np.array([_month_number(word) for word in words_of(distinct)], np.int64)
    spread: NDArray[np.int64] = numbers[numpy_of(pc.index_in(words, distinct))] if len(numbers) else numbers
    return spread


def _month_number(word: str) -> int:
    """1 to 12 for an English month or its beginning of three letters or more, else 0."""
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(word)), 9 * (word == "sept"))


def _years(fields: Fields) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Years of four digits, and where only two were written: 69 is 1969, 68 is 2068."""
    short = fields.given("yy")
    two = fields.number("yy")
    return np.where(short, two + np.where(two >= _PIVOT, 1900, 2000), fields.number("y")), short


def _first_of_month(year: NDArray[np.int64], month: NDArray[np.int64]) -> NDArray[np.int64]:
    """The day, since 1970-01-01, on which a month begins."""
    months = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)


def _micro(fraction: pa.StringArray) -> NDArray[np.int64]:
    digits = pc.utf8_slice_codeunits(pc.utf8_rpad(fraction, 6, "0"), 0, 6)
    return numpy_of(digits.cast(pa.int64()))
