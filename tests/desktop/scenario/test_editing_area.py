"""The canvas among its panels: it never moves by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.canvas.session import ScenarioSession
from app.desktop.scenario.editing_area import EditingArea
from app.errors import Problem
from app.guides.templates import load_template
from app.look.palette import LIGHT

SIZE = (1280, 760)
PROBLEM = Problem("any", "Something is wrong")


@pytest.fixture
def area(qtbot: QtBot) -> EditingArea:
    session = ScenarioSession(load_template("abandoned_cart"), check=lambda *_: ())
    made = EditingArea(session, LIGHT)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    qtbot.waitExposed(made)
    made.show_whole()
    QApplication.processEvents()
    return made


def places(area: EditingArea) -> list[QPoint]:
    """Where the cards are on the screen."""
    view = area.view
    corners = [view.mapFromScene(QPointF(item.x(), item.y())) for item in view.canvas.nodes.values()]
    return [view.viewport().mapTo(area, corner) for corner in corners]


def panels(area: EditingArea) -> dict[str, Callable[[bool], object]]:
    """What can open and close."""
    foldable: dict[str, QWidget] = {"palette": area.palette_panel, "inspector": area.inspector}
    opened: dict[str, Callable[[bool], object]] = {name: widget.setVisible for name, widget in foldable.items()}
    opened["problems"] = lambda is_open: area.session.set_problems([PROBLEM] if is_open else [])
    return opened


@pytest.mark.parametrize("zoom", [None, 0.05, 0.3, 1.0, 2.5])
def test_that_panels_that_open_and_close_move_no_card(area: EditingArea, zoom: float | None) -> None:
    if zoom is not None:
        area.view.camera.zoom_to(zoom)
    before = places(area)
    for name, open_or_close in panels(area).items():
        size = area.view.size()
        for is_open in (name == "problems", name != "problems"):
            open_or_close(is_open)
            QApplication.processEvents()
            assert (area.view.size() != size) == (is_open == (name == "problems")), name
            assert places(area) == before, name


def test_that_a_larger_window_shows_the_whole_again_until_somebody_zooms(area: EditingArea) -> None:
    area.view.camera.fit()
    before = area.view.camera.scale
    area.resize(900, 500)
    QApplication.processEvents()
    assert area.view.camera.scale < before
    area.view.camera.zoom_to(1.0)
    area.resize(*SIZE)
    QApplication.processEvents()
    assert area.view.camera.scale == pytest.approx(1.0)


def test_that_the_point_under_the_pointer_stays_however_far_one_zooms_out(area: EditingArea) -> None:
    camera, spot = area.view.camera, QPointF(120, 90)
    camera.zoom_to(0.06)
    before = camera.scene_place(spot)
    camera.zoom(0.9, spot)
    after = camera.scene_place(spot)
    assert max(abs(before[0] - after[0]), abs(before[1] - after[1])) * camera.scale <= 1
