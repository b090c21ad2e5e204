"""What a person does on the import page, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QScrollArea,
    QTableWidget,
)

from app.data.importing.plan import ImportPlan
from app.desktop.data.import_page.heads import HEIGHT, ChipHeader
from tests.person import hands
from tests.person.person import Person


def drop(person: Person, files: Sequence[Path]) -> None:
    """Drop files from the desktop on what lies in the middle of the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    hands.drag_over(person.window, person.window.rect().center(), data)
    person.rest()
    person.rest()  # the beginnings, then the whole, then the count


def settle(person: Person, until: Any) -> None:
    person.qtbot.waitUntil(until, timeout=60_000)


def plan_of(person: Person) -> ImportPlan:
    plan = person.bench.imports._plan
    assert plan is not None
    return plan


def counted(person: Person) -> list[str]:
    said = person.find(QLabel, "import_accounts")
    settle(person, lambda: " row" in said.text() and "…" not in said.text())
    return said.text().splitlines()


def press_head(person: Person, place: int, section: int) -> QMenu:
    table = person.find(QTableWidget, f"import_rows_{place}")
    head = table.horizontalHeader()
    assert isinstance(head, ChipHeader)
    scroll = person.find(QScrollArea, "import_scroll")
    scroll.ensureWidgetVisible(head)
    at = QPoint(head.sectionViewportPosition(section) + 20, HEIGHT - 16)
    hands.click(head.viewport(), at)
    return person.find(QMenu, "column_menu")


def with_state(menu: QMenu, word: str) -> list[str]:
    """What a group of this name is called, with what holds of it."""
    return [action.text() for action in menu.actions() if action.text().startswith(f"{word}: ")]


def choose(person: Person, menu: QMenu, *words: str) -> None:
    """Click through a menu and those in it."""
    for word in words:
        settle(person, menu.isVisible)
        action = next(action for action in menu.actions() if action.text() in (word, *with_state(menu, word)))
        inner = action.menu()
        hands.click(menu, menu.actionGeometry(action).center())
        if isinstance(inner, QMenu):
            menu = inner
