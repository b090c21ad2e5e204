"""Rubber band: select what a rectangle touches; a click in the empty selects nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt

from app.canvas.canvas_context import CanvasContext
from app.canvas.geometry import Box
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.canvas.selection import Selection


class RubberBand(Gesture):
    """Shift or Ctrl adds to what was selected."""

    def __init__(self, context: CanvasContext, pointer: Pointer) -> None:
        self._context = context
        self._start = pointer.at
        self._before = context.session.selection
        adds = pointer.holds(Qt.KeyboardModifier.ShiftModifier) or pointer.holds(Qt.KeyboardModifier.ControlModifier)
        self._kept = self._before if adds else Selection()

    def move(self, pointer: Pointer) -> None:
        rect = QRectF(QPointF(*self._start), QPointF(*pointer.at)).normalized()
        self._context.canvas.overlay.show_band(rect)
        band = Box(rect.left(), rect.top(), rect.right(), rect.bottom())
        canvas = self._context.canvas
        nodes = {node_id for node_id, item in canvas.nodes.items() if item.box.overlaps(band)}
        notes = {note_id for note_id, note in canvas.notes.items() if note.box.overlaps(band)}
        self._select(Selection(frozenset(nodes), notes=frozenset(notes)))

    def release(self, pointer: Pointer) -> None:
        if pointer.at != self._start:
            self.move(pointer)
        else:
            self._select(Selection())
            self._context.session.empty_clicked.emit()
        self._context.canvas.overlay.clear()

    def cancel(self) -> None:
        self._context.canvas.overlay.clear()
        self._context.session.select(self._before.nodes, self._before.edges, self._before.notes)

    def _select(self, inside: Selection) -> None:
        kept = self._kept
        self._context.session.select(kept.nodes | inside.nodes, kept.edges, kept.notes | inside.notes)
