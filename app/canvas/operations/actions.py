"""The canvas's commands as actions for menus, each with its shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.canvas.input.pointer_input import Hands
from app.canvas.operations import selected as operations


@dataclass(frozen=True, slots=True)
class _Command:
    name: str
    text: str
    keys: tuple[str, ...]
    menu: str
    run: Callable[[Hands], None]


_COMMANDS = (
    _Command("cut", "Cu&t", ("Ctrl+X",), "edit", operations.cut),
    _Command("copy", "&Copy", ("Ctrl+C",), "edit", operations.copy),
    _Command("paste", "&Paste", ("Ctrl+V",), "edit", operations.paste),
    _Command("duplicate", "D&uplicate", ("Ctrl+D",), "edit", operations.duplicate),
    _Command("delete", "&Delete", ("Del", "Backspace"), "edit", operations.delete),
    _Command("heal", "Delete and close the &gap", ("Ctrl+Del", "Ctrl+Backspace"), "edit", operations.heal),
    _Command("selectAll", "Select &all", ("Ctrl+A",), "edit", operations.select_all),
    _Command("add", "Add &node…", ("Tab",), "edit", operations.quick_add),
    _Command("connect", "Co&nnect…", ("C",), "edit", operations.connect),
    _Command("rename", "&Rename", ("F2",), "edit", operations.rename),
    _Command("arrange", "&Tidy up", ("Ctrl+Shift+L",), "edit", operations.tidy_up),
    _Command("zoomIn", "Zoom &in", ("Ctrl++", "Ctrl+="), "view", lambda hands: hands.board.camera.zoom(1.25)),
    _Command("zoomOut", "Zoom &out", ("Ctrl+-",), "view", lambda hands: hands.board.camera.zoom(0.8)),
    _Command("actualSize", "&100 %", ("Ctrl+0",), "view", lambda hands: hands.board.camera.zoom_to(1.0)),
    _Command("fit", "&Fit", ("F",), "view", lambda hands: hands.board.camera.fit()),
)


def canvas_actions(view: QWidget) -> tuple[QAction, ...]:
    """The commands of a canvas, undo and redo first; `action.property("menu")` is the menu of each: "edit" or "view".

    Their keys work while the canvas has the keyboard, those of undo and redo in its whole window.
    """
    return tuple(action for action in view.actions() if action.property("menu"))


def add_actions(hands: Hands, view: QWidget) -> None:
    """Give a canvas its commands."""
    stack = hands.board.session.undo_stack
    undo, redo = stack.createUndoAction(view, "&Undo"), stack.createRedoAction(view, "&Redo")
    undo.setShortcuts([QKeySequence("Ctrl+Z")])
    redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
    _place(view, undo, "undo", "edit")
    _place(view, redo, "redo", "edit")
    for command in _COMMANDS:
        action = QAction(command.text, view)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(_run, command, hands))
        _place(view, action, command.name, command.menu)


def _run(command: _Command, hands: Hands, _checked: bool = False) -> None:
    command.run(hands)


def _place(view: QWidget, action: QAction, name: str, menu: str) -> None:
    action.setObjectName(f"canvas.{name}")
    action.setProperty("menu", menu)
    view.addAction(action)
