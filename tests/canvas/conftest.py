"""A canvas with everything around it, and a person before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.canvas.panels.inspector import Inspector
from app.canvas.panels.palette_panel import PalettePanel
from app.canvas.panels.problem_list import ProblemList
from app.canvas.session import Check, ScenarioSession
from app.canvas.view import CanvasView
from app.look.palette import LIGHT
from app.scenario.checks.validation import scenario_findings
from app.scenario.graph import Scenario
from app.ui.theme import apply_theme, undressed
from tests.builders.datasets import SCHEMA
from tests.builders.scenarios import placed
from tests.person.person import Person

Sit = Callable[..., Person]
"""Opens a canvas, on a scenario if one is given and with a check of its own if there is one; a person is before it."""


@pytest.fixture
def sit(qtbot: QtBot, qapp: QApplication) -> Iterator[Sit]:
    """Opens a canvas with everything around it on a scenario, at 100 %, with the keyboard on the canvas."""
    windows: list[QWidget] = []

    def down(scenario: Scenario | None = None, check: Check = scenario_findings) -> Person:
        with undressed(qapp):
            window, view = _window(ScenarioSession(scenario or placed({}), SCHEMA, check))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        view.camera.zoom_to(1.0)
        view.camera.centre_on((400, 200))
        view.setFocus()
        return Person(window, qtbot)

    if not qapp.styleSheet():
        apply_theme(qapp, LIGHT)
    yield down
    QApplication.clipboard().clear()


def _window(session: ScenarioSession) -> tuple[QWidget, CanvasView]:
    view, palette, inspector = CanvasView(session, LIGHT), PalettePanel(session, LIGHT), Inspector(session, LIGHT)
    problems = ProblemList(session, LIGHT)
    window = QWidget()
    layout = QHBoxLayout(window)
    for widget in (palette, view, inspector, problems):
        layout.addWidget(widget)
    layout.setStretchFactor(view, 1)
    for narrow, width in ((palette, 208), (inspector, 320), (problems, 160)):
        narrow.setFixedWidth(width)
    window.resize(2000, 1000)
    return window, view
