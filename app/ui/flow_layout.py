"""A layout that puts widgets side by side and wraps like words in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QWidget
from shiboken6 import Shiboken

WHOLE_ROW = "wholeRow"
"""The property of widgets that stand in a row of their own."""

BREAKS = "breaks"
"""The property of labels that are one line where the row has room for it, and several where it has not."""

_GAP = 6
_LEAST = 96


@dataclass(frozen=True, slots=True)
class _Wish:
    """What an item that is shown asks for, in pixels, and whether it takes what is left of its row, or a whole one."""

    item: QLayoutItem
    width: int
    height: int
    grows: bool
    is_alone: bool

    def height_in(self, width: int) -> int:
        """Its height in a row of that width."""
        is_broken = self.width > width and self.item.hasHeightForWidth()
        return self.item.heightForWidth(width) if is_broken else self.height


class FlowLayout(QLayout):
    """Rows as wide as there is room, each as high as its highest widget; hidden widgets take no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._wishes: list[_Wish] | None = None  # Qt asks for heights again and again before anything changes
        self.setContentsMargins(0, 0, 0, 0)
        self.destroyed.connect(partial(_delete_all, self._items))

    def addItem(self, item: QLayoutItem) -> None:
        """Take a widget in."""
        self._items.append(item)
        self._wishes = None

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The widget's item, None past the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let a widget go."""
        self._wishes = None
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def let_go(self) -> None:
        """Let all widgets go."""
        _delete_all(self._items)
        self.invalidate()

    def invalidate(self) -> None:
        """Something is shown, hidden or of another size now."""
        self._wishes = None
        super().invalidate()

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows."""
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def height_of_rows(self, width: int, most: int) -> int:
        """The height of so many rows at most."""
        rows = self._rows(width)[:most]
        return sum(max(wish.height_in(width) for wish in row) + _GAP for row in rows) - _GAP if rows else 0

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
            height = max(wish.height_in(rect.width()) for wish in row)
            if moves:
                self._put(row, QRect(rect.x(), y, rect.width(), height))
            y += height + _GAP
        return max(0, y - rect.y() - _GAP) if rows else 0

    def _put(self, row: list[_Wish], room: QRect) -> None:
        widths = [min(wish.width, room.width()) for wish in row]
        spare = room.width() - sum(widths) - _GAP * (len(row) - 1)
        growing = [index for index, wish in enumerate(row) if wish.grows]
        for index in growing:
            widths[index] += max(0, spare) // len(growing)
        x = room.x()
        for wish, width in zip(row, widths, strict=True):
            wish.item.setGeometry(QRect(QPoint(x, room.y()), QSize(width, room.height())))
            x += width + _GAP

    def _rows(self, width: int) -> list[list[_Wish]]:
        rows: list[list[_Wish]] = []
        used = width
        if self._wishes is None:
            self._wishes = [_wish(item) for item in self._items if not item.isEmpty()]
        for wish in self._wishes:
            wanted = min(wish.width, width)
            if not wish.is_alone and used + _GAP + wanted <= width:
                rows[-1].append(wish)
                used += _GAP + wanted
            else:
                rows.append([wish])
                used = width if wish.is_alone else wanted
        return rows


def _wish(item: QLayoutItem) -> _Wish:
    """What can grow may begin small."""
    grows, hint, widget = _grows(item), item.sizeHint(), item.widget()
    if isinstance(widget, QLabel) and widget.property(BREAKS):
        hint = widget.fontMetrics().size(0, widget.text()).grownBy(widget.contentsMargins())
    width = max(_LEAST, item.minimumSize().width()) if grows else hint.width()
    return _Wish(item, width, hint.height(), grows, _is_whole_row(item))


def _grows(item: QLayoutItem) -> bool:
    wants = bool(item.expandingDirections() & Qt.Orientation.Horizontal) or _is_whole_row(item)
    return wants and item.maximumSize().width() > item.sizeHint().width()


def _is_whole_row(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and bool(widget.property(WHOLE_ROW))


def _delete_all(items: list[QLayoutItem]) -> None:
    """A layout has its items; Qt deletes those of its own layouts alone."""
    while items:
        Shiboken.delete(items.pop())
