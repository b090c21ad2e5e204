"""The tile of a node kind as the icon of a row."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QIcon

from app.canvas.items.tiles import kind_tile
from app.look.palette import Palette
from app.nodes.kind import Kind

SIZE_PX = 24


def kind_icon(kind: Kind[Any], palette: Palette) -> QIcon:
    """The tile of a kind for lists; a selected row does not tint it."""
    made = QIcon()
    drawn = kind_tile(kind.icon, kind.family, palette, SIZE_PX)
    made.addPixmap(drawn, QIcon.Mode.Normal)
    made.addPixmap(drawn, QIcon.Mode.Selected)
    return made
