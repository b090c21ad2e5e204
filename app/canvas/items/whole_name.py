"""Which small cards lack their whole name, and the plate that shows it over everything."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.canvas.compact import COMPACT, compact_box, far_below
from app.canvas.items.node_item import NodeItem
from app.canvas.items.overlay import Overlay


def lacks_name(item: NodeItem, scale: float, cards: int) -> bool:
    """The card is so small, and the others, so many of them, so near, that its name is not there or not whole."""
    if scale >= COMPACT:
        return False
    if scale < far_below(cards):
        return True
    item.words_at(scale)  # laid out for that zoom
    return not item.name_shown or item.name_shown[-1].endswith("…")


def show_whole_name(overlay: Overlay, item: NodeItem, scale: float, shown_part: QRectF, cards: int) -> None:
    """Show the name of a card, one of so many, that lacks it at that zoom, while that part of the scene is in sight."""
    if lacks_name(item, scale, cards):
        overlay.show_name(item.name, compact_box(item.box, scale), scale, shown_part)
