"""A window that is watched while somebody goes through it."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app.desktop.shell.appearance import Appearance
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.assembly import Workbench

TICK_MS = 5
LONGEST_S = 1.0
PATIENCE_S = 60.0
Tell = Callable[[str, object], None]


class Watch(QObject):
    """How long the window's thread was busy between two looks at its events, in processor time of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.busiest_s = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        now = time.thread_time()
        self.busiest_s = max(self.busiest_s, now - self._last)
        self._last = now

    def begin(self) -> None:
        """What was before does not count."""
        self._last = time.thread_time()


def visit(path: Path, home: Path, tell: Tell, look: Callable[[Workbench], object] = lambda _: None) -> None:
    """Open a workspace, go to every place, run what is open; tell what was unexpected and how long it was busy.

    `look` sees the window once it has opened it.
    """
    app = QApplication(["rehearse"])

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        tell("fault", "window: " + "".join(traceback.format_exception(kind, error, trace))[-1_500:])

    preferences = Preferences(home / "window.json")
    appearance = Appearance(app, preferences)
    window = MainWindow(preferences, appearance.palette)
    bench = Workbench(window, appearance, preferences)
    sys.excepthook = note
    bench.surprises.happened.connect(lambda report: tell("fault", f"window: {report[-1_500:]}"))
    window.resize(1280, 800)
    window.show()
    for place in PlaceName:  # what is built when it is first seen is not the workspace's
        window.show_place(place)
        _rest(app, bench, tell)
    watch = Watch()
    steps: list[tuple[str, Callable[[], object]]] = [("opening", lambda: bench.open(path))]
    steps += [(place.key, lambda place=place: window.show_place(place)) for place in PlaceName]  # type: ignore[misc]  # a default
    steps += [("running", bench.scenario.runner.run), ("results", lambda: window.show_place(PlaceName.RESULTS))]
    for name, step in steps:
        watch.begin()
        watch.busiest_s = 0.0
        step()
        watch.look()
        _rest(app, bench, tell)
        if name == "opening":
            look(bench)
        tell("busy", watch.busiest_s)
        if watch.busiest_s > LONGEST_S:
            tell("fault", f"window: busy for {watch.busiest_s:.1f} s with {name}")
    bench.desk.shut_down()
    window.close_for_good()


def _rest(app: QApplication, bench: Workbench, tell: Tell) -> None:
    """Until nothing is at work, and every box is answered; whoever waits for ever is ended from outside."""
    begun = time.process_time()
    quiet = 0
    while quiet < 3:  # what ends may begin something else
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for box in app.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                if not box.text().strip():
                    tell("fault", "window: a box without words")
                box.close()
        quiet = quiet + 1 if bench.desk.is_at_rest else 0
        if time.process_time() - begun > PATIENCE_S:
            tell("fault", "window: still at work after a minute of processor time")
            return
        time.sleep(0.002)
