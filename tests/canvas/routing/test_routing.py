"""Laws of wires: level and upright pieces, from port to port, across no card."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.canvas.geometry import Box, Point, card_box, card_height, distance_to_line
from app.canvas.routing.obstacles import Obstacles
from app.canvas.routing.routing import Router, simplified

# Cards of a loose grid: never closer than 40 pixels, as the product lays them out, each shifted a little.
places = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=14)
shifts = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=14, max_size=14)


def cards(cells: set[tuple[int, int]], moved: list[tuple[int, int]]) -> list[Box]:
    at = zip(sorted(cells), moved, strict=False)
    return [card_box((x * 320 + 8.0 * dx, y * 144 + 8.0 * dy), 1) for (x, y), (dx, dy) in at]


def routed(boxes: list[Box], source: Box, target: Box) -> tuple[Point, ...]:
    router = Router()
    for index, box in enumerate(boxes):
        router.obstacles.put(str(index), box)
    return router.route("wire", ("a", "b"), (source.right, source.top + 32), (target.left, target.top + 32))


@settings(deadline=None)
@given(places, shifts)
def test_that_a_wire_crosses_no_card_wherever_cards_stand(
    cells: set[tuple[int, int]], moved: list[tuple[int, int]]
) -> None:
    boxes = cards(cells, moved)
    line = routed(boxes, boxes[0], boxes[-1])
    for a, b in pairwise(line):
        piece = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        assert not any(piece.overlaps(box) or _runs_inside(piece, box) for box in boxes)


def _runs_inside(piece: Box, box: Box) -> bool:
    """A piece without width overlaps nothing by area, so ask for its middle."""
    x, y = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
    return box.left < x < box.right and box.top < y < box.bottom


@settings(deadline=None)
@given(places, shifts)
def test_that_a_wire_leaves_and_arrives_to_the_right_in_level_and_upright_pieces(
    cells: set[tuple[int, int]], moved: list[tuple[int, int]]
) -> None:
    boxes = cards(cells, moved)
    source, target = boxes[0], boxes[-1]
    line = routed(boxes, source, target)
    assert line[0] == (source.right, source.top + 32)
    assert line[-1] == (target.left, target.top + 32)
    assert all((a[0] == b[0]) != (a[1] == b[1]) for a, b in pairwise(line))
    assert line[1][0] > line[0][0]
    assert line[-2][0] < line[-1][0]


def test_that_a_wire_between_neighbours_in_line_is_straight() -> None:
    source, target = card_box((0, 0), 1), card_box((336, 0), 1)
    assert routed([source, target], source, target) == ((208.0, 32.0), (336.0, 32.0))


def test_that_a_wire_back_goes_round_both_cards() -> None:
    source, target = card_box((336, 0), 1), card_box((0, 0), 1)
    line = routed([source, target], source, target)
    assert len(line) == 6
    assert all(y < 0 or y > 64 or y == 32 for _, y in line)


def test_that_wires_of_different_nodes_do_not_share_an_upright_piece() -> None:
    router = Router()
    first = router.route("one", ("a", "x"), (0.0, 0.0), (200.0, 100.0))
    second = router.route("two", ("b", "y"), (0.0, 50.0), (200.0, 150.0))
    assert first[1][0] != second[1][0]


def test_that_wires_into_the_same_node_share_their_way() -> None:
    router = Router()
    first = router.route("one", ("a", "x"), (0.0, 0.0), (200.0, 100.0))
    second = router.route("two", ("b", "x"), (0.0, 50.0), (200.0, 100.0))
    assert first[1][0] == second[1][0]


def test_that_a_forgotten_wire_leaves_its_lane_free() -> None:
    router = Router()
    first = router.route("one", ("a", "x"), (0.0, 0.0), (200.0, 100.0))
    router.forget("one")
    assert router.route("two", ("b", "y"), (0.0, 0.0), (200.0, 100.0)) == first


def test_that_obstacles_are_found_by_place_and_forgotten_by_name() -> None:
    obstacles = Obstacles()
    obstacles.put("card", Box(0, 0, 100, 50))
    assert obstacles.blocks((-50, 25), (150, 25), 4)
    obstacles.put("card", Box(0, 500, 100, 550))
    assert not obstacles.blocks((-50, 25), (150, 25), 4)
    assert obstacles.within(Box(-10, 490, 10, 510)) == [Box(0, 500, 100, 550)]
    obstacles.remove("card")
    assert not list(obstacles)


def test_that_points_in_the_middle_of_a_piece_are_dropped() -> None:
    assert simplified(((0, 0), (5, 0), (9, 0), (9, 0), (9, 9))) == ((0, 0), (9, 0), (9, 9))


def test_that_the_distance_from_a_wire_is_measured_to_its_nearest_piece() -> None:
    line = ((0.0, 0.0), (100.0, 0.0), (100.0, 50.0))
    assert distance_to_line((50, 7), line) == 7
    assert distance_to_line((103, 54), line) == 5
    assert distance_to_line((0, 0), ()) == float("inf")


def test_that_cards_are_64_high_up_to_two_outputs_and_grow_in_steps_of_8() -> None:
    assert [card_height(ports) for ports in range(5)] == [64, 64, 64, 88, 112]
