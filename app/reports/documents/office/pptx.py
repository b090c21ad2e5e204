"""A report as slides for PowerPoint: native tables, charts that can be changed where PowerPoint has the kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from app.numbers import number
from app.reports.catalogue import report_of
from app.reports.documents.composing.cell_values import CellValue, row_values
from app.reports.documents.composing.composed import ComposedReport, FactsPart, FiguresPart, TablesPart, WordsPart
from app.reports.documents.composing.content import Fact
from app.reports.documents.composing.look import Look
from app.reports.documents.figures.pictures import height_for, picture
from app.reports.documents.office.slides import LEFT, ROOM, TOP, Slides
from app.reports.documents.office.xlsx import MOST_IN_A_CHART, number_format
from app.reports.plot import Plot, plot_of
from app.reports.report import Cell, Figures, Table

T = TypeVar("T")

_MOST_ROWS, _MOST_COLUMNS = 14, 8  # of a table on a slide
_MOST_TABLES = 6  # slides; a longer table is for a workbook
_DEFINITION, _DEFINITION_HIGH = 1.2, 0.5
_SIZES, _SMALLEST = ((10.0, 480), (8.0, 640)), 7.0  # of a definition of so many letters at most
_BODY_HIGH = 5.3
_PICTURE_PX = 1_160
_LETTERS_A_SLIDE = 2_600


def pptx_report(report: ComposedReport) -> bytes:
    """The slides in the order of the report's parts."""
    slides = Slides(report.look.paged, report.title)
    _front(slides, report)
    for part in report.parts:
        match part:
            case FactsPart():
                _facts(slides, part.facts)
            case WordsPart():
                _words(slides, part)
            case FiguresPart():
                _figures(slides, part, report.look)
            case TablesPart():
                for each in part.tables:
                    _table_slides(slides, each.heading, each.definition, each.table)
    _last(slides, report)
    return slides.content()


def _front(slides: Slides, report: ComposedReport) -> None:
    slide = slides.add(report.title, size=40, top=2.3, high=1.5)
    if report.logo:
        slides.logo(slide, report.logo, 0.6, 3.2, 1.0)
    slides.text(slide, (report.kind, *([report.text] if report.text else [])), 3.9, 1.6, size=16)
    words = [(fact.label, fact.value) for fact in report.provenance[:4]]
    slides.pairs(slide, words, 5.9, 1.2, size=11)


def _facts(slides: Slides, facts: Sequence[Fact]) -> None:
    """Key figures as a table of their own."""
    rows: list[tuple[Cell, ...]] = [
        (Cell(fact.label), Cell(fact.value), Cell(fact.note, tone="words")) for fact in facts
    ]
    _table_slides(slides, "Key figures", "", (("Figure", "Value", "Of"), rows))


def _words(slides: Slides, part: WordsPart) -> None:
    for texts in _slices([(text, len(text)) for text in part.paragraphs]) or [[]]:
        slides.text(slides.add(part.heading), texts or [""], TOP, _BODY_HIGH, size=16)


def _figures(slides: Slides, part: FiguresPart, look: Look) -> None:
    figures, table = part.figures, part.figures.table()
    definition = figures.definition.in_words()
    if part.has_chart:
        slide = slides.add(part.heading)
        _definition(slides, slide, definition)
        plot = plot_of(figures)
        if plot is None or plot.beside or not _chart(slides, slide, plot, table):
            _picture(slides, slide, figures, look)
        if plot is not None and plot.beside and any(plot.drawn([row[0] for row in table[1]])):
            _chart(slides, slides.add(part.heading), plot, table)
    if part.has_table and table[1]:
        _table_slides(slides, part.heading, "" if part.has_chart else definition, table)
    elif not part.has_chart:
        slides.text(slides.add(part.heading), ("There is nothing to count.", definition), TOP, 2, size=14)


def _definition(slides: Slides, slide: object, words: str) -> None:
    """Under the title, as small as it must be to end above what follows."""
    size = next((size for size, letters in _SIZES if len(words) <= letters), _SMALLEST)
    slides.text(slide, (words,), _DEFINITION, _DEFINITION_HIGH, size=size)


def _picture(slides: Slides, slide: object, figures: Figures, look: Look) -> None:
    high = min(height_for(figures, _PICTURE_PX), round(_PICTURE_PX * _BODY_HIGH / ROOM))
    png = picture(figures, "png", _PICTURE_PX, high, palette=look.paged, scale=2, with_definition=False)
    slides.picture(slide, png, ". ".join(report_of(figures).words(figures)), LEFT, TOP, ROOM, _BODY_HIGH)


def _chart(slides: Slides, slide: object, plot: Plot, table: Table) -> bool:
    """A native chart; False where there is no such kind, or nothing to draw."""
    headers, rows = table
    drawn = [rows[at] for at in plot.drawn([row[0] for row in rows]) if rows[at][0].tone != "total"]
    if plot.kind == "heat" or not drawn:
        return False
    shown = drawn[:MOST_IN_A_CHART]
    values = [row_values(row) for row in shown]
    series = [(headers[column], [row[column] for row in values]) for column in plot.columns]
    first = next((value for _, column in series for value in column if value is not None), None)
    if first is None:
        return False
    high = _BODY_HIGH - (0.35 if len(shown) < len(drawn) else 0)
    slides.chart(slide, plot.kind, [row[0] for row in shown], series, number_format(_bare(first)), TOP, high)
    if len(shown) < len(drawn):
        slides.text(slide, (_first_of(len(shown), len(drawn)),), TOP + high, 0.3, size=10)
    return True


def _bare(value: CellValue) -> CellValue:
    """What is printed around a number on an axis: a currency, not what it is a count of."""
    return value._replace(after="" if " " in value.after.strip() else value.after)


def _table_slides(slides: Slides, heading: str, definition: str, table: Table) -> None:
    """A table on as many slides as its rows and columns need, up to a few."""
    headers, rows = table
    for columns in _columns(len(headers)):
        for start in range(0, min(len(rows), _MOST_ROWS * _MOST_TABLES), _MOST_ROWS):
            piece = rows[start : start + _MOST_ROWS]
            slide = slides.add(heading)
            is_cut = len(rows) > _MOST_ROWS * _MOST_TABLES and start == _MOST_ROWS * (_MOST_TABLES - 1)
            words = _first_of(start + len(piece), len(rows)) if is_cut else definition if start == 0 else ""
            if words:
                _definition(slides, slide, words)
            slides.table(slide, [headers[at] for at in columns], [[row[at] for at in columns] for row in piece], TOP)


def _columns(many: int) -> Iterator[list[int]]:
    """The columns in pieces that fit a slide, the first in each."""
    step = _MOST_COLUMNS - 1
    for start in range(1, max(many, 2), step):
        yield [0, *range(start, min(start + step, many))]


def _first_of(shown: int, many: int) -> str:
    return f"The first {number(shown)} of {number(many)} rows; a workbook (XLSX) of this report has them all."


def _last(slides: Slides, report: ComposedReport) -> None:
    """Definitions, warnings, what is left out, and where it all comes from."""
    warnings = [("Mind:", warning) for warning in report.warnings]
    left_out = [(f"Left out, {fact.label}:", fact.value) for fact in report.left_out]
    definitions = [(f"{fact.label}:", fact.value) for fact in report.definitions]
    provenance = [(f"{fact.label}:", f"{fact.value} {fact.note}".strip()) for fact in report.provenance]
    pairs = [*warnings, *left_out, *definitions, *provenance]
    for pairs_of_slide in _slices([(pair, len(pair[0]) + len(pair[1]) + 60) for pair in pairs]):
        slides.pairs(slides.add("How to read this, and where it comes from"), pairs_of_slide, 1.35, 5.8, size=11)


def _slices(sized: Sequence[tuple[T, int]]) -> list[list[T]]:
    """What fits a slide together, by letters."""
    slices: list[list[T]] = []
    taken = _LETTERS_A_SLIDE + 1
    for each, letters in sized:
        if taken + letters > _LETTERS_A_SLIDE:
            slices.append([])
            taken = 0
        slices[-1].append(each)
        taken += letters
    return slices
