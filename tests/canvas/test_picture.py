"""Pictures of a scenario hold the scenario."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter

from app.canvas.picture import picture_of, print_whole, scenario_in
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.errors import AppError
from app.guides.templates import load_template
from app.look.palette import LIGHT
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario

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


def test_that_a_page_is_one_page_of_pdf(tmp_path: Path) -> None:
    canvas = scene(load_template("welcome"))
    assert picture_of(canvas, ".pdf").startswith(b"%PDF")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    print_whole(canvas, printer)
    printed = (tmp_path / "page.pdf").read_bytes()
    assert printed.count(b"/Type /Page\n") == 1
    assert len(printed) > 5_000
