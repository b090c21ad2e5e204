"""Memory that was freed: kept for what is counted next, and given back when the user looks away or the program rests.

A column of ten million events is 80 MB that the system finds and clears page by page whenever it is asked for anew,
which takes longer than filling it; on a virtual machine that hands free pages back to its host, thirty times as long.
"""

from __future__ import annotations

import ctypes
import platform
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

MOST_KEPT = 1 << 30  # bytes at the end of the heap; beyond it they are given back at once
_GROWS_BY = 64 << 20
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX, _ARENA_MAX = -1, -2, -4, -8  # what glibc's mallopt calls them
REST_MS = 60_000
WORKS_S = 1.0  # of all processors in that time; what rests takes less


def keep_freed_memory() -> None:
    """Take large arrays from one heap that stays, where the system lets one.

    Called before there are threads, so before numpy and pyarrow are loaded: a thread that had a heap of its own leaves
    it to others, and what is large there is given back at once.
    """
    glibc = _glibc()
    if glibc is not None:
        for what, value in ((_ARENA_MAX, 1), (_MMAP_MAX, 0), (_TRIM_THRESHOLD, MOST_KEPT), (_TOP_PAD, _GROWS_BY)):
            glibc.mallopt(what, value)


def give_back_at_times() -> None:
    """Give back what is free whenever another program comes to the front, and once after each time of work."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and _glibc() is not None:
        app.applicationStateChanged.connect(give_back_if_away)
        Rest(app)


def give_back_if_away(state: Qt.ApplicationState) -> None:
    """Give back what is free unless the user works in this program."""
    if state is not Qt.ApplicationState.ApplicationActive:
        _give_back()


class Rest(QObject):
    """Gives back what is free once the program has done next to nothing for a minute after it had worked.

    Somebody may leave the window in front for hours, and what is free between things that stay has no bound.
    """

    def __init__(self, parent: QObject | None, worked_s: Callable[[], float] = time.process_time) -> None:
        super().__init__(parent)
        self._clock, self._worked_s = worked_s, worked_s()
        self._has_worked = True
        timer = QTimer(self)
        timer.setInterval(REST_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """What was worked since the last look says whether the program rests."""
        before, self._worked_s = self._worked_s, self._clock()
        if self._worked_s - before >= WORKS_S:
            self._has_worked = True
        elif self._has_worked:
            self._has_worked = False
            _give_back()


def _give_back() -> None:
    glibc = _glibc()
    if glibc is not None:
        glibc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    """The C library of this process where it is the one that knows these settings."""
    is_glibc = sys.platform == "linux" and platform.libc_ver()[0] == "glibc"
    return ctypes.CDLL(None) if is_glibc else None
