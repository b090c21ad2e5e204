"""Fields that the wheel does not change."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.fields import ComboBox, DateField
from tests.person.hands import NOTCH, turn_wheel

APP = Path(__file__).resolve().parents[2] / "app"


@pytest.fixture
def on_a_page(qtbot: QtBot) -> Callable[[QWidget], QScrollArea]:
    """Puts a field into the middle of a page that scrolls."""

    def put(field: QWidget) -> QScrollArea:
        page = QWidget()
        QVBoxLayout(page).addWidget(field)
        page.setMinimumHeight(2000)
        area = QScrollArea()
        area.setWidget(page)
        qtbot.addWidget(area)
        area.show()
        area.activateWindow()
        qtbot.waitUntil(area.isActiveWindow)
        return area

    return put


def turn_over(field: QWidget, area: QScrollArea, *, focused: bool) -> None:
    """Turn the wheel over a field down and up: the page is scrolled each time, and the keys go where they went."""
    (field if focused else area).setFocus()
    for notches, before in ((-1, 900), (1, area.verticalScrollBar().maximum())):
        area.verticalScrollBar().setValue(before)
        area.ensureWidgetVisible(field)
        start = area.verticalScrollBar().value()
        turn_wheel(field, QPoint(0, notches * NOTCH))
        assert area.verticalScrollBar().value() != start
        assert field.hasFocus() is focused


@pytest.mark.parametrize("focused", [False, True])
@pytest.mark.parametrize("editable", [False, True])
def test_that_the_wheel_over_a_combo_box_scrolls_the_page(
    on_a_page: Callable[[QWidget], QScrollArea], focused: bool, editable: bool
) -> None:
    box = ComboBox()
    box.setEditable(editable)
    box.addItems(["a", "b", "c"])
    box.setCurrentIndex(1)
    told: list[int] = []
    box.activated.connect(told.append)
    area = on_a_page(box)
    turn_over(box, area, focused=focused)
    assert (box.currentText(), told) == ("b", [])


@pytest.mark.parametrize("focused", [False, True])
def test_that_the_wheel_over_a_day_scrolls_the_page(on_a_page: Callable[[QWidget], QScrollArea], focused: bool) -> None:
    day = DateField("day", "Day")
    day.setDate(QDate(2024, 2, 29))
    area = on_a_page(day)
    turn_over(day, area, focused=focused)
    assert (day.date(), day.text()) == (QDate(2024, 2, 29), "2024-02-29")


def test_that_no_room_makes_fields_that_the_wheel_changes() -> None:
    raw = re.compile(r"\bQ(ComboBox|\w*SpinBox|Date\w*Edit|TimeEdit|Slider|Dial)\(")
    found = [path for path in APP.rglob("*.py") if raw.search(path.read_text()) and path.parent.name != "ui"]
    assert found == []
