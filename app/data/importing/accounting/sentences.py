"""What the user hears of the values of a column: remarks and refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.data.columns.column import ColumnType
from app.data.importing.values.civil import MIDNIGHT_24, ODD_HALF, SERIAL, SHORT_YEAR
from app.data.importing.values.convert import DateStyle, Marked
from app.data.importing.values.moments import NO_ORDER, DayMonth, why_no_moment
from app.errors import AppError, Problem
from app.numbers import stored_number

_READ_AS = {
    MIDNIGHT_24: "were read as 00:00 of the next day",
    ODD_HALF: "were read by their hours of 0 to 23; the a.m. or p.m. beside them adds nothing",
    SERIAL: "were read as dates of a spreadsheet, which counts the days since 1899-12-30",
}
_MOST_NAMED = 3
_CENTURY = "have years of two digits, read as 1969 to 2068"
_PAST_CENTURY = "have years of two digits, read as years that have passed"


def marked_remarks(column: str, marked: Sequence[Marked], *, past: bool = False) -> Iterator[str]:
    """How texts were read that might have been meant otherwise."""
    for each in marked:
        said = (_PAST_CENTURY if past else _CENTURY) if each.mark == SHORT_YEAR else _READ_AS[each.mark]
        yield f"“{column}”: {rows_such_as(each.rows, each.text)} {said}."


def rows_such_as(count: int, text: str) -> str:
    """`3 rows such as “x”`."""
    return f"{'1 row' if count == 1 else f'{stored_number(count)} rows'} such as “{text}”"


def currency_remark(column: str, currencies: Mapping[str, int]) -> str:
    """What is told of a column that holds several currencies; "" for one."""
    if len(currencies) < 2:
        return ""
    shares = ", ".join(f"{code} in {stored_number(count)}" for code, count in currencies.items())
    return f"“{column}” holds several currencies ({shares} rows): the numbers stand as they were, none is converted."


def percent_remark(column: str, count: int, others: int) -> str:
    """What is told of numbers with a sign of per cent, and of `others` in their column that have none."""
    if not others:
        return f"“{column}” is in per cent: 12 % is the number 12."
    return (
        f"“{column}” holds {stored_number(count)} with a sign of per cent and {stored_number(others)} without: the "
        "numbers stand as they were, 12 % is 12."
    )


def unfit_reason(text: str, column: str, type_: ColumnType) -> str:
    """Why a value was left out of a row that came in."""
    why = why_no_moment(text) if type_ in (ColumnType.DATE, ColumnType.INSTANT) else ""
    return f"“{text}” in “{column}” is no {type_} and was left empty{f' ({why})' if why else ''}"


def no_instant_reason(text: str, column: str) -> str:
    """Why a row without a readable instant did not come in."""
    why = why_no_moment(text)
    return f"“{text}” in “{column}” is no instant{f' ({why})' if why else ''}"


def undecided(column: str, found: DayMonth = NO_ORDER) -> AppError:
    """The refusal of dates that can be read in two ways."""
    if found.is_mixed:
        what = f"The column “{column}” has {found.mixed_words}."
    else:
        what = f"Nothing in the column “{column}” says whether “{found.either}” has {found.what_is_first} first."
    options = "--dayfirst, --no-dayfirst or --yearfirst" if found.may_start_with_year else "--dayfirst or --no-dayfirst"
    return AppError(
        f"{what} Nothing was imported.",
        window="Say so under “How the file writes” in a column's menu, or choose the type text for it.",
        command=f'Say so with {options} (in a mapping: "day_first"), or choose the type text for it.',
    )


def undecided_decimals(texts: Mapping[str, str]) -> AppError:
    """The refusal of numbers that can be read in two ways, column by column."""
    problems = [
        Problem("open-decimal", f"“{text}” can be read in two ways, and nothing in the file decides", f"“{column}”")
        for column, text in texts.items()
    ]
    return AppError(
        "Nothing says whether the point or the comma is the decimal sign. Nothing was imported.",
        problems,
        window="Say so under “How the file writes” in a column's menu, or choose the type text.",
        command='Say so with --decimal . or --decimal , (in a mapping: "decimal"), or choose the type text.',
    )


def naive_remark(columns: Sequence[str], style: DateStyle) -> str:
    """What the user is told about local times."""
    names = ", ".join(f"“{column}”" for column in columns[:_MOST_NAMED])
    others = f" and {stored_number(len(columns) - _MOST_NAMED)} other columns" if len(columns) > _MOST_NAMED else ""
    if style.is_of_header:
        return f"Times in {names}{others} were read as local times of {style.zone.key}, as the column's name says."
    return f"Times in {names}{others} that name no time zone were read as local times of {style.zone.key}."
