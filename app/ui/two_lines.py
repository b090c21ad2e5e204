"""Rows of a list with a title and, under it in a quieter tone, a detail."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.look.palette import Palette
from app.ui.theme import STEP, text_font, with_words

DETAIL = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 7 * STEP
CORNER = 6.0


class TwoLines(QStyledItemDelegate):
    """Paints title and detail as plain text, each elided to one line."""

    def __init__(self, view: QListWidget, palette: Palette) -> None:
        super().__init__(view)
        self._palette = palette
        self._title = text_font(13, QFont.Weight.Medium)
        self._detail = text_font(12)

    def show_palette(self, palette: Palette) -> None:
        """Paint in other colours from now on."""
        self._palette = palette

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, with_words(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A rounded ground if chosen or pointed at, the title, and the detail under it; long texts end with dots."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state: QStyle.StateFlag = option.state
        rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_selected = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.accent_soft if is_selected else self._palette.raised))
            painter.drawRoundedRect(rect, CORNER, CORNER)
        inner = rect.adjusted(1.5 * STEP, STEP, -1.5 * STEP, -STEP)
        upper, lower = inner.adjusted(0, 0, 0, -inner.height() / 2), inner.adjusted(0, inner.height() / 2, 0, 0)
        self._line(painter, upper, self._title, self._palette.text, str(index.data()))
        self._line(painter, lower, self._detail, self._palette.text_quiet, str(index.data(DETAIL) or ""))
        painter.restore()

    def _line(self, painter: QPainter, rect: QRectF, face: QFont, colour: str, text: str) -> None:
        painter.setFont(face)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(face).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class TwoLineList(QListWidget):
    """A list of such rows, each with a key of its own."""

    def __init__(self, name: str, accessible_name: str, palette: Palette) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setProperty("kind", "plain")
        self.setMouseTracking(True)
        self._painter = TwoLines(self, palette)
        self.setItemDelegate(self._painter)

    def clear(self) -> None:
        """Take every row out, and tell nobody: what the rows stood for may be gone already."""
        with QSignalBlocker(self):
            super().clear()

    def add(self, key: object, title: str, detail: str) -> None:
        """A row at the end."""
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setData(DETAIL, detail)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {detail}")
        self.addItem(item)

    def set_detail(self, key: object, detail: str) -> None:
        """Another detail in the row with this key."""
        for at in range(self.count()):
            item = self.item(at)
            if item.data(Qt.ItemDataRole.UserRole) == key:
                item.setData(DETAIL, detail)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {detail}")

    def key(self) -> object | None:
        """The key of the current row."""
        item = self.currentItem()
        found: object | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        return found

    def choose(self, key: object) -> None:
        """Make the row with this key the current one, if there is one."""
        for at in range(self.count()):
            if self.item(at).data(Qt.ItemDataRole.UserRole) == key:
                self.setCurrentRow(at)

    def show_palette(self, palette: Palette) -> None:
        """Paint in other colours."""
        self._painter.show_palette(palette)
        self.viewport().update()
