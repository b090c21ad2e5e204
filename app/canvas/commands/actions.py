"""The canvas's commands as actions for menus, each with its shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from app.canvas.commands import arranging, seeing
from app.canvas.commands import selected as operations
from app.canvas.input.pointer_input import PointerInput
from app.canvas.operations.placing import Side
from app.ui.shortcuts import key_sequences

Standard = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class _Command:
    name: str
    text: str
    keys: tuple[str | QKeySequence.StandardKey, ...]
    menu: str
    run: Callable[[PointerInput], None]
    in_window: bool = False  # its keys work wherever the keyboard is while the canvas is in sight


_COMMANDS = (
    _Command("cut", "Cu&t", (Standard.Cut,), "edit", operations.cut),
    _Command("copy", "&Copy", (Standard.Copy,), "edit", operations.copy),
    _Command("paste", "&Paste", (Standard.Paste,), "edit", operations.paste),
    _Command("duplicate", "Dup&licate", ("Ctrl+D",), "edit", operations.duplicate),
    _Command("delete", "&Delete", ("Del", "Backspace"), "edit", operations.delete),
    _Command("heal", "Delete and close the &gap", ("Ctrl+Del", "Ctrl+Backspace"), "edit", operations.heal),
    _Command("selectAll", "Select &all", (Standard.SelectAll,), "edit", operations.select_all),
    _Command("add", "Add &node…", ("Tab",), "edit", operations.quick_add),
    _Command("connect", "C&onnect…", ("C",), "edit", operations.connect),
    _Command("connectTo", "Conn&ect to…", ("Shift+C",), "edit", operations.connect_to),
    _Command("rename", "Rena&me", ("F2",), "edit", operations.rename),
    _Command("note", "&Write a note or frame…", ("N",), "edit", operations.write_note),
    _Command("whoArrived", "Who arr&ived here", ("W",), "edit", operations.who_arrived),
    _Command("moveEarlier", "Mo&ve earlier", ("Alt+Up",), "edit", operations.move_earlier),
    _Command("moveLater", "Move later", ("Alt+Down",), "edit", operations.move_later),
    _Command("find", "&Find…", (Standard.Find,), "edit", operations.find, in_window=True),
    _Command("findNext", "Find ne&xt", (Standard.FindNext,), "edit", operations.find_next, in_window=True),
    _Command(
        "findPrevious", "Find previous", (Standard.FindPrevious,), "edit", operations.find_previous, in_window=True
    ),
    _Command("history", "&History…", ("Ctrl+Shift+H",), "edit", operations.show_history, in_window=True),
    _Command("arrange", "Tid&y up", ("Ctrl+Shift+L",), "arrange", operations.tidy_up),
    _Command("arrangeSelection", "Tidy up the &selection", ("Ctrl+Alt+L",), "arrange", arranging.tidy_selection),
    _Command("alignLeft", "Align &left", ("Ctrl+Alt+A",), "arrange", arranging.align(Side.LEFT)),
    _Command("alignCentre", "Align &centres", ("Ctrl+Alt+H",), "arrange", arranging.align(Side.CENTRE)),
    _Command("alignRight", "Align &right", ("Ctrl+Alt+D",), "arrange", arranging.align(Side.RIGHT)),
    _Command("alignTop", "Align &top", ("Ctrl+Alt+W",), "arrange", arranging.align(Side.TOP)),
    _Command("alignMiddle", "Align &middles", ("Ctrl+Alt+V",), "arrange", arranging.align(Side.MIDDLE)),
    _Command("alignBottom", "Align &bottom", ("Ctrl+Alt+S",), "arrange", arranging.align(Side.BOTTOM)),
    _Command(
        "distributeAcross",
        "Distribute &horizontally",
        ("Ctrl+Alt+Shift+H",),
        "arrange",
        arranging.distribute(across=True),
    ),
    _Command(
        "distributeDown", "Distribute &vertically", ("Ctrl+Alt+Shift+V",), "arrange", arranging.distribute(across=False)
    ),
    _Command(
        "roomRight",
        "Push what follows to the r&ight",
        ("Ctrl+Alt+Right",),
        "arrange",
        arranging.make_room(arranging.STRIDE, across=True),
    ),
    _Command(
        "roomLeft",
        "Pull what &follows back",
        ("Ctrl+Alt+Left",),
        "arrange",
        arranging.make_room(-arranging.STRIDE, across=True),
    ),
    _Command(
        "roomDown",
        "Push what is below &down",
        ("Ctrl+Alt+Down",),
        "arrange",
        arranging.make_room(arranging.STRIDE, across=False),
    ),
    _Command(
        "roomUp",
        "P&ull what is below back",
        ("Ctrl+Alt+Up",),
        "arrange",
        arranging.make_room(-arranging.STRIDE, across=False),
    ),
    _Command("selectDownstream", "Select what f&ollows", ("Ctrl+Shift+Right",), "arrange", arranging.select_downstream),
    _Command("selectUpstream", "Select what l&eads here", ("Ctrl+Shift+Left",), "arrange", arranging.select_upstream),
    _Command(
        "zoomIn",
        "Zoom &in",
        (Standard.ZoomIn, "Ctrl+="),
        "view",
        seeing.zoom(1.25),
    ),
    _Command(
        "zoomOut",
        "Zoom &out",
        (Standard.ZoomOut,),
        "view",
        seeing.zoom(0.8),
    ),
    _Command(
        "actualSize",
        "Act&ual size",
        ("Ctrl+0",),
        "view",
        seeing.actual_size,
    ),
    _Command("fit", "&Fit", ("F",), "view", seeing.fit),
)


def canvas_actions(view: QWidget) -> tuple[QAction, ...]:
    """The commands of a canvas, undo and redo first; `action.property("menu")` is "edit", "arrange" or "view".

    Their keys work while the canvas has the keyboard, those of undo, redo, find and history in its whole window.
    """
    return tuple(action for action in view.actions() if action.property("menu"))


def add_actions(pointer_input: PointerInput, view: QWidget) -> None:
    """Give a canvas its commands."""
    stack = pointer_input.context.session.undo_stack
    undo, redo = stack.createUndoAction(view, "&Undo"), stack.createRedoAction(view, "&Redo")
    undo.setShortcuts(key_sequences(Standard.Undo, "Ctrl+Z"))
    redo.setShortcuts(key_sequences(Standard.Redo, "Ctrl+Shift+Z", "Ctrl+Y"))  # the platform's own first, and both
    _place(view, undo, "undo", "edit")
    _place(view, redo, "redo", "edit")
    for command in _COMMANDS:
        action = QAction(command.text, view)
        action.setShortcuts(key_sequences(*command.keys))
        if not command.in_window:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(_run, command, pointer_input))
        _place(view, action, command.name, command.menu)
    _OnlyInSight(view)


class _OnlyInSight(QObject):
    """Disables a canvas's commands while it is hidden: no key and no menu may change what nobody sees."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._group = QActionGroup(view)  # remembers which of its actions are disabled for reasons of their own
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for action in canvas_actions(view):
            self._group.addAction(action)
        self._group.setEnabled(view.isVisible())
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._group.setEnabled(event.type() is QEvent.Type.Show)
        return super().eventFilter(watched, event)


def _run(command: _Command, pointer_input: PointerInput, _checked: bool = False) -> None:
    command.run(pointer_input)


def _place(view: QWidget, action: QAction, name: str, menu: str) -> None:
    action.setObjectName(f"canvas.{name}")
    action.setProperty("menu", menu)
    view.addAction(action)
