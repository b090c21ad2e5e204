"""What the words of a card stand on."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter, QPen, QTransform

from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.items.plate import paint_plate
from app.look.palette import DARK, LIGHT, Palette

pytestmark = pytest.mark.usefixtures("qapp")
HEIGHT = 64.0
ROUNDING = 3  # of 255: a picture of half-transparent edges is laid over the ground in one step more


def painted(tools: DrawingTools, at: QTransform, border: QPen, ring: QPen | None) -> QImage:
    image = QImage(260, 120, QImage.Format.Format_RGB32)
    image.fill(tools.canvas.color())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setWorldTransform(at)
    paint_plate(painter, HEIGHT, tools, border, ring)
    painter.end()
    return image


def apart(one: QImage, other: QImage) -> int:
    a, b = (np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (one, other))
    return int(np.abs(a - b).max())


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_copy_looks_as_if_it_were_painted_there(palette: Palette) -> None:
    tools = DrawingTools(palette)
    on_pixels, nearly = QTransform.fromTranslate(24, 24), QTransform.fromTranslate(24.0001, 24)
    pens = [(tools.card, None), (tools.card_selected, tools.ring), (tools.card, tools.lit_ring)]
    for border, ring in pens:
        copied = painted(tools, on_pixels, border, ring)
        assert apart(copied, painted(tools, nearly, border, ring)) <= ROUNDING
        assert painted(tools, on_pixels, border, ring) == copied
    assert len(tools.plates) == len(pens)


def test_that_a_card_that_stands_out_is_not_the_copy_of_one_that_does_not() -> None:
    tools, at = DrawingTools(LIGHT), QTransform.fromTranslate(24, 24)
    assert apart(painted(tools, at, tools.card, None), painted(tools, at, tools.card_selected, tools.ring)) > 50
