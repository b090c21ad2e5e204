"""A person before a window: clicks, keys, drags, and patience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.canvas.panels.inspector import Inspector
from app.canvas.panels.palette_panel import PalettePanel
from app.canvas.panels.problem_list import ProblemList
from app.canvas.view import CanvasView
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.assembly import Workbench
from tests.person import hands
from tests.person.canvas import AtCanvas
from tests.person.hands import CONTROL, NONE

W = TypeVar("W", bound=QWidget)
Q = TypeVar("Q", bound=QObject)
PATIENCE_MS = 300_000  # the first run on a machine compiles the kernel


def child(parent: QWidget, kind: type[Q], name: str) -> Q:
    """The widget of that name, in sight or not."""
    found = parent.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    return found


@dataclass(frozen=True)
class Person(AtCanvas):
    """Does nothing that mouse and keys cannot do, at a top-level window and what opens over it."""

    top: QWidget
    qtbot: QtBot
    workbench: Workbench | None = None

    @property
    def bench(self) -> Workbench:
        """What the program's window is made of."""
        assert self.workbench is not None
        return self.workbench

    @property
    def window(self) -> MainWindow:
        return self.bench.window

    @property
    def view(self) -> CanvasView:
        if self.workbench is None:
            return self._only(CanvasView)
        area = self.workbench.scenario.area
        assert area is not None
        return area.view

    @property
    def inspector(self) -> Inspector:
        return self._only(Inspector)

    @property
    def palette(self) -> PalettePanel:
        return self._only(PalettePanel)

    @property
    def problems(self) -> ProblemList:
        return self._only(ProblemList)

    @property
    def messages(self) -> list[str]:
        """What the message boxes in sight say."""
        return [box.text() + box.detailedText() for box in self.top.findChildren(QMessageBox) if box.isVisible()]

    def find(self, kind: type[W], name: str) -> W:
        """The widget of that name, once it is in sight."""

        def in_sight() -> list[W]:
            return [widget for widget in self.top.findChildren(kind, name) if widget.isVisible()]

        self.qtbot.waitUntil(lambda: bool(in_sight()), timeout=PATIENCE_MS)
        return in_sight()[-1]

    def rest(self) -> None:
        """Wait until nothing runs any more."""
        self.qtbot.waitUntil(lambda: self.bench.desk.is_at_rest, timeout=PATIENCE_MS)

    def click(self, target: str | QWidget, at: QPoint | None = None) -> None:
        """Click a button of that name, or any widget, at its middle if no place of it is given."""
        hands.click(self.find(QAbstractButton, target) if isinstance(target, str) else target, at)

    def double_click(self, widget: QWidget, at: QPoint | None = None) -> None:
        hands.double_click(widget, at)

    def pick(self, menu: str | QMenu, text: str) -> None:
        """Open a menu where it is in the window, and click on a line of it."""
        menu = child(self.top, QMenu, menu) if isinstance(menu, str) else menu
        chosen: list[QAction] = []

        def line() -> QAction:
            action = next(action for action in menu.actions() if text in (action.text(), action.objectName()))
            assert action.isEnabled(), f"{text!r} cannot be chosen"
            return action

        def choose() -> None:
            if not menu.isVisible():
                QTimer.singleShot(1, menu, choose)
                return
            chosen.append(line())  # the lines may be others than before it opened
            hands.click(menu, menu.actionGeometry(chosen[0]).center())

        line()

        QTimer.singleShot(0, menu, choose)  # a menu may keep whoever opened it until it is closed
        self._open(menu)
        self.qtbot.waitUntil(lambda: bool(chosen) and not (isValid(menu) and menu.isVisible()), timeout=PATIENCE_MS)

    def do(self, command: str) -> None:
        """Open the menu of the menu bar that holds a command of that name, and click on it."""
        menus = [menu for bar in self.top.findChildren(QMenuBar) for menu in bar.findChildren(QMenu)]
        self.pick(
            next(menu for menu in menus if command in [action.objectName() for action in menu.actions()]), command
        )

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key wherever the keyboard is."""
        hands.key(self.top, key, modifiers)

    def hold_key(self, key: Qt.Key) -> None:
        hands.hold_key(self.top, key)

    def let_key_go(self, key: Qt.Key) -> None:
        hands.let_key_go(self.top, key)

    def keys(self, text: str) -> None:
        """Type a text wherever the keyboard is."""
        hands.type_text(self.top, text)

    def write(self, target: str | QWidget, text: str, *, stays: bool = False) -> None:
        """Write into a field in place of what stands there, and leave it by Tab unless one stays."""
        field = self.find(QWidget, target) if isinstance(target, str) else target
        if isinstance(field, QComboBox):
            line = field.lineEdit()
            assert line is not None
            field = line
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        hands.click(field)
        self.key(Qt.Key.Key_A, CONTROL)
        if text:
            self.keys(text)
        else:
            self.key(Qt.Key.Key_Delete)
        if isinstance(field, QLineEdit) and not stays:
            self.key(Qt.Key.Key_Tab)

    def choose(self, target: str | QComboBox, words: str) -> None:
        """Open a combo box by the mouse, walk to the row that begins so (or is just that), and take it by Enter."""
        box = self.find(QComboBox, target) if isinstance(target, str) else target
        hands.click(box, _arrow(box))
        texts = [box.itemText(row) for row in range(box.count())]
        row = texts.index(words) if words in texts else next(i for i, t in enumerate(texts) if t.startswith(words))
        while (here := box.view().currentIndex().row()) != row:
            self.key(Qt.Key.Key_Down if here < row else Qt.Key.Key_Up)
            assert box.view().currentIndex().row() != here, f"{texts[row]!r} cannot be walked to"
        self.key(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: not box.view().isVisible(), timeout=PATIENCE_MS)

    def offered(self, box: QComboBox) -> list[str]:
        """What a combo box offers when it is opened."""
        hands.click(box, _arrow(box))
        texts = [box.itemText(row) for row in range(box.count())]
        self.key(Qt.Key.Key_Escape)
        return texts

    def _open(self, menu: QMenu) -> None:
        for bar in self.top.findChildren(QMenuBar):
            if menu.menuAction() in bar.actions():
                hands.click(bar, bar.actionGeometry(menu.menuAction()).center())
                return
        buttons: list[QPushButton | QToolButton] = [*self.top.findChildren(QPushButton)]
        buttons += self.top.findChildren(QToolButton)
        for button in buttons:
            if button.menu() is menu:
                hands.click(button)
                return
        raise AssertionError(f"nothing in sight opens {menu.objectName()!r}")

    def _only(self, kind: type[W]) -> W:
        found = list(self.top.findChildren(kind))
        assert found, f"there is no {kind.__name__}"
        return found[-1]


def _arrow(box: QComboBox) -> QPoint:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxArrow
    return box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).center()
