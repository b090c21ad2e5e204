"""The tile of a kind: one picture for the canvas, lists and pages."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.kind_tiles import family_colour, kind_tile
from app.look.palette import DARK, LIGHT
from app.nodes.catalogue import KINDS
from app.nodes.kind import Family


def test_that_a_tile_has_its_familys_colour_in_each_palette(qapp: QApplication) -> None:
    for palette in (LIGHT, DARK):
        for kind in KINDS.values():
            drawn = kind_tile(kind.icon, kind.family, palette, 24).toImage()
            assert drawn.pixelColor(24, 3) == QColor(family_colour(palette, kind.family))


def test_that_a_tile_is_as_sharp_as_the_screen_and_painted_once(qapp: QApplication) -> None:
    tile = kind_tile("counter", Family.STATE, LIGHT, 40, 4)
    assert (tile.width(), tile.devicePixelRatio()) == (160, 4)
    assert kind_tile("counter", Family.STATE, LIGHT, 40, 4).cacheKey() == tile.cacheKey()
    assert DrawingTools(LIGHT).tile("counter", Family.STATE, 3.0).cacheKey() == tile.cacheKey()
