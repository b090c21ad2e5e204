"""Lining up while moving."""

from __future__ import annotations

from app.canvas.geometry import Box, card_box
from app.canvas.input.guides import snap


def test_that_a_card_lines_up_with_the_top_of_another_within_reach() -> None:
    found = snap(card_box((400, 3), 1), [card_box((0, 0), 1)])
    assert (found.dx, found.dy) == (None, -3)
    assert found.lines


def test_that_nothing_lines_up_out_of_reach() -> None:
    found = snap(card_box((400, 30), 1), [card_box((0, 0), 1)])
    assert (found.dx, found.dy, found.lines) == (None, None, ())


def test_that_the_gap_to_a_neighbour_becomes_equal_to_its_own_gap() -> None:
    row = [Box(0, 0, 100, 60), Box(150, 0, 250, 60)]
    assert snap(Box(303, 5, 380, 50), row).dx == -3


def test_that_the_nearest_of_two_lines_wins() -> None:
    found = snap(card_box((4, 200), 1), [card_box((0, 0), 1), card_box((5, 400), 1)])
    assert found.dx == 1
