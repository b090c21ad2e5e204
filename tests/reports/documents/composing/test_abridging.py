"""Long lists on paper: the first of them, how many more there are, and the sum of all; on a screen all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from matplotlib.text import Text

from app.look.palette import LIGHT
from app.reports.documents.composing.abridging import ENOUGH_ROWS, beyond
from app.reports.documents.composing.composed import ComposedReport, FiguresPart, compose
from app.reports.documents.composing.composition import Composition, ReportSection
from app.reports.documents.composing.recorded import dataset_content
from app.reports.documents.figures.pictures import picture
from app.reports.documents.page.html import html_report
from app.reports.documents.paper.pages import pages_of
from app.reports.drawing.artists import Ground
from app.reports.drawing.drawing_area import drawing
from app.reports.report import Cell, Table
from tests.builders.b2b import b2b


@pytest.fixture(name="report", scope="module")
def _report() -> ComposedReport:
    sections = (ReportSection(report="accounts"), ReportSection(report="pipeline"))
    return compose(dataset_content(b2b(), "b2b"), Composition(sections=sections), b2b())


def table_of(report: ComposedReport, at: int) -> Table:
    part = report.parts[at]
    assert isinstance(part, FiguresPart)
    return part.figures.table()


def sheets_of(report: ComposedReport) -> Sequence[list[str]]:
    """The texts of each sheet, from the top to the bottom."""
    sheets = []
    with drawing():
        for sheet in pages_of(report):
            page = next(part for part in sheet.drawn(report.look.paged).artists if isinstance(part, Ground))
            texts: list[Text] = sorted(page.texts, key=lambda text: -text.get_position()[1])
            sheets.append([text.get_text() for text in texts])
    return sheets


def test_that_a_list_of_accounts_is_cut_on_paper_before_what_belongs_to_none_and_the_sum(
    report: ComposedReport,
) -> None:
    names = [str(row[0]) for row in table_of(report, 0)[1]]
    assert names[-2:] == ["(no account)", "All"]
    said = [text for sheet in sheets_of(report) for text in sheet]
    left_out = len(names) - ENOUGH_ROWS - 2
    assert sum(name in said for name in names) == ENOUGH_ROWS + 2
    assert f"{left_out} more rows are left out here; a workbook (XLSX) of this report has them." in said


def test_that_the_sum_of_a_table_never_stands_alone_on_a_sheet(report: ComposedReport) -> None:
    pages = [sheet for sheet in sheets_of(report) if "All" in sheet]
    assert all({"(no touch)", "(no account)"} & set(sheet) for sheet in pages)
    assert pages


def test_that_a_page_has_every_account_and_marks_those_that_are_not_printed(report: ComposedReport) -> None:
    page, rows = html_report(report), table_of(report, 0)[1]
    assert page.count('<tr class="beyond">') == len(rows) - ENOUGH_ROWS - 2
    assert all(f"<th>{name}</th>" in page for name in (rows[0][0], rows[-3][0]))


def test_that_a_table_of_many_columns_is_printed_as_several_each_with_its_first_column(report: ComposedReport) -> None:
    pieces = re.findall(r'<div class="piece">(.*?)</div>', html_report(report), re.DOTALL)
    heads = [re.findall(r"<th(?: class=\"n\")?>([^<]*)</th>", piece.split("<tbody>")[0]) for piece in pieces]
    assert len(heads) == 2
    assert {head[0] for head in heads} == {"Campaign"}
    assert [heads[0][0], *(name for head in heads for name in head[1:])] == list(table_of(report, 1)[0])


def test_that_the_title_of_a_narrow_column_of_bars_is_broken_and_not_cut(report: ComposedReport) -> None:
    part = report.parts[1]
    assert isinstance(part, FiguresPart)
    svg = picture(part.figures, "svg", 520, 460, palette=LIGHT, with_definition=False).decode()
    said = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert "".join(text for text in said if text in ("Revenue: First", "touch")) == "Revenue: Firsttouch"
    assert not [text for text in said if text.startswith("Revenue") and text.endswith("…")]


def test_that_tables_in_another_order_are_whole() -> None:
    rows = [(Cell(f"Day {at}"),) for at in range(100)]
    assert not beyond(object(), rows)  # type: ignore[arg-type]  # any figures that are not ranked
