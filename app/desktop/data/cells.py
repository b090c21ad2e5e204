"""One value of a column as a person reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from app.data.columns import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = date(1970, 1, 1)
NOTHING = ""

TYPE_ICONS = {
    ColumnType.TEXT: "mdi6.format-letter-case",
    ColumnType.NUMBER: "mdi6.pound",
    ColumnType.BOOLEAN: "mdi6.toggle-switch-outline",
    ColumnType.DATE: "mdi6.calendar-blank-outline",
    ColumnType.INSTANT: "mdi6.clock-outline",
}


def number_words(value: float) -> str:
    """A number without needless digits, thousands set off."""
    return f"{int(value):,}".replace(",", " ") if float(value).is_integer() and abs(value) < 1e15 else f"{value:,.6g}"


def instant_words(at_us: int) -> str:
    """An instant in UTC, to the second."""
    try:
        return (EPOCH + timedelta(microseconds=at_us)).strftime("%Y-%m-%d %H:%M:%S")
    except OverflowError:
        return f"{at_us} µs"


def day_words(at_us: int) -> str:
    """The day of an instant in UTC."""
    return instant_words(at_us)[:10]


def cell_reader(column: Column) -> Callable[[int], str]:
    """A function from a row to its text; nothing of the column is copied."""
    values, words = column.values, column.words

    def text(at: int) -> str:
        code = int(values[at])
        return NOTHING if code == MISSING_CODE else str(words[code].as_py())

    def number(at: int) -> str:
        value = float(values[at])
        return NOTHING if value != value else f"{value:.15g}"

    def boolean(at: int) -> str:
        value = int(values[at])
        return NOTHING if value == MISSING_BOOLEAN else "yes" if value else "no"

    def day(at: int) -> str:
        value = int(values[at])
        return NOTHING if value == MISSING_DATE else (FIRST_DAY + timedelta(days=value)).isoformat()

    def instant(at: int) -> str:
        value = int(values[at])
        return NOTHING if value == MISSING_INSTANT else instant_words(value)

    return {
        ColumnType.TEXT: text,
        ColumnType.NUMBER: number,
        ColumnType.BOOLEAN: boolean,
        ColumnType.DATE: day,
        ColumnType.INSTANT: instant,
    }[column.type]
