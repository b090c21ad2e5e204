"""Which keys call which command: those the product comes with, and those the user chose instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from app.desktop.shell.preferences import Preferences
from app.desktop.workbench.menus.commands import Command

CHOSEN = "keys"
_ALONE = {
    Qt.Key.Key_Escape: "Escape leads back to the canvas and closes what is open.",
    Qt.Key.Key_Return: "Enter chooses and opens the form of a node.",
    Qt.Key.Key_Enter: "Enter chooses and opens the form of a node.",
    Qt.Key.Key_Space: "Space pans the canvas and presses buttons.",
    **dict.fromkeys(
        (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down), "The arrow keys walk over the canvas."
    ),
}
_WITH_ARROWS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class KeyBindings(QObject):
    """Gives commands their keys and remembers what the user chose; no keys ever call two commands."""

    changed = Signal()

    def __init__(
        self, commands: Callable[[], list[Command]], preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._preferences = preferences
        self._usual: dict[str, list[QKeySequence]] = {}
        self._chosen = _read(preferences.get(CHOSEN))
        self.apply()

    @property
    def commands(self) -> list[Command]:
        """All commands as they are now."""
        return self._commands()

    def apply(self) -> None:
        """Give every command its keys; those of a canvas come anew with each scenario."""
        for command in self._commands():
            self._usual.setdefault(command.name, command.action.shortcuts())
        for command in self._commands():
            wanted = self.keys(command.name)
            if command.action.shortcuts() != wanted:
                command.action.setShortcuts(wanted)
        self.changed.emit()

    def keys(self, name: str) -> list[QKeySequence]:
        """The keys of a command, the first as menus show it."""
        return self._chosen.get(name, self._usual.get(name, []))

    def is_chosen(self, name: str) -> bool:
        """Whether the user chose them."""
        return name in self._chosen

    def owner(self, keys: QKeySequence) -> str:
        """The name of the command that these keys call; empty for none."""
        return next((name for name in self._usual if keys in self.keys(name)), "")

    def why_not(self, command: Command, keys: QKeySequence) -> str:
        """Why these keys can call no command, or not this one, as a sentence; empty if they can."""
        combination = QKeyCombination.fromCombined(keys[0].toCombined())  # type: ignore[index]  # the stubs forget it
        key, held = combination.key(), combination.keyboardModifiers()
        is_arrow = key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if key in _ALONE and (not held or (is_arrow and not held & ~_WITH_ARROWS)):
            return _ALONE[key]
        is_letter = key < Qt.Key.Key_Escape and not held & ~Qt.KeyboardModifier.ShiftModifier
        if is_letter and not command.is_of_canvas:
            return "Letters alone are typed into fields and lists: hold Ctrl or Alt with them."
        return ""

    def bind(self, name: str, keys: Sequence[QKeySequence]) -> None:
        """Let these keys and no others call the command; another that had one of them loses it."""
        for other in list(self._usual):
            left = [sequence for sequence in self.keys(other) if sequence not in keys]
            if other != name and left != self.keys(other):
                self._chosen[other] = left
        self._chosen[name] = list(keys)
        self._keep()

    def reset(self, name: str) -> None:
        """Give a command its usual keys back; another that has one of them loses it."""
        usual = self._usual.get(name, [])
        self._chosen.pop(name, None)
        for other in list(self._usual):
            left = [sequence for sequence in self.keys(other) if sequence not in usual]
            if other != name and left != self.keys(other):
                self._chosen[other] = left
        self._keep()

    def reset_all(self) -> None:
        """Give every command its usual keys back."""
        self._chosen.clear()
        self._keep()

    def _keep(self) -> None:
        for name in [name for name, keys in self._chosen.items() if keys == self._usual.get(name)]:
            del self._chosen[name]
        portable = {name: [sequence.toString() for sequence in keys] for name, keys in self._chosen.items()}
        self._preferences.put(CHOSEN, portable)
        self.apply()


def _read(remembered: object) -> dict[str, list[QKeySequence]]:
    """What was remembered, as far as it can be read."""
    if not isinstance(remembered, dict):
        return {}
    return {
        str(name): [QKeySequence(text) for text in texts if isinstance(text, str) and not QKeySequence(text).isEmpty()]
        for name, texts in remembered.items()
        if isinstance(texts, Iterable) and not isinstance(texts, str)
    }
