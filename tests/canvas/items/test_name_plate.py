"""The plate of a small card's name is whole in what is in sight, and covers no card whose name it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from app.canvas.geometry import Box
from app.canvas.items.name_plate import name_plate

IN_SIGHT = QRectF(0, 0, 6_000, 4_000)


@pytest.mark.parametrize("x", [0.0, 2_900.0, 5_790.0])
@pytest.mark.parametrize("y", [0.0, 2_000.0, 3_930.0])
def test_that_a_name_is_whole_wherever_its_card_stands(qapp: QApplication, x: float, y: float) -> None:
    card = Box(x, y, x + 208, y + 64)
    plate = name_plate("Versandkostenfrei bis Sonntag", card, 0.2, IN_SIGHT)
    assert IN_SIGHT.contains(plate.place)
    assert not plate.place.intersects(QRectF(x, y, 208, 64))
    assert plate.text.text() == "Versandkostenfrei bis Sonntag"
