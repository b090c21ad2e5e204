"""Connect by a list: type what the wire shall lead to, Enter connects."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.canvas.operations.connecting import PossibleWire
from app.canvas.panels.going_back import back_to
from app.scenario.graph import Edge
from app.ui.plain_text import tooltip

_WIDTH, _HEIGHT, _MARGIN, _ROW = 320, 304, 8, 32
_EDGE = Qt.ItemDataRole.UserRole


class TargetList(QFrame):
    """A small panel over the canvas; closed by a choice, by Escape or by looking elsewhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._back = parent
        self.setObjectName("targetList")
        self.setProperty("role", "card")
        self.setAccessibleName("Connect to")
        self._field = QLineEdit(self)
        self._field.setObjectName("targetField")
        self._field.setPlaceholderText("Connect to …")
        self._field.setAccessibleName("Node to connect to")
        self._list = QListWidget(self)
        self._list.setObjectName("targets")
        self._list.setProperty("kind", "plain")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_MARGIN)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self._wires: Sequence[PossibleWire] = ()
        self._choose: Callable[[Edge], None] | None = None
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(lambda _item: self._take())
        self.hide()

    def ask(self, spot: QPoint, wires: Sequence[PossibleWire], choose: Callable[[Edge], None]) -> None:
        """Open near that point of the canvas; `choose` gets the wire that the user picks, if they pick one."""
        self._wires, self._choose, self._back = wires, choose, back_to(self)
        self._field.clear()
        self._fill()
        room = self._over.size()
        self.resize(min(_WIDTH, room.width() - 2 * _MARGIN), min(_HEIGHT, room.height() - 2 * _MARGIN))
        right, bottom = room.width() - self.width() - _MARGIN, room.height() - self.height() - _MARGIN
        self.move(max(_MARGIN, min(spot.x(), right)), max(_MARGIN, min(spot.y(), bottom)))
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list, choose and close."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
            self._step(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
            self._step(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            return super().eventFilter(watched, event)
        return True

    def _fill(self) -> None:
        self._list.clear()
        words = self._field.text().casefold().split()
        for wire in self._wires:
            if all(word in wire.title.casefold() for word in words):
                item = QListWidgetItem(wire.title)
                item.setData(_EDGE, wire.edge)
                item.setToolTip(tooltip(wire.title))
                item.setSizeHint(QSize(0, _ROW))
                self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._tell()

    def _step(self, by: int) -> None:
        if self._list.count():
            self._list.setCurrentRow((self._list.currentRow() + by) % self._list.count())
            self._tell()

    def _tell(self) -> None:
        """The keyboard stays in the field, so the field says what Enter would connect."""
        item = self._list.currentItem()
        self._field.setAccessibleDescription(item.text() if item is not None else "There is no such node")

    def _take(self) -> None:
        item, choose = self._list.currentItem(), self._choose
        if item is not None and choose is not None:
            self._close()
            choose(item.data(_EDGE))

    def _close(self) -> None:
        self.hide()
        self._back.setFocus(Qt.FocusReason.PopupFocusReason)
