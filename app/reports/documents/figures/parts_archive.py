"""A report's figures as separate files in one archive: each as picture, as exact values, and with its definition."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.reports.catalogue import report_of
from app.reports.documents.composing.composed import ComposedReport, FiguresPart
from app.reports.documents.figures.csv import csv_text
from app.reports.documents.figures.csv_definition import csv_definition
from app.reports.documents.figures.parquet import parquet_file
from app.reports.documents.figures.png import png_picture
from app.reports.documents.figures.svg import svg_picture
from app.reports.report import Figures

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of a ZIP's calendar, so that the same report is the same file
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_LONGEST_NAME = 40


def parts_archive(report: ComposedReport) -> bytes:
    """`01-funnel.png`, `.svg`, `.csv` with its metadata and `.parquet` for all, and `report.json` on the whole."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in _files(report):
            archive.writestr(_entry(name), content)
    return target.getvalue()


def _files(report: ComposedReport) -> Iterator[tuple[str, bytes]]:
    parts = [part for part in report.parts if isinstance(part, FiguresPart)]
    names = [f"{number:02}-{_plain(part)}" for number, part in enumerate(parts, start=1)]
    for name, part in zip(names, parts, strict=True):
        yield from _of_figures(name, part.figures, has_chart=part.has_chart)
    about = {
        "title": report.title,
        "text": report.text,
        "parts": [{"heading": part.heading, "files": name} for name, part in zip(names, parts, strict=True)],
        "definitions": {fact.label: fact.value for fact in report.definitions},
        "warnings": list(report.warnings),
        "left_out": {fact.label: fact.value for fact in report.left_out},
        "provenance": {fact.label: fact.value for fact in report.provenance},
    }
    yield "report.json", json.dumps(about, ensure_ascii=False, indent=2).encode()


def _of_figures(name: str, figures: Figures, *, has_chart: bool) -> Iterator[tuple[str, bytes]]:
    if has_chart:
        yield f"{name}.png", png_picture(figures)
        yield f"{name}.svg", svg_picture(figures)
    yield f"{name}.csv", csv_text(figures).encode()
    yield f"{name}.csv-metadata.json", csv_definition(figures, f"{name}.csv")
    yield f"{name}.parquet", parquet_file(figures)


def _plain(part: FiguresPart) -> str:
    """A heading as every file system takes it."""
    return _NOT_IN_NAMES.sub("-", part.heading.lower())[:_LONGEST_NAME].strip("-") or report_of(part.figures).key


def _entry(name: str) -> ZipInfo:
    made = ZipInfo(name, _BEGINNING)
    made.compress_type = ZIP_DEFLATED
    return made
