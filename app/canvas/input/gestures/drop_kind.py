"""Drop: a kind dragged from the palette becomes a node where it is let go, or in the wire it is dropped on."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.canvas.canvas_context import CanvasContext
from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH, Point, card_box, snapped
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.canvas.input.guides import Neighbours, snap
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.node_item import NodeItem
from app.canvas.operations.adding import Landing, fresh_node, is_passage, landed, place_on

KIND_MIME = "application/x-rehearse-kind"
_GHOST = 0.7


class DropKind(Gesture):
    """A pale card shows where the node would stand."""

    def __init__(self, context: CanvasContext, pointer: Pointer, type_: str) -> None:
        self._context = context
        self._type = type_
        self._wire: EdgeItem | None = None
        self._at: Point = (0.0, 0.0)
        self._ghost = NodeItem(fresh_node(context.session.scenario, type_, (0.0, 0.0)), context.canvas.tools)
        self._ghost.setOpacity(_GHOST)
        self._ghost.setZValue(9)
        self._others = Neighbours([item.box for item in context.canvas.nodes.values()])
        context.canvas.addItem(self._ghost)
        self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        free = pointer.holds(Qt.KeyboardModifier.AltModifier)
        self._mark_wire(None if free else self._wire_under(pointer))
        self._at = self._place(pointer, free)
        self._ghost.setPos(*self._at)

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        wire = self._wire.edge if self._wire is not None else None
        self._end()
        session = self._context.session
        edit, node_id = landed(session.scenario, self._type, Landing(at=self._at, wire=wire))
        session.perform(edit)
        session.select([node_id])

    def cancel(self) -> None:
        self._end()

    def _place(self, pointer: Pointer, free: bool) -> Point:
        x, y = pointer.at[0] - CARD_WIDTH / 2, pointer.at[1] - CARD_HEIGHT / 2
        overlay = self._context.canvas.overlay
        overlay.show_guides(())
        if self._wire is not None:
            level = min(self._wire.line, key=lambda point: abs(point[1] - pointer.at[1]))[1]
            return place_on(level, pointer.at[0])
        if free:
            return x, y
        found = snap(card_box((x, y), 1), self._others)
        overlay.show_guides(found.lines)
        return (
            x + found.dx if found.dx is not None else snapped(x),
            y + found.dy if found.dy is not None else snapped(y),
        )

    def _wire_under(self, pointer: Pointer) -> EdgeItem | None:
        if (
            not is_passage(self._type)
            or self._context.canvas.node_at(*pointer.at, self._context.camera.scale) is not None
        ):
            return None
        return self._context.canvas.edge_below(*pointer.at, self._context.camera.scale)

    def _mark_wire(self, wire: EdgeItem | None) -> None:
        if wire is not self._wire:
            if self._wire is not None:
                self._wire.show_state(splicing=False)
            if wire is not None:
                wire.show_state(splicing=True)
            self._wire = wire
            self._context.hint.say("Drop to insert it here. Alt: just drop." if wire is not None else "")

    def _end(self) -> None:
        if self._wire is not None:
            self._wire.show_state(splicing=False)
        self._context.hint.say("")
        self._context.canvas.overlay.clear()
        self._context.canvas.removeItem(self._ghost)
