"""The formats a report or its figures can be saved in: one table, which also feeds dialogs, menus and messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from app.reports.documents.composing.composed import ComposedReport
from app.reports.report import Figures


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """A kind of file, by its endings, the usual one first; it holds a whole report, single figures, or either.

    What a file cannot say itself stands in a second one `beside` it.
    """

    suffixes: tuple[str, ...]
    title: str
    of_report: Callable[[ComposedReport], bytes] | None = None
    of_figures: Callable[[Figures], bytes] | None = None
    beside: tuple[str, Callable[[Figures, str], bytes]] | None = None  # end of a second file's name, and its content

    @property
    def filter(self) -> str:
        """The line of a file dialog."""
        return f"{self.title} ({' '.join(f'*.{suffix}' for suffix in self.suffixes)})"


def _html(report: ComposedReport) -> bytes:
    from app.reports.documents.page.html import html_report

    return html_report(report).encode()


def _pdf(report: ComposedReport) -> bytes:
    from app.reports.documents.paper.pdf import pdf_report

    return pdf_report(report)


def _xlsx(report: ComposedReport) -> bytes:
    from app.reports.documents.office.xlsx import xlsx_report

    return xlsx_report(report)


def _pptx(report: ComposedReport) -> bytes:
    from app.reports.documents.office.pptx import pptx_report

    return pptx_report(report)


def _zip(report: ComposedReport) -> bytes:
    from app.reports.documents.figures.parts_archive import parts_archive

    return parts_archive(report)


def _png(figures: Figures) -> bytes:
    from app.reports.documents.figures.png import png_picture

    return png_picture(figures)


def _svg(figures: Figures) -> bytes:
    from app.reports.documents.figures.svg import svg_picture

    return svg_picture(figures)


def _parquet(figures: Figures) -> bytes:
    from app.reports.documents.figures.parquet import parquet_file

    return parquet_file(figures)


def _csv_definition(figures: Figures, name: str) -> bytes:
    from app.reports.documents.figures.csv_definition import csv_definition

    return csv_definition(figures, name)


def _csv(figures: Figures) -> bytes:
    from app.reports.documents.figures.csv import csv_text

    return csv_text(figures).encode()


FORMATS: tuple[DocumentFormat, ...] = (
    DocumentFormat(("html", "htm"), "HTML document", of_report=_html),
    DocumentFormat(("pdf",), "PDF document", of_report=_pdf),
    DocumentFormat(("pptx",), "PowerPoint slides", of_report=_pptx),
    DocumentFormat(("xlsx",), "Excel workbook", of_report=_xlsx),
    DocumentFormat(("zip",), "Archive of pictures and figures", of_report=_zip),
    DocumentFormat(("png",), "PNG picture", of_figures=_png),
    DocumentFormat(("svg",), "SVG picture", of_figures=_svg),
    DocumentFormat(("csv",), "CSV for programs", of_figures=_csv, beside=("-metadata.json", _csv_definition)),
    DocumentFormat(("parquet",), "Parquet file", of_figures=_parquet),
)


def report_formats() -> tuple[DocumentFormat, ...]:
    """Those that hold a whole report."""
    return tuple(each for each in FORMATS if each.of_report)


def figure_formats() -> tuple[DocumentFormat, ...]:
    """Those that hold single figures."""
    return tuple(each for each in FORMATS if each.of_figures)


def endings(formats: Sequence[DocumentFormat]) -> str:
    """`.png, .svg or .csv`."""
    *others, last = (f".{suffix}" for each in formats for suffix in each.suffixes)
    return f"{', '.join(others)} or {last}" if others else last


def format_of(path: Path, formats: Sequence[DocumentFormat]) -> DocumentFormat:
    """The format that the file's name asks for; AppError names those there are."""
    suffix = path.suffix.lower().removeprefix(".")
    for each in formats:
        if suffix in each.suffixes:
            return each
    raise AppError(f"{path} should end in {endings(formats)}. Nothing was written.")


def report_as(report: ComposedReport, path: Path) -> bytes:
    """The report in the format that the file's name asks for."""
    write = format_of(path, report_formats()).of_report
    assert write is not None  # it is one of those that hold a report
    return write(report)


def figures_as(figures: Figures, path: Path) -> bytes:
    """The figures in the format that the file's name asks for."""
    write = format_of(path, figure_formats()).of_figures
    assert write is not None  # it is one of those that hold figures
    return write(figures)
