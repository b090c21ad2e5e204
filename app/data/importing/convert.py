"""From texts to typed columns; what does not fit is told, never dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import NO_WORDS, numpy_of, pick
from app.data.columns import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.data.importing.moments import read_moments
from app.data.importing.numbers import read_numbers
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
    """How dates and instants are read: the zone of naive ones, and whether 03/04/2024 is 3 April, if that is known."""

    zone: ZoneInfo
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """A column out of texts: `unfit` (n,) marks texts that are no value of its type and became missing.

    `naive` counts the instants that named no zone. `undecided` when nothing says which of two numbers is the day.
    """

    column: Column
    unfit: NDArray[np.bool_]
    naive: int = 0
    undecided: bool = False


def convert(texts: Texts, type_: ColumnType, style: DateStyle) -> Converted:
    """The column of that type; each distinct text is read once."""
    if type_ is ColumnType.TEXT:
        return Converted(text_column(texts), np.zeros(len(texts), np.bool_))
    if type_ in (ColumnType.DATE, ColumnType.INSTANT):
        return _convert_moments(texts, type_, style)
    if type_ is ColumnType.NUMBER:
        numbers = read_numbers(texts.distinct)
        return _spread(texts, type_, numbers.values, numbers.fits)
    booleans = _booleans(texts.distinct)
    return _spread(texts, type_, booleans, booleans != MISSING_BOOLEAN)


def missing_column(type_: ColumnType, count: int) -> Column:
    """A column of `count` rows without a value."""
    return Column(type_, np.full(count, MISSING[type_]), NO_WORDS)


def _convert_moments(texts: Texts, type_: ColumnType, style: DateStyle) -> Converted:
    moments = read_moments(texts.distinct, style.day_first)
    if type_ is ColumnType.DATE:
        dates = moments.dates()
        return _spread(texts, type_, dates, dates != MISSING_DATE, undecided=moments.undecided)
    naive = int(_take(moments.naive, texts.codes, np.bool_(False)).sum())
    return _spread(texts, type_, moments.instants(style.zone), moments.fits, naive=naive, undecided=moments.undecided)


def _spread(
    texts: Texts,
    type_: ColumnType,
    values: NDArray[Any],
    fits: NDArray[np.bool_],
    *,
    naive: int = 0,
    undecided: bool = False,
) -> Converted:
    """Values per distinct text, spread over the rows."""
    column = Column(type_, _take(values, texts.codes, MISSING[type_]), NO_WORDS)
    return Converted(column, _take(~fits, texts.codes, np.bool_(False)), naive, undecided)


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
