"""The slides that reports are shown on: 16:9, a title each, texts, native tables, charts that can be changed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt
from xlsxwriter import Workbook

from app.look.palette import Palette
from app.reports.documents.composing.cell_values import CellValue
from app.reports.documents.composing.logo import Logo
from app.reports.drawing.fonts import one_line
from app.reports.report import Cell

WIDE, HIGH = 13.333, 7.5  # inches
LEFT, TOP, ROOM = 0.6, 1.75, 12.13
_PLATE = 0.1  # around a logo
_TITLE_ONLY = 5  # of the layouts that every presentation of the library has
_KINDS = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
}
_LONGEST_TEXT = 2_000
_GAP_PERCENT = 45  # between groups of bars
_END_TO_END = 100  # per cent of overlap


class Slides:
    """Fills a presentation, slide by slide."""

    def __init__(self, palette: Palette, title: str) -> None:
        self._palette = palette
        self._made = Presentation()
        self._made.slide_width, self._made.slide_height = Inches(WIDE), Inches(HIGH)
        self._made.core_properties.title = plain(title)[:255]
        self._made.core_properties.author = "Rehearse"

    def content(self) -> bytes:
        """The presentation as a file."""
        target = io.BytesIO()
        self._made.save(target)
        return target.getvalue()

    def add(self, title: str, *, size: float = 26, top: float = 0.45, high: float = 0.75) -> Any:
        """A slide with its title."""
        slide = self._made.slides.add_slide(self._made.slide_layouts[_TITLE_ONLY])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb(self._palette.surface)
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = Inches(LEFT), Inches(top), Inches(ROOM), Inches(high)
        shape.text_frame.word_wrap = True
        shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        shape.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._say(shape.text_frame.paragraphs[0], title, size, self._palette.text, bold=True)
        return slide

    def text(self, slide: Any, texts: Sequence[str], top: float, high: float, *, size: float, colour: str = "") -> None:
        """Paragraphs in a box of their own."""
        frame = slide.shapes.add_textbox(Inches(LEFT), Inches(top), Inches(ROOM), Inches(high)).text_frame
        frame.word_wrap = True
        for at, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(size / 2)
            self._say(paragraph, text, size, colour or self._palette.text)

    def pairs(self, slide: Any, pairs: Sequence[tuple[str, str]], top: float, high: float, *, size: float) -> None:
        """Labels, each with what it says behind it."""
        frame = slide.shapes.add_textbox(Inches(LEFT), Inches(top), Inches(ROOM), Inches(high)).text_frame
        frame.word_wrap = True
        for at, (label, words) in enumerate(pairs):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(size / 2)
            self._say(paragraph, label, size, self._palette.text, bold=True)
            self._say(paragraph, f"  {words}" if label else words, size, self._palette.text_quiet)

    def logo(self, slide: Any, logo: Logo, top: float, wide: float, high: float) -> None:
        """A logo within that room, on a plate where it could hardly be seen."""
        if not (plate := logo.plate_on(self._palette)):
            self.picture(slide, logo.png, "", LEFT, top, wide, high)
            return
        under = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(LEFT), Inches(top), 0, 0)
        under.fill.solid()
        under.fill.fore_color.rgb = rgb(plate)
        under.line.fill.background()
        under.shadow.inherit = False
        self.picture(slide, logo.png, "", LEFT + _PLATE, top + _PLATE, wide - 2 * _PLATE, high - 2 * _PLATE)
        shown = slide.shapes[-1]
        under.width, under.height = (size + Inches(2 * _PLATE) for size in (shown.width, shown.height))

    def picture(self, slide: Any, png: bytes, words: str, left: float, top: float, wide: float, high: float) -> None:
        """A picture within that room, with its words for those who cannot see it."""
        shape = slide.shapes.add_picture(io.BytesIO(png), Inches(left), Inches(top))
        scale = min(Inches(wide) / shape.width, Inches(high) / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape._element.nvPicPr.cNvPr.set("descr", plain(words)[:_LONGEST_TEXT])

    def table(self, slide: Any, headers: Sequence[str], rows: Sequence[Sequence[Cell]], top: float) -> None:
        """A native table."""
        wide = [_letters(headers, rows, at) for at in range(len(headers))]
        high = Inches(0.3 * (len(rows) + 1))
        shape = slide.shapes.add_table(len(rows) + 1, len(headers), Inches(LEFT), Inches(top), Inches(ROOM), high)
        table = shape.table
        table.horz_banding = False
        for at, letters in enumerate(wide):
            table.columns[at].width = Emu(int(Inches(ROOM) * letters / sum(wide)))
        for at, header in enumerate(headers):
            self._cell(table.cell(0, at), header, "", is_number=_is_number(rows, at), colour=self._palette.text_quiet)
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                self._cell(
                    table.cell(number, at), cell, cell.note, is_number=_is_number(rows, at),
                    bold=at == 0 or row[0].tone == "total",
                )  # fmt: skip

    def chart(
        self, slide: Any, kind: str, heads: Sequence[str], series: Sequence[tuple[str, Sequence[CellValue | None]]],
        number_format: str, top: float, high: float,
    ) -> None:  # fmt: skip
        """A chart that can be changed; its data stand in a workbook within, texts there as texts."""
        data: Any = CategoryChartData(number_format=number_format)
        data.categories = [plain(head) for head in heads]
        for name, values in series:
            data.add_series(plain(name), [None if value is None else value.value for value in values])
        frame = slide.shapes.add_chart(_KINDS[kind], Inches(LEFT), Inches(top), Inches(ROOM), Inches(high), data)
        chart = frame.chart
        chart.part.chart_workbook.update_from_xlsx_blob(_workbook(heads, series))
        chart.font.size, chart.font.color.rgb = Pt(11), rgb(self._palette.text)
        chart.has_title = False
        chart.has_legend = len(series) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.value_axis.tick_labels.number_format_is_linked = False
        chart.value_axis.tick_labels.number_format = on_axis(number_format)
        self._colour(chart, kind, number_format)

    def _colour(self, chart: Any, kind: str, number_format: str) -> None:
        plot, palette = chart.plots[0], self._palette
        chart.value_axis.major_gridlines.format.line.color.rgb = rgb(palette.line)
        chart.value_axis.format.line.fill.background()
        chart.category_axis.format.line.color.rgb = rgb(palette.line_strong)
        for number, series in enumerate(plot.series):
            colour = rgb(palette.series[number % len(palette.series)])
            if kind == "lines":
                series.smooth = False
                series.format.line.color.rgb = colour
                series.marker.format.fill.solid()
                series.marker.format.fill.fore_color.rgb = colour
            else:
                series.format.fill.solid()
                series.format.fill.fore_color.rgb = colour
        if kind != "lines":
            plot.gap_width = _GAP_PERCENT
        if kind == "stacked":
            plot.overlap = _END_TO_END
        if kind in ("bars", "stacked"):
            chart.category_axis.reverse_order = True
        if len(plot.series) == 1:
            chart.value_axis.has_major_gridlines = kind == "lines"
            plot.has_data_labels = True
            plot.data_labels.number_format_is_linked = False
            plot.data_labels.number_format = number_format
            plot.data_labels.font.size = Pt(10)
            plot.data_labels.font.color.rgb = rgb(palette.text)

    def _cell(self, cell: Any, text: str, note: str, *, is_number: bool, colour: str = "", bold: bool = False) -> None:
        palette = self._palette
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(palette.raised if colour else palette.surface)
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        self._say(paragraph, text, 11, colour or palette.text, bold=bold)
        if note:
            self._say(paragraph, f"  {note}", 9, palette.text_quiet)

    def _say(self, paragraph: Any, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        run = paragraph.add_run()
        run.text = plain(text)[:_LONGEST_TEXT] if text.strip() == text else f"  {plain(text)[:_LONGEST_TEXT]}"
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour)


def on_axis(number_format: str) -> str:
    """The format of marks, which are round: without decimals, but in shares."""
    return number_format if "%" in number_format else re.sub(r"(?<=#,##0)\.0+", "", number_format)


def plain(text: str) -> str:
    """On one line, without what no XML may hold."""
    return one_line(text)


def rgb(colour: str) -> RGBColor:
    """A colour of ours as one of theirs."""
    red, green, blue = bytes.fromhex(colour[1:])
    return RGBColor(red, green, blue)


_BOLD = 1.3  # how much more room the letters of names take


def _letters(headers: Sequence[str], rows: Sequence[Sequence[Cell]], at: int) -> int:
    """How much room a column asks for; no word of its head, whose viewer may have wider letters, is to be broken."""
    longest = max((len(row[at]) + len(row[at].note) for row in rows), default=0)
    letters = min(max(longest, len(headers[at]), 6), 40) + 2
    least = max((round(len(word) * _BOLD) + 3 for word in headers[at].split()), default=0)
    return max(letters, least) if at else max(round(letters * _BOLD), least)


def _is_number(rows: Sequence[Sequence[Cell]], at: int) -> bool:
    return at > 0 and bool(rows) and rows[0][at].tone != "words"


def _workbook(heads: Sequence[str], series: Sequence[tuple[str, Sequence[CellValue | None]]]) -> bytes:
    """The chart's data where PowerPoint looks for them: heads in the first column, a series in each other one.

    WORKAROUND: python-pptx would write a head that begins with = as a formula.
    """
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Sheet1")
    for row, head in enumerate(heads, start=1):
        sheet.write_string(row, 0, plain(head))
    for column, (name, values) in enumerate(series, start=1):
        sheet.write_string(0, column, plain(name))
        for row, value in enumerate(values, start=1):
            if value is not None:
                sheet.write_number(row, column, value.value)
    book.close()
    return target.getvalue()
