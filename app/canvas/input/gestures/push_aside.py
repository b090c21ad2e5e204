"""Push aside: everything that begins beyond the pointer goes along, to make room or to take it back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.canvas.canvas_context import CanvasContext
from app.canvas.geometry import Point, snapped
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.canvas.operations.placing import pushed
from app.scenario.edits import ChangeNote, Edit, MoveNodes, Several


class PushAside(Gesture):
    """Goes across or down, as the drag begins; back only as far as no card runs into one that stays."""

    def __init__(self, context: CanvasContext, pointer: Pointer) -> None:
        self._context = context
        self._start = pointer
        self._is_across: bool | None = None
        self._by = 0.0
        self._nodes: MoveNodes | None = None

    def move(self, pointer: Pointer) -> None:
        """Show everything beyond the start pushed as far as the pointer has gone, on the grid."""
        if self._is_across is None and not self._begins(pointer):
            return
        across, scenario = bool(self._is_across), self._context.session.scenario
        begin = self._start.at[0 if across else 1]
        self._by = snapped(pointer.at[0 if across else 1] - begin)
        self._nodes = pushed(scenario, begin, self._by, across=across)
        self._by = self._reached()
        places = self._nodes.places if self._nodes is not None else {}
        canvas = self._context.canvas
        canvas.place({node.id: places.get(node.id, node.at) for node in scenario.nodes if self._is_beyond(node.at)})
        for note in scenario.notes:
            if self._is_beyond(note.at):
                canvas.notes[note.id].setPos(*self._pushed(note.at))
        canvas.overlay.show_guides([self._line(begin), self._line(begin + self._by)])

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        self._context.canvas.overlay.clear()
        notes = [note for note in self._context.session.scenario.notes if self._is_beyond(note.at) and self._by]
        edits: list[Edit] = [self._nodes] if self._nodes is not None else []
        edits += [ChangeNote(replace(note, at=self._pushed(note.at))) for note in notes]
        if edits:
            self._context.session.perform(Several(tuple(edits), "Push aside"))

    def cancel(self) -> None:
        scenario, canvas = self._context.session.scenario, self._context.canvas
        canvas.overlay.clear()
        canvas.place({node.id: node.at for node in scenario.nodes if self._is_beyond(node.at)})
        for note in scenario.notes:
            canvas.notes[note.id].setPos(*note.at)

    def _begins(self, pointer: Pointer) -> bool:
        gone = pointer.spot - self._start.spot
        if gone.manhattanLength() < QApplication.startDragDistance():
            return False
        self._is_across = abs(gone.x()) >= abs(gone.y())
        shape = Qt.CursorShape.SplitHCursor if self._is_across else Qt.CursorShape.SplitVCursor
        self._context.viewport.setCursor(shape)
        return True

    def _reached(self) -> float:
        """How far the cards really go; the notes go as far."""
        if self._nodes is None:
            nodes = self._context.session.scenario.nodes
            return 0.0 if any(self._is_beyond(node.at) for node in nodes) else self._by
        node_id, (x, y) = next(iter(self._nodes.places.items()))
        before = self._context.session.scenario.node(node_id).at
        return x - before[0] if self._is_across else y - before[1]

    def _is_beyond(self, at: Point) -> bool:
        axis = 0 if self._is_across else 1
        return self._is_across is not None and at[axis] >= self._start.at[axis]

    def _pushed(self, at: Point) -> Point:
        return (at[0] + self._by, at[1]) if self._is_across else (at[0], at[1] + self._by)

    def _line(self, place: float) -> tuple[Point, Point]:
        """Across all that is in sight."""
        shown = self._context.camera.shown()
        if self._is_across:
            return (place, shown.top()), (place, shown.bottom())
        return (shown.left(), place), (shown.right(), place)
