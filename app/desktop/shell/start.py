"""Starts the window: the frame stands first, what is in it follows."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.shell.appearance import Appearance
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.window import MainWindow

SETTLED_MS = 500


def start(workspace: Path | None) -> int:
    """Show the window, on a workspace if one is named, until it is closed; the process's exit code."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("rehearse")
    app.setApplicationDisplayName("Rehearse")
    app.setDesktopFileName("rehearse")
    preferences = Preferences()
    appearance = Appearance(app, preferences)
    window = MainWindow(preferences, appearance.palette)
    window.show()
    QTimer.singleShot(0, window, lambda: furnish(window, appearance, preferences, workspace))
    return app.exec()


def furnish(window: MainWindow, appearance: Appearance, preferences: Preferences, workspace: Path | None) -> None:
    """Put the places into the window; what they need is imported now, behind the frame, and the rest begun after it."""
    from app.desktop.shell.assembly import Workbench

    bench = Workbench(window, appearance, preferences)
    bench.surprises.catch_all()
    if workspace is not None:
        bench.open(workspace)
    QTimer.singleShot(SETTLED_MS, window, prepare_machine)


def prepare_machine() -> None:
    """Have the machine compiled by a process in the background, so that the first large run need not wait for it."""
    from app.runtime.native.warming import begin

    begin()
