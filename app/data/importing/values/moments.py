"""Dates and instants as people write them, read for a whole column at once.

Whether a text is a moment depends on itself and on the order of day and month, never on other texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, matches, numpy_of, pick
from app.data.columns.arrow import whole as in_one
from app.data.columns.column import MISSING_DATE, MISSING_INSTANT
from app.data.columns.cores import each, same
from app.data.columns.texts import Chunks
from app.data.importing.values.civil import NAIVE, SERIAL, Civil
from app.data.importing.values.counted_time import read_epochs, read_serials
from app.data.importing.values.date_orders import (
    DAY_FIRST,
    EITHER,
    MONTH_FIRST,
    YEAR_IS_FIRST,
    orders_of,
    told_together,
)
from app.data.importing.values.moment_forms import (
    COMPACT,
    COMPACT_HOUR,
    DAY_MONTH_WORD,
    MONTH_WORD_DAY,
    OF_EITHER_ORDER,
    SHORT_YEAR_FIRST,
    SHORT_YEAR_FIRST_SLASHED,
    SHORT_YEAR_LAST,
    YEAR_BEHIND,
    YEAR_FIRST,
    YEAR_LAST,
    found_fields,
    tidy,
)
from app.data.importing.values.month_names import in_english
from app.data.importing.values.zone_names import meanings
from app.data.zones import DAY_US, utc_from_wall

_OF_WORDS = (DAY_MONTH_WORD, MONTH_WORD_DAY, YEAR_BEHIND)
_CHUNK = 1 << 16
_MANY = 1 << 12
_YEAR_ONE_US = -719_162 * DAY_US
_ISO_START = r"^\d{4}-\d\d-\d\d(?:[T ]|$)"
_ISO_NAIVE = r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?$"
_ISO_UTC = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)$"
_ZONE_BEHIND = re.compile(r"[A-Za-z]{2,5}$")
_OPEN_YEAR = re.compile(r"\s*\d{1,2}[-/]\d{1,2}[-/](?:0[1-9]|[12]\d|3[01])(?!\d)")
_SHORT_YEAR = re.compile(r"\s*\d{2}[-/.]\d{1,2}[-/.]\d{2}(?!\d)")

DayFirst = bool | Literal["year"]
"""Whether the day stands before the month; "year" where the year does, in two digits, before both."""


@dataclass(frozen=True, slots=True)
class DayMonth:
    """What the texts of a column say of the order of day and month: one of each kind, "" where there is none.

    25/12/2024 is in `day_first`, 12/25/2024 in `month_first`, 03/04/2024 in `either`, 99-12-31 in `year_first`; beside
    that the others are empty unless some text cannot start with a year.
    """

    day_first: str = ""
    month_first: str = ""
    either: str = ""
    year_first: str = ""

    @property
    def order(self) -> DayFirst | None:
        """Whether the day stands first, or the year; None where nothing says so, or several are said."""
        if self.year_first:
            return None if self.is_mixed else "year"
        return None if bool(self.day_first) == bool(self.month_first) else bool(self.day_first)

    @property
    def may_start_with_year(self) -> bool:
        """Whether some text may have its year first."""
        return bool(self.year_first) or any(map(_SHORT_YEAR.match, (self.day_first, self.either)))

    @property
    def what_is_first(self) -> str:
        """What may stand first where nothing decides, in words."""
        return "the day, the month or the year" if _OPEN_YEAR.match(self.either) else "the day or the month"

    @property
    def is_mixed(self) -> bool:
        """Whether several orders are there."""
        if self.year_first:
            return bool(self.day_first or self.month_first or self.either)
        return bool(self.day_first and self.month_first)

    @property
    def mixed_words(self) -> str:
        """One text of each order, with what stands first in it."""
        if self.year_first and not (self.day_first or self.month_first):
            return f"“{self.either}”, where the year stands last, and “{self.year_first}”, where it stands first"
        every = ((self.day_first, "the day"), (self.month_first, "the month"), (self.year_first, "the year"))
        (text, first), *others = ((text, what) for text, what in every if text)
        return f"“{text}”, where {first} stands first" + "".join(
            f", and “{text}”, where {what} does" for text, what in others
        )

    @property
    def is_open(self) -> bool:
        """Whether some text has two readings and nothing decides between them."""
        return self.is_mixed or bool(self.either and self.order is None)


NO_ORDER = DayMonth()
"""Nothing was found that could be read in two ways."""


@dataclass(frozen=True, slots=True)
class Moments:
    """n texts read as moments; what is the same of all of them may stand in one place for all (`same`).

    `wall_us` is what the wall clock shows, microseconds since 1970-01-01; `offset_us` what to take off for UTC, least
    integer where the text names no zone. Both mean nothing where `fits` is false. `marks` has the bits of civil.py.
    `orders` says of each text what it tells of the order of day and month, where that was not given, in the bits of
    date_orders.py.
    """

    texts: pa.StringArray | Chunks
    wall_us: NDArray[np.int64]
    offset_us: NDArray[np.int64]
    fits: NDArray[np.bool_]
    marks: NDArray[np.uint8]
    orders: NDArray[np.uint8]

    @classmethod
    def none_of(cls, texts: pa.StringArray | Chunks, wall_us: NDArray[np.int64] | None = None) -> Moments:
        """Nothing read yet."""
        count = len(texts)
        blank, marks = np.zeros(count, np.bool_), np.zeros(count, np.uint8)
        wall_us = np.zeros(count, np.int64) if wall_us is None else wall_us
        return cls(texts, wall_us, np.full(count, NAIVE), blank, marks, marks.copy())

    @classmethod
    def all_of(cls, texts: pa.StringArray | Chunks, wall_us: NDArray[np.int64], offset_us: int) -> Moments:
        """All read, with one offset."""
        count, nothing = len(texts), np.broadcast_to(np.uint8(0), len(texts))
        fits = np.broadcast_to(np.True_, count)
        return cls(texts, wall_us, np.broadcast_to(np.int64(offset_us), count), fits, nothing, nothing)

    def part(self, first: int, last: int) -> Moments:
        """Those from `first` to before `last`."""
        rows = slice(first, last)
        return Moments(
            self.texts.slice(first, last - first),
            self.wall_us[rows],
            self.offset_us[rows],
            self.fits[rows],
            self.marks[rows],
            self.orders[rows],
        )

    def at(self, rows: NDArray[np.integer[Any]]) -> Moments:
        """Those in these rows, which may repeat; their texts are left out."""
        arrays = (self.wall_us[rows], self.offset_us[rows], self.fits[rows], self.marks[rows], self.orders[rows])
        return Moments(NO_WORDS, *arrays)

    @property
    def day_month(self) -> DayMonth:
        """What the texts say together of the order of day and month."""
        if not same(self.orders).any():
            return NO_ORDER
        told = told_together(in_one(self.texts), self.orders)
        found = [np.flatnonzero(told == kind) for kind in (DAY_FIRST, MONTH_FIRST, EITHER, YEAR_IS_FIRST)]
        return DayMonth(*(str(self.texts[int(there[0])]) if len(there) else "" for there in found))

    @property
    def undecided(self) -> bool:
        """Whether nothing tells day from month, or both orders are there."""
        return self.day_month.is_open

    @property
    def naive(self) -> NDArray[np.bool_]:
        """True where a moment was read that names no zone."""
        if self._are_alike:
            return np.broadcast_to(self.fits[:1] & (self.offset_us[:1] == NAIVE), len(self.fits))
        naive: NDArray[np.bool_] = self.fits & (self.offset_us == NAIVE)
        return naive

    @property
    def _are_alike(self) -> bool:
        """Whether all were read in the same way."""
        return len(same(self.fits)) == len(same(self.offset_us)) == 1

    def instants(self, zone: ZoneInfo) -> NDArray[np.int64]:
        """Microseconds UTC, naive moments read in `zone`; missing where nothing fits."""
        if bool((same(self.offset_us) == NAIVE).all()) and same(self.fits).all():
            return utc_from_wall(self.wall_us, zone)
        naive = self.naive
        result = np.where(self.fits, self.wall_us - np.where(naive, 0, self.offset_us), MISSING_INSTANT)
        result[naive] = utc_from_wall(self.wall_us[naive], zone)
        return result

    def dates(self) -> NDArray[np.int32]:
        """Days since 1970-01-01; missing where there is no date, or a time of day besides."""
        whole = self.fits & (self.wall_us % DAY_US == 0)
        return np.where(whole, self.wall_us // DAY_US, MISSING_DATE).astype(np.int32)


def read_moments(
    texts: pa.StringArray | Chunks, day_first: DayFirst | None = None, *, serials: bool = False, past: bool = False
) -> Moments:
    """Read n texts without nulls as dates or instants.

    Where the order of day and month is not given, all of them together say it; they do also where the year can only
    stand first. `serials`: numbers between 20,000 and 80,000 are days as spreadsheets count them, and 31-12-99 is no
    code. `past`: years of two digits are never in the future.
    """
    pieces = list(_pieces(texts))
    wall_us = np.empty(len(texts), np.int64)
    offsets = each(lambda piece: _cast_alike(piece[1], wall_us[piece[0] : piece[0] + len(piece[1])]), pieces)
    if len({*offsets}) == 1 and offsets[0] is not None:
        return Moments.all_of(texts, wall_us, offsets[0])
    whole = Moments.none_of(texts, wall_us)
    rest = each(lambda piece: _read_iso(*piece[0], whole, piece[1]), list(zip(pieces, offsets, strict=True)))
    rows = np.concatenate([np.array([], np.int64), *rest])
    if not len(rows):
        return whole
    whole = replace(whole, texts=in_one(texts))  # only what most exports do not need is put together
    distinct, codes = _distinct(pick(in_one(whole.texts), rows))
    others = tidy(distinct)
    orders = orders_of(others, short_years=serials)
    if day_first is None or bool((orders & YEAR_IS_FIRST).any()):
        whole.orders[rows] = orders[codes]
        found = whole.day_month.order
        day_first = found if day_first is None or found == "year" else day_first
    _fill(whole, rows, _read_styled(others, day_first, serials=serials, past=past).at(codes))
    return whole


def _pieces(texts: pa.StringArray | Chunks) -> Iterator[tuple[int, pa.StringArray]]:
    """Parts of the texts, and where each begins."""
    begin = 0
    chunks: Sequence[Any] = texts.chunks if isinstance(texts, pa.ChunkedArray) else (texts,)
    for chunk in chunks:
        for first in range(0, len(chunk), _CHUNK):
            yield begin + first, chunk.slice(first, _CHUNK)
        begin += len(chunk)


def _distinct(texts: pa.StringArray) -> tuple[pa.StringArray, NDArray[np.integer[Any]]]:
    """Each text once and the place of each among them, where that is worth while: the same minute comes again."""
    if len(texts) < _MANY:
        return texts, np.arange(len(texts))
    encoded: Any = texts.dictionary_encode()
    return encoded.dictionary, numpy_of(encoded.indices)


def why_no_moment(text: str) -> str:
    """What keeps a text from being a moment, where more can be said than that it is none; else ""."""
    found = _ZONE_BEHIND.search(text.strip())
    several = meanings(found[0]) if found and any(letter.isdigit() for letter in text) else ""
    return f"{found[0]} may mean {several}; write the offset instead" if found and several else ""


def _cast_alike(texts: pa.StringArray, wall_us: NDArray[np.int64]) -> int | None:
    """Fill in what some texts say that are all written as ISO 8601 has it, and say their offset; None where one is not.

    A cast that fails takes thirty times as long as one that does not, so the first text says which one to try.
    """
    head = texts.slice(0, 1)
    if not matches(head, _ISO_START).any():
        return None
    is_utc = bool(matches(head, _ISO_UTC)[0])
    wall = _cast(texts, "UTC" if is_utc else None)
    if wall is None:
        return None
    wall_us[:] = wall
    return 0 if is_utc else NAIVE


def _read_iso(first: int, texts: pa.StringArray, whole: Moments, offset_us: int | None) -> NDArray[np.int64]:
    """Fill in what is written as ISO 8601 has it, and say which texts are not; with an offset, all were read by it."""
    here = slice(first, first + len(texts))
    if offset_us is not None:
        whole.offset_us[here], whole.fits[here] = offset_us, True
        return np.array([], np.int64)
    whole.wall_us[here] = 0
    done = np.zeros(len(texts), np.bool_)
    for zone, pattern in ((None, _ISO_NAIVE), ("UTC", _ISO_UTC)):
        rows = np.flatnonzero(matches(texts, pattern))
        wall = _cast(pick(texts, rows), zone) if len(rows) else None
        if wall is not None:
            places = first + rows
            whole.wall_us[places], whole.fits[places] = wall, True
            whole.offset_us[places] = NAIVE if zone is None else 0
            done[rows] = True
    return first + np.flatnonzero(~done)


def _cast(texts: pa.StringArray, zone: str | None) -> NDArray[np.int64] | None:
    try:
        wall: NDArray[np.int64] = numpy_of(texts.cast(pa.timestamp("us", zone)).cast(pa.int64()))
    except pa.ArrowInvalid:
        return None
    return None if len(wall) and wall.min() < _YEAR_ONE_US else wall


def _read_styled(texts: pa.StringArray, day_first: DayFirst | None, *, serials: bool, past: bool) -> Moments:
    whole = Moments.none_of(texts)
    forms = [YEAR_FIRST, YEAR_LAST, *((SHORT_YEAR_LAST,) if serials else ()), COMPACT, COMPACT_HOUR, *_OF_WORDS]
    if not isinstance(day_first, bool):
        of_year = SHORT_YEAR_FIRST if serials else SHORT_YEAR_FIRST_SLASHED
        forms.insert(1 if day_first == "year" else len(forms), of_year)
        day_first = None
    _read_forms(texts, whole, np.arange(len(texts)), forms, day_first=day_first, past=past)
    if not whole.fits.all():
        _read_counted(texts, whole, serials=serials)
        rest = np.flatnonzero(~whole.fits)
        unread = pick(texts, rest)
        english = in_english(unread)
        if english is not unread:
            _read_forms(english, whole, rest, _OF_WORDS, day_first=day_first, past=past)
    return whole


def _read_forms(
    texts: pa.StringArray,
    whole: Moments,
    places: NDArray[np.int64],
    forms: Sequence[str],
    *,
    day_first: bool | None,
    past: bool,
) -> None:
    """Fill in which of the texts, that stand in these places, are of one of the forms."""
    for pattern in forms:
        for order in (False, True) if pattern in OF_EITHER_ORDER and day_first is None else (bool(day_first),):
            rest = np.flatnonzero(~whole.fits[places])
            if not len(rest):
                return
            found, fields = found_fields(pick(texts, rest), pattern)
            if len(found):
                civil = Civil(fields, pattern, day_first=order, past=past)
                _fill(whole, places[rest[found]], civil)


def _read_counted(texts: pa.StringArray, whole: Moments, *, serials: bool) -> None:
    rest = np.flatnonzero(~whole.fits)
    numbers = pick(texts, rest)
    wall, fits = read_epochs(numbers)
    hit = rest[fits]
    whole.wall_us[hit], whole.offset_us[hit], whole.fits[hit] = wall[fits], 0, True
    if serials:
        wall, fits = read_serials(numbers)
        hit = rest[fits]
        whole.wall_us[hit], whole.offset_us[hit], whole.fits[hit] = wall[fits], NAIVE, True
        whole.marks[hit] |= SERIAL


def _fill(whole: Moments, rows: NDArray[np.int64], part: Moments | Civil) -> None:
    whole.wall_us[rows], whole.offset_us[rows] = part.wall_us, part.offset_us
    whole.fits[rows], whole.marks[rows] = part.fits, np.where(part.fits, part.marks, 0)
