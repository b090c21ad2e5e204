"""Resize: drag a note's lower right corner."""

from __future__ import annotations

from app.canvas.canvas_context import CanvasContext
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.canvas.operations.noting import resized
from app.scenario.edits import ChangeNote


class ResizeNote(Gesture):
    """The sheet follows the pointer; letting go is one edit."""

    def __init__(self, context: CanvasContext, note_id: str) -> None:
        self._context = context
        self._item = context.canvas.notes[note_id]
        self._before = self._item.note
        context.session.select(notes=[note_id])

    def move(self, pointer: Pointer) -> None:
        self._item.show_note(resized(self._before, pointer.at))
        self._context.canvas.overlay.clear()

    def release(self, _pointer: Pointer) -> None:
        """Keep the size, if it is another."""
        after = self._item.note
        self._item.show_note(self._before)
        if after != self._before:
            self._context.session.perform(ChangeNote(after))

    def cancel(self) -> None:
        self._item.show_note(self._before)
        self._context.canvas.overlay.clear()
