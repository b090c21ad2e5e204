"""What a person does at a canvas: places of the scene, cards, wires and kinds from the palette."""

from __future__ import annotations

from abc import ABC, abstractmethod

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtWidgets import QListWidget

from app.canvas.input.gestures.drop_kind import KIND_MIME
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.nodes.catalogue import KINDS
from app.scenario.graph import NodeId, Scenario
from tests.person import hands
from tests.person.hands import LEFT, NONE

STEPS = 4


TILE = 32.0
"""The middle of a card's tile, from its corner."""


class AtCanvas(ABC):
    """The mouse over a canvas; places are those of its viewport unless they are said to be the scene's."""

    @property
    @abstractmethod
    def view(self) -> CanvasView:
        """The canvas in sight."""

    @property
    def session(self) -> ScenarioSession:
        return self.view.session

    @property
    def scenario(self) -> Scenario:
        return self.session.scenario

    def spot(self, x: float, y: float) -> QPoint:
        """A place of the scene in the viewport."""
        return self.view.mapFromScene(QPointF(x, y))

    def port(self, node_id: str, index: int = 0) -> QPoint:
        """The middle of an output; -1 is the input."""
        return self.spot(*self.view.canvas.nodes[NodeId(node_id)].port_place(index))

    def card(self, node_id: str) -> QPoint:
        """A place on a card that is no port."""
        item = self.view.canvas.nodes[NodeId(node_id)]
        return self.spot(item.x() + 100, item.y() + 24)

    def click_at(self, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        hands.click(self.view.viewport(), at, modifiers)

    def press(self, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
        hands.press(self.view.viewport(), at, button, modifiers)

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        hands.move(self.view.viewport(), at, modifiers)

    def release(self, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
        hands.release(self.view.viewport(), at, button, modifiers)

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press, move in a few steps, release."""
        self.press(start, modifiers=modifiers)
        for step in range(1, STEPS + 1):
            self.move(start + (end - start) * step / STEPS)
        self.release(end, modifiers=modifiers)

    def wheel(self, at: QPoint, by: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        hands.turn_wheel(self.view.viewport(), by, at, modifiers)

    def drop_kind(self, type_: str, at: QPoint, *, lets_go: bool = True) -> None:
        """Drag a kind over the canvas, and let go of it."""
        data = QMimeData()
        data.setData(KIND_MIME, QByteArray(type_.encode()))
        hands.drag_over(self.view.viewport(), at, data, lets_go=lets_go)

    def drag_from_palette(self, type_: str, x: float, y: float) -> NodeId:
        """Drag a row of the palette onto the canvas, its card's middle to that place of the scene."""
        before = set(self.view.canvas.nodes)
        listed = self.view.window().findChild(QListWidget, "paletteList")
        assert listed is not None
        item = listed.findItems(KINDS[type_].title, Qt.MatchFlag.MatchExactly)[0]
        hands.drag_over(self.view.viewport(), self.spot(x, y), listed.mimeData([item]))
        (made,) = set(self.view.canvas.nodes) - before
        return made

    def wire(self, source: NodeId, port: str, target: NodeId) -> None:
        """Pull a wire from an output to another card's input."""
        self.drag(self.port(source, self.view.canvas.nodes[source].port_index(port)), self.port(target, -1))

    def click_card(self, node: NodeId) -> None:
        """Select a node: by its tile, since a number on the card leads elsewhere."""
        item = self.view.canvas.nodes[node]
        self.click_at(self.spot(item.x() + TILE, item.y() + TILE))

    def click_empty_canvas(self, x: float, y: float) -> None:
        """Select nothing."""
        self.click_at(self.spot(x, y))

    def undo_all(self) -> None:
        while self.session.undo_stack.canUndo():
            self.session.undo_stack.undo()

    def redo_all(self) -> None:
        while self.session.undo_stack.canRedo():
            self.session.undo_stack.redo()
