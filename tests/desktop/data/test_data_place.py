"""Data: from a file on disk to tables, every row accounted for, by clicking."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QTableView,
    QTableWidget,
    QTabWidget,
)

from app.desktop.data.file_page import FilePage
from app.desktop.data.import_dialog import ImportDialog
from app.desktop.shell.side_bar import PlaceName
from tests.desktop.conftest import Sit
from tests.person.person import Person, child

EVENTS = """customer_id,timestamp,event,amount
anna,2024-01-02 10:00,signup,
anna,2024-01-03 11:00,purchase,12.50
bert,,purchase,3
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return path


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    made = sit(workspace_path)
    made.window.show_place(PlaceName.DATA)
    made.rest()
    return made


def _ask(person: Person, *files: Path) -> ImportDialog:
    person.click("data_import")
    dialog = person.find(QFileDialog, "open_dialog")
    dialog.filesSelected.emit([str(file) for file in files])
    dialog.close()
    person.rest()
    return person.find(ImportDialog, "import_dialog")


def _row(table: QTableView, at: int) -> list[str]:
    model = table.model()
    return [str(model.data(model.index(at, column))) for column in range(model.columnCount())]


def test_that_a_dataset_stands_there_as_tables(person: Person) -> None:
    tabs = person.find(QTabWidget, "dataset_tabs")
    assert [tabs.tabText(at).split("  ") for at in range(2)] == [["Customers", "600"], ["Events", "31,106"]]
    assert _row(child(person.window, QTableView, "events_table"), 0)[:3] == ["user_0000", "2024-03-13 10:21:14", "home"]


def test_that_a_customer_is_found_in_both_tables(person: Person) -> None:
    person.find(QLineEdit, "find_customer").setText("user_0001")
    customers = child(person.window, QTableView, "customers_table")
    events = child(person.window, QTableView, "events_table")
    assert _row(customers, customers.currentIndex().row())[0] == "user_0001"
    assert _row(events, events.currentIndex().row())[0] == "user_0001"
    person.find(QLineEdit, "find_customer").setText("nobody")
    assert person.find(QLabel, "not_found").text()


def test_that_the_guess_is_shown_before_anything_is_read(person: Person, file: Path) -> None:
    dialog = _ask(person, file)
    assert child(dialog, QRadioButton, "role_events").isChecked()
    uses = [child(dialog, QComboBox, f"use_{at}").currentText() for at in range(4)]
    assert uses == ["Customer id", "Instant", "Event name", "Value"]
    assert child(dialog, QTableWidget, "preview_table").rowCount() == 3
    dialog.reject()
    assert person.bench.desk.workspace is not None
    assert [info.name for info in person.bench.desk.workspace.datasets.names()] == ["shop"]


def test_that_every_row_of_an_import_is_accounted_for(person: Person, file: Path) -> None:
    dialog = _ask(person, file)
    child(dialog, QComboBox, "import_dataset").setCurrentText("orders")
    person.click(child(dialog, QPushButton, "import_accept"))
    person.rest()
    assert person.bench.data.chosen == "orders"
    person.find(QTabWidget, "dataset_tabs").setCurrentIndex(3)
    notes = person.find(QTableView, "notes_table")
    assert _row(notes, 0)[1:3] == ["4", "rejected"]
    shown = [label.text() for label in person.find(QTabWidget, "dataset_tabs").findChildren(QLabel)]
    assert shown[shown.index("orders.csv") + 2 :][:4] == ["3", "2", "0", "1"]


def test_that_a_choice_moves_the_customer_id(person: Person, file: Path) -> None:
    dialog = _ask(person, file)
    child(dialog, QComboBox, "use_3").setCurrentText("Customer id")
    assert child(dialog, QComboBox, "use_0").currentText() == "Value"
    assert dialog.order.mapping.events is not None
    assert dialog.order.mapping.events.key == "amount"
    dialog.reject()


def test_that_what_is_missing_is_said_and_import_waits(person: Person, file: Path) -> None:
    dialog = _ask(person, file)
    accept, problem = child(dialog, QPushButton, "import_accept"), child(dialog, QLabel, "import_problem")
    child(dialog, QComboBox, "use_1").setCurrentText("Value")
    assert not accept.isEnabled()
    assert problem.text() == "Choose the column of orders.csv that is the instant."
    child(dialog, QComboBox, "use_1").setCurrentText("Instant")
    child(dialog, QComboBox, "import_zone").setCurrentText("Atlantis")
    assert "time zone" in problem.text()
    child(dialog, QComboBox, "import_zone").setCurrentText("Europe/Prague")
    assert accept.isEnabled()
    dialog.reject()


def test_that_events_without_a_name_column_get_one_name(person: Person, file: Path) -> None:
    dialog = _ask(person, file)
    child(dialog, QComboBox, "use_2").setCurrentText("Value")
    child(dialog, QLineEdit, "event_name").setText("order")
    events = dialog.order.mapping.events
    assert events is not None
    assert (events.name, events.name_constant) == (None, "order")
    dialog.reject()


def test_that_customers_are_warned_about_consent(person: Person, file: Path) -> None:
    dialog = _ask(person, file)
    person.click(child(dialog, QRadioButton, "role_customers"))
    page = dialog.findChild(FilePage)
    assert page is not None
    assert page.role == "customers"
    assert child(dialog, QLabel, "consent_hint").isVisible()
    person.find(QComboBox, "meaning_3").setCurrentText("email consent")
    assert not child(dialog, QLabel, "consent_hint").isVisible()
    assert dialog.order.mapping.customers is not None
    assert dialog.order.mapping.customers.roles == {"email_consent": "amount"}
    dialog.reject()


def test_that_an_empty_file_is_refused_in_words(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    person.click("data_import")
    dialog = person.find(QFileDialog, "open_dialog")
    dialog.filesSelected.emit([str(path)])
    dialog.close()
    person.rest()
    box = person.find(QMessageBox, "message")
    assert "empty.csv" in box.text()
    box.close()


def test_that_a_dataset_is_removed_only_after_a_question(person: Person) -> None:
    person.click("dataset_remove")
    box = person.find(QMessageBox, "confirm")
    person.click(child(box, QPushButton, "confirm_yes"))
    person.rest()
    assert person.bench.desk.workspace is not None
    assert person.bench.desk.workspace.datasets.names() == ()
    assert person.find(QLabel, "dataset_about").text() == ""
