"""The blocks of an e-mail in their order; dragged to another place, they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from app.messages.blocks.fields import title_of

_PLACE = Qt.ItemDataRole.UserRole
_LONGEST = 48


class BlockList(QListWidget):
    """A row a block; says the new order by the old places."""

    ordered = Signal(object)  # list[int]: the old place of each row
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mail_blocks")
        self.setAccessibleName("Blocks of the e-mail, in order")
        self._is_held = False
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.currentRowChanged.connect(self.chosen)

    def show_blocks(self, blocks: Sequence[Any], chosen: int) -> None:
        """These, one of them chosen; -1 for none."""
        self.blockSignals(True)
        self.clear()
        for place, block in enumerate(blocks):
            words = title_of(block)
            item = QListWidgetItem(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…")
            item.setData(_PLACE, place)
            self.addItem(item)
        self.setCurrentRow(min(chosen, len(blocks) - 1))
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
        """Move the chosen block up or down, for those who do not drag."""
        at = self.currentRow()
        to = at + step
        if at >= 0 and 0 <= to < self.count():
            places = list(range(self.count()))
            places.insert(to, places.pop(at))
            self.ordered.emit(places)
