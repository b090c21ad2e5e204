"""The canvas made small: where a card's words and a wire's number find room that nothing else takes. No toolkit.

Below `COMPACT` a card shrinks, its words do not: they stand under it, as wide and high as the cards around leave them
room. Everything here is worked out for a `level`, one of few zooms, so that zooming works it out seldom.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, log
from typing import TypeVar

from app.canvas.geometry import CARD_HEIGHT, PORT_TOP, Box, Point
from app.canvas.routing.obstacles import Obstacles

COMPACT = 0.7
"""Below this zoom a card's words would be too small to read beside its tile."""

FAR, FAR_OF_FEW = 0.28, 0.12
"""Below this zoom cards do not paint themselves: there would be too many of them, or words hardly anywhere."""

WORDS_BELOW = 400.0
WORDS_BESIDE = 150.0
"""How far a small card's words reach below the card and to either side of it at the most, in pixels of the scene."""

_FEW = 400
_STEP = 0.92
_CARD_PX = 24.0
_MOST_HEIGHT = CARD_HEIGHT + 24.0  # not so high that it would reach the wires that lead round a card
_NUMBER_MARGIN_PX = 2.0
_SPOTS = (0.5, 0.3, 0.7)

Owner = TypeVar("Owner", bound=Hashable)


def far_below(cards: int) -> float:
    """The zoom below which so many cards are painted all at once, without words of their own."""
    return FAR_OF_FEW if cards <= _FEW else FAR


def level(scale: float) -> float:
    """The largest of the zooms for which room is worked out that is not above this one."""
    return float(COMPACT * _STEP ** max(0, ceil(log(scale / COMPACT) / log(_STEP) - 1e-9)))


def compact_box(box: Box, scale: float) -> Box:
    """The place of a small card, in the scene: a little higher than the card, so that its icon can be read."""
    more = max(0.0, min(_CARD_PX / scale, _MOST_HEIGHT) - CARD_HEIGHT) / 2
    line = box.top + PORT_TOP
    return Box(box.left, box.top - more, box.right, max(box.bottom, line + CARD_HEIGHT / 2 + more))


def words_room(card: Box, cards: Iterable[Box], height: float) -> Box:
    """The free place under a small card, among other small cards that leave the same height to their own words.

    It touches no other card, and no room of another card's words.
    """
    middle = (card.left + card.right) / 2
    half = (card.right - card.left) / 2 + WORDS_BESIDE
    low = card.bottom + min(height, WORDS_BELOW)
    beside = list[Box]()
    for other in cards:
        if other.left < card.right and card.left < other.right:
            low = min(low, other.top) if other.top >= card.bottom else low
        else:
            beside.append(other)
    for other in beside:
        if other.top < low and card.bottom < other.bottom + height:
            is_right = other.left >= card.right
            between = (card.right + other.left) / 2 if is_right else (other.right + card.left) / 2
            half = min(half, abs(between - middle))
    return Box(middle - half, card.bottom, middle + half, low)


def room_among(obstacles: Obstacles, box: Box, scale: float, height: float) -> Box:
    """The room under the small card of that box, among all cards."""
    reach = 2 * WORDS_BESIDE
    area = Box(box.left - reach, box.top - height - CARD_HEIGHT, box.right + reach, box.bottom + height + CARD_HEIGHT)
    others = (compact_box(other, scale) for other in obstacles.within(area) if other != box)
    return words_room(compact_box(box, scale), others, height)


def number_places(
    wires: Mapping[Owner, Sequence[Point]],
    widths: Mapping[Owner, float],
    height: float,
    taken: Iterable[Box],
    clear: float = 0.0,
) -> dict[Owner, Box]:
    """A place for the number of each wire that has a width, on a level stretch of it that nothing else takes, if any.

    `taken` are cards and words; a number also keeps away from other wires, from the numbers placed before it, and
    stays that `clear` of the wire's ends, where the dots of outputs and inputs are.
    """
    around, pieces = Obstacles(), Obstacles()
    for index, box in enumerate(taken):
        around.put(f"{index}", box)
    for number, line in enumerate(wires.values()):
        for index, (a, b) in enumerate(pairwise(line)):
            pieces.put(f"{number} {index}", Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
    places: dict[Owner, Box] = {}
    for number, owner in enumerate(widths):
        line = wires[owner]
        for at in _spots(_shortened(line, clear), widths[owner]):
            box = Box(at[0] - widths[owner] / 2, at[1] - height / 2, at[0] + widths[owner] / 2, at[1] + height / 2)
            if not around.within(box) and not _is_crossed(box, pieces, line):
                places[owner] = box
                around.put(f"number {number}", box)
                break
    return places


def _shortened(line: Sequence[Point], by: float) -> Sequence[Point]:
    """The wire without its ends; none of a piece that is not longer."""
    (x, y), (right, bottom) = line[0], line[-1]
    x, right = min(x + by, max(line[1][0], x)), max(right - by, min(line[-2][0], right))
    return ((x, y), *line[1:-1], (right, bottom)) if len(line) > 2 or right > x else ((x, y), (x, y))


def _spots(line: Sequence[Point], width: float) -> Iterator[Point]:
    """The middles of places on the wire's level pieces, the longest first."""
    level_pieces = [(abs(b[0] - a[0]), a, b) for a, b in pairwise(line) if a[1] == b[1]]
    for length, a, b in sorted(level_pieces, key=lambda piece: -piece[0]):
        low, high = min(a[0], b[0]), max(a[0], b[0])
        for part in _SPOTS if length >= 2 * width else _SPOTS[:1]:
            if length >= width:
                yield low + (high - low) * part, a[1]


def _is_crossed(box: Box, pieces: Obstacles, own: Sequence[Point]) -> bool:
    """Another wire runs through that place, or the wire itself with another piece."""
    level_own = [
        Box(min(a[0], b[0]), a[1], max(a[0], b[0]), a[1]) for a, b in pairwise(own) if a[1] == b[1] and a[0] != b[0]
    ]
    return any(piece not in level_own for piece in pieces.within(box))


def number_size(text_width: float, text_height: float, scale: float) -> tuple[float, float]:
    """Width and height, in the scene, of a number with a little air around it."""
    return (text_width + 2 * _NUMBER_MARGIN_PX) / scale, text_height / scale
