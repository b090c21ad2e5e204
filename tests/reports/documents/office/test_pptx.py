"""PPTX: a title on each slide, native tables, charts whose data can be changed, and texts as texts in those too."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from python_calamine import CalamineWorkbook

from app.look.palette import DARK, LIGHT
from app.reports.documents.composing.composed import ComposedReport
from app.reports.documents.composing.logo import Logo, logo_of
from app.reports.documents.composing.look import Look
from app.reports.documents.office.pptx import pptx_report
from tests.reports.documents.conftest import HOSTILE

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def slides_of(report: ComposedReport) -> list[Any]:
    return list(Presentation(io.BytesIO(pptx_report(report))).slides)


def title_of(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def tables_in(slides: list[Any]) -> Iterator[list[list[str]]]:
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_table:
                yield [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]


def charts_in(slides: list[Any]) -> Iterator[Any]:
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_chart:
                yield shape.chart


def test_that_every_slide_has_a_title_and_the_last_define(usual: ComposedReport) -> None:
    slides = slides_of(usual)
    titles = [title_of(slide) for slide in slides]
    assert titles[:3] == ["Orders", "Key figures", "Funnel"]
    assert titles[-1] == "How to read this, and where it comes from"
    last = " ".join(shape.text_frame.text for shape in slides[-1].shapes if shape.has_text_frame)
    assert usual.provenance[1].value in last


def test_that_tables_are_native_and_hold_the_numbers(usual: ComposedReport) -> None:
    tables = list(tables_in(slides_of(usual)))
    funnel = next(table for table in tables if table[0][0] == "Step")
    assert funnel[2][:3] == ["purchase", "1", "33%  1 of 3"]


def test_that_no_word_of_a_head_is_broken_in_wider_letters(usual: ComposedReport) -> None:
    many = 0
    for slide in slides_of(usual):
        for shape in (each for each in slide.shapes if each.has_table):
            heads = [cell.text_frame.text for cell in shape.table.rows[0].cells]
            if len(heads) > 6:
                many += 1
            for column, head in zip(shape.table.columns, heads, strict=True):
                room_pt = column.width.pt - 14.4  # a tenth of an inch at each side
                assert max(len(word) for word in head.split() or [""]) * 0.62 * 11 <= room_pt, head
    assert many


def test_that_charts_can_be_changed_and_say_what_the_table_says(usual: ComposedReport) -> None:
    charts = list(charts_in(slides_of(usual)))
    assert len(charts) == 3
    funnel = charts[0].plots[0]
    assert list(funnel.categories) == ["visit", "purchase"]
    assert [tuple(series.values) for series in funnel.series] == [(3.0, 1.0)]
    held = CalamineWorkbook.from_filelike(io.BytesIO(charts[0].part.chart_workbook.xlsx_part.blob))
    assert held.get_sheet_by_index(0).to_python() == [["", "Customers"], ["visit", 3.0], ["purchase", 1.0]]


def test_that_what_powerpoint_has_no_kind_for_is_a_picture_with_words(usual: ComposedReport) -> None:
    (cohorts,) = [slide for slide in slides_of(usual) if title_of(slide) == "Cohorts" and _pictures(slide)]
    assert "Heat map" in _pictures(cohorts)[0]._element.nvPicPr.cNvPr.get("descr")


def _pictures(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.shape_type == 13]


def test_that_no_word_becomes_a_formula_in_the_data_of_a_chart(crowded: ComposedReport) -> None:
    content = pptx_report(crowded)
    slides = list(Presentation(io.BytesIO(content)).slides)
    (chart,) = charts_in(slides)
    with ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
        assert not any("<f>" in book.read(name).decode() for name in book.namelist() if "sheet" in name)
    assert len(list(chart.plots[0].categories)) == 40
    said = " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert "The first 40 of" in said
    assert {" ".join(name.split()) for name in HOSTILE if len(name) < 60} <= set(_paragraphs(slides))
    assert sum(len(table) - 1 for table in tables_in(slides)) <= 90 + 5


def test_that_nothing_counted_and_one_section_are_slides_too(empty: ComposedReport, single: ComposedReport) -> None:
    assert [title_of(slide) for slide in slides_of(empty)][:2] == ["orders", "RFM"]
    assert [title_of(slide) for slide in slides_of(single)][:2] == ["Alone", ""]


def test_that_a_logo_and_a_dark_theme_are_on_the_slides(single: ComposedReport) -> None:
    first = slides_of(replace(single, logo=Logo(PIXEL, 1, 1), look=Look("dark")))[0]
    assert len(_pictures(first)) == 1
    assert str(first.background.fill.fore_color.rgb) == DARK.surface[1:].upper()
    assert not _plates(first)


def test_that_a_logo_that_is_lost_in_the_dark_lies_on_a_plate(single: ComposedReport) -> None:
    made, written = Image.new("RGBA", (90, 30), "#00000000"), io.BytesIO()
    made.paste("#101010", (10, 10, 80, 20))
    made.save(written, "PNG")
    report = replace(single, logo=logo_of(written.getvalue()))
    first = slides_of(replace(report, look=Look("dark")))[0]
    (plate,), (logo,) = _plates(first), _pictures(first)
    assert str(plate.fill.fore_color.rgb) == LIGHT.surface[1:].upper()
    assert plate.left < logo.left < logo.left + logo.width < plate.left + plate.width
    assert plate.top < logo.top < logo.top + logo.height < plate.top + plate.height
    assert not _plates(slides_of(replace(report, look=Look("light")))[0])


def _plates(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE]


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice is not installed")
@pytest.mark.slow
def test_that_libreoffice_shows_the_same_numbers(usual: ComposedReport, tmp_path: Path) -> None:
    file = tmp_path / "report.pptx"
    file.write_bytes(pptx_report(usual))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path, file], check=True, capture_output=True, timeout=300)
    said = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    assert re.search(rb"purchase\s+1\s+33%\s+1 of 3", said.stdout)


def _paragraphs(slides: list[Any]) -> Iterator[str]:
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from (paragraph.text.strip() for paragraph in shape.text_frame.paragraphs)
