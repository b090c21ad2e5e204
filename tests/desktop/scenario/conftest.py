"""What one edits a scenario with, by itself."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas.session import ScenarioSession
from app.desktop.scenario.editing_area import EditingArea
from app.guides.templates import load_template
from app.look.palette import LIGHT

SIZE = (1280, 760)
SIDE_BAR = 80
NARROW_SIZE = (960 - SIDE_BAR, 547)


@pytest.fixture
def area(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> EditingArea:
    monkeypatch.setattr("app.canvas.session._CHECK_AFTER_MS", 0)  # it is waited for, here and after each copy
    session = ScenarioSession(load_template("abandoned_cart"), check=lambda *_: ())
    made = EditingArea(session, LIGHT)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(*SIZE)
    with qtbot.waitExposed(made):
        made.show()
    made.show_first()
    qtbot.waitUntil(lambda: not session.is_check_due)  # which clears the problems that tests show
    QApplication.processEvents()
    return made
