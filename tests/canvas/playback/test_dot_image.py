"""Dots as one picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app.canvas.playback.dot_image import DotImage

WIDTH, HEIGHT = 120, 80


def filled(image: QImage) -> set[tuple[int, int]]:
    return {(x, y) for x in range(WIDTH) for y in range(HEIGHT) if image.pixelColor(x, y).alpha() == 255}


def test_that_each_dot_is_a_disc_of_its_colour_about_its_place(qapp: QApplication) -> None:
    image = DotImage("#5457d6", "#ffffff", 4.0).stamp(np.array([[30.2, 40.4], [90.0, 20.0]]), WIDTH, HEIGHT)
    assert image.pixelColor(30, 40) == QColor("#5457d6")
    solid = filled(image)
    for x, y in ((30, 40), (90, 20)):
        assert {(x + dx, y + dy) for dx in range(-2, 3) for dy in range(-2, 3)} <= solid
    assert all(min((x - 30) ** 2 + (y - 40) ** 2, (x - 90) ** 2 + (y - 20) ** 2) <= 17 for x, y in solid)


def test_that_nothing_of_the_picture_before_is_left(qapp: QApplication) -> None:
    dots = DotImage("#5457d6", "#ffffff", 4.0)
    dots.stamp(np.array([[30.0, 40.0]]), WIDTH, HEIGHT)
    image = dots.stamp(np.array([[60.0, 40.0]]), WIDTH, HEIGHT)
    fresh = DotImage("#5457d6", "#ffffff", 4.0).stamp(np.array([[60.0, 40.0]]), WIDTH, HEIGHT)
    assert image == fresh
    assert image.pixelColor(30, 40).alpha() == 0


def test_that_dots_out_of_sight_are_left_out_and_neighbours_do_not_cut_into_one_another(qapp: QApplication) -> None:
    dots = DotImage("#5457d6", "#ffffff", 4.0)
    assert not filled(dots.stamp(np.array([[-50.0, 3.0], [500.0, 3.0], [3.0, 900.0]]), WIDTH, HEIGHT))
    one, two = (dots.stamp(np.array([[x, 40.0]]), WIDTH, HEIGHT).copy() for x in (50.0, 55.0))
    both = dots.stamp(np.array([[50.0, 40.0], [55.0, 40.0]]), WIDTH, HEIGHT)
    assert filled(both) >= filled(one) | filled(two)


def test_that_bands_hold_every_dot_and_leave_out_what_is_empty(qapp: QApplication) -> None:
    dots = DotImage("#5457d6", "#ffffff", 4.0)
    image = dots.stamp(np.array([[20.0, 14.0], [60.0, 17.0], [90.0, 70.0]]), WIDTH, HEIGHT)
    rows = {y for x in range(WIDTH) for y in range(HEIGHT) if image.pixelColor(x, y).alpha()}
    banded = {row for top, bottom in dots.bands for row in range(top, bottom)}
    assert rows <= banded
    assert len(banded) < HEIGHT
    assert dots.bands == [(0, 32), (64, 80)]
    dots.stamp(np.zeros((0, 2)), WIDTH, HEIGHT)
    assert dots.bands == []
