"""Sheets of paper: nothing beyond their edges, heads of tables on each, headings with what they head."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import replace

from matplotlib.text import Text
from PIL import Image

from app.look.palette import DARK, LIGHT
from app.reports.documents.composing.composed import ComposedReport
from app.reports.documents.composing.logo import logo_of
from app.reports.documents.composing.look import Look
from app.reports.documents.paper.pages import pages_of
from app.reports.documents.paper.sheet import HEIGHT, MARGIN, WIDTH, Sheet, pictures_of
from app.reports.drawing.artists import Ground
from app.reports.drawing.drawing_area import drawing
from app.reports.drawing.fonts import width_px


def sheets_of(report: ComposedReport) -> Sequence[Sheet]:
    with drawing():
        return list(pages_of(report))


def wide(text: Text) -> float:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # not every machine has fonts for every script
        return width_px(text.get_text(), float(text.get_fontsize()), int(text.get_fontweight()))


def texts_on(sheet: Sheet, report: ComposedReport) -> Sequence[Text]:
    with drawing():
        figure = sheet.drawn(report.look.paged)
    page = next(part for part in figure.artists if isinstance(part, Ground))
    return [text for text in page.texts if text.get_text()]


def test_that_no_word_leaves_the_paper(crowded: ComposedReport, usual: ComposedReport) -> None:
    for report in (crowded, usual):
        for sheet in sheets_of(report):
            for text in texts_on(sheet, report):
                x, y = text.get_position()
                left = x - wide(text) if text.get_horizontalalignment() == "right" else x
                assert left >= MARGIN - 1, text
                assert left + wide(text) <= WIDTH - MARGIN + 2, text
                assert MARGIN - 2 <= y <= HEIGHT - 20, text


def test_that_the_head_of_a_long_table_stands_on_each_of_its_pages(crowded: ComposedReport) -> None:
    pages = [{text.get_text() for text in texts_on(sheet, crowded)} for sheet in sheets_of(crowded)]
    with_rows = [page for page in pages if sum(text.startswith("channel ") for text in page) > 5]
    assert len(with_rows) > 4
    assert all("Channel" in page for page in with_rows)


def test_that_a_heading_stands_on_the_page_of_its_chart(usual: ComposedReport) -> None:
    for sheet in sheets_of(usual)[1:-1]:
        headings = [text for text in texts_on(sheet, usual) if text.get_fontsize() == 15]
        assert len(headings) == len(sheet.insets)


def test_that_pages_are_numbered_and_previewed_as_they_are(single: ComposedReport) -> None:
    logo = logo_of(_picture())
    report = replace(single, logo=logo, look=Look("dark", "#d9480f"))
    pages = sheets_of(report)
    assert [text.get_text() for text in texts_on(pages[-1], report)][-1] == f"{len(pages)} of {len(pages)}"
    drawn = pictures_of(pages, report.look.paged, range(len(pages)), 72)
    assert [Image.open(io.BytesIO(png)).size for png in drawn] == [(595, 842)] * len(pages)
    with Image.open(io.BytesIO(drawn[0])) as first:
        assert first.convert("RGB").getpixel((2, 2)) == tuple(bytes.fromhex(DARK.surface[1:]))
        assert first.convert("RGB").getpixel((60, 60)) == (0, 128, 0)
        assert first.convert("RGB").getpixel((52, 52)) == (0, 128, 0)  # it has a ground of its own


def test_that_a_logo_that_is_lost_in_the_dark_lies_on_a_plate(single: ComposedReport) -> None:
    logo, written = Image.new("RGBA", (200, 100), "#00000000"), io.BytesIO()
    logo.paste("#101010", (20, 20, 180, 80))
    logo.save(written, "PNG")
    report = replace(single, logo=logo_of(written.getvalue()), look=Look("dark"))
    front = pictures_of(sheets_of(report), report.look.paged, range(1), 72)[0]
    with Image.open(io.BytesIO(front)) as first:
        assert first.convert("RGB").getpixel((52, 60)) == tuple(bytes.fromhex(LIGHT.surface[1:]))
        assert first.convert("RGB").getpixel((90, 80)) == (16, 16, 16)
        assert first.convert("RGB").getpixel((400, 60)) == tuple(bytes.fromhex(DARK.surface[1:]))


def _picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (200, 100), "green").save(written, "PNG")
    return written.getvalue()
