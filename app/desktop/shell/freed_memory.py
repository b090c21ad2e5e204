"""Memory that was freed: kept for what is counted next, and given back when the user looks away.

A column of ten million events is 80 MB that the system finds and clears page by page whenever it is asked for anew,
which takes longer than filling it; on a virtual machine that hands free pages back to its host, thirty times as long.
"""

from __future__ import annotations

import ctypes
import platform

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

MOST_KEPT = 1 << 30  # bytes at the end of the heap; beyond it they are given back at once
_GROWS_BY = 64 << 20
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX, _ARENA_MAX = -1, -2, -4, -8  # what glibc's mallopt calls them


def keep_freed_memory() -> None:
    """Take large arrays from one heap that stays, where the system lets one; called before there are threads."""
    glibc = _glibc()
    if glibc is not None:
        for what, value in ((_ARENA_MAX, 1), (_MMAP_MAX, 0), (_TRIM_THRESHOLD, MOST_KEPT), (_TOP_PAD, _GROWS_BY)):
            glibc.mallopt(what, value)


def give_back_when_away() -> None:
    """Give back what is free whenever another program comes to the front."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.applicationStateChanged.connect(give_back_if_away)


def give_back_if_away(state: Qt.ApplicationState) -> None:
    """Give back what is free unless the user works in this program."""
    glibc = _glibc()
    if glibc is not None and state is not Qt.ApplicationState.ApplicationActive:
        glibc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    """The C library of this process where it is the one that knows these settings."""
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
