"""A run's goals as a table, whatever document they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from app.numbers import NOTHING
from app.reports.documents.composing.content import GoalRow, ReportContent
from app.reports.documents.composing.named_table import NamedTable
from app.reports.report import Cell

_GOAL = (
    "A goal counts the first matching event after the entry, in every journey once; also when the journey has ended "
    "before. It never moves anybody. “Time over” leaves out the journeys whose time for the goal had not ended by the "
    "last recorded event: they may still convert."
)
_GOAL_MODELLED = (
    " What was observed and what is modelled stand in rows of their own; “after the data end” are conversions later "
    "than the last recorded event."
)


def goal_tables(content: ReportContent) -> tuple[NamedTable, ...]:
    """Who converted; nothing without goals."""
    if not content.goals:
        return ()
    late = ("After the data end",) if content.is_forecast else ()
    headers = ("Goal", "Counts", "Journeys", "Time over", *late, "Customers", "Value")
    rows = [tuple(_goal(row, is_forecast=content.is_forecast)) for row in content.goals]
    return (NamedTable("Goals", _GOAL + (_GOAL_MODELLED if content.is_forecast else ""), (headers, rows)),)


def _goal(row: GoalRow, *, is_forecast: bool) -> Iterator[Cell]:
    yield Cell(row.id)
    yield Cell(row.meaning, tone="words")
    yield Cell(row.journeys.percent(), row.journeys.fraction())
    yield Cell(row.ended.percent(), row.ended.fraction()) if row.ended else Cell(NOTHING)
    if is_forecast:
        yield Cell(row.late.fraction(), tone="" if row.late.count else "zero")
    yield Cell(row.customers.percent(), row.customers.fraction())
    yield Cell(row.value or NOTHING)
