"""The tile of a kind of node: its icon in the colour of its family."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QIcon, QPixmap

from app.look.palette import Palette
from app.nodes.kind import Family, Kind
from app.ui.tile import row_icon, tile

_ROW_PX = 24


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
    return tile(icon_name, family_colour(palette, family), palette.surface, size_px, sharpness)


def kind_icon(kind: Kind[Any], palette: Palette) -> QIcon:
    """The tile of a kind as the icon of a row."""
    return row_icon(kind_tile(kind.icon, kind.family, palette, _ROW_PX))
