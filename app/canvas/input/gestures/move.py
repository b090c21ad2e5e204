"""Move: drag the selected nodes and notes; they snap to guides and the grid, or splice into a wire below."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication

from app.canvas.canvas_context import CanvasContext
from app.canvas.geometry import Box, Point, snapped
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.canvas.input.guides import Neighbours, snap
from app.canvas.items.edge_item import EdgeItem
from app.canvas.operations.adding import can_splice, place_between, splicing
from app.canvas.operations.noting import held_by
from app.scenario.edits import ChangeNote, Edit, MoveNodes, Several
from app.scenario.graph import NodeId

_NEAR = 1200.0


class Move(Gesture):
    """Begins once the pointer has gone a little way; until then it is a click. Alt suspends snapping and splicing.

    A note takes along what lies on it, unless Alt is held from the beginning. `on_click` is what a click means to the
    selection.
    """

    def __init__(
        self, context: CanvasContext, pointer: Pointer, grasped: Box, clicked: tuple[frozenset[NodeId], frozenset[str]]
    ) -> None:
        self._context = context
        self._start = pointer
        self._grasped = grasped
        self._clicked = clicked
        self._has_begun = False
        self._shifted: Point | None = None  # how far off everything is shown
        self._wire: EdgeItem | None = None
        selection, canvas = context.session.selection, context.canvas
        held = (frozenset[NodeId](), frozenset[str]())
        if selection.notes and not pointer.holds(Qt.KeyboardModifier.AltModifier):
            held = held_by(context.session.scenario, selection.notes)  # what lies in a frame goes with it
        nodes = selection.nodes | held[0]
        self._nodes = {node_id: canvas.nodes[node_id].node.at for node_id in nodes}
        self._notes = {note_id: canvas.notes[note_id].note.at for note_id in selection.notes | held[1]}
        self._others = Neighbours(_boxes_near(context, grasped, nodes))
        self._is_loose = self._is_one_loose_node()

    def move(self, pointer: Pointer) -> None:
        if not self._has_begun and not _is_drag(self._start, pointer):
            return
        self._has_begun = True
        shift = self._shift(pointer)
        if shift != self._shifted:
            self._shifted = shift
            self._show(*shift)
        self._mark_wire(None if pointer.holds(Qt.KeyboardModifier.AltModifier) else self._wire_under())

    def release(self, _pointer: Pointer) -> None:
        """Leave everything where it is, as one edit, spliced into an edge it lies on; without a move, select."""
        wire = self._wire
        self._end()
        if not self._has_begun:
            self._context.session.select(self._clicked[0], (), self._clicked[1])
            if self._clicked[0]:
                self._context.session.node_clicked.emit()
            return
        canvas = self._context.canvas
        edits = self._edits(
            {node_id: (canvas.nodes[node_id].x(), canvas.nodes[node_id].y()) for node_id in self._nodes}
        )
        if wire is not None:
            edits += self._splicing(wire)
        if edits:
            self._context.session.perform(edits[0] if len(edits) == 1 else Several(tuple(edits), "Move"))

    def cancel(self) -> None:
        self._end()
        self._show(0.0, 0.0)

    def _show(self, dx: float, dy: float) -> None:
        """Everything that far from where the scenario has it."""
        self._context.canvas.place({node_id: (x + dx, y + dy) for node_id, (x, y) in self._nodes.items()})
        for note_id, (x, y) in self._notes.items():
            self._context.canvas.notes[note_id].setPos(x + dx, y + dy)

    def _shift(self, pointer: Pointer) -> Point:
        """How far everything goes: what the grasped box needs to line up, else to the grid."""
        dx, dy = pointer.at[0] - self._start.at[0], pointer.at[1] - self._start.at[1]
        if pointer.holds(Qt.KeyboardModifier.AltModifier):
            self._context.canvas.overlay.show_guides(())
            return dx, dy
        found = snap(self._grasped.moved(dx, dy), self._others)
        self._context.canvas.overlay.show_guides(found.lines)
        left, top = self._grasped.left, self._grasped.top
        across = dx + found.dx if found.dx is not None else snapped(left + dx) - left
        down = dy + found.dy if found.dy is not None else snapped(top + dy) - top
        return across, down

    def _edits(self, places: dict[NodeId, Point]) -> list[Edit]:
        edits: list[Edit] = []
        moved = {node_id: at for node_id, at in places.items() if at != self._nodes[node_id]}
        if moved:
            edits.append(MoveNodes(moved))
        for note_id in self._notes:
            item = self._context.canvas.notes[note_id]
            if (item.x(), item.y()) != item.note.at:
                edits.append(ChangeNote(replace(item.note, at=(item.x(), item.y()))))
        return edits

    def _wire_under(self) -> EdgeItem | None:
        """The wire that runs under the middle of a single loose node."""
        if not self._is_loose:
            return None
        canvas = self._context.canvas
        box = canvas.nodes[next(iter(self._nodes))].box
        middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return canvas.edge_below(*middle, self._context.camera.scale)

    def _is_one_loose_node(self) -> bool:
        if len(self._nodes) != 1 or self._notes:
            return False
        canvas, scenario = self._context.canvas, self._context.session.scenario
        return can_splice(scenario, canvas.nodes[next(iter(self._nodes))].node)

    def _splicing(self, wire: EdgeItem) -> list[Edit]:
        scenario, item = self._context.session.scenario, self._context.canvas.nodes[next(iter(self._nodes))]
        node = replace(item.node, at=place_between(scenario, wire.edge, (item.x(), item.y())))
        return [MoveNodes({node.id: node.at}), *splicing(scenario, node, wire.edge)]

    def _mark_wire(self, wire: EdgeItem | None) -> None:
        if wire is self._wire:
            return
        if self._wire is not None:
            self._wire.show_state(splicing=False)
        if wire is not None:
            wire.show_state(splicing=True)
        self._wire = wire
        self._context.hint.say("Drop to insert it here. Alt: just drop." if wire is not None else "")

    def _end(self) -> None:
        self._mark_wire(None)
        self._context.canvas.overlay.clear()


def _is_drag(start: Pointer, now: Pointer) -> bool:
    gone = now.spot - start.spot
    return gone.manhattanLength() >= QApplication.startDragDistance()


def _boxes_near(context: CanvasContext, grasped: Box, moving: frozenset[NodeId]) -> list[Box]:
    """The cards that stay, near enough to line up with."""
    around = grasped.grown(_NEAR)
    area = QRectF(around.left, around.top, around.right - around.left, around.bottom - around.top)
    return [item.box for item in context.canvas.nodes_in(area) if item.node.id not in moving]
