"""The coloured tile with an icon that stands for a node kind, as on the canvas."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from app.canvas.theme import icon
from app.look.palette import Palette
from app.nodes.kind import Family, Kind

SCALE = 2  # drawn once, sharp on every screen


def family_colour(family: Family, palette: Palette) -> str:
    """The palette's colour of a family of kinds."""
    return {
        Family.ENTRY: palette.entry,
        Family.FLOW: palette.flow,
        Family.MESSAGE: palette.message,
        Family.STATE: palette.state,
        Family.END: palette.end,
    }[family]


@lru_cache(maxsize=256)
def tile(icon_name: str, colour: str, ink: str, size_px: int) -> QPixmap:
    """A rounded square in `colour` with the icon in `ink`."""
    made = QPixmap(size_px * SCALE, size_px * SCALE)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(0, 0, made.width(), made.height()), made.width() / 5, made.width() / 5)
    inset = round(made.width() * 0.2)
    inner = made.width() - 2 * inset
    painter.drawPixmap(inset, inset, icon(icon_name, ink).pixmap(inner, inner))
    painter.end()
    made.setDevicePixelRatio(SCALE)
    return made


def kind_icon(kind: Kind[Any], palette: Palette) -> QIcon:
    """The tile of a kind for lists; a selected row does not tint it."""
    made = QIcon()
    drawn = tile(kind.icon, family_colour(kind.family, palette), palette.surface, 24)
    made.addPixmap(drawn, QIcon.Mode.Normal)
    made.addPixmap(drawn, QIcon.Mode.Selected)
    return made
