"""Work that only the window's thread can do, in pieces: one in each turn of the event loop, so that nobody waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

Piece = Callable[[], object]


class Turns(QObject):
    """Does pieces in the order in which they came; between two of them the window paints and takes what is typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Piece] = deque()
        self._clock = QTimer(self)
        self._clock.setInterval(0)
        self._clock.timeout.connect(self._do_next)

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be done."""
        return bool(self._waiting)

    def do(self, *pieces: Piece) -> None:
        """Do these after what is waiting already."""
        self._waiting += pieces
        if self._waiting:
            self._clock.start()

    def forget(self) -> None:
        """Do nothing of what is waiting."""
        self._clock.stop()
        self._waiting.clear()

    def _do_next(self) -> None:
        """What is being done counts as waiting until its end; it may have all the rest forgotten."""
        piece = self._waiting[0]
        try:
            piece()
        finally:
            if self._waiting and self._waiting[0] is piece:
                self._waiting.popleft()
            if not self._waiting:
                self._clock.stop()
