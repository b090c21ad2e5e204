"""A person before the window: clicks, keys, drags, and patience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.desktop.shell.assembly import Workbench
from app.desktop.shell.window import MainWindow
from app.nodes.catalogue import KINDS
from app.scenario.graph import NodeId
from tests import pointer
from tests.pointer import LEFT, NONE

W = TypeVar("W", bound=QWidget)
Q = TypeVar("Q", bound=QObject)
CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 300_000  # the first run on a machine compiles the kernel


def child(parent: QWidget, kind: type[Q], name: str) -> Q:
    """The widget of that name, in sight or not."""
    found = parent.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    return found


@dataclass(frozen=True)
class Person:
    """Does nothing that mouse and keys cannot do."""

    bench: Workbench
    qtbot: QtBot

    @property
    def window(self) -> MainWindow:
        return self.bench.window

    @property
    def session(self) -> ScenarioSession:
        session = self.bench.scenario.editor.session
        assert session is not None
        return session

    @property
    def canvas(self) -> CanvasView:
        assert self.bench.scenario.area is not None
        return self.bench.scenario.area.view

    @property
    def messages(self) -> list[str]:
        """What the message boxes in sight say."""
        return [box.text() + box.detailedText() for box in self.window.findChildren(QMessageBox) if box.isVisible()]

    def find(self, kind: type[W], name: str) -> W:
        """The widget of that name, once it is in sight."""

        def in_sight() -> list[W]:
            return [widget for widget in self.window.findChildren(kind, name) if widget.isVisible()]

        self.qtbot.waitUntil(lambda: bool(in_sight()))
        return in_sight()[-1]

    def rest(self) -> None:
        """Wait until nothing runs any more."""
        self.qtbot.waitUntil(lambda: self.bench.desk.is_at_rest, timeout=PATIENCE_MS)

    def click(self, name: str) -> None:
        """Click a button."""
        pointer.click(self.find(QAbstractButton, name))

    def pick(self, menu_name: str, text: str) -> None:
        """Choose a line of a menu."""
        menu = child(self.window, QMenu, menu_name)
        action = next(action for action in menu.actions() if action.text() == text)
        action.trigger()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def write(self, name: str, text: str) -> None:
        """Write into a field in place of what stands there."""
        field: QWidget = self.find(QWidget, name)
        if isinstance(field, QComboBox):
            line = field.lineEdit()
            assert line is not None
            field = line
        field.setFocus()
        assert isinstance(field, (QLineEdit, QPlainTextEdit))
        field.selectAll()
        QTest.keyClicks(field, text)
        if isinstance(field, QLineEdit):
            QTest.keyClick(field, Qt.Key.Key_Tab)

    def choose(self, name: str, text: str) -> None:
        """Choose a line of a combo box with the keyboard."""
        box = self.find(QComboBox, name)
        box.setFocus()
        QTest.keyClicks(box, text)
        assert box.currentText() == text
        box.activated.emit(box.currentIndex())

    def drag_from_palette(self, type_: str, x: float, y: float) -> NodeId:
        """Drag a kind onto the canvas, its card's middle to that place of the scene."""
        before = set(self.canvas.canvas.nodes)
        listed = self.find(QListWidget, "paletteList")
        item = listed.findItems(KINDS[type_].title, Qt.MatchFlag.MatchExactly)[0]
        data, at = listed.mimeData([item]), self._spot(x, y)
        viewport, copy = self.canvas.viewport(), Qt.DropAction.CopyAction
        QApplication.sendEvent(viewport, QDragEnterEvent(at + QPoint(3, 3), copy, data, LEFT, NONE))
        QApplication.sendEvent(viewport, QDragMoveEvent(at, copy, data, LEFT, NONE))
        QApplication.sendEvent(viewport, QDropEvent(QPointF(at), copy, data, LEFT, NONE))
        (made,) = set(self.canvas.canvas.nodes) - before
        return made

    def wire(self, source: NodeId, port: str, target: NodeId) -> None:
        """Pull a wire from an output to another card's input."""
        nodes = self.canvas.canvas.nodes
        start = self._spot(*nodes[source].port_place(nodes[source].port_index(port)))
        end = self._spot(*nodes[target].port_place(-1))
        viewport = self.canvas.viewport()
        pointer.press(viewport, start)
        for step in range(1, 5):
            pointer.move(viewport, start + (end - start) * step / 4)
        pointer.release(viewport, end)

    def click_card(self, node: NodeId) -> None:
        """Select a node."""
        item = self.canvas.canvas.nodes[node]
        pointer.click(self.canvas.viewport(), self._spot(item.x() + 100, item.y() + 24))

    def click_empty_canvas(self, x: float, y: float) -> None:
        """Select nothing."""
        pointer.click(self.canvas.viewport(), self._spot(x, y))

    def _spot(self, x: float, y: float) -> QPoint:
        return self.canvas.mapFromScene(QPointF(x, y))
