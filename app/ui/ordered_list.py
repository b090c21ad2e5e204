"""A list whose rows are put into order: dragged to another place, they stand there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from app.ui.plain_text import tooltip

_PLACE = Qt.ItemDataRole.UserRole
_LONGEST_TIP = 500


class OrderedList(QListWidget):
    """Says a new order by the old places; texts of more than `longest` letters are cut, and whole in their tip."""

    ordered = Signal(object)  # list[int]: the old place of each row
    chosen = Signal(int)

    def __init__(self, name: str, accessible_name: str, longest: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self._longest = longest
        self._is_held = False
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # what is too long ends in "…"
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.currentRowChanged.connect(self.chosen)

    def show_rows(self, texts: Sequence[str], chosen: int) -> None:
        """These, one of them chosen; -1 for none."""
        self.blockSignals(True)
        self.clear()
        for place, words in enumerate(texts):
            item = QListWidgetItem(words if len(words) <= self._longest else f"{words[: self._longest]}…")
            item.setToolTip(tooltip(words[:_LONGEST_TIP]))
            item.setData(_PLACE, place)
            self.addItem(item)
        self.setCurrentRow(min(chosen, len(texts) - 1))
        self.blockSignals(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        is_on_row = self.itemAt(event.position().toPoint()) is not None
        self._is_held = is_on_row and event.button() is Qt.MouseButton.LeftButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row that is held goes along, and the others make room."""
        if not self._is_held:
            super().mouseMoveEvent(event)
            return
        at, to = self.currentRow(), self.indexAt(event.position().toPoint()).row()
        if to not in (-1, at):
            self.blockSignals(True)
            self.insertItem(to, self.takeItem(at))
            self.setCurrentRow(to)
            self.blockSignals(False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._is_held = False
        places = [int(self.item(row).data(_PLACE)) for row in range(self.count())]
        if places != sorted(places):
            self.ordered.emit(places)

    def move_chosen(self, step: int) -> None:
        """Move the chosen row up or down, for those who do not drag."""
        at = self.currentRow()
        to = at + step
        if at >= 0 and 0 <= to < self.count():
            places = list(range(self.count()))
            places.insert(to, places.pop(at))
            self.ordered.emit(places)
