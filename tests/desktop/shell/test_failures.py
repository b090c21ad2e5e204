"""What a person sees when something goes wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.shell.failures import Surprises, say_error
from app.errors import AppError, Problem
from tests.person.person import Person, child


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def _bug() -> Exception:
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError as error:
        return error


def test_that_an_error_is_shown_as_plain_text_with_its_problems(window: QWidget) -> None:
    box = say_error(window, AppError("<b>The file</b> is empty.", [Problem("empty", "there is no row", "a.csv")]))
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert box.text() == "<b>The file</b> is empty."
    assert "a.csv: there is no row" in box.informativeText()
    box.close()


def test_that_a_bug_is_shown_once_and_the_session_goes_on(window: QWidget) -> None:
    surprises, error = Surprises(window), _bug()
    first = surprises.show(error)
    assert first is not None
    assert "Traceback" not in first.text() + first.informativeText()
    assert "ZeroDivisionError" in first.detailedText()
    assert surprises.show(error) is None
    first.close()


def test_that_the_report_can_be_saved(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    box = Surprises(window).show(_bug())
    assert isinstance(box, QMessageBox)
    Person(box, qtbot).click(child(box, QPushButton, "save_report"))
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    path = tmp_path / "report.txt"
    dialog.fileSelected.emit(str(path))
    assert "ZeroDivisionError" in path.read_text(encoding="utf-8")
    dialog.close()


def test_that_full_memory_is_no_bug(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    Surprises(window).catch_all()
    sys.excepthook(MemoryError, MemoryError(), None)
    box = child(window, QMessageBox, "message")
    assert "not enough free memory" in box.text()
    box.close()
