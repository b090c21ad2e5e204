"""The dotted ground."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from app.canvas.items.grid import PITCH, Grid
from app.look.palette import LIGHT

pytestmark = pytest.mark.usefixtures("qapp")


def painted(grid: Grid, scale: float, area: QRectF, dx: float = 0.0) -> QImage:
    """A picture of 300 × 200 pixels over the scene's middle, with the dots of that area of the scene."""
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setWorldTransform(QTransform(scale, 0, 0, scale, 150 + dx, 100))
    grid.paint(painter, area, scale, 1.0)
    painter.end()
    return image


@pytest.mark.parametrize("scale", [0.6, 0.943, 1.0, 1.06, 2.0])
def test_that_a_dot_stands_at_every_step_of_the_grid_and_nowhere_else(scale: float) -> None:
    image = painted(Grid(LIGHT), scale, QRectF(-150 / scale, -100 / scale, 300 / scale, 200 / scale))
    inked = {(x, y) for x in range(300) for y in range(200) if image.pixelColor(x, y) != QColor(Qt.GlobalColor.white)}
    places = [
        (150 + round(i * PITCH * scale), 100 + round(j * PITCH * scale)) for i in range(-4, 4) for j in range(-3, 3)
    ]
    assert all((x, y) in inked for x, y in places if 0 <= x < 300 and 0 <= y < 200)
    step = PITCH * scale
    for x, y in inked:
        assert abs((x + 0.5 - 150) / step - round((x + 0.5 - 150) / step)) * step < 3
        assert abs((y + 0.5 - 100) / step - round((y + 0.5 - 100) / step)) * step < 3


def test_that_the_dots_of_a_part_are_those_of_the_whole_wherever_the_canvas_was_scrolled() -> None:
    grid, scale = Grid(LIGHT), 0.83
    whole = painted(grid, scale, QRectF(-200, -140, 400, 280))
    part = painted(grid, scale, QRectF(-40, -30, 70, 60))
    rect = part.rect().adjusted(120, 80, -130, -80)
    assert part.copy(rect) == whole.copy(rect)
    far = painted(grid, scale, QRectF(5_000, -140, 400, 280), dx=-5_000)  # another row of dots is made
    assert far != part
    assert painted(grid, scale, QRectF(-200, -140, 400, 280)) == whole


def test_that_the_dots_go_where_the_canvas_is_small() -> None:
    assert painted(Grid(LIGHT), 0.4, QRectF(-400, -300, 800, 600)).pixelColor(150, 100) == QColor(Qt.GlobalColor.white)
