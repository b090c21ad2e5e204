"""A layout that puts widgets side by side and wraps like words in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

WHOLE_ROW = "wholeRow"
"""The property of widgets that stand in a row of their own."""

_GAP = 6
_LEAST = 96


class FlowLayout(QLayout):
    """Rows as wide as there is room, each as high as its highest widget; hidden widgets take no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take a widget in."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The widget's item, None past the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let a widget go."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows."""
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        """The least that is useful."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """As wide as the widest widget."""
        width = max((item.minimumSize().width() for item in self._items if not item.isEmpty()), default=0)
        return QSize(width, self.heightForWidth(max(width, self.geometry().width())))

    def expandingDirections(self) -> Qt.Orientation:
        """Grows in no direction by itself."""
        return Qt.Orientation(0)

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        """Fill row after row; what may expand shares the rest of its row."""
        y, rows = rect.y(), self._rows(rect.width())
        for row in rows:
            height = max(item.sizeHint().height() for item in row)
            widths = [min(_wanted(item), rect.width()) for item in row]
            spare = rect.width() - sum(widths) - _GAP * (len(row) - 1)
            growing = [index for index, item in enumerate(row) if _grows(item)]
            for index in growing:
                widths[index] += max(0, spare) // len(growing)
            x = rect.x()
            for item, width in zip(row, widths, strict=True):
                if moves:
                    item.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
                x += width + _GAP
            y += height + _GAP
        return max(0, y - rect.y() - _GAP) if rows else 0

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        used = width
        for item in self._items:
            if item.isEmpty():
                continue
            alone = _is_whole_row(item)
            wanted = min(_wanted(item), width)
            if not alone and used + _GAP + wanted <= width:
                rows[-1].append(item)
                used += _GAP + wanted
            else:
                rows.append([item])
                used = width if alone else wanted
        return rows


def _wanted(item: QLayoutItem) -> int:
    """What can grow may begin small."""
    return max(_LEAST, item.minimumSize().width()) if _grows(item) else item.sizeHint().width()


def _grows(item: QLayoutItem) -> bool:
    wants = bool(item.expandingDirections() & Qt.Orientation.Horizontal) or _is_whole_row(item)
    return wants and item.maximumSize().width() > item.sizeHint().width()


def _is_whole_row(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and bool(widget.property(WHOLE_ROW))
