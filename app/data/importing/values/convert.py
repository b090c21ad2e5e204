"""From texts to typed columns; what does not fit is told, never dropped in silence."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, numpy_of, words_of
from app.data.columns.column import MISSING, MISSING_BOOLEAN, MISSING_DATE, Column, ColumnType
from app.data.columns.cores import looked_up_or
from app.data.columns.texts import Texts, text_column
from app.data.importing.values.civil import MIDNIGHT_24, ODD_HALF, SERIAL, SHORT_YEAR
from app.data.importing.values.moments import NO_ORDER, DayFirst, DayMonth, Moments, read_moments
from app.data.importing.values.numbers import Decimal, Numbers, read_numbers
from app.data.importing.values.zone_names import zone_of_header
from app.data.vocabulary.words_of_consent import FALSE_WORDS, TRUE_WORDS


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How values are read: the zone of naive instants, and what is known of the order of day and month and of decimals.

    `is_first_look`: what cannot be decided is not asked. `past`: years of two digits are never in the future.
    `is_of_header`: the name of the column says which zone it is.
    """

    zone: ZoneInfo
    day_first: DayFirst | None = None
    decimal: Decimal | None = None
    is_first_look: bool = False
    past: bool = False
    is_of_header: bool = False


def in_zone_of_header(name: str, style: DateStyle) -> DateStyle:
    """The style for a column whose name may say which zone its times are in: “Signed up (CET)”."""
    zone = zone_of_header(name)
    return style if zone is None else replace(style, zone=zone, is_of_header=True)


@dataclass(frozen=True, slots=True)
class Marked:
    """How many rows have texts that were read in a way the user should hear of, and one of the texts."""

    mark: int
    rows: int
    text: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A column out of texts: `unfit` (n,) marks texts that are no value of its type and became missing.

    `naive` counts the instants that named no zone. `day_month` and `open_decimal` say what has two readings, where
    nothing decides between them. `currencies` count the rows that name each.
    """

    column: Column
    unfit: NDArray[np.bool_]
    naive: int = 0
    day_month: DayMonth = NO_ORDER
    open_decimal: str = ""
    marked: tuple[Marked, ...] = ()
    currencies: Mapping[str, int] = field(default_factory=dict)

    @property
    def undecided(self) -> bool:
        """Whether nothing tells day from month."""
        return self.day_month.is_open


@dataclass(frozen=True, slots=True)
class Readings:
    """n distinct texts read as one type: `values` are missing where `fits` is false."""

    type: ColumnType
    values: NDArray[Any]
    fits: NDArray[np.bool_]
    moments: Moments | None = None
    numbers: Numbers | None = None

    def part(self, first: int, last: int) -> Readings:
        """Those from `first` to before `last`."""
        moments = self.moments.part(first, last) if self.moments else None
        numbers = self.numbers.part(first, last) if self.numbers else None
        return Readings(self.type, self.values[first:last], self.fits[first:last], moments, numbers)


def convert(texts: Texts, type_: ColumnType, style: DateStyle) -> Converted:
    """The column of that type; each distinct text is read once."""
    if type_ is ColumnType.TEXT:
        return Converted(text_column(texts), np.zeros(len(texts), np.bool_))
    found = spread(texts, read_words(texts.distinct, type_, style))
    return found if style.day_first is None else replace(found, day_month=NO_ORDER)


def convert_alike(columns: Sequence[Texts], type_: ColumnType, style: DateStyle) -> list[Converted]:
    """Several columns of one type that are read in the same way, together."""
    if type_ is ColumnType.TEXT or (type_ is ColumnType.NUMBER and style.decimal is None):
        return [convert(texts, type_, style) for texts in columns]
    bounds = np.cumsum([0, *(len(texts.distinct) for texts in columns)]).tolist()
    words = pa.concat_arrays([NO_WORDS, *(texts.distinct for texts in columns)])
    readings = read_words(words, type_, style)
    parts = [readings.part(first, last) for first, last in itertools.pairwise(bounds)]
    return [  # a column that speaks of the order of day and month decides it for itself
        convert(texts, type_, style) if part.moments and part.moments.orders.any() else spread(texts, part)
        for texts, part in zip(columns, parts, strict=True)
    ]


def read_words(words: pa.StringArray, type_: ColumnType, style: DateStyle) -> Readings:
    """These texts as values of a type other than text."""
    if type_ is ColumnType.NUMBER:
        numbers = read_numbers(words, style.decimal)
        return Readings(type_, numbers.values, numbers.fits, numbers=numbers)
    if type_ is ColumnType.BOOLEAN:
        booleans = _booleans(words)
        return Readings(type_, booleans, booleans != MISSING_BOOLEAN)
    moments = read_moments(words, style.day_first, serials=True, past=style.past)
    if type_ is ColumnType.DATE:
        dates = moments.dates()
        return Readings(type_, dates, dates != MISSING_DATE, moments)
    return Readings(type_, moments.instants(style.zone), moments.fits, moments)


def spread(texts: Texts, readings: Readings) -> Converted:
    """Values per distinct text, spread over the rows."""
    column = Column(readings.type, looked_up_or(readings.values, texts.codes, MISSING[readings.type]), NO_WORDS)
    unfit = np.zeros(len(texts), np.bool_)
    if not readings.fits.all():
        unfit = looked_up_or(~readings.fits, texts.codes, np.bool_(False))
    moments, numbers = readings.moments, readings.numbers
    if moments is not None:
        naive = int(texts.counts()[moments.naive].sum()) if readings.type is ColumnType.INSTANT else 0
        marks = marked(moments.marks, texts.distinct, texts.counts()) if moments.marks.any() else ()
        return Converted(column, unfit, naive, moments.day_month, marked=marks)
    if numbers is not None:
        return Converted(column, unfit, open_decimal=numbers.either, currencies=_currencies(numbers, texts))
    return Converted(column, unfit)


def _currencies(numbers: Numbers, texts: Texts) -> dict[str, int]:
    """How many rows name each currency."""
    if numbers.currencies is None:
        return {}
    distinct = numbers.currencies.unique()
    codes = numpy_of(pc.index_in(numbers.currencies, distinct))
    sums = np.bincount(codes, np.where(numbers.fits, texts.counts(), 0), minlength=len(distinct)).astype(np.int64)
    return {word: count for word, count in zip(words_of(distinct), sums.tolist(), strict=True) if word and count}


def marked(
    marks: NDArray[np.uint8], texts: pa.StringArray, counts: NDArray[np.int64] | None = None
) -> tuple[Marked, ...]:
    """What the bits of `marks` say of n texts, each with its count of rows."""
    if not marks.any():
        return ()
    found = []
    for mark in (MIDNIGHT_24, SHORT_YEAR, ODD_HALF, SERIAL):
        there = np.flatnonzero(marks & mark)
        if len(there):
            rows = len(there) if counts is None else int(counts[there].sum())
            found.append(Marked(mark, rows, str(texts[int(there[0])])))
    return tuple(found)


def _booleans(texts: pa.StringArray) -> NDArray[np.int8]:
    words = pc.replace_substring_regex(pc.utf8_lower(pc.utf8_trim_whitespace(texts)), "[-_ ]+", " ")
    yes = numpy_of(pc.is_in(words, pa.array(sorted(TRUE_WORDS))))
    no = numpy_of(pc.is_in(words, pa.array(sorted(FALSE_WORDS))))
    return np.where(yes, 1, np.where(no, 0, MISSING_BOOLEAN)).astype(np.int8)
