"""What keys without a command of their own do on the canvas: they drive a gesture, walk, nudge and pan."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.canvas.geometry import STEP
from app.canvas.input.pointer_input import PointerInput
from app.canvas.input.walking import Direction, first_node, neighbour
from app.scenario.edits import MoveNodes
from app.scenario.graph import NodeId

_WAYS = {
    Qt.Key.Key_Left: Direction.LEFT,
    Qt.Key.Key_Right: Direction.RIGHT,
    Qt.Key.Key_Up: Direction.UP,
    Qt.Key.Key_Down: Direction.DOWN,
}
_FAR = 5
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class KeyInput:
    """Takes the keys that the canvas gets."""

    def __init__(self, pointer_input: PointerInput) -> None:
        self._pointer_input = pointer_input
        self._context = pointer_input.context

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; False if it means nothing here."""
        key, pointer_input = Qt.Key(event.key()), self._pointer_input
        if pointer_input.gesture is not None and pointer_input.gesture.press(event):
            if pointer_input.gesture.is_over:
                pointer_input.gesture = None
            return True
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key == Qt.Key.Key_Space:
            pointer_input.hold_space(True)
        elif key in _WAYS:
            self._arrow(_WAYS[key], event.modifiers())
        elif key in _ENTER and self._context.session.selection:
            self._context.edit()
        else:
            return False
        return True

    def release(self, event: QKeyEvent) -> bool:
        """Act on a key let go."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        self._pointer_input.hold_space(False)
        return True

    def _escape(self) -> None:
        if self._context.prompts.find_bar.isVisible():
            self._context.prompts.find_bar.close_bar()
        elif not self._pointer_input.cancel():
            self._context.hint.say("")
            self._context.session.select()

    def _arrow(self, direction: Direction, modifiers: Qt.KeyboardModifier) -> None:
        far = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._nudge(direction, _FAR if far else 1)
        else:
            self._walk(direction, adding=far)

    def _nudge(self, direction: Direction, steps: int) -> None:
        session = self._context.session
        dx, dy = (part * steps * STEP for part in direction.value)
        nodes = [node for node in session.scenario.nodes if node.id in session.selection.nodes]
        if nodes:
            places = {node.id: (node.at[0] + dx, node.at[1] + dy) for node in nodes}
            session.perform(MoveNodes(places), merge="nudge")

    def _walk(self, direction: Direction, adding: bool) -> None:
        session = self._context.session
        here = self._here()
        there = neighbour(session.scenario, here, direction) if here is not None else first_node(session.scenario)
        if there is not None:
            session.select(session.selection.nodes | {there} if adding else [there])
            self._context.camera.reveal([there])

    def _here(self) -> NodeId | None:
        """The node to walk from: the first selected one, or an end of the selected wire."""
        selection = self._context.session.selection
        if selection.nodes:
            return next(node.id for node in self._context.session.scenario.nodes if node.id in selection.nodes)
        return min(selection.edges).source if selection.edges else None
