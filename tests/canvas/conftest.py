"""A canvas to play on, with everything around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.canvas.panels.inspector import Inspector
from app.canvas.panels.palette_panel import PalettePanel
from app.canvas.panels.problem_list import ProblemList
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.look.palette import LIGHT
from app.scenario.graph import Scenario
from app.ui.theme import apply_theme
from tests.canvas.player import SCHEMA, Play, Player, scenario_of


@pytest.fixture
def play(qtbot: QtBot, qapp: QApplication) -> Iterator[Play]:
    """Opens a canvas with everything around it on a scenario, at 100 %, with the keyboard on the canvas."""
    windows: list[QWidget] = []

    def start(scenario: Scenario | None = None) -> Player:
        session = ScenarioSession(scenario or scenario_of({}), SCHEMA)
        view, palette, inspector = CanvasView(session, LIGHT), PalettePanel(session, LIGHT), Inspector(session, LIGHT)
        problems = ProblemList(session, LIGHT)
        window = QWidget()
        windows.append(window)
        layout = QHBoxLayout(window)
        for widget in (palette, view, inspector, problems):
            layout.addWidget(widget)
        layout.setStretchFactor(view, 1)
        for narrow, width in ((palette, 208), (inspector, 320), (problems, 160)):
            narrow.setFixedWidth(width)
        window.resize(2000, 1000)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        view.camera.zoom_to(1.0)
        view.camera.centre_on((400, 200))
        view.setFocus()
        return Player(session, view, palette, inspector, problems)

    if not qapp.styleSheet():
        apply_theme(qapp, LIGHT)
    yield start
    QApplication.clipboard().clear()
