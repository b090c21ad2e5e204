"""What is under the pointer while nothing is held: it stands out a little and has a tooltip."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.canvas.canvas_context import CanvasContext
from app.canvas.input.doors import number_at
from app.canvas.input.gestures.gesture import Pointer
from app.canvas.item_scene import PortSpot
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.node_item import NO_PORT, NodeItem
from app.canvas.items.whole_name import show_whole_name


class Hovering:
    """Marks at most one card or wire, and one port."""

    def __init__(self, context: CanvasContext) -> None:
        self._context = context
        self._item: NodeItem | EdgeItem | None = None
        self._port: PortSpot | None = None
        self._is_at_door = False
        self._scale = 1.0

    def follow(self, pointer: Pointer) -> None:
        """The pointer is elsewhere."""
        canvas, scale = self._context.canvas, self._context.camera.scale
        port = None if canvas.is_shut else canvas.port_at(*pointer.at, scale)
        item: NodeItem | EdgeItem | None = port.item if port else canvas.node_at(*pointer.at, scale)
        if item is None:
            item = canvas.edge_at(*pointer.at, scale)
        is_at_door = number_at(canvas, pointer.at, scale) is not None
        is_same = item is self._item and port == self._port and is_at_door == self._is_at_door
        if is_same and scale == self._scale:
            return
        self.clear()
        self._item, self._port, self._is_at_door, self._scale = item, port, is_at_door, scale
        if isinstance(item, NodeItem):
            show_whole_name(canvas.overlay, item, scale, self._context.camera.shown(), len(canvas.nodes))
            item.show_state(hovered=True, port=port.index if port else NO_PORT)
        elif item is not None:
            item.show_state(hovered=True)
        if is_at_door:
            self._context.viewport.setCursor(Qt.CursorShape.PointingHandCursor)
        elif port is not None:
            self._context.viewport.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self._context.viewport.unsetCursor()

    def clear(self) -> None:
        """Nothing is under the pointer."""
        canvas = self._context.canvas
        canvas.overlay.hide_name()
        if isinstance(self._item, NodeItem) and self._item.node.id in canvas.nodes:
            self._item.show_state(hovered=False, port=NO_PORT)
        elif isinstance(self._item, EdgeItem) and self._item.edge in canvas.edges:
            self._item.show_state(hovered=False)
        self._item = self._port = None
        self._is_at_door = False

    @property
    def tip(self) -> str:
        """What the tooltip says of what is under the pointer, plain text."""
        item, port = self._item, self._port
        if port is not None and port.index >= 0:
            return f"{port.item.ports[port.index].label}: drag to connect, click to add what follows"
        if isinstance(item, NodeItem):
            return item.tip
        if isinstance(item, EdgeItem):
            source, target = self._context.canvas.nodes[item.edge.source], self._context.canvas.nodes[item.edge.target]
            port_label = source.ports[source.port_index(item.edge.port)].label
            words = f"{source.node.label} – {port_label} → {target.node.label}"
            return f"{words}\n{item.figures.in_words()}" if item.figures else words
        return ""
