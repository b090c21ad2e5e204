"""The coloured tile with an icon that stands for a kind of node, on the canvas and everywhere else."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.look.palette import Palette
from app.nodes.kind import Family
from app.ui.theme import icon

_CORNER, _ICON = 0.2, 0.55  # shares of the tile's side
_MOST = 1024  # all kinds in two palettes, in all sizes and sharpnesses


def family_colour(palette: Palette, family: Family) -> str:
    """The colour of a family of kinds, as #rrggbb."""
    return {
        Family.ENTRY: palette.entry,
        Family.FLOW: palette.flow,
        Family.MESSAGE: palette.message,
        Family.STATE: palette.state,
        Family.END: palette.end,
    }[family]


def kind_tile(icon_name: str, family: Family, palette: Palette, size_px: int, sharpness: int = 2) -> QPixmap:
    """A rounded square in the family's colour with the icon, painted once; `sharpness` is the device pixel ratio."""
    return _painted(icon_name, family_colour(palette, family), palette.surface, size_px, sharpness)


@lru_cache(maxsize=_MOST)
def _painted(icon_name: str, colour: str, ink: str, size_px: int, sharpness: int) -> QPixmap:
    made = QPixmap(size_px * sharpness, size_px * sharpness)
    made.setDevicePixelRatio(sharpness)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(0, 0, size_px, size_px), size_px * _CORNER, size_px * _CORNER)
    side = round(size_px * _ICON / 2) * 2
    glyph = icon(icon_name, ink).pixmap(side * sharpness, side * sharpness)
    glyph.setDevicePixelRatio(glyph.width() / side)
    inset = (size_px - side) // 2
    painter.drawPixmap(inset, inset, glyph)
    painter.end()
    return made
