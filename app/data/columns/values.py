"""One value of a column, as Python has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from app.data.columns.column import Column, ColumnType

_FIRST_DAY = date(1970, 1, 1)
_Instant = TypeVar("_Instant")


def value_at(
    column: Column, row: int, instant: Callable[[int], _Instant]
) -> str | float | bool | date | _Instant | None:
    """The value in a row, None where there is none; `instant` says what microseconds UTC are."""
    if not column.rows(slice(row, row + 1)).filled[0]:
        return None
    value = column.values[row]
    match column.type:
        case ColumnType.TEXT:
            return str(column.words[int(value)])
        case ColumnType.BOOLEAN:
            return bool(value)
        case ColumnType.DATE:
            return _FIRST_DAY + timedelta(days=int(value))
        case ColumnType.INSTANT:
            return instant(int(value))
        case ColumnType.NUMBER:
            return float(value)
