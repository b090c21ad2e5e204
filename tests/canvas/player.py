"""A person at the canvas: real mouse, key, wheel and drag events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.canvas.input.gestures.drop_kind import KIND_MIME
from app.canvas.panels.inspector import Inspector
from app.canvas.panels.palette_panel import PalettePanel
from app.canvas.panels.problem_list import ProblemList
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.data.columns import ColumnType
from app.data.dataset import Roles, Schema
from app.scenario.files import new_node
from app.scenario.graph import Edge, Node, NodeId, Scenario, ScenarioId
from tests import pointer
from tests.pointer import LEFT, NONE

SCHEMA = Schema(
    attributes={"country": ColumnType.TEXT, "age": ColumnType.NUMBER},
    events={"view": 20_000, "cart": 4_000, "purchase": 1_200},
    properties={"amount": ColumnType.NUMBER},
    lists=("vip",),
    roles=Roles(),
    pools={"spring": 1_200},
)


def scenario_of(nodes: dict[str, tuple[str, float, float]], edges: tuple[tuple[str, str, str], ...] = ()) -> Scenario:
    """A scenario from id -> (type, x, y) and (source, port, target)."""
    made: list[Node] = [new_node(type_, id_, id_.title(), (x, y)) for id_, (type_, x, y) in nodes.items()]
    wires = tuple(Edge(NodeId(source), port, NodeId(target)) for source, port, target in edges)
    return Scenario(ScenarioId("test"), "Test", nodes=tuple(made), edges=wires)


@dataclass(frozen=True)
class Player:
    """Plays on a canvas the way a person does."""

    session: ScenarioSession
    view: CanvasView
    palette: PalettePanel
    inspector: Inspector
    problems: ProblemList

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

    def click(self, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        pointer.click(self.view.viewport(), at, modifiers)

    def press(self, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
        pointer.press(self.view.viewport(), at, button, modifiers)

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        pointer.move(self.view.viewport(), at, modifiers)

    def release(self, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
        pointer.release(self.view.viewport(), at, button, modifiers)

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press, move in a few steps, release."""
        self.press(start, modifiers=modifiers)
        for step in range(1, 5):
            self.move(start + (end - start) * step / 4)
        self.release(end, modifiers=modifiers)

    def drop_kind(self, type_: str, at: QPoint, *, lets_go: bool = True) -> None:
        """Drag a kind from the palette over the canvas, and let go of it."""
        data = QMimeData()
        data.setData(KIND_MIME, QByteArray(type_.encode()))
        copy, viewport = Qt.DropAction.CopyAction, self.view.viewport()
        QApplication.sendEvent(viewport, QDragEnterEvent(at + QPoint(3, 3), copy, data, LEFT, NONE))
        QApplication.sendEvent(viewport, QDragMoveEvent(at, copy, data, LEFT, NONE))
        if lets_go:
            QApplication.sendEvent(viewport, QDropEvent(QPointF(at), copy, data, LEFT, NONE))

    def wheel(self, at: QPoint, by: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        viewport = self.view.viewport()
        spot, phase = QPointF(at), Qt.ScrollPhase.NoScrollPhase
        everywhere = QPointF(viewport.mapToGlobal(at))
        QApplication.sendEvent(
            viewport, QWheelEvent(spot, everywhere, QPoint(), by, Qt.MouseButton.NoButton, modifiers, phase, False)
        )

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.view, key, modifiers)

    def keys(self, text: str) -> None:
        """Type a text wherever the keyboard is."""
        QTest.keyClicks(QApplication.focusWidget() or self.view, text)

    def undo_all(self) -> None:
        while self.session.undo_stack.canUndo():
            self.session.undo_stack.undo()

    def redo_all(self) -> None:
        while self.session.undo_stack.canRedo():
            self.session.undo_stack.redo()


Play = Callable[..., Player]
