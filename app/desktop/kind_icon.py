"""The tile of a node kind as the icon of a row."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QIcon

from app.canvas.kind_tiles import kind_tile
from app.look.palette import Palette
from app.nodes.kind import Kind
from app.ui.tile import row_icon

SIZE_PX = 24


def kind_icon(kind: Kind[Any], palette: Palette) -> QIcon:
    """The tile of a kind for lists."""
    return row_icon(kind_tile(kind.icon, kind.family, palette, SIZE_PX))
