"""A wide table keeps the names of its rows in sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QTableView, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from app.ui.held_column import HeldColumn
from tests.person import hands

COLUMNS, ROWS = 12, 40
DOWN = QPoint(0, -hands.NOTCH)


@pytest.fixture
def table(qtbot: QtBot) -> QTableWidget:
    made = QTableWidget(ROWS, COLUMNS)
    made.setObjectName("students")
    for row in range(ROWS):
        for column in range(COLUMNS):
            made.setItem(row, column, QTableWidgetItem(f"{row}, {column}"))
    HeldColumn(made)
    qtbot.addWidget(made)
    made.resize(500, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def _held(table: QTableView) -> QTableView | None:
    return table.findChild(QTableView, "students_held")


def test_that_the_first_column_stays_while_shift_and_the_wheel_go_sideways_and_leaves_in_its_place(
    table: QTableWidget,
) -> None:
    assert _held(table) is None
    hands.turn_wheel(table.viewport(), DOWN, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert (table.horizontalScrollBar().value() > 0, table.verticalScrollBar().value()) == (True, 0)
    held = _held(table)
    assert held is not None
    assert held.isVisible()
    hands.turn_wheel(held.viewport(), DOWN)
    first = table.rowAt(0)
    assert first > 0
    assert held.rowAt(0) == first
    assert held.mapTo(table, held.viewport().pos()) == table.viewport().pos()
    assert held.indexAt(QPoint(9, 9)).data() == f"{first}, 0"
    table.setColumnWidth(0, 900)
    assert held.width() <= table.viewport().width() // 2
    table.horizontalScrollBar().setValue(0)
    assert not held.isVisible()


def test_that_a_click_on_the_held_column_is_one_on_the_row_and_a_key_brings_out_what_lies_below(
    table: QTableWidget,
) -> None:
    told: list[QModelIndex] = []
    table.clicked.connect(told.append)
    table.horizontalScrollBar().setValue(250)
    held = _held(table)
    assert held is not None
    hands.click(held.viewport(), held.visualRect(table.model().index(2, 0)).center())
    assert [(index.row(), index.column()) for index in told] == [(2, 0)]
    assert table.currentIndex().row() == 2
    table.setCurrentCell(2, 4)
    table.horizontalScrollBar().setValue(450)
    hands.key(table, Qt.Key.Key_Left)
    assert table.currentColumn() == 3
    assert table.columnViewportPosition(3) >= held.width()
