"""Fields that the wheel does not change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.fields import ComboBox, DateField
from tests.person.hands import NOTCH, turn_wheel

APP = Path(__file__).resolve().parents[2] / "app"


@pytest.mark.parametrize("focused", [False, True])
@pytest.mark.parametrize("editable", [False, True])
def test_that_the_wheel_over_a_combo_box_scrolls_the_page(qtbot: QtBot, focused: bool, editable: bool) -> None:
    page = QWidget()
    box = ComboBox(page)
    box.setEditable(editable)
    box.addItems(["a", "b", "c"])
    box.setCurrentIndex(1)
    told: list[int] = []
    box.activated.connect(told.append)
    QVBoxLayout(page).addWidget(box)
    page.setMinimumHeight(2000)
    area = QScrollArea()
    area.setWidget(page)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    area.verticalScrollBar().setValue(900)
    if focused:
        box.setFocus()
    for notches, before in ((-1, 900), (1, area.verticalScrollBar().maximum())):
        area.verticalScrollBar().setValue(before)
        area.ensureWidgetVisible(box)
        start = area.verticalScrollBar().value()
        turn_wheel(box, QPoint(0, notches * NOTCH))
        assert area.verticalScrollBar().value() != start
    assert (box.currentText(), told) == ("b", [])


@pytest.mark.parametrize("focused", [False, True])
def test_that_the_wheel_over_a_day_scrolls_the_page(qtbot: QtBot, focused: bool) -> None:
    page = QWidget()
    day = DateField("day", "Day")
    day.setDate(QDate(2024, 2, 29))
    QVBoxLayout(page).addWidget(day)
    page.setMinimumHeight(2000)
    area = QScrollArea()
    area.setWidget(page)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    area.ensureWidgetVisible(day)
    before = area.verticalScrollBar().value()
    if focused:
        day.setFocus()
    turn_wheel(day, QPoint(0, NOTCH))
    assert area.verticalScrollBar().value() < before
    assert (day.date(), day.text()) == (QDate(2024, 2, 29), "2024-02-29")


def test_that_no_room_makes_fields_that_the_wheel_changes() -> None:
    raw = re.compile(r"\bQ(ComboBox|\w*SpinBox|Date\w*Edit|TimeEdit|Slider|Dial)\(")
    found = [path for path in APP.rglob("*.py") if raw.search(path.read_text()) and path.parent.name != "ui"]
    assert found == []
