"""How the values of a column are spread, as small bars."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.data.browsing.profile import BARS, Profile
from app.look.palette import Palette

LINE_PX = 2
_MARGIN_PX = 8
_WIDEST_PX = 144


def paint_bars(painter: QPainter, room: QRectF, profile: Profile, palette: Palette) -> None:
    """Bars over a line, of which as much is dark as values are there."""
    base = room.bottom() - LINE_PX
    share = profile.filled / profile.rows if profile.rows else 0.0
    painter.fillRect(QRectF(room.left(), base, room.width(), LINE_PX), QColor(palette.line_strong))
    painter.fillRect(QRectF(room.left(), base, room.width() * share, LINE_PX), QColor(palette.accent))
    highest, width = max(profile.bars, default=0), room.width() / BARS
    for at, count in enumerate(profile.bars):
        if count:
            height = max(1.0, (base - room.top() - LINE_PX) * count / highest)
            bar = QRectF(room.left() + at * width, base - height, max(1.0, width - 1), height)
            painter.fillRect(bar, QColor(palette.text_faint))


class BarsDelegate(QStyledItemDelegate):
    """Draws the profile that a cell holds as its `UserRole`; other cells are as they are."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette

    def show_palette(self, palette: Palette) -> None:
        """Draw in other colours from now on."""
        self._palette = palette

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell as it is, and its profile over it."""
        super().paint(painter, option, index)
        profile = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(profile, Profile):
            room = QRectF(option.rect).adjusted(_MARGIN_PX, _MARGIN_PX / 2, -_MARGIN_PX, -_MARGIN_PX)
            room.setWidth(min(room.width(), _WIDEST_PX))
            paint_bars(painter, room, profile, self._palette)
