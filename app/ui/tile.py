"""A coloured tile with an icon on it, for lists, pages and the canvas alike."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from app.ui.icons import paint_icon

_CORNER, _ICON = 0.2, 0.55  # shares of the tile's side
_MOST = 1024  # all kinds in two palettes, in all sizes and sharpnesses


@lru_cache(maxsize=_MOST)
def tile(icon_name: str, colour: str, ink: str, size_px: int, sharpness: int = 2) -> QPixmap:
    """A rounded square in `colour` with the icon in `ink`, painted once; `sharpness` is the device pixel ratio."""
    made = QPixmap(size_px * sharpness, size_px * sharpness)
    made.setDevicePixelRatio(sharpness)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(0, 0, size_px, size_px), size_px * _CORNER, size_px * _CORNER)
    side = round(size_px * _ICON / 2) * 2
    inset = (size_px - side) // 2
    paint_icon(painter, QRectF(inset, inset, side, side), icon_name, ink)
    painter.end()
    return made


def row_icon(drawn: QPixmap) -> QIcon:
    """A picture as the icon of a row; a selected row does not tint it."""
    made = QIcon()
    made.addPixmap(drawn, QIcon.Mode.Normal)
    made.addPixmap(drawn, QIcon.Mode.Selected)
    return made
