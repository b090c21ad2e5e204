"""Cards that a gesture or an edit moves: at full size they reach no further than they paint."""

from __future__ import annotations

from app.canvas.compact import COMPACT
from app.canvas.items.node_item import NodeItem


class Carried:
    """Knows whether the scene was painted at full size last, and which cards reach less far since."""

    def __init__(self) -> None:
        self._is_near = False
        self._items: set[NodeItem] = set()

    def carry(self, item: NodeItem, x: float, y: float) -> None:
        """Show the card there."""
        if self._is_near:
            item.reach(is_near=True)
            self._items.add(item)
        item.setPos(x, y)

    def paint_at(self, scale: float) -> None:
        """The scene is about to be painted that large: small cards have words around them."""
        self._is_near = scale >= COMPACT
        if not self._is_near:
            for item in self._items:
                item.reach(is_near=False)
            self._items.clear()
