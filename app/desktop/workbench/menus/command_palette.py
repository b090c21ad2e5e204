"""The command palette: type what to do, Enter does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.desktop.shell.preferences import Preferences
from app.desktop.workbench.menus.command_search import ranked
from app.desktop.workbench.menus.commands import BETWEEN, Command
from app.ui.search_panel import SearchPanel, SearchWords
from app.ui.theme import STEP

MOST_RECENT = 8
RECENT = "recent_commands"
_SIZE = QSize(70 * STEP, 52 * STEP)
_COMMAND = Qt.ItemDataRole.UserRole
_WORDS = SearchWords(
    "command_palette",
    "command_field",
    "command_list",
    "Command palette",
    "What do you want to do?",
    "Command to look for",
    "Nothing has that name.",
)


class CommandPalette(SearchPanel):
    """Lists the commands of all menus with their keys, recent ones first."""

    def __init__(self, parent: QWidget, commands: Callable[[], list[Command]], preferences: Preferences) -> None:
        self._commands = commands
        self._preferences = preferences
        self._list = QTreeWidget()
        self._list.setAccessibleName("Commands")
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        super().__init__(parent, _WORDS, self._list)

    def ask(self) -> None:
        """Open over the middle of the window; what is chosen acts on what had the keyboard."""
        if self.isVisible():
            self.close_panel()
        else:
            self.open_at(_SIZE, None, QApplication.focusWidget())

    def fill(self) -> None:
        """What fits; what cannot be done now stands last, and cannot be chosen."""
        self._list.clear()
        recent = [name for name in self._preferences.get(RECENT, []) if isinstance(name, str)]
        entries = [(command, command.name, command.title, command.menu) for command in self._commands()]
        found = ranked(entries, self.field.text(), recent)
        for command in sorted(found, key=lambda one: not one.action.isEnabled()):
            item = QTreeWidgetItem([f"{command.menu}{BETWEEN}{command.title}", command.keys])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, _COMMAND, command)
            item.setToolTip(0, "")
            item.setSizeHint(0, self.row_size())
            item.setDisabled(not command.action.isEnabled())
            self._list.addTopLevelItem(item)

    def spoken(self) -> str:
        """The command with its keys."""
        item = self._list.currentItem()
        return " ".join(filter(None, (item.text(0), item.text(1)))) if item is not None else ""

    def take(self) -> None:
        """Do it, if it can be done now."""
        item = self._list.currentItem()
        command = item.data(0, _COMMAND) if item is not None else None
        if command is None or not command.action.isEnabled():
            return
        before = [name for name in self._preferences.get(RECENT, []) if name != command.name]
        self._preferences.put(RECENT, [command.name, *before][:MOST_RECENT])
        self.close_panel()
        command.action.trigger()
