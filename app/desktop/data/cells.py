"""One value of a column as the user reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from app.data.columns import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.numbers import data_instant, exact

FIRST_DAY = date(1970, 1, 1)
NOTHING = ""

TYPE_ICONS = {
    ColumnType.TEXT: "format-letter-case",
    ColumnType.NUMBER: "pound",
    ColumnType.BOOLEAN: "toggle-switch-outline",
    ColumnType.DATE: "calendar-blank-outline",
    ColumnType.INSTANT: "clock-outline",
}


def cell_reader(column: Column) -> Callable[[int], str]:
    """A function from a row to its text; nothing of the column is copied."""
    values, words = column.values, column.words

    def text(at: int) -> str:
        code = int(values[at])
        return NOTHING if code == MISSING_CODE else str(words[code].as_py())

    def number(at: int) -> str:
        value = float(values[at])
        return NOTHING if value != value else exact(value, 15)

    def boolean(at: int) -> str:
        value = int(values[at])
        return NOTHING if value == MISSING_BOOLEAN else "yes" if value else "no"

    def day(at: int) -> str:
        value = int(values[at])
        return NOTHING if value == MISSING_DATE else (FIRST_DAY + timedelta(days=value)).isoformat()

    def instant(at: int) -> str:
        value = int(values[at])
        return NOTHING if value == MISSING_INSTANT else data_instant(value)

    return {
        ColumnType.TEXT: text,
        ColumnType.NUMBER: number,
        ColumnType.BOOLEAN: boolean,
        ColumnType.DATE: day,
        ColumnType.INSTANT: instant,
    }[column.type]
