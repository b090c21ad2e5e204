"""The quick-add menu: type what the next node should be, Enter adds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.canvas.kind_tiles import family_colour
from app.canvas.panels.going_back import back_to
from app.canvas.panels.searching import matching
from app.look.palette import Palette
from app.nodes.kind import Kind
from app.ui.icons import icon
from app.ui.plain_text import tooltip

_WIDTH, _HEIGHT = 288, 336
_MARGIN = 8


class QuickAdd(QFrame):
    """A small panel over the canvas; closed by a choice, by Escape or by looking elsewhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("quickAdd")
        self.setProperty("role", "card")
        self.setAccessibleName("Add a node")
        self.setFixedSize(_WIDTH, _HEIGHT)
        self._field = QLineEdit(self)
        self._field.setObjectName("quickAddField")
        self._field.setPlaceholderText("Add a node …")
        self._field.setAccessibleName("Name of the node to add")
        self._list = QListWidget(self)
        self._list.setObjectName("quickAddList")
        self._list.setProperty("kind", "plain")
        self._list.setIconSize(QSize(20, 20))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_MARGIN)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self._kinds: Sequence[Kind[Any]] = ()
        self._recent: list[str] = []
        self._palette: Palette | None = None
        self._choose: Callable[[str], None] | None = None
        self._back: QWidget = parent
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(lambda _item: self._take())
        self.hide()

    def ask(self, spot: QPoint, kinds: Sequence[Kind[Any]], palette: Palette, choose: Callable[[str], None]) -> None:
        """Open near that point of the parent; `choose` gets the type that the user picks, if they pick one."""
        self._kinds, self._palette, self._choose = kinds, palette, choose
        self._back = back_to(self)
        self._field.clear()
        self._fill()
        parent = self.parentWidget()
        if parent is not None:
            right, bottom = parent.width() - self.width() - _MARGIN, parent.height() - self.height() - _MARGIN
            self.move(max(_MARGIN, min(spot.x(), right)), max(_MARGIN, min(spot.y(), bottom)))
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """KeyInput of the field that move in the list, choose and close."""
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
        for kind in matching(self._kinds, self._field.text(), self._recent):
            colour = family_colour(self._palette, kind.family) if self._palette else "#000000"
            item = QListWidgetItem(icon(kind.icon, colour), kind.title)
            item.setData(Qt.ItemDataRole.UserRole, kind.type)
            item.setToolTip(tooltip(kind.summary))
            item.setSizeHint(QSize(0, 32))
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _step(self, by: int) -> None:
        if self._list.count():
            self._list.setCurrentRow((self._list.currentRow() + by) % self._list.count())

    def _take(self) -> None:
        item, choose = self._list.currentItem(), self._choose
        if item is None or choose is None:
            return
        type_ = str(item.data(Qt.ItemDataRole.UserRole))
        self._recent = [type_, *(other for other in self._recent if other != type_)]
        self._close()
        choose(type_)

    def _close(self) -> None:
        self.hide()
        self._back.setFocus(Qt.FocusReason.PopupFocusReason)
