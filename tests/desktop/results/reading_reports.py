"""What tests of Results do over and over: wait for the report, choose its card, change its sentence, read its table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QPushButton, QTableWidget, QWidget

from app.desktop.shell.side_bar import PlaceName
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person.person import Person, child


def until_drawn(person: Person) -> None:
    """Wait until the report and the cards in sight are on the screen."""
    person.qtbot.waitUntil(lambda: person.bench.results.is_drawn, timeout=60_000)
    person.rest()


def until_settled(person: Person, widget: QWidget) -> None:
    """Wait until layouts have let a widget come to rest: the same place three times in a row."""
    places: list[QRect] = []

    def is_settled() -> bool:
        places.append(QRect(widget.mapTo(person.window, QPoint()), widget.size()))
        return len(places) >= 3 and places[-1] == places[-2] == places[-3]

    person.qtbot.waitUntil(is_settled, timeout=60_000)


def in_results(sit: Sit, path: Path) -> Person:
    """A person before Results over that workspace, all drawn."""
    person = sit(path)
    person.window.show_place(PlaceName.RESULTS)
    until_drawn(person)
    return person


def turn_to(person: Person, key: str) -> None:
    """Choose the report by its card."""
    person.click(f"card_{key}")
    until_drawn(person)


def part_of(person: Person, field: str) -> QMenu:
    """What a part of the sentence can become."""
    menu = person.find(QPushButton, f"report_sentence_{field}").menu()
    assert isinstance(menu, QMenu)
    return menu


def pick(person: Person, field: str, words: str) -> None:
    """Change a part of the sentence, and wait for the figures."""
    until_drawn(person)
    until_settled(person, person.find(QPushButton, f"report_sentence_{field}"))
    person.pick(part_of(person, field), words)
    until_drawn(person)


def answer(person: Person, text: str) -> None:
    """Type into the dialog that asks for a text, and agree."""
    dialog = person.find(QDialog, "text_dialog")
    child(dialog, QLineEdit, "text_answer").setText(text)
    person.click(child(dialog, QPushButton, "text_ok"))
    person.window.activateWindow()  # a window manager does so when a dialog is gone
    person.qtbot.waitUntil(person.window.isActiveWindow)
    until_drawn(person)


def column(person: Person, at: int) -> list[str]:
    """A column of the report's table."""
    table = child(person.window, QTableWidget, "report_table")
    items = [table.item(row, at) for row in range(table.rowCount())]
    return [item.text() for item in items if item is not None]


def counts(person: Person) -> list[str]:
    """The second column, which counts."""
    return column(person, 1)


def workspace_of(person: Person) -> Workspace:
    """The open workspace."""
    workspace = person.bench.desk.workspace
    assert workspace is not None
    return workspace
