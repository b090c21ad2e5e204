"""What an editor of one value is, and how it tells of changes."""

from __future__ import annotations

from enum import Enum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

Json = Any
"""A value as the scenario file holds it; None where it is left out."""


class Manner(Enum):
    """How a change came about; decides what is one step of the history."""

    TYPED = "typed"
    WORD_ENDED = "word ended"
    CHOSEN = "chosen"
    TAKEN_HOLD = "taken hold of"  # a slide begins, and goes on as if typed


class Editor(QWidget):
    """Shows one value and tells what the user makes of it.

    `edited` carries the new value and its Manner, `refused` why what they wrote is no value ("" once it is one again).
    Showing a value never tells of a change.
    """

    edited = Signal(object, object)
    refused = Signal(str)

    def show_value(self, value: Json) -> None:
        """Show this value; what the user is typing is left alone where it means the same."""
        raise NotImplementedError

    def name(self, name: str, title: str) -> None:
        """Give the widgets the names by which tests and screen readers know them."""
        self.setObjectName(name)
        self.setAccessibleName(title)
        proxy = self.focusProxy()
        if proxy is not None:
            proxy.setObjectName(f"{name}.field")
            proxy.setAccessibleName(title)
