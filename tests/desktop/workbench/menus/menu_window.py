"""A window with menus and nothing else, for what only asks for commands."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.shell.preferences import Preferences
from app.desktop.workbench.menus.command_palette import CommandPalette
from app.desktop.workbench.menus.commands import commands_of
from app.desktop.workbench.menus.key_bindings import KeyBindings
from app.desktop.workbench.menus.over_fields import OverFields
from app.desktop.workbench.menus.shortcut_dialog import ShortcutDialog
from tests.person.person import Person

COMMANDS = (
    ("&File", "save", "&Save scenario", "Ctrl+S"),
    ("&Edit", "canvas.duplicate", "Dup&licate", "Ctrl+D"),
    ("&Edit", "canvas.arrange", "Tid&y up", "Ctrl+Shift+L"),
    ("&Edit", "canvas.fit", "&Fit", "F"),
    ("&Run", "run", "&Run the scenario", "F5"),
    ("&Run", "validate", "&Validate", "F7"),
    ("&Run", "stop_work", "&Stop what runs", ""),
)


class MenuWindow(QMainWindow):
    """Has commands that note that they were called, a field, the palette (Ctrl+K) and the shortcuts (Ctrl+/)."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.called: list[str] = []
        self.preferences = Preferences(folder / "window.json")
        page = QWidget()
        self.field = QLineEdit("text", page)
        QVBoxLayout(page).addWidget(self.field)
        self.setCentralWidget(page)
        self.resize(900, 700)
        menus = {title: self.menuBar().addMenu(title) for title in ("&File", "&Edit", "&Run")}
        for title, name, text, keys in (
            *COMMANDS,
            ("&File", "palette", "&Command palette…", "Ctrl+K"),
            ("&File", "shortcuts", "&Keyboard shortcuts…", "Ctrl+/"),
        ):
            action = QAction(text, self)
            action.setObjectName(name)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, name=name: self.called.append(name))
            menus[title].addAction(action)
        self.bindings = KeyBindings(lambda: commands_of(self.menuBar()), self.preferences, self)
        self.palette_panel = CommandPalette(self, lambda: commands_of(self.menuBar()), self.preferences)
        self.action("palette").triggered.connect(lambda: self.palette_panel.ask())
        OverFields(self.action("palette"))
        self.action("shortcuts").triggered.connect(lambda: ShortcutDialog(self.bindings, self).open())

    def action(self, name: str) -> QAction:
        found = self.findChild(QAction, name)
        assert found is not None
        return found


def sit_before(qtbot: QtBot, folder: Path) -> tuple[MenuWindow, Person]:
    """A window, and a person with the keyboard in its field."""
    window = MenuWindow(folder)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.field.setFocus()
    return window, Person(window, qtbot)
