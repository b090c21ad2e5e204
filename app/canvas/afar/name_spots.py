"""What names from afar are made of: their texts, who comes first, and where beside a card one may stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QStaticText

from app.canvas.geometry import Box
from app.canvas.items.drawing_tools import faces
from app.canvas.items.node_item import NodeItem
from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.scenario.graph import NodeId
from app.scenario.names import label_of
from app.ui.plain_text import one_line, plain_static_text

Name = tuple[Box, QStaticText]
"""A text, and where it stands in the scene."""

WIDTHS_PX = (48.0, 84.0, 150.0)
"""How wide a name may be: at first, then where others leave room for more."""

_GAP_PX = 2.0
_ORDER = (Family.ENTRY, Family.MESSAGE, Family.STATE, Family.FLOW, Family.END)


class Names:
    """Names as they are written from afar."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, float], tuple[float, QStaticText]] = {}

    @property
    def height(self) -> float:
        """Of a line, in pixels of the screen."""
        return faces().small_name_measure.height()

    def text(self, item: NodeItem, widest: float = WIDTHS_PX[-1]) -> tuple[float, QStaticText]:
        """The width of a card's name in pixels of the screen, and the name."""
        name = label_of(item.node)
        if (name, widest) not in self._texts:
            measure = faces().small_name_measure
            shown = measure.elidedText(one_line(name), Qt.TextElideMode.ElideRight, widest)
            self._texts[name, widest] = measure.horizontalAdvance(shown), plain_static_text(shown, faces().small_name)
        return self._texts[name, widest]

    def rank(self, item: NodeItem) -> int:
        """Entries first, then messages."""
        return _ORDER.index(KINDS[item.node.type].family)


def spots(card: Box, width: float, height: float, at: float) -> Iterator[Box]:
    """Below the card and above it, in its middle, from its left edge on, or up to its right edge."""
    gap = _GAP_PX / at
    for top in (card.bottom + gap, card.top - gap - height):
        for left in ((card.left + card.right - width) / 2, card.left, card.right - width):
            yield Box(left, top, left + width, top + height)


def boxes_over(names: Mapping[NodeId, Name], area: Box) -> Iterator[tuple[NodeId, Box]]:
    """The places of those names that have part of the area; compared here, since each move of a drag asks of all."""
    left, top, right, bottom = area
    for node_id, (box, _) in names.items():
        if box[0] < right and left < box[2] and box[1] < bottom and top < box[3]:
            yield node_id, box


def pieces(line: Iterable[tuple[float, float]]) -> Iterator[Box]:
    """The straight pieces of a wire."""
    for a, b in pairwise(line):
        yield Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
