"""Leaving the window while a run is being stored: wait for it, give it up, or stay."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from app.desktop.background import Workers
from app.ui.message_box import Tone, message_box

Then = Callable[[], object]


class Leaving(QObject):
    """Asks once something is being stored; a wait ends with the leaving, or with what went wrong."""

    def __init__(self, storing: Workers, window: QWidget) -> None:
        super().__init__(window)
        self._storing = storing
        self._window = window
        self._then: Then | None = None
        storing.failed.connect(self._stay)
        storing.ended.connect(self._go_on)

    def when_stored(self, then: Then, leave: Then) -> None:
        """Go on with `leave` at once if nothing is being stored or it is given up, and with `then` after waiting."""
        if not self._storing.is_busy:
            leave()
            return

        def wait() -> None:
            self._then = then
            self._go_on()

        _ask(self._window, wait, leave)

    def _stay(self) -> None:
        self._then = None

    def _go_on(self) -> None:
        then = self._then
        if then is not None and not self._storing.is_busy:
            self._then = None
            then()


def _ask(window: QWidget, wait: Then, leave: Then) -> QMessageBox:
    text = "A run is still being stored. Wait for it before Rehearse closes?"
    details = "Without waiting, Results will not have this run. You can run again."
    box = message_box(window, "storing", "Run being stored", text, details, Tone.QUESTION)
    agree = box.addButton("Wait", QMessageBox.ButtonRole.AcceptRole)
    agree.setObjectName("storing_wait")
    give_up = box.addButton("Close now", QMessageBox.ButtonRole.DestructiveRole)
    give_up.setObjectName("storing_leave")
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(agree)
    agree.clicked.connect(lambda: wait())
    give_up.clicked.connect(lambda: leave())
    box.open()
    return box
