"""What the user writes over a column to see some of its rows, and the rows that have it.

A text finds what contains it, whatever its case; a number, a day or an instant finds itself, and a year or a month all
that lies in it. `>5`, `<= 2024-05`, `1..5` and `= exactly this` are said with signs; `=` alone finds what is missing,
and `<>` alone what is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of
from app.data.columns.column import Column, ColumnType
from app.errors import AppError
from app.numbers import parsed

Bits = NDArray[np.bool_]
Span = tuple[float, float]
"""The least and the greatest value that are meant, in the column's own units."""

_SIGNED = re.compile(r"(>=|<=|<>|>|<|=)\s*(.*)", re.DOTALL)
_DATED = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](\d{1,2})(?::(\d{2})(?::(\d{2}))?)?)?)?)?")
_YES, _NO = {"yes", "true", "1"}, {"no", "false", "0"}
_TEXT_TESTS: dict[str, Callable[..., pa.BooleanArray]] = {
    ">": pc.greater,
    ">=": pc.greater_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    "=": pc.equal,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_US, _DAY_US = timedelta(microseconds=1), 86_400_000_000
_MEANT = {
    ColumnType.NUMBER: "a number, such as 12.5, >5 or 1..5",
    ColumnType.BOOLEAN: "yes or no",
    ColumnType.DATE: "a day, month or year, such as 2024-05-06, 2024-05 or >2024",
    ColumnType.INSTANT: "an instant, day, month or year, such as 2024-05-06 10:30, 2024-05 or >2024",
}


def matching(column: Column, text: str) -> Bits:
    """Which rows of a column are meant by what was written over it; AppError if nothing can be meant."""
    sign, rest = _signed(text.strip())
    if not rest and sign == "=":
        return ~column.filled
    if not rest and sign == "<>":
        return column.filled
    if column.type is ColumnType.TEXT:
        return _of_texts(column, sign, rest)
    try:
        bits = _within(column, sign, rest)
    except (ValueError, OverflowError) as error:
        raise AppError(f"“{text.strip()}” is not {_MEANT[column.type]}.") from error
    return bits & column.filled


def containing(column: Column, text: str) -> Bits:
    """Which rows of a column have a text in them, or are just that; none where it cannot be in such a column."""
    if column.type is ColumnType.TEXT:
        return _of_texts(column, "", text)
    try:
        return _within(column, "", text) & column.filled
    except (ValueError, OverflowError):
        return np.zeros(len(column), np.bool_)


def _signed(text: str) -> tuple[str, str]:
    found = _SIGNED.fullmatch(text)
    return (found[1], found[2].strip()) if found else ("", text)


def _of_texts(column: Column, sign: str, text: str) -> Bits:
    words = column.words
    if sign in ("=", "<>"):
        bits = numpy_of(_TEXT_TESTS["="](words, text))
    elif sign:
        bits = numpy_of(_TEXT_TESTS[sign](words, text))
    else:
        bits = numpy_of(pc.match_substring(words, text, ignore_case=True))
    found: Bits = np.append(bits, False)[column.values]
    return ~found & column.filled if sign == "<>" else found


def _within(column: Column, sign: str, text: str) -> Bits:
    """Which values are as the sign says; those that are missing are of no account."""
    values, (first, between, last) = column.values, text.partition("..")
    least, greatest = _span(column.type, first)
    bits: Bits
    if between:
        bits = (values >= least) & (values <= _span(column.type, last)[1])
    elif sign == ">":
        bits = values > greatest
    elif sign == ">=":
        bits = values >= least
    elif sign == "<":
        bits = values < least
    elif sign == "<=":
        bits = values <= greatest
    else:
        bits = (values >= least) & (values <= greatest)
        bits = ~bits if sign == "<>" else bits
    return bits


def _span(kind: ColumnType, text: str) -> Span:
    text = text.strip()
    if kind is ColumnType.NUMBER:
        return (value := parsed(text)), value
    if kind is ColumnType.BOOLEAN:
        if text.lower() not in _YES | _NO:
            raise ValueError(text)
        return (value := int(text.lower() in _YES)), value
    return _of_calendar(text, in_days=kind is ColumnType.DATE)


def _of_calendar(text: str, *, in_days: bool) -> tuple[int, int]:
    """The first and last day since 1970-01-01, or microsecond, of a year, month, day, hour, minute or second."""
    found = _DATED.fullmatch(text)
    if found is None:
        raise ValueError(text)
    given = [int(part) for part in found.groups() if part is not None]
    start = datetime(*(given + [1, 1][max(len(given) - 1, 0) :]), tzinfo=UTC)  # type: ignore[arg-type, misc]  # digits
    end = _after(start, len(given))
    unit_us = _DAY_US if in_days else 1
    return (start - _EPOCH) // _US // unit_us, ((end - _EPOCH) // _US - 1) // unit_us


def _after(start: datetime, parts: int) -> datetime:
    if parts == 1:
        return start.replace(year=start.year + 1)
    if parts == 2:
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return start.replace(year=following.year, month=following.month)
    return start + (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))[parts - 3]
