"""The command palette: type what to do, Enter does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from app.desktop.shell.command_search import ranked
from app.desktop.shell.commands import BETWEEN, Command
from app.desktop.shell.preferences import Preferences
from app.ui.theme import STEP, text_scale
from app.ui.widgets import column

WIDTH, HEIGHT = 70 * STEP, 52 * STEP
MOST_RECENT = 8
RECENT = "recent_commands"
_COMMAND = Qt.ItemDataRole.UserRole
_ROW = 32


class CommandPalette(QFrame):
    """A panel over the window; closed by a choice, by Escape or by looking elsewhere."""

    def __init__(self, parent: QWidget, commands: Callable[[], list[Command]], preferences: Preferences) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("command_palette")
        self.setProperty("role", "card")
        self.setAccessibleName("Command palette")
        self._commands = commands
        self._preferences = preferences
        self._back: QWidget | None = None
        self._field = QLineEdit()
        self._field.setObjectName("command_field")
        self._field.setPlaceholderText("What do you want to do?")
        self._field.setAccessibleName("Command to look for")
        self._list = QTreeWidget()
        self._dress_list()
        lines = column(self, margin=STEP, gap=STEP)
        lines.addWidget(self._field)
        lines.addWidget(self._list)
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(lambda _item: self._take())
        self.hide()

    def ask(self) -> None:
        """Open over the middle of the window; what is chosen acts on what had the keyboard."""
        if self.isVisible():
            self._close()
            return
        self._back = QApplication.focusWidget()
        self._field.clear()
        self._fill()
        room, scale = self._over.size(), text_scale()
        wide, high = min(round(WIDTH * scale), room.width() - 2 * STEP), min(HEIGHT, room.height() - 2 * STEP)
        self.setGeometry((room.width() - wide) // 2, min(8 * STEP, (room.height() - high) // 2), wide, high)
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list, choose and close."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Backtab: -1}
        steps |= {Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            return super().eventFilter(watched, event)
        return True

    def _dress_list(self) -> None:
        self._list.setObjectName("command_list")
        self._list.setAccessibleName("Commands")
        self._list.setProperty("kind", "plain")
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _fill(self) -> None:
        """List what fits; what cannot be done now stands last, and cannot be chosen."""
        self._list.clear()
        recent = [name for name in self._preferences.get(RECENT, []) if isinstance(name, str)]
        entries = [(command, command.name, command.title, command.menu) for command in self._commands()]
        found = ranked(entries, self._field.text(), recent)
        for command in sorted(found, key=lambda one: not one.action.isEnabled()):
            item = QTreeWidgetItem([f"{command.menu}{BETWEEN}{command.title}", command.keys])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, _COMMAND, command)
            item.setToolTip(0, "")
            item.setSizeHint(0, QSize(0, round(_ROW * text_scale())))
            item.setDisabled(not command.action.isEnabled())
            self._list.addTopLevelItem(item)
        self._choose(0)

    def _step(self, by: int) -> None:
        count = self._list.topLevelItemCount()
        if count:
            here = self._list.currentIndex().row()
            at = (here + by) % count if abs(by) == 1 else min(max(here + by, 0), count - 1)
            self._choose(at)

    def _choose(self, at: int) -> None:
        item = self._list.topLevelItem(at)
        if item is not None:
            self._list.setCurrentItem(item)
        self._tell()

    def _tell(self) -> None:
        """The keyboard stays in the field, so the field says what Enter would do."""
        item = self._list.currentItem()
        words = " ".join(filter(None, (item.text(0), item.text(1)))) if item is not None else "Nothing of that name"
        self._field.setAccessibleDescription(words)

    def _take(self) -> None:
        item = self._list.currentItem()
        command = item.data(0, _COMMAND) if item is not None else None
        if command is None or not command.action.isEnabled():
            return
        before = [name for name in self._preferences.get(RECENT, []) if name != command.name]
        self._preferences.put(RECENT, [command.name, *before][:MOST_RECENT])
        self._close()
        command.action.trigger()

    def _close(self) -> None:
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        self._back = None
