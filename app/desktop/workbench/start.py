"""Starts the window: the frame stands first, what is in it follows."""

from __future__ import annotations

import faulthandler
import sys
from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.shell.appearance import Appearance
from app.desktop.shell.freed_memory import give_back_at_times, keep_freed_memory
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.regional_format import follow_region
from app.desktop.shell.single_instance import WindowServer
from app.desktop.shell.sweeping import sweep_seldom, sweep_when_away
from app.desktop.shell.turns import take_short_turns
from app.desktop.shell.window import MainWindow

CRASH_NAME = "crashes.txt"
SETTLED_MS = 500


def start(workspace: Path | None) -> int:
    """Show the window, on a workspace if one is named, until it is closed; the process's exit code."""
    keep_freed_memory()
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("rehearse")
    app.setApplicationDisplayName("Rehearse")
    app.setDesktopFileName("rehearse")
    keep_crash_reports()
    preferences = Preferences()
    wanted = workspace or last_workspace(preferences)
    server = WindowServer(app)
    if not server.begin(wanted):
        return 0
    appearance = Appearance(app, preferences)
    window = MainWindow(preferences, appearance.palette)
    window.show()
    QTimer.singleShot(0, window, lambda: furnish(window, appearance, preferences, workspace, server))
    return app.exec()


def furnish(
    window: MainWindow,
    appearance: Appearance,
    preferences: Preferences,
    workspace: Path | None,
    server: WindowServer | None = None,
) -> None:
    """Put the places into the window; what they need is imported now, behind the frame, and the rest begun after it."""
    from app.desktop.workbench.assembly import Workbench

    follow_region(preferences)
    with appearance.undressed():
        bench = Workbench(window, appearance, preferences, server)
    bench.surprises.catch_all()
    if workspace is not None:
        bench.open(workspace)
    elif (last := last_workspace(preferences)) is not None:
        bench.reopen(last)
    take_short_turns()
    sweep_seldom()
    sweep_when_away()
    give_back_at_times()
    if server is not None:
        QTimer.singleShot(0, window, server.made)
    QTimer.singleShot(SETTLED_MS, window, prepare_machine)


def last_workspace(preferences: Preferences) -> Path | None:
    """The workspace that was open when the window was last closed, if it is still there."""
    remembered = preferences.get("workspace")
    path = Path(remembered) if isinstance(remembered, str) and remembered else None
    return path if path is not None and path.is_file() else None


def keep_crash_reports() -> None:
    """Have a crash of the process itself, which no handler of ours sees, written into the state folder."""
    with suppress(OSError):
        path = user_state_path("rehearse", appauthor=False) / CRASH_NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        faulthandler.enable(path.open("a", encoding="utf-8"))


def prepare_machine() -> None:
    """Have the machine compiled by a process in the background, so that the first large run need not wait for it."""
    from app.runtime.warming import begin

    begin()
