"""One value of a column as the user reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from app.data.browsing.profile import Value
from app.data.columns.column import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.numbers import data_instant, exact

FIRST_DAY = date(1970, 1, 1)
NOTHING = ""
_DIGITS = 15
_MISSING = {
    ColumnType.TEXT: MISSING_CODE,
    ColumnType.BOOLEAN: MISSING_BOOLEAN,
    ColumnType.DATE: MISSING_DATE,
    ColumnType.INSTANT: MISSING_INSTANT,
}


def value_text(kind: ColumnType, value: Value) -> str:
    """A value that is there."""
    if isinstance(value, str):
        return value
    if kind is ColumnType.NUMBER:
        return exact(value, _DIGITS)
    if kind is ColumnType.BOOLEAN:
        return "yes" if value else "no"
    if kind is ColumnType.DATE:
        return (FIRST_DAY + timedelta(days=value)).isoformat()
    return data_instant(int(value))


def cell_reader(column: Column) -> Callable[[int], str]:
    """A function from a row to its text, nothing where there is no value; nothing of the column is copied."""
    kind, values, words = column.type, column.values, column.words

    def number(at: int) -> str:
        value = float(values[at])
        return NOTHING if value != value else value_text(kind, value)

    def other(at: int) -> str:
        value = int(values[at])
        if value == _MISSING[kind]:
            return NOTHING
        return str(words[value].as_py()) if kind is ColumnType.TEXT else value_text(kind, value)

    return number if kind is ColumnType.NUMBER else other
