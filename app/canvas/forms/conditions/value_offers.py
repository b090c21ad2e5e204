"""Values that the data have, offered under the line in which one is written, each with how often it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView
from shiboken6 import isValid

from app.canvas.beside import Of, Stop, Values
from app.canvas.forms.conditions.comparing import begun_list, list_part
from app.numbers import number

Source = tuple[Of, str]
"""A column: whose it is, and its name."""

_VALUE = Qt.ItemDataRole.UserRole
_MOST_LINES = 10
_LEAST_WIDTH = 200


class ValueOffers(QCompleter):
    """Completes a line, of a list its last value. The values are asked for when the line gets the keyboard."""

    def __init__(self, line: QLineEdit, take: Callable[[str], None]) -> None:
        super().__init__(line)
        self._line, self._take = line, take
        self._values: Values | None = None
        self._source: Source | None = None
        self._is_list = False
        self._asked: Source | None = None
        self._stop: Stop = lambda: None
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setCompletionRole(_VALUE)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(_MOST_LINES)
        self._popup = QListView()
        self._popup.setMinimumWidth(_LEAST_WIDTH)
        self._popup.setObjectName("value_offers")
        self._popup.setAccessibleName("Values in the data")
        self.setPopup(self._popup)
        self.activated.connect(self._take)
        line.setCompleter(self)
        line.installEventFilter(self)

    def offer(self, values: Values | None, source: Source | None, *, is_list: bool) -> None:
        """Offer the values of that column from now on; nothing without one."""
        self._values, self._is_list = values, is_list
        if source != self._source:
            self._source, self._asked = source, None
            self._stop()
            self._model.clear()
        if self._line.hasFocus():
            self._ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask once the line has the keyboard; Down opens all values."""
        if watched is self._line and event.type() == QEvent.Type.FocusIn:
            self._ask()
        is_pressed = watched is self._line and event.type() == QEvent.Type.KeyPress
        if is_pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down and self._can_open:
            self._open()
            return True
        return super().eventFilter(watched, event)

    def splitPath(self, path: str) -> list[str]:
        """What is to be completed: of a list the value being written."""
        return [begun_list(path)[1] if self._is_list else path]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The line as it is once that value is taken."""
        value = str(index.data(_VALUE))
        return f"{begun_list(self._line.text())[0]}{list_part(value)}" if self._is_list else value

    @property
    def _can_open(self) -> bool:
        return self._model.rowCount() > 0 and not self._popup.isVisible()

    def _open(self) -> None:
        self.setCompletionPrefix("")
        self.complete()

    def _ask(self) -> None:
        if self._values is None or self._source is None or self._asked == self._source:
            return
        self._asked = asked = self._source
        self._stop()

        def show(found: Sequence[tuple[str, int]]) -> None:
            if isValid(self) and asked == self._source:
                self._fill(found)

        self._stop = self._values(*asked, show)

    def _fill(self, found: Sequence[tuple[str, int]]) -> None:
        self._model.clear()
        for value, count in found:
            item = QStandardItem(f"{value}  ·  {number(count)}")
            item.setData(value, _VALUE)
            item.setEditable(False)
            self._model.appendRow(item)
        if self._line.hasFocus() and not self._line.text() and found:
            self._open()
