"""The form of what the columns mean, under the mouse wheel."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QTableWidget
from pytestqt.qtbot import QtBot

from app.data.importing.accounts import Role
from app.data.importing.preview import preview
from app.desktop.data.import_dialog import ImportDialog
from app.desktop.data.mapping_form import MappingForm
from tests.person.hands import NOTCH, turn_wheel
from tests.person.person import child

COLUMNS = ["customer_id", "timestamp", "event", *(f"value_{i}" for i in range(20))]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "wide.csv"
    rows = [COLUMNS, *(["anna", "2024-01-02 10:00", "signup", *map(str, range(20))] for _ in range(3))]
    path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize("role", ["customers", "events"])
def test_that_the_wheel_over_the_form_of_the_columns_only_scrolls(qtbot: QtBot, file: Path, role: Role) -> None:
    form = MappingForm(preview(file), role)
    qtbot.addWidget(form)
    form.resize(900, 300)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    table = child(form, QTableWidget, "mapping_table")
    bar, before = table.verticalScrollBar(), form.mapping("x")
    for field in table.findChildren(QComboBox):
        for has_keyboard in (False, True):
            (field if has_keyboard else table).setFocus()
            for notches in (-1, 1):
                holder = field.parentWidget()
                assert holder is not None
                table.scrollTo(table.indexAt(holder.pos()))
                start = bar.value()
                turn_wheel(field, QPoint(0, notches * NOTCH))
                can_scroll = bar.maximum() > start if notches < 0 else start > 0
                assert (bar.value() != start) == can_scroll, field.objectName()
                assert form.mapping("x") == before, field.objectName()


def test_that_the_wheel_over_the_import_dialog_changes_neither_dataset_nor_zone(qtbot: QtBot, file: Path) -> None:
    dialog = ImportDialog(parent := QTableWidget(), [preview(file)], ["first", "second"])
    qtbot.addWidget(parent)
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.order
    for name in ("import_dataset", "import_zone"):
        child(dialog, QComboBox, name).setFocus()
        turn_wheel(child(dialog, QComboBox, name), QPoint(0, -NOTCH))
    assert dialog.order == before
