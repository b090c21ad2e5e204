"""Measures a click on Run in the real window, from the mouse press to painted counts and to stored tables.

Run it with `python -m tests.benchmarks.bench_click [customers …]`; each size has a process of its own. The press goes
to the top-level window at the button's middle. Seconds; after a first click, which may load the machine, that of some
with the quickest counts. `processor` is what all threads worked until the counts were painted. `silence` is the longest
that the window's thread did not get to its events during a click, `busy` the longest of these stretches in that
thread's processor time, which other work on the machine does not lengthen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.bench.job import abandoned_cart, synthetic_dataset
from app.data.assembling.fingerprint import signed
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.desktop.shell.appearance import Appearance
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.assembly import Workbench
from app.runtime.warming import make_ready
from app.scenario.edits import SetParams
from app.scenario.graph import NodeId
from tests.builders.workspaces import workspace_at
from tests.person import hands

_CLICKS = 5
_SIZES = (100_000, 1_000_000)
_PATIENCE_S = 300.0
_IDLE_S = 0.002


class Watch(QObject):
    """What is seen at the window during one click; instants on the clock of `perf_counter`."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._counted = self._painting = False
        self._before: tuple[float, float] | None = None
        self._begun = time.process_time()
        self.processor = 0.0
        self.painted_at: float | None = None
        self.stored_at: float | None = None
        self.silence = self.busy = 0.0
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Note the paint that follows new counts; it has ended when the window's thread takes its next turn."""
        if self._counted and watched is self._viewport and event.type() == QEvent.Type.Paint:
            self._painting = True
        return False

    def turn(self) -> None:
        """The window's thread has come round once more."""
        now = (time.perf_counter(), time.thread_time())
        if self._painting and self.painted_at is None:
            self.painted_at = now[0]
            self.processor = time.process_time() - self._begun
        if self._before is not None:
            self.silence = max(self.silence, now[0] - self._before[0])
            self.busy = max(self.busy, now[1] - self._before[1])
        self._before = now

    def note_counts(self) -> None:
        """The canvas has been given counts."""
        self._counted = True

    def note_stored(self) -> None:
        """The workspace has the run."""
        self.stored_at = time.perf_counter()


def measure(customers: int) -> dict[str, float]:
    """The figures of one size."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    make_ready()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.rehearse")
        _fill(path, customers)
        bench = window_of(app, Path(folder, "window.json"))
        bench.open(path)
        _until(app, bench)
        first = _click(app, bench)
        others = []
        for number in range(_CLICKS):
            _change(bench, number)
            others.append(_click(app, bench))
        shut(bench)
    best = min(others, key=lambda figures: figures["counts"])
    longest = {name: max(figures[name] for figures in others) for name in ("silence", "busy")}
    return {"first counts": first["counts"], **best, **longest}


def _fill(path: Path, customers: int) -> None:
    dataset = signed(synthetic_dataset(customers))
    workspace_at(path, abandoned_cart(), datasets=[Imported(dataset, MappingDocument(), ())])


def window_of(app: QApplication, settings: Path) -> Workbench:
    """The window over settings of its own."""
    preferences = Preferences(settings)
    preferences.put("live_counts", False)  # what is measured is the click
    appearance = Appearance(app, preferences)
    window = MainWindow(preferences, appearance.palette)
    bench = Workbench(window, appearance, preferences)
    window.show()
    return bench


def shut(bench: Workbench) -> None:
    """Close the window, and end what it has at work."""
    bench.desk.shut_down()
    bench.window.close_for_good()


def _change(bench: Workbench, number: int) -> None:
    """Another waiting time, so that each click has something new to rehearse."""
    session = bench.scenario.editor.session
    assert session is not None
    hour = session.scenario.node(NodeId("hour"))
    later = type(hour.params).model_validate({"for": f"PT{number + 2}H"})
    session.perform(SetParams(hour.id, later))


def _click(app: QApplication, bench: Workbench) -> dict[str, float]:
    """Press the mouse on Run, and follow what comes of it."""
    area, session = bench.scenario.area, bench.scenario.editor.session
    assert area is not None
    assert session is not None
    watch = Watch(area.view.viewport())
    session.summary_changed.connect(watch.note_counts)
    bench.desk.runs_changed.connect(watch.note_stored)
    run = bench.window.findChild(QPushButton, "scenario_run")
    assert run is not None
    pressed = time.perf_counter()
    hands.click(run)
    until = pressed + _PATIENCE_S
    while (watch.painted_at is None or watch.stored_at is None) and time.perf_counter() < until:
        app.processEvents()
        watch.turn()
        time.sleep(_IDLE_S)
    _until(app, bench)
    session.summary_changed.disconnect(watch.note_counts)
    bench.desk.runs_changed.disconnect(watch.note_stored)
    area.view.viewport().removeEventFilter(watch)
    watch.deleteLater()
    assert watch.painted_at is not None, "no counts were painted"
    assert watch.stored_at is not None, "the run was not stored"
    return {
        "counts": watch.painted_at - pressed,
        "stored later": max(0.0, watch.stored_at - watch.painted_at),
        "processor": watch.processor,
        "silence": watch.silence,
        "busy": watch.busy,
    }


def _until(app: QApplication, bench: Workbench) -> None:
    """Let the window come to rest."""
    rested = 0
    while rested < 10:
        app.processEvents()
        time.sleep(0.01)
        rested = rested + 1 if bench.desk.is_at_rest else 0


def main() -> None:
    """Print a line for each size."""
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(measure(int(sys.argv[2]))))
        return
    for customers in [int(argument) for argument in sys.argv[1:]] or _SIZES:
        command = [sys.executable, "-m", "tests.benchmarks.bench_click", "--one", str(customers)]
        child = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        figures = json.loads(child.stdout)
        words = "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
        sys.stdout.write(f"{customers:>10,} customers: {words}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
