"""Pictures of a scenario hold the scenario."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QBitmap, QColor, QImage, QPageLayout, QPageSize, QPainter, QRegion
from PySide6.QtPrintSupport import QPrinter

from app.canvas.picture import orientation_of, paint_page, picture_of, print_whole, scenario_in, sheets_of
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.errors import AppError
from app.guides.templates import load_template
from app.look.palette import DARK, LIGHT
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario
from tests.builders.scenarios import placed

pytestmark = pytest.mark.usefixtures("qapp")


def scene(scenario: Scenario) -> CanvasScene:
    session = ScenarioSession(scenario, check=lambda *_: ())
    made = CanvasScene(session, LIGHT)
    session.setParent(made)
    return made


def worded() -> Scenario:
    """With what no careless writer of markup or of text chunks brings back."""
    made = load_template("abandoned_cart")
    return replace(made, name="カート & <b>Körbe</b> ]]> -->", description="</metadata>")


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_that_a_picture_gives_its_scenario_back(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"cart{suffix}"
    path.write_bytes(picture_of(scene(worded()), suffix))
    assert parse_scenario(scenario_in(path)) == worded()


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_that_a_picture_without_a_scenario_says_so(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"cat{suffix}"
    if suffix == ".png":
        QImage(4, 4, QImage.Format.Format_RGB32).save(str(path))
    else:
        path.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(AppError, match="without a scenario"):
        scenario_in(path)


def test_that_the_picture_shows_every_card_and_no_selection() -> None:
    canvas = scene(load_template("abandoned_cart"))
    plain = picture_of(canvas, ".png")
    canvas.session.select(list(canvas.nodes))
    assert picture_of(canvas, ".png") == plain
    assert len(canvas.session.selection.nodes) == len(canvas.nodes)
    image = QImage.fromData(plain)
    assert image.width() > 2 * 2000
    colours = {image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}
    assert {QColor(LIGHT.entry).rgb(), QColor(LIGHT.message).rgb(), QColor(LIGHT.state).rgb()} <= colours


def printed(canvas: CanvasScene, path: Path) -> list[bytes]:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    print_whole(canvas, printer)
    return drawn(path.read_bytes())


def drawn(pdf: bytes) -> list[bytes]:
    """What its one page draws, without what tells when it was written."""
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return [stream for stream in streams if not stream.startswith(b"<?xpacket")]


def test_that_a_page_shows_the_whole_scenario_in_its_middle() -> None:
    made = load_template("welcome")
    tall = replace(made, nodes=tuple(replace(node, at=(0.0, node.at[0])) for node in made.nodes))
    for scenario, orientation in (
        (made, QPageLayout.Orientation.Landscape),
        (tall, QPageLayout.Orientation.Portrait),
    ):
        canvas = scene(scenario)
        assert orientation_of(canvas) == orientation
        for size in (QSizeF(900, 600), QSizeF(600, 900)):
            page = QImage(size.toSize(), QImage.Format.Format_RGB32)
            page.fill(QColor("white"))
            painter = QPainter(page)
            paint_page(canvas, painter, size)
            painter.end()
            ink = QRegion(QBitmap.fromImage(page.createMaskFromColor(QColor("white").rgb()))).boundingRect()
            assert page.rect().adjusted(2, 2, -2, -2).contains(ink)
            assert abs(ink.center().x() - page.width() / 2) < 0.1 * page.width()
            assert abs(ink.center().y() - page.height() / 2) < 0.1 * page.height()


@pytest.mark.parametrize("size", [QSizeF(1060, 730), QSizeF(730, 1060)])
@pytest.mark.parametrize(("columns", "rows"), [(2, 60), (40, 2), (25, 25)])
def test_that_each_card_of_a_large_scenario_is_whole_with_its_name_on_a_page(
    columns: int, rows: int, size: QSizeF
) -> None:
    cards = {f"n{x}_{y}": ("wait", 300.0 * x, 200.0 * y) for x in range(columns) for y in range(rows)}
    canvas = scene(placed(cards))
    sheets = sheets_of(canvas, size)
    assert len(sheets) == sheets[0].columns * sheets[0].rows > 1
    for sheet in sheets:
        scale = size.width() / sheet.part.width()
        assert scale >= 0.2
        assert sheet.part.height() * scale < size.height(), "the page's number is under it"
    for item in canvas.nodes.values():
        words = item.words_at(0.2)
        assert "".join(item.name_shown)
        whole = QRectF(QPointF(item.box.left, item.box.top), QPointF(item.box.right, words.bottom))
        assert any(sheet.part.contains(whole) for sheet in sheets)


def test_that_a_large_scenario_is_printed_on_several_pages_and_others_on_one(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    for columns, pages in ((4, 1), (40, 2)):
        canvas = scene(placed({f"n{x}": ("wait", 300.0 * x, 0.0) for x in range(columns)}))
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setPageOrientation(orientation_of(canvas))
        printer.setOutputFileName(str(path))
        print_whole(canvas, printer)
        assert path.read_bytes().count(b"/Type /Page\n") >= pages
        assert (path.read_bytes().count(b"/Type /Page\n") > 1) == (pages > 1)
        printer.setFromTo(pages, pages)
        print_whole(canvas, printer)
        assert path.read_bytes().count(b"/Type /Page\n") == 1, "the pages that were asked for"


def test_that_paper_is_white_and_shows_no_selection_whatever_the_window_does(tmp_path: Path) -> None:
    canvas = scene(load_template("welcome"))
    paper, page = printed(canvas, tmp_path / "page.pdf"), drawn(picture_of(canvas, ".pdf"))
    assert sum(map(len, paper)) > 5_000
    canvas.show_palette(DARK)
    canvas.session.select(list(canvas.nodes))
    assert printed(canvas, tmp_path / "page.pdf") == paper
    assert drawn(picture_of(canvas, ".pdf")) == page
    assert canvas.tools.palette is DARK
    assert len(canvas.session.selection.nodes) == len(canvas.nodes)
