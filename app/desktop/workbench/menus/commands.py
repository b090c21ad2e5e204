"""Every command of the window: what the menus hold, as a list to search and to bind keys to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

BETWEEN = " › "


@dataclass(frozen=True, slots=True, eq=False)
class Command:
    """A line of a menu that does something; `name` is the same in every session."""

    name: str
    menu: str
    title: str
    action: QAction

    @property
    def keys(self) -> str:
        """Its first keys as the platform writes them; empty for none."""
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    @property
    def is_of_canvas(self) -> bool:
        """Whether it acts on the canvas, whose keys may be single letters."""
        return self.name.startswith("canvas.")


def commands_of(bar: QMenuBar) -> list[Command]:
    """The commands in the order of the menus; lines without a name, as those of what was open lately, are none."""
    return list(_commands(bar.actions(), ""))


def plain(text: str) -> str:
    """The text of an action without the mark of its letter and the dots that announce a question."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


def _commands(actions: list[QAction], path: str) -> Iterator[Command]:
    for action in actions:
        menu, title = action.menu(), plain(action.text())
        if isinstance(menu, QMenu):
            yield from _commands(menu.actions(), f"{path}{BETWEEN}{title}" if path else title)
        elif action.objectName() and not action.isSeparator():
            yield Command(action.objectName(), path, title, action)
