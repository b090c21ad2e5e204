"""A run's messages and goals as tables, whatever document they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.numbers import NOTHING, Rate, number
from app.reports.documents.content import GoalRow, MessageRow, ReportContent
from app.reports.report import Cell, Table

_DECIDED = (
    "Each visit to a message ends in a decision: sent, or skipped for the first reason that applies. Shares are of the "
    "messages decided. Nothing has left the house. {} “After the data end” are those of the messages sent that would "
    "have gone out after the last recorded event."
)
_MODELLED = "How people react was not observed: it is modelled, and stands in a table of its own."
_REPLAYED = "Nobody has reacted: this is a replay of recorded history."
_GOAL = (
    "A goal counts the first matching event after the entry, in every journey once; also when the journey has ended "
    "before. It never moves anybody. “Time over” leaves out the journeys whose time for the goal had not ended by the "
    "last recorded event: they may still convert."
)
_GOAL_MODELLED = (
    " What was observed and what is modelled stand in rows of their own; “after the data end” are conversions later "
    "than the last recorded event."
)


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table with its heading and what it counts; `is_modelled` where nothing in it was observed."""

    heading: str
    definition: str
    table: Table
    is_modelled: bool = False


def message_tables(content: ReportContent) -> tuple[NamedTable, ...]:
    """What was decided about each message, and in a forecast how people react; nothing without messages."""
    if not content.messages:
        return ()
    headers = ("Message", "Channel", "Decided", "Sent", "After the data end", "Skipped")
    words = _DECIDED.format(_MODELLED if content.is_forecast else _REPLAYED)
    decided = NamedTable("Messages", words, (headers, [tuple(_decided(row)) for row in content.messages]))
    return (decided, _reactions(content)) if content.is_forecast else (decided,)


def goal_tables(content: ReportContent) -> tuple[NamedTable, ...]:
    """Who converted; nothing without goals."""
    if not content.goals:
        return ()
    late = ("After the data end",) if content.is_forecast else ()
    headers = ("Goal", "Counts", "Journeys", "Time over", *late, "Customers", "Value")
    rows = [tuple(_goal(row, is_forecast=content.is_forecast)) for row in content.goals]
    return (NamedTable("Goals", _GOAL + (_GOAL_MODELLED if content.is_forecast else ""), (headers, rows)),)


def _decided(row: MessageRow) -> Iterator[Cell]:
    yield Cell(row.label)
    yield Cell(row.kind, tone="words")
    yield Cell(number(row.sent.of))
    yield Cell(number(row.sent.count), row.sent.percent())
    yield Cell(row.late.fraction(), tone="" if row.late.count else "zero")
    skipped = ", ".join(f"{reason} {number(rate.count)} ({rate.percent()})" for reason, rate in row.skipped)
    yield Cell(skipped or NOTHING, tone="words")


def _reactions(content: ReportContent) -> NamedTable:
    ranges = (
        f" How far the figures range over all {number(content.replications)} replications stands under “Forecast, in "
        "ranges”."
        if content.replications
        else ""
    )
    words = (
        "One replication of a forecast: drawn from the response each message or channel was given, not recorded."
        f"{ranges} Delivered and bounced are of the messages sent, all others of those delivered."
    )
    headers = ("Message", *(name.capitalize() for name, _ in content.messages[0].reactions))
    rows = [(Cell(row.label), *(_share(rate) for _, rate in row.reactions)) for row in content.messages]
    return NamedTable("Modelled reactions", words, (headers, rows), is_modelled=True)


def _goal(row: GoalRow, *, is_forecast: bool) -> Iterator[Cell]:
    yield Cell(row.id)
    yield Cell(row.meaning, tone="words")
    yield Cell(row.journeys.percent(), row.journeys.fraction())
    yield Cell(row.ended.percent(), row.ended.fraction()) if row.ended else Cell(NOTHING)
    if is_forecast:
        yield Cell(row.late.fraction(), tone="" if row.late.count else "zero")
    yield Cell(row.customers.percent(), row.customers.fraction())
    yield Cell(row.value or NOTHING)


def _share(rate: Rate) -> Cell:
    return Cell(rate.percent(), rate.fraction(), "" if rate.count else "zero")
