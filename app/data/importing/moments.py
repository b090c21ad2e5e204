"""Dates and instants as people write them, read for a whole column at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import equals, keep, matches, numpy_of, pick, words_of
from app.data.columns import MISSING_DATE, MISSING_INSTANT
from app.data.zones import DAY_US, utc_from_wall

_TIME = (
    r"(?:(?:[Tt]|,? +)(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)? ?(?P<z>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$"
)
_YEAR_FIRST = r"^(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME
_COMPACT = r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:[Tt]?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?(?P<z>[Zz])?)?$"
_YEAR_LAST = r"^(?P<a>\d{1,2})(?:[-/]|\. ?)(?P<b>\d{1,2})(?:[-/]|\. ?)(?P<y>\d{4})" + _TIME
_DAY_MONTH_WORD = r"^(?P<d>\d{1,2})(?:st|nd|rd|th)?[. -]+(?P<word>[A-Za-z]{3,9})[., -]+(?P<y>\d{4})" + _TIME
_MONTH_WORD_DAY = r"^(?P<word>[A-Za-z]{3,9})\.? +(?P<d>\d{1,2})(?:st|nd|rd|th)?,? +(?P<y>\d{4})" + _TIME
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_EPOCHS = ((r"^\d{9,10}$", 1_000_000), (r"^\d{13}$", 1_000), (r"^\d{16}$", 1))  # seconds, ms, µs
_NAIVE = MISSING_INSTANT
_YEAR_ONE_US = -719_162 * DAY_US


@dataclass(frozen=True, slots=True)
class Moments:
    """n texts read as moments.

    `wall_us` is what the wall clock shows, microseconds since 1970-01-01; `offset_us` what to take off for UTC, least
    integer where the text names no zone. Both mean nothing where `fits` is false. `undecided` when nothing tells day
    from month.
    """

    wall_us: NDArray[np.int64]
    offset_us: NDArray[np.int64]
    fits: NDArray[np.bool_]
    undecided: bool = False

    @property
    def naive(self) -> NDArray[np.bool_]:
        """True where a moment was read that names no zone."""
        naive: NDArray[np.bool_] = self.fits & (self.offset_us == _NAIVE)
        return naive

    def instants(self, zone: ZoneInfo) -> NDArray[np.int64]:
        """Microseconds UTC, naive moments read in `zone`; missing where nothing fits."""
        naive = self.naive
        if naive.all():
            return utc_from_wall(self.wall_us, zone)
        result = np.where(self.fits, self.wall_us - np.where(naive, 0, self.offset_us), MISSING_INSTANT)
        result[naive] = utc_from_wall(self.wall_us[naive], zone)
        return result

    def dates(self) -> NDArray[np.int32]:
        """Days since 1970-01-01; missing where there is no date, or a time of day besides."""
        whole = self.fits & (self.wall_us % DAY_US == 0)
        return np.where(whole, self.wall_us // DAY_US, MISSING_DATE).astype(np.int32)


def read_moments(texts: pa.StringArray, day_first: bool | None = None) -> Moments:
    """Read n texts without nulls as dates or instants; 03/04/2024 is decided by all of them together."""
    for zone in (None, "UTC"):
        try:
            wall = numpy_of(texts.cast(pa.timestamp("us", zone)).cast(pa.int64()))
        except pa.ArrowInvalid:
            continue
        if len(wall) and wall.min() < _YEAR_ONE_US:
            break
        offset = _NAIVE if zone is None else 0
        return Moments(wall, np.full(len(texts), offset, np.int64), np.ones(len(texts), np.bool_))
    return _read_styled(pc.utf8_trim_whitespace(texts), day_first)


def _read_styled(texts: pa.StringArray, day_first: bool | None) -> Moments:
    whole = Moments(np.zeros(len(texts), np.int64), np.full(len(texts), _NAIVE), np.zeros(len(texts), np.bool_))
    undecided = False
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _COMPACT, _DAY_MONTH_WORD, _MONTH_WORD_DAY):
        rest = np.flatnonzero(~whole.fits)
        if not len(rest):
            break
        found: pa.StructArray = pc.extract_regex(pick(texts, rest), pattern)
        there = numpy_of(found.is_valid())
        hit = np.flatnonzero(there)
        fields = _Fields(found.filter(pa.array(there)))
        if pattern == _YEAR_LAST and day_first is None:
            order, undecided = _day_first(fields)
        else:
            order = bool(day_first)
        _fill(whole, rest[hit], _civil(fields, order))
    _read_epochs(texts, whole)
    return Moments(whole.wall_us, whole.offset_us, whole.fits, undecided)


def _fill(whole: Moments, rows: NDArray[np.int64], part: Moments) -> None:
    whole.wall_us[rows], whole.offset_us[rows], whole.fits[rows] = part.wall_us, part.offset_us, part.fits


def _read_epochs(texts: pa.StringArray, whole: Moments) -> None:
    for pattern, unit_us in _EPOCHS:
        hit = ~whole.fits & matches(texts, pattern)
        count = numpy_of(keep(texts, hit).cast(pa.int64()))
        whole.wall_us[hit], whole.offset_us[hit], whole.fits[hit] = count * unit_us, 0, True


class _Fields:
    """The named groups of one pattern, as arrays."""

    def __init__(self, found: pa.StructArray) -> None:
        self._found = found
        self._names = {field.name for field in found.type}

    def __len__(self) -> int:
        return len(self._found)

    def text(self, name: str) -> pa.StringArray:
        """The group's texts, "" where it did not take part."""
        if name not in self._names:
            return pa.array([""] * len(self._found), pa.string())
        return cast(pa.StringArray, self._found.field(name))

    def number(self, name: str) -> NDArray[np.int64]:
        """The group's digits as a number, 0 where it did not take part."""
        return numpy_of(pc.utf8_lpad(self.text(name), 1, "0").cast(pa.int64()))

    def has(self, name: str) -> bool:
        """Whether the pattern has that group."""
        return name in self._names


def _day_first(fields: _Fields) -> tuple[bool, bool]:
    """Whether the first of two numbers is the day, by the values that leave no choice; and whether none does."""
    first, second = fields.number("a"), fields.number("b")
    day_first, month_first = int((first > 12).sum()), int((second > 12).sum())
    undecided = day_first == month_first and bool((first != second).any())
    return day_first > month_first, undecided


def _civil(fields: _Fields, day_first: bool) -> Moments:
    year = fields.number("y")
    if fields.has("a"):
        day, month = (fields.number("a"), fields.number("b")) if day_first else (fields.number("b"), fields.number("a"))
    else:
        day, month = fields.number("d"), _months(fields)
    hour, minute, second = (fields.number(name) for name in "HMS")
    hour, hour_fits = _whole_day_hour(hour, fields.text("half"))
    micro = _micro(fields.text("f"))
    start = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
    first_day = start.astype("datetime64[D]").astype(np.int64)
    month_days = (start + 1).astype("datetime64[D]").astype(np.int64) - first_day
    fits = (
        (year >= 1)
        & (month >= 1)
        & (month <= 12)
        & (day >= 1)
        & (day <= month_days)
        & hour_fits
        & (minute < 60)
        & (second < 60)
    )
    wall = (first_day + day - 1) * DAY_US + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micro
    return Moments(wall, _by_distinct(fields.text("z"), _offset_us), fits)


def _months(fields: _Fields) -> NDArray[np.int64]:
    if not fields.has("word"):
        return fields.number("m")
    words = pc.utf8_lower(fields.text("word"))
    return _by_distinct(words, _month_number)


def _month_number(word: str) -> int:
    """1 to 12 for an English month or its beginning of three letters or more, else 0."""
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(word)), 0)


def _whole_day_hour(hour: NDArray[np.int64], half: pa.StringArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Hours from 0 to 23 out of those with am or pm, and where they can be."""
    first = pc.utf8_lower(pc.utf8_slice_codeunits(half, 0, 1))
    am, pm = equals(first, "a"), equals(first, "p")
    fits = np.where(am | pm, (hour >= 1) & (hour <= 12), hour < 24)
    return np.where(am | pm, hour % 12 + np.where(pm, 12, 0), hour), fits


def _micro(fraction: pa.StringArray) -> NDArray[np.int64]:
    digits = pc.utf8_slice_codeunits(pc.utf8_rpad(fraction, 6, "0"), 0, 6)
    return numpy_of(digits.cast(pa.int64()))


def _by_distinct(texts: pa.StringArray, number: Callable[[str], int]) -> NDArray[np.int64]:
    """The number of each text; few are distinct."""
    distinct = texts.unique()
    numbers = np.array([number(text) for text in words_of(distinct)], np.int64)
    spread: NDArray[np.int64] = numbers[numpy_of(pc.index_in(texts, distinct))]
    return spread


def _offset_us(text: str) -> int:
    """Microseconds east of UTC that a zone's text names."""
    if not text:
        return _NAIVE
    if text[0] not in "+-":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return (minutes if text[0] == "+" else -minutes) * 60_000_000
