"""Charts that workbooks and slides draw by themselves have the numbers of the table, report by report."""

from __future__ import annotations

import io
from functools import cache

import pytest
from pptx import Presentation

from app.reports.documents.composing.cell_values import row_values
from app.reports.documents.composing.composed import ComposedReport, FiguresPart
from app.reports.documents.composing.look import Look
from app.reports.documents.office.pptx import pptx_report
from app.reports.documents.office.xlsx import MOST_IN_A_CHART, xlsx_report
from app.reports.plot import Plot, plot_of
from app.reports.report import Cell, Figures
from tests.builders.figures import figures_of_all

PICTURES = {"event_flow", "audit", "comparison", "ranges"}  # of which there is no kind; the last two have many scales
PICTURES_TOO = {"flow", "geo", "growth", "crm_audit", "messages"}  # and a chart beside


@cache
def by_key() -> dict[str, Figures]:
    """The first figures of each report."""
    found: dict[str, Figures] = {}
    for figures in figures_of_all():
        found.setdefault(figures.key, figures)
    return found


def report_on(figures: Figures) -> ComposedReport:
    return ComposedReport(
        kind="Report", title="One", text="", logo=None, look=Look("light"),
        parts=(FiguresPart("Heading", figures, has_chart=True, has_table=True),),
        definitions=(), provenance=(), warnings=(), left_out=(),
    )  # fmt: skip


def test_that_all_but_a_few_reports_have_a_chart_of_their_own() -> None:
    assert {key for key, figures in by_key().items() if plot_of(figures) is None} == PICTURES
    assert {key for key, figures in by_key().items() if (plot := plot_of(figures)) and plot.beside} <= PICTURES_TOO


@pytest.mark.parametrize("key", sorted({*by_key()} - PICTURES - {"cohorts"}))
def test_that_a_slide_holds_the_numbers_of_the_table(key: str) -> None:
    figures = by_key()[key]
    plot, (headers, rows) = plot_of(figures), figures.table()
    assert plot is not None
    shapes = [
        shape for slide in Presentation(io.BytesIO(pptx_report(report_on(figures)))).slides for shape in slide.shapes
    ]
    (chart,) = [shape.chart for shape in shapes if shape.has_chart]
    drawn = [rows[at] for at in plot.drawn([row[0] for row in rows]) if rows[at][0].tone != "total"][:MOST_IN_A_CHART]
    assert [str(head) for head in chart.plots[0].categories] == [" ".join(row[0].split()) for row in drawn]
    for series, column in zip(chart.plots[0].series, plot.columns, strict=True):
        expected = [row_values(row)[column] for row in drawn]
        assert series.name == headers[column]
        assert list(series.values) == [None if value is None else value.value for value in expected]
    assert bool([shape for shape in shapes if shape.shape_type == 13]) == plot.beside


@pytest.mark.parametrize("key", sorted(by_key()))
def test_that_a_workbook_is_made_of_each_report(key: str) -> None:
    assert xlsx_report(report_on(by_key()[key])).startswith(b"PK")


def test_that_a_chart_ends_before_rows_that_sum_up_and_keeps_to_its_rows() -> None:
    heads = [Cell("a"), Cell("b"), Cell("c"), Cell("all", tone="total")]
    assert [*Plot("bars", (1,)).drawn(heads)] == [0, 1, 2]
    assert [*Plot("bars", (1,), (1, 3)).drawn(heads)] == [1, 2]
    assert [*Plot("bars", (1,), (3, 4)).drawn(heads)] == []
