"""Words and numbers of the small canvas take nothing from one another."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.canvas.compact import COMPACT, WORDS_BESIDE, compact_box, level, number_places, room_among
from app.canvas.geometry import Box, Point, card_box
from app.canvas.routing.obstacles import Obstacles
from app.canvas.routing.routing import Router

HEIGHT_PX = 32.0
places = st.lists(
    st.tuples(st.integers(0, 24), st.integers(0, 14), st.integers(1, 5)), min_size=2, max_size=12, unique=True
)


def apart(drawn: list[tuple[int, int, int]]) -> list[Box]:
    """Cards as a user may leave them: anywhere on the grid, the enlarged ones not over one another."""
    cards: list[Box] = []
    for column, row, ports in drawn:
        box = card_box((column * 56.0, row * 72.0), ports)
        if not any(box.grown(24).overlaps(other) for other in cards):
            cards.append(box)
    return cards


def obstacles(cards: list[Box]) -> Obstacles:
    made = Obstacles()
    for index, card in enumerate(cards):
        made.put(f"{index}", card)
    return made


@pytest.mark.parametrize("scale", [0.7, 0.69, 0.5, 0.41, 0.25, 0.06])
def test_that_a_level_is_at_most_the_zoom_and_little_below_it(scale: float) -> None:
    assert 0.9 * scale < level(scale) <= scale + 1e-9
    assert level(level(scale)) == pytest.approx(level(scale))
    assert level(COMPACT) == COMPACT


@given(places, st.sampled_from([0.69, 0.45, 0.3, 0.2, 0.13]))
def test_that_no_words_stand_on_a_card_or_on_other_words(drawn: list[tuple[int, int, int]], scale: float) -> None:
    cards = apart(drawn)
    around, at = obstacles(cards), level(scale)
    rooms = [room_among(around, card, at, HEIGHT_PX / at) for card in cards]
    for one, other in combinations(rooms, 2):
        assert not one.overlaps(other) or min(one.bottom - one.top, other.bottom - other.top) <= 0
    for room in rooms:
        assert not any(room.overlaps(compact_box(card, at)) for card in cards)


def test_that_words_have_the_whole_room_where_nothing_is_around() -> None:
    card = card_box((0.0, 0.0), 1)
    room = room_among(obstacles([card]), card, 0.5, 64.0)
    assert room == Box(-WORDS_BESIDE, 64.0, 208.0 + WORDS_BESIDE, 128.0)


@settings(max_examples=40, deadline=None)
@given(places)
def test_that_numbers_cover_no_card_no_number_and_no_other_wire(drawn: list[tuple[int, int, int]]) -> None:
    cards = apart(drawn)
    router = Router(obstacles(cards))
    wires: dict[int, tuple[Point, ...]] = {}
    for number, (a, b) in enumerate(pairwise(cards)):
        wires[number] = router.route(number, (number, number), (a.right, a.top + 32), (b.left, b.top + 32))
    placed = number_places(wires, dict.fromkeys(wires, 40.0), 20.0, cards)
    for one, another in combinations(placed.values(), 2):
        assert not one.overlaps(another)
    for owner, box in placed.items():
        assert not any(box.overlaps(card) for card in cards)
        strangers = (line for number, line in wires.items() if number != owner)
        for start, end in (piece for line in strangers for piece in pairwise(line)):
            (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
            assert not box.overlaps(Box(left, top, right, bottom))


def test_that_a_straight_wire_has_its_number_in_the_middle_and_a_short_one_has_none() -> None:
    wires = {"long": ((0.0, 0.0), (200.0, 0.0)), "short": ((0.0, 100.0), (30.0, 100.0))}
    placed = number_places(wires, {"long": 40.0, "short": 40.0}, 20.0, ())
    assert placed == {"long": Box(80.0, -10.0, 120.0, 10.0)}


def test_that_a_number_keeps_clear_of_the_dots_at_the_ends_of_its_wire() -> None:
    wires = {"wide": ((0.0, 0.0), (50.0, 0.0)), "tight": ((0.0, 100.0), (46.0, 100.0))}
    placed = number_places(wires, {"wide": 40.0, "tight": 40.0}, 20.0, (), clear=4.0)
    assert placed == {"wide": Box(5.0, -10.0, 45.0, 10.0)}
