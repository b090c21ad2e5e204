"""A report as a workbook: numbers as numbers, charts of the workbook's own, and no text that is ever a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.look.palette import Palette
from app.reports.documents.composing.cell_values import CellValue, row_values
from app.reports.documents.composing.composed import ComposedReport, FactsPart, FiguresPart, Part, TablesPart, WordsPart
from app.reports.documents.composing.content import Fact
from app.reports.drawing.fonts import one_line
from app.reports.plot import Plot, plot_of
from app.reports.report import Cell, Table

MOST_IN_A_CHART = 40  # rows; more bars than that cannot be read
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST_TEXT = 32_000
_WIDEST, _IN_A_LINE = 48, 40  # letters in a column; what is longer stands in lines of so many at least
_LONGEST_NAME, _LONGEST_LINK = 31, 250
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_CHARTS = {
    "bars": {"type": "bar"},
    "stacked": {"type": "bar", "subtype": "stacked"},
    "columns": {"type": "column"},
    "lines": {"type": "line"},
}
_DAY_S = 86_400
_A4 = 9
_LINE, _TITLE_LINE = 15, 30  # points
_SENTENCE = 70
_WIDE = 110  # letters of a paragraph in a line
_NOTES_BELOW = 10  # columns; of a wider table the counts behind its shares stand in a table below it


def xlsx_report(report: ComposedReport) -> bytes:
    """The workbook: what it says, a sheet for each of its tables, a sheet of definitions."""
    target = io.BytesIO()
    book = Workbook(target, _OPTIONS)
    book.set_properties({"title": _plain(report.title)[:255], "comments": "Made with Rehearse"})
    writing = _Writing(book, report.look.light)
    first = writing.sheet("Report")
    links = [(part, *link) for part in report.parts for link in writing.part(part)]
    writing.front(first, report, links)
    writing.definitions(report)
    book.close()
    return target.getvalue()


@dataclass(slots=True)
class _Shown:
    """Where a table came to stand on its sheet."""

    first_row: int
    last_row: int  # without rows that sum up
    columns: list[int]  # where each column of the table stands
    end_column: int


class _Writing:
    """Writes one workbook."""

    def __init__(self, book: Workbook, palette: Palette) -> None:
        self._book = book
        self._palette = palette
        self._names: set[str] = set()
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def sheet(self, wanted: str) -> Worksheet:
        """A sheet under a name that workbooks allow and no other has."""
        plain = " ".join(_NOT_IN_NAMES.sub(" ", _plain(wanted)).split()).lstrip("=+-@") or "Sheet"
        name, number = plain[:_LONGEST_NAME].strip(), 2
        while name.casefold() in self._names or name.casefold() == "history":
            end = f" {number}"
            name, number = plain[: _LONGEST_NAME - len(end)].strip() + end, number + 1
        self._names.add(name.casefold())
        made = self._book.add_worksheet(name)
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(_A4)
        made.fit_to_pages(1, 0)
        return made

    def style(self, **properties: object) -> Format:
        """A format, each once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **properties})
        return self._formats[key]

    def part(self, part: Part) -> Iterator[tuple[str, str]]:
        """The sheets of a part by their names, with their headings; words and key figures stand in front."""
        if isinstance(part, FiguresPart):
            table = part.figures.table()
            sheet = self.sheet(part.heading)
            shown = self._table(sheet, part.heading, part.figures.definition.in_words(), table)
            plot = plot_of(part.figures) if part.has_chart else None
            if shown and plot:
                self._chart(sheet, plot, table, shown, part.heading)
            yield sheet.get_name(), part.heading
        elif isinstance(part, TablesPart):
            for each in part.tables:
                sheet = self.sheet(each.heading)
                self._table(sheet, each.heading, each.definition, each.table)
                yield sheet.get_name(), each.heading

    def front(self, sheet: Worksheet, report: ComposedReport, links: Sequence[tuple[Part, str, str]]) -> None:
        """Title, logo, texts and key figures in their order, and where each table is."""
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, 2, 60)
        row = 0
        if report.logo:
            scale = min(1.0, 60 / report.logo.height, 240 / report.logo.width)
            picture = {"image_data": io.BytesIO(report.logo.png), "x_scale": scale, "y_scale": scale}
            sheet.insert_image(0, 0, "logo.png", {**picture, "decorative": True})
            row = 4
        self._text(sheet, row, 0, report.kind, self.style(bold=True, font_color=self._palette.accent))
        self._text(sheet, row + 1, 0, report.title, self.style(bold=True, font_size=20))
        sheet.set_row(row + 1, _TITLE_LINE)
        row = self._paragraph(sheet, row + 2, report.text) + 1
        for part in report.parts:
            match part:
                case WordsPart():
                    self._text(sheet, row, 0, part.heading, self.style(bold=True, font_size=13))
                    row += bool(part.heading)
                    for text in part.paragraphs:
                        row = self._paragraph(sheet, row, text)
                    row += 1
                case FactsPart():
                    row = self._facts(sheet, row, part.facts) + 1
                case _:
                    for name, heading in ((name, heading) for of, name, heading in links if of is part):
                        style = self.style(font_color="#0563c1")
                        sheet.write_url(row, 0, f"internal:'{name}'!A1", style, _plain(heading)[:_LONGEST_LINK] or name)
                        row += 1

    def definitions(self, report: ComposedReport) -> None:
        """What everything means, and where it comes from."""
        sheet = self.sheet("Definitions")
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, _WIDE)
        groups = {
            "Mind": tuple(Fact("", warning) for warning in report.warnings),
            "Left out": report.left_out,
            "Definitions": report.definitions,
            "Provenance": report.provenance,
        }
        row = 0
        for title, facts in groups.items():
            if not facts:
                continue
            self._text(sheet, row, 0, title, self.style(bold=True, font_size=13))
            row += 1
            for fact in facts:
                self._text(sheet, row, 0, fact.label, self.style(bold=True, text_wrap=True))
                words = f"{fact.value} ({fact.note})" if fact.note else fact.value
                self._text(sheet, row, 1, words, self.style(text_wrap=True))
                sheet.set_row(row, _LINE * (max(len(words) // _WIDE, len(fact.label) // 34) + 1))
                row += 1
            row += 1

    def _facts(self, sheet: Worksheet, row: int, facts: Sequence[Fact]) -> int:
        for fact in facts:
            self._text(sheet, row, 0, fact.label, self.style())
            self._cell(sheet, row, 1, fact.value, row_values([Cell(fact.value)])[0], bold=True, align="left")
            self._text(sheet, row, 2, fact.note, self.style(font_color=self._palette.text_quiet))
            row += 1
        return row

    def _paragraph(self, sheet: Worksheet, row: int, text: str) -> int:
        """A text over the width of the front; the row after it."""
        if not text.strip():
            return row
        shown = _plain(text)
        sheet.merge_range(row, 0, row, 2, "", self.style(text_wrap=True))
        self._text(sheet, row, 0, shown, self.style(text_wrap=True))
        sheet.set_row(row, _LINE * (len(shown) // _WIDE + 1))
        return row + 1

    def _table(self, sheet: Worksheet, heading: str, definition: str, table: Table) -> _Shown | None:
        headers, rows = table
        self._text(sheet, 0, 0, heading, self.style(bold=True, font_size=14))
        sheet.merge_range(1, 0, 1, max(5, len(headers)), "", self.style(text_wrap=True))
        self._text(sheet, 1, 0, definition, self.style(text_wrap=True, font_color=self._palette.text_quiet))
        sheet.set_row(1, _LINE * (len(definition) // _SENTENCE + 1))
        if not rows:
            self._text(sheet, 3, 0, "There is nothing to count.", self.style())
            return None
        has_notes = [any(row[at].note for row in rows) for at in range(len(headers))]
        beside = len(headers) <= _NOTES_BELOW
        shown = self._place(rows, has_notes if beside else [False] * len(headers))
        self._heads(sheet, headers, shown, has_notes if beside else [False] * len(headers))
        for number, row in enumerate(rows):
            self._row(sheet, shown.first_row + number, row, shown, with_notes=beside)
        sheet.freeze_panes(shown.first_row, 1)
        sheet.repeat_rows(shown.first_row - 1)
        self._widths(sheet, headers, rows, shown, has_notes_below=not beside)
        if not beside and any(has_notes):
            self._counts_below(sheet, headers, rows, shown.first_row + len(rows) + 2)
        return shown

    def _place(self, rows: Sequence[Sequence[Cell]], noted: Sequence[bool]) -> _Shown:
        columns, at = [], 0
        for has_note in noted:
            columns.append(at)
            at += 2 if has_note else 1
        last = max((number for number, row in enumerate(rows) if row[0].tone != "total"), default=0)
        return _Shown(4, 4 + last, columns, at)

    def _heads(self, sheet: Worksheet, headers: Sequence[str], shown: _Shown, noted: Sequence[bool]) -> None:
        style = self.style(bold=True, bottom=1, text_wrap=True, bg_color=self._palette.raised)
        for at, header in enumerate(headers):
            self._text(sheet, 3, shown.columns[at], header, style)
            if noted[at]:
                self._text(sheet, 3, shown.columns[at] + 1, f"{header}: of what", style)

    def _row(self, sheet: Worksheet, at: int, row: Sequence[Cell], shown: _Shown, *, with_notes: bool) -> None:
        bold: dict[str, object] = {"bold": True, "top": 1} if row[0].tone == "total" else {}
        lines = max((len(wrap(_plain(cell), _IN_A_LINE)) for cell in row if len(cell) > _WIDEST), default=1)
        if lines > 1:
            sheet.set_row(at, _LINE * lines)
        for column, (cell, value) in enumerate(zip(row, row_values(row), strict=True)):
            quiet: dict[str, object] = {"italic": True} if cell.tone in ("open", "modelled") else {}
            if len(cell) > _WIDEST:
                quiet["text_wrap"] = True
            self._cell(sheet, at, shown.columns[column], cell, value if column else None, **bold, **quiet)
            if with_notes and cell.note:
                self._text(sheet, at, shown.columns[column] + 1, cell.note, self.style(**bold))

    def _counts_below(self, sheet: Worksheet, headers: Sequence[str], rows: Sequence[Sequence[Cell]], at: int) -> None:
        """The counts behind the shares, in a table of the same form."""
        self._text(sheet, at, 0, "The counts behind the shares", self.style(bold=True))
        style = self.style(bold=True, bottom=1, bg_color=self._palette.raised)
        for column, header in enumerate(headers):
            self._text(sheet, at + 1, column, header, style)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                self._text(sheet, at + 2 + number, column, cell.note if column else cell, self.style())

    def _widths(
        self,
        sheet: Worksheet,
        headers: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        shown: _Shown,
        *,
        has_notes_below: bool,
    ) -> None:
        """Each column as wide as what stands in it, and the row of heads as high as its words need."""
        lines = 1
        for column, place in enumerate(shown.columns):
            longest = max(len(row[column]) for row in rows[:500])
            least = max(len(word) for word in headers[column].split() or [""])
            notes = max(len(row[column].note) for row in rows[:500])
            wide = min(max(longest, least, notes if has_notes_below and column else 0, 8) + 2, _WIDEST)
            sheet.set_column(place, place, wide)
            lines = max(lines, len(wrap(headers[column], wide - 2)))
            if place + 1 not in shown.columns and place + 1 < shown.end_column:
                wide = min(max(notes, least, 8) + 2, _WIDEST)
                sheet.set_column(place + 1, place + 1, wide)
                lines = max(lines, len(wrap(f"{headers[column]}: of what", wide - 2)))
        sheet.set_row(shown.first_row - 1, _LINE * lines)

    def _cell(
        self, sheet: Worksheet, row: int, column: int, text: str, value: CellValue | None, **style: object
    ) -> None:
        """A number where it is one, as it is printed; else the text."""
        if value is None:
            self._text(sheet, row, column, text, self.style(**style))
            return
        amount = value.value / _DAY_S if value.kind == "length" else value.value
        sheet.write_number(row, column, amount, self.style(num_format=number_format(value), **style))

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
        if text:
            sheet.write_string(row, column, _plain(text)[:_LONGEST_TEXT], style)

    def _chart(self, sheet: Worksheet, plot: Plot, table: Table, shown: _Shown, heading: str) -> None:
        headers = table[0]
        if plot.kind == "heat":
            colours = {"min_color": self._palette.heat[0], "max_color": self._palette.heat[2], "type": "2_color_scale"}
            places = [shown.columns[column] for column in plot.columns]
            sheet.conditional_format(shown.first_row, min(places), shown.last_row, max(places), colours)
            return
        rows = plot.drawn([row[0] for row in table[1]])
        if not rows:
            return
        first, end = shown.first_row + rows.start, shown.first_row + rows.stop - 1
        last = min(end, first + MOST_IN_A_CHART - 1)
        chart = self._book.add_chart(_CHARTS[plot.kind])
        name = sheet.get_name()
        for number, column in enumerate(plot.columns):
            colour = self._palette.series[number % len(self._palette.series)]
            place = shown.columns[column]
            look: dict[str, Any] = {"line": {"color": colour}} if plot.kind == "lines" else {"fill": {"color": colour}}
            chart.add_series({
                "name": _plain(headers[column]),
                "categories": [name, first, 0, last, 0],
                "values": [name, first, place, last, place],
                **look,
            })  # fmt: skip
        more = f" (the first {last - first + 1} rows)" if last < end else ""
        chart.set_title({"name": _plain(heading)[:200] + more, "overlay": False, "name_font": {"size": 12}})
        chart.set_legend({"none": True} if len(plot.columns) == 1 else {"position": "bottom"})
        lies = plot.kind in ("bars", "stacked")
        if lies:
            chart.set_y_axis({"reverse": True})
        high = 140 + 26 * len(range(first, last + 1)) * (max(1, len(plot.columns) // 2) if plot.kind == "bars" else 1)
        chart.set_size({"width": 640, "height": min(max(high, 300), 1_600) if lies else 360})
        sheet.insert_chart(3, shown.end_column + 1, chart, {"description": _plain(heading)[:200]})


def number_format(value: CellValue) -> str:
    """How workbooks and slides print the number as we do: `#,##0.00`, `0%`, a currency's sign where it stands."""
    decimals = f".{'0' * value.decimals}" if value.decimals else ""
    if value.kind == "share":
        return "".join(("0", decimals, "%"))
    if value.kind == "length":
        return "[h]:mm:ss"
    return f"{_literal(value.before)}#,##0{decimals}{_literal(value.after)}"


def _literal(text: str) -> str:
    return '"{}"'.format(text.replace('"', "")) if text else ""


def _plain(text: str) -> str:
    return one_line(text)
