"""From texts to typed columns; what does not fit is told, never dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import NO_WORDS, numpy_of, pick, words_of
from app.data.columns import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.data.importing.civil import MIDNIGHT_24, ODD_HALF, SERIAL, SHORT_YEAR
from app.data.importing.moments import NO_ORDER, DayMonth, read_moments
from app.data.importing.numbers import Decimal, read_numbers
from app.data.texts import Texts

TRUE_WORDS = frozenset({"true", "yes", "y", "t", "1", "on", "subscribed", "opted in", "ano", "ja", "oui", "si", "sí"})
FALSE_WORDS = frozenset(
    {"false", "no", "n", "f", "0", "off", "unsubscribed", "never_subscribed", "opted out", "ne", "nein", "non"}
)
MISSING: dict[ColumnType, Any] = {
    ColumnType.TEXT: np.int32(MISSING_CODE),
    ColumnType.NUMBER: np.float64(np.nan),
    ColumnType.BOOLEAN: np.int8(MISSING_BOOLEAN),
    ColumnType.DATE: np.int32(MISSING_DATE),
    ColumnType.INSTANT: np.int64(MISSING_INSTANT),
}


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How values are read: the zone of naive instants, and what is known of the order of day and month and of decimals.

    `is_first_look`: what cannot be decided is not asked. `past`: years of two digits are never in the future.
    """

    zone: ZoneInfo
    day_first: bool | None = None
    decimal: Decimal | None = None
    is_first_look: bool = False
    past: bool = False


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


def convert(texts: Texts, type_: ColumnType, style: DateStyle) -> Converted:
    """The column of that type; each distinct text is read once."""
    if type_ is ColumnType.TEXT:
        return Converted(text_column(texts), np.zeros(len(texts), np.bool_))
    if type_ in (ColumnType.DATE, ColumnType.INSTANT):
        return _convert_moments(texts, type_, style)
    if type_ is ColumnType.NUMBER:
        return _convert_numbers(texts, style)
    booleans = _booleans(texts.distinct)
    return _spread(texts, type_, booleans, booleans != MISSING_BOOLEAN)


def missing_column(type_: ColumnType, count: int) -> Column:
    """A column of `count` rows without a value."""
    return Column(type_, np.full(count, MISSING[type_]), NO_WORDS)


def _convert_numbers(texts: Texts, style: DateStyle) -> Converted:
    numbers = read_numbers(texts.distinct, style.decimal)
    spread = _spread(texts, ColumnType.NUMBER, numbers.values, numbers.fits)
    currencies: dict[str, int] = {}
    if numbers.currencies is not None:
        counts = texts.counts()
        distinct = numbers.currencies.unique()
        codes = numpy_of(pc.index_in(numbers.currencies, distinct))
        sums = np.bincount(codes, np.where(numbers.fits, counts, 0), minlength=len(distinct)).astype(np.int64)
        currencies = {
            word: count for word, count in zip(words_of(distinct), sums.tolist(), strict=True) if word and count
        }
    return replace(spread, open_decimal="" if numbers.certain else numbers.either, currencies=currencies)


def _convert_moments(texts: Texts, type_: ColumnType, style: DateStyle) -> Converted:
    moments = read_moments(texts.distinct, style.day_first, serials=True, past=style.past)
    if type_ is ColumnType.DATE:
        dates = moments.dates()
        spread = _spread(texts, type_, dates, dates != MISSING_DATE)
    else:
        spread = _spread(texts, type_, moments.instants(style.zone), moments.fits)
        spread = replace(spread, naive=int(_take(moments.naive, texts.codes, np.bool_(False)).sum()))
    return replace(spread, day_month=moments.day_month, marked=marked(moments.marks, texts.distinct, texts.counts()))


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


def _spread(texts: Texts, type_: ColumnType, values: NDArray[Any], fits: NDArray[np.bool_]) -> Converted:
    """Values per distinct text, spread over the rows."""
    column = Column(type_, _take(values, texts.codes, MISSING[type_]), NO_WORDS)
    if fits.all():
        return Converted(column, np.zeros(len(texts), np.bool_))
    return Converted(column, _take(~fits, texts.codes, np.bool_(False)))


def _take(values: NDArray[Any], codes: NDArray[np.int32], missing: Any) -> NDArray[Any]:
    """values[codes], `missing` for code -1: the last place of the lengthened array."""
    return np.append(values, missing)[codes]


def text_column(texts: Texts) -> Column:
    """The texts as they stand, their words sorted by code point."""
    order = numpy_of(pc.sort_indices(texts.distinct))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return Column(ColumnType.TEXT, _take(rank, texts.codes, np.int32(MISSING_CODE)), pick(texts.distinct, order))


def _booleans(texts: pa.StringArray) -> NDArray[np.int8]:
    words = pc.utf8_lower(pc.utf8_trim_whitespace(texts))
    yes = numpy_of(pc.is_in(words, pa.array(sorted(TRUE_WORDS))))
    no = numpy_of(pc.is_in(words, pa.array(sorted(FALSE_WORDS))))
    return np.where(yes, 1, np.where(no, 0, MISSING_BOOLEAN)).astype(np.int8)
