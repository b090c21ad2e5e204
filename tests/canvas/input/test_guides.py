"""Lining up while moving."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.canvas.geometry import Box, card_box
from app.canvas.input.guides import Neighbours, snap


def test_that_a_card_lines_up_with_the_top_of_another_within_reach() -> None:
    found = snap(card_box((400, 3), 1), Neighbours([card_box((0, 0), 1)]))
    assert (found.dx, found.dy) == (None, -3)
    assert found.lines


def test_that_nothing_lines_up_out_of_reach() -> None:
    found = snap(card_box((400, 30), 1), Neighbours([card_box((0, 0), 1)]))
    assert (found.dx, found.dy, found.lines) == (None, None, ())


def test_that_the_gap_to_a_neighbour_becomes_equal_to_its_own_gap() -> None:
    row = Neighbours([Box(0, 0, 100, 60), Box(150, 0, 250, 60)])
    assert snap(Box(303, 5, 380, 50), row).dx == -3


def test_that_the_nearest_of_two_lines_wins() -> None:
    found = snap(card_box((4, 200), 1), Neighbours([card_box((0, 0), 1), card_box((5, 400), 1)]))
    assert found.dx == 1


def test_that_a_card_between_two_others_snaps_to_equal_gaps_and_both_are_shown() -> None:
    row = Neighbours([Box(0, 0, 100, 60), Box(400, 0, 500, 60)])
    found = snap(Box(203, 13, 303, 83), row)
    assert found.dx == -3
    measures = [line for line in found.lines if line[0][1] == line[1][1]]
    assert [(a[0], b[0]) for a, b in measures] == [(100, 200), (300, 400)]


def test_that_gaps_in_a_column_become_equal_too() -> None:
    column = Neighbours([Box(0, 0, 100, 60), Box(0, 110, 100, 170)])
    found = snap(Box(13, 222, 113, 277), column)
    assert found.dy == -2
    assert ((63, 60), (63, 110)) in found.lines


BOXES = st.builds(
    lambda left, top, wide, high: Box(left, top, left + wide, top + high),
    *(st.integers(-40, 40) for _ in range(2)),
    *(st.integers(1, 30) for _ in range(2)),
)


@given(BOXES, st.lists(BOXES, max_size=6))
def test_that_what_lines_up_is_as_near_as_anything_could_be(moving: Box, others: list[Box]) -> None:
    def lines(box: Box) -> tuple[float, float, float]:
        return box.left, (box.left + box.right) / 2, box.right

    shifts = [theirs - own for box in others for own, theirs in zip(lines(moving), lines(box), strict=True)]
    nearest = min(map(abs, shifts), default=None)
    found = snap(moving, Neighbours(others))
    if nearest is not None and nearest <= 5:
        assert found.dx is not None
        assert abs(found.dx) == nearest
        assert found.dx in shifts
