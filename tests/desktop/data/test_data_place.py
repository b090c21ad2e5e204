"""Data: from a file on disk to tables, every row accounted for, by clicking."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QTableView, QTabWidget, QToolButton

from app.desktop.shell.side_bar import PlaceName
from tests.desktop.conftest import Sit
from tests.person.person import Person, child


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    made = sit(workspace_path)
    made.window.show_place(PlaceName.DATA)
    made.rest()
    return made


def _row(table: QTableView, at: int) -> list[str]:
    model = table.model()
    return [str(model.data(model.index(at, column))) for column in range(model.columnCount())]


def test_that_a_dataset_stands_there_as_tables(person: Person) -> None:
    tabs = person.find(QTabWidget, "dataset_tabs")
    assert [tabs.tabText(at).split("  ") for at in range(2)] == [["Customers", "600"], ["Events", "31,106"]]
    assert _row(child(person.window, QTableView, "events_table"), 0)[:3] == ["user_0000", "2024-03-13 10:21:14", "home"]


def test_that_a_dataset_is_removed_only_after_a_question(person: Person) -> None:
    person.click("dataset_remove")
    box = person.find(QMessageBox, "confirm")
    person.click(child(box, QPushButton, "confirm_yes"))
    person.rest()
    assert person.bench.desk.workspace is not None
    assert person.bench.desk.workspace.datasets.names() == ()
    assert person.find(QLabel, "dataset_about").text() == ""


def test_that_a_removed_dataset_comes_back_by_undo_as_it_was(person: Person) -> None:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    (before,) = workspace.datasets.names()
    person.click("dataset_remove")
    person.click(child(person.find(QMessageBox, "confirm"), QPushButton, "confirm_yes"))
    person.rest()
    undo = person.find(QToolButton, "data_undo")
    stood = undo.pos()
    person.click("data_undo")
    person.rest()
    assert undo.pos() == stood
    assert [info.fingerprint for info in workspace.datasets.names()] == [before.fingerprint]
    assert not undo.isEnabled()
