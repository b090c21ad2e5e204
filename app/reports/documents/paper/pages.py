"""A composed report on sheets of paper: a title page, its parts, a last part with definitions and provenance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.reports.documents.composing.abridging import beyond, without
from app.reports.documents.composing.composed import ComposedReport, FactsPart, FiguresPart, TablesPart, WordsPart
from app.reports.documents.composing.content import Fact
from app.reports.documents.composing.named_table import NamedTable
from app.reports.documents.paper.sheet import HEIGHT, LINE, MARGIN, ROOM, Sheet, Sheets, chart_height
from app.reports.documents.paper.table_layout import lay_table
from app.reports.drawing.drawing_area import DrawingArea
from app.reports.drawing.fonts import elide, wrap

_FACTS_IN_A_ROW = 3
_FACT_HIGH, _FACT_GAP = 78.0, 10.0
_LEAST_UNDER_HEADING = 120.0
_LABEL_WIDTH = 120.0


def pages_of(report: ComposedReport) -> tuple[Sheet, ...]:
    """The sheets of the report, numbered."""
    sheets = Sheets(report.look.paged)
    _title(sheets, report)
    for part in report.parts:
        match part:
            case FactsPart():
                _facts(sheets, part.facts)
            case WordsPart():
                _words(sheets, part)
            case FiguresPart():
                _figures(sheets, part)
            case TablesPart():
                _tables(sheets, part.tables)
    _last(sheets, report)
    _number(sheets, report.title)
    return tuple(sheets.pages)


def _title(sheets: Sheets, report: ComposedReport) -> None:
    palette = sheets.palette
    if report.logo:
        sheets.logo(report.logo)
    sheets.y = max(sheets.y + 40, HEIGHT * 0.26)
    sheets.text(report.kind, size=12, colour=palette.accent, weight=600)
    sheets.y += 4
    sheets.text(report.title, size=30, weight=700, lines=5)
    sheets.y += 10
    for paragraph in report.text.split("\n"):
        if paragraph.strip():
            sheets.text(paragraph, size=12, colour=palette.text_quiet, lines=14)
    sheets.y = max(sheets.y + 30, HEIGHT - 190)
    sheets.rule(sheets.y - 8)
    for fact in report.provenance[:5]:
        _pair(sheets, fact)
    sheets.turn()


def _pair(sheets: Sheets, fact: Fact) -> None:
    """A label and what it says, side by side."""
    palette = sheets.palette
    sheets.need(14)
    label = elide(fact.label, _LABEL_WIDTH - 8, 8.5, 600)
    sheets.line(label, MARGIN, sheets.y + 6, 8.5, palette.text, 600)
    words = f"{fact.value} ({fact.note})" if fact.note else fact.value
    sheets.text(
        words or "–", size=8.5, colour=palette.text_quiet, x=MARGIN + _LABEL_WIDTH, room=ROOM - _LABEL_WIDTH, lines=4
    )
    sheets.y += 2


def _facts(sheets: Sheets, facts: Sequence[Fact]) -> None:
    palette = sheets.palette
    width = (ROOM - (_FACTS_IN_A_ROW - 1) * _FACT_GAP) / _FACTS_IN_A_ROW
    for start in range(0, len(facts), _FACTS_IN_A_ROW):
        sheets.need(_FACT_HIGH)
        top = sheets.y
        for at, fact in enumerate(facts[start : start + _FACTS_IN_A_ROW]):
            x = MARGIN + at * (width + _FACT_GAP)
            sheets.box(x, top, width, _FACT_HIGH, palette.raised)
            sheets.y = top + 8
            left, room = x + 10, width - 20
            sheets.text(fact.label, size=8.5, colour=palette.text_quiet, lines=1, x=left, room=room)
            sheets.text(fact.value, size=17, weight=600, lines=1, x=left, room=room)
            sheets.text(fact.note, size=7.5, colour=palette.text_quiet, lines=2, x=left, room=room)
        sheets.y = top + _FACT_HIGH + _FACT_GAP
    sheets.gap(16)


def _heading(sheets: Sheets, text: str, *, size: float = 15, room_under: float = _LEAST_UNDER_HEADING) -> None:
    sheets.need(size * 1.4 + room_under)
    if text:
        sheets.text(text, size=size, weight=600, lines=3)
        sheets.y += 2


def _words(sheets: Sheets, part: WordsPart) -> None:
    _heading(sheets, part.heading, room_under=30)
    for paragraph in part.paragraphs:
        sheets.text(paragraph, size=10, lines=200)
        sheets.gap(6)
    sheets.gap(14)


def _figures(sheets: Sheets, part: FiguresPart) -> None:
    """Heading, definition and chart stay together."""
    figures = part.figures
    words = len(wrap(figures.definition.in_words(), ROOM, 8, 8)) * 8 * LINE + 8
    under = chart_height(figures) if part.has_chart else _LEAST_UNDER_HEADING
    _heading(sheets, part.heading, room_under=words + under + 6)
    sheets.text(figures.definition.in_words(), size=8, colour=sheets.palette.text_quiet, lines=8, keep=True)
    sheets.y += 6
    if part.has_chart:
        sheets.chart(figures)
        sheets.y += 6
    headers, rows = figures.table()
    if part.has_table and rows:
        left_out = beyond(figures, rows)
        lay_table(sheets, (headers, without(rows, left_out)), len(left_out))
    sheets.gap(22)


def _tables(sheets: Sheets, tables: Sequence[NamedTable]) -> None:
    for at, each in enumerate(tables):
        _heading(sheets, each.heading, size=12 if at else 15, room_under=70)
        sheets.text(each.definition, size=8, colour=sheets.palette.text_quiet, lines=8, keep=True)
        sheets.y += 6
        lay_table(sheets, each.table)
        sheets.gap(16)


def _last(sheets: Sheets, report: ComposedReport) -> None:
    """Always on a sheet of its own."""
    if not sheets.is_fresh:
        sheets.turn()
    palette = sheets.palette
    _heading(sheets, "How to read this, and where it comes from")
    sheets.y += 6
    if report.warnings:
        _heading(sheets, "Mind", size=11, room_under=20)
        for warning in report.warnings:
            sheets.text(f"• {warning}", size=9, lines=6)
        sheets.y += 10
    for title, facts in (("Left out", report.left_out), ("Definitions", report.definitions)):
        if facts:
            _heading(sheets, title, size=11, room_under=30)
        for fact in facts:
            sheets.need(26)
            sheets.text(fact.label, size=9, weight=600, lines=2)
            sheets.text(fact.value, size=8.5, colour=palette.text_quiet, lines=14)
            sheets.y += 5
        sheets.y += 8 if facts else 0
    _heading(sheets, "Provenance", size=11, room_under=40)
    for fact in report.provenance:
        _pair(sheets, fact)


def _number(sheets: Sheets, title: str) -> None:
    """The title and the number at the foot of every sheet but the first."""
    for at, sheet in enumerate(sheets.pages[1:], start=2):
        sheet.marks.append(partial(_foot, title=title, words=f"{at} of {len(sheets.pages)}"))


def _foot(area: DrawingArea, title: str, words: str) -> None:
    y, colour = HEIGHT - 30, area.palette.text_faint
    area.text(MARGIN, y, title, size=8, colour=colour, room=ROOM - 60)
    area.text(MARGIN + ROOM, y, words, size=8, colour=colour, align="right")
