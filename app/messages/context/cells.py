"""Values of columns as templates see them: on the customer's clock, None where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.data.columns.column import Column, ColumnType
from app.data.columns.values import value_at

Plain = str | float | bool | date | None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def value_in(column: Column, row: int, zone: ZoneInfo) -> Plain:
    """One value of a column."""
    return value_at(column, row, lambda at: clock_of(at, zone))


def values_in(columns: Mapping[str, Column], row: int, zone: ZoneInfo) -> dict[str, Plain]:
    """Every value of a row that is there."""
    values = {name: value_in(column, row, zone) for name, column in columns.items()}
    return {name: value for name, value in values.items() if value is not None}


def clock_of(at: int, zone: ZoneInfo) -> datetime | None:
    """An instant in microseconds UTC on the clock of a zone; None beyond the years that calendars know."""
    try:
        return (_EPOCH + timedelta(microseconds=at)).astimezone(zone)
    except OverflowError:
        return None


def converted(value: object, type_: ColumnType | None, zone: ZoneInfo) -> Plain:
    """What a node writes into an attribute, as a value of the attribute's type; text that is none stays a text."""
    if isinstance(value, str) and type_ in (ColumnType.DATE, ColumnType.INSTANT):
        try:
            if type_ is ColumnType.DATE:
                return date.fromisoformat(value)
            read = datetime.fromisoformat(value)
            return read.replace(tzinfo=zone) if read.tzinfo is None else read.astimezone(zone)
        except ValueError:
            return value
    if isinstance(value, (bool, str, date)) or value is None:
        return value
    return float(value) if isinstance(value, (int, float)) else None
