"""Measures live counts in the real window: a slider moved for two seconds over 100,000 customers.

Run it with `python -m tests.benchmarks.bench_live [customers]`. `repaints` are those of the canvas with new counts, a
second; `silence` is the longest that the window's thread did not get to its events, `busy` the longest of these
stretches in that thread's processor time, which other work on the machine does not lengthen. `count` is the processor
time of one count, all threads together. The last live counts are compared with those of a run.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication, QSlider, QWidget

from app.bench.job import abandoned_cart, synthetic_dataset
from app.data.assembling.fingerprint import signed
from app.data.dataset import Dataset
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.desktop.scenario.live import LiveState
from app.desktop.shell.appearance import Appearance
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.sweeping import sweep_seldom
from app.desktop.shell.turns import take_short_turns
from app.desktop.shell.window import FIRST_SIZE, MainWindow
from app.desktop.workbench.assembly import Workbench
from app.runtime.rehearse import count
from app.runtime.summary import Summary
from app.runtime.warming import make_ready
from app.scenario.graph import NodeId, Scenario
from tests.builders.workspaces import workspace_at
from tests.person import hands

_CUSTOMERS = 100_000
_SECONDS = 2.0
_EVERY_S = 0.016
_TIMES = 5


class Watch(QObject):
    """Paints with new counts, and the longest turn of the window's thread."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport, self._is_due = viewport, False
        self._before = (time.perf_counter(), time.thread_time())
        self.repaints = 0
        self.silence = self.busy = 0.0
        viewport.installEventFilter(self)

    def note_counts(self) -> None:
        """The canvas has been given counts."""
        self._is_due = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Count the paints that follow new counts."""
        if watched is self._viewport and event.type() == QEvent.Type.Paint and self._is_due:
            self._is_due = False
            self.repaints += 1
        return False

    def turn(self) -> None:
        """The window's thread has come round once more."""
        now = (time.perf_counter(), time.thread_time())
        self.silence = max(self.silence, now[0] - self._before[0])
        self.busy = max(self.busy, now[1] - self._before[1])
        self._before = now


def slide(app: QApplication, bench: Workbench) -> dict[str, float]:
    """Move the slider of the wait to and fro for two seconds."""
    area, session = bench.scenario.area, bench.scenario.editor.session
    assert area is not None
    assert session is not None
    session.select([NodeId("hour")])
    app.processEvents()
    slider = bench.window.findChild(QSlider, "param.for.slider")
    assert slider is not None
    hands.bring_into_sight(slider)
    start = QPoint(12, slider.height() // 2)
    hands.press(slider, start)
    watch = Watch(area.view.viewport())
    session.summary_changed.connect(watch.note_counts)
    began, moves = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < _SECONDS:
        if spent >= moves * _EVERY_S:
            place = int((spent / _SECONDS * 2 % 1) * (slider.width() - 24))
            hands.move(slider, start + QPoint(place, 0))
            moves += 1
        app.processEvents()
        watch.turn()
        time.sleep(0.001)
    hands.release(slider, start + QPoint(slider.width() // 3, 0))
    return {"repaints": watch.repaints / _SECONDS, "silence": watch.silence, "busy": watch.busy, "moves": moves}


def measure(customers: int) -> dict[str, float]:
    """The figures of one slide."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    make_ready()
    dataset = signed(synthetic_dataset(customers))
    with tempfile.TemporaryDirectory() as folder:
        path = workspace_at(
            Path(folder, "b.rehearse"), abandoned_cart(), datasets=[Imported(dataset, MappingDocument(), ())]
        )
        preferences = Preferences(Path(folder, "window.json"))
        appearance = Appearance(app, preferences)
        window = MainWindow(preferences, appearance.palette)
        window.resize(*FIRST_SIZE)  # whatever the screen's size
        bench = Workbench(window, appearance, preferences)
        take_short_turns()
        sweep_seldom()
        window.show()
        bench.open(path)
        _until(app, bench)
        bench.scenario.runner.run()
        _until(app, bench)
        figures = slide(app, bench)
        while bench.scenario.live.state is not LiveState.COUNTED or not bench.desk.is_at_rest:
            app.processEvents()
        session = bench.scenario.editor.session
        assert session is not None
        last = session.summary
        assert isinstance(last, Summary)
        if (last.nodes, last.edges) != ((stored := count(session.scenario, dataset)).nodes, stored.edges):
            raise SystemExit("the last live counts are not those of a run")
        figures["count"] = min(_count(session.scenario, dataset) for _ in range(_TIMES))
        bench.desk.shut_down()
        window.close_for_good()
    return figures


def _count(scenario: Scenario, dataset: Dataset) -> float:
    began = time.process_time()
    count(scenario, dataset)
    return time.process_time() - began


def _until(app: QApplication, bench: Workbench) -> None:
    app.processEvents()
    while not bench.desk.is_at_rest or bench.scenario.area is None:
        app.processEvents()
        time.sleep(0.001)


def main() -> None:
    """Print the figures."""
    figures = measure(int(sys.argv[1]) if len(sys.argv) > 1 else _CUSTOMERS)
    sys.stdout.write("  ".join(f"{name} {value:.3f}" for name, value in figures.items()) + "\n")


if __name__ == "__main__":
    main()
