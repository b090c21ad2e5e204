"""Measures a changed definition in the real window, from the mouse press on a line of its menu to the painted chart.

Run it with `python -m tests.benchmarks.bench_report_click [customers] [report …]`; each customer has ten events. Every
part of a report's sentence is changed by mouse to the first other line of its menu, and changed back by a press on
Undo. The chart is painted when its new picture stands on the screen at its own size. Seconds; `processor` is what all
threads worked until then, the pictures of the gallery not among it, which are drawn afterwards.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QPushButton, QWidget

from app.desktop.shell.freed_memory import keep_freed_memory

keep_freed_memory()  # as the window does before it loads what begins threads

from app.data.assembling.fingerprint import signed
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.desktop.results.counting import Face
from app.desktop.results.report.chart_view import ChartView
from app.desktop.results.report.figures_view import FiguresView
from app.desktop.shell.side_bar import PlaceName
from app.desktop.workbench.assembly import Workbench
from app.runtime.warming import make_ready
from tests.benchmarks.apart import Line, say
from tests.benchmarks.bench_click import shut, window_of
from tests.benchmarks.report_changes import BUDGET_S, dataset_of, with_everything
from tests.builders.workspaces import workspace_at
from tests.person import hands

_REPORTS = ("funnel", "cohorts", "trend", "attribution", "lifecycle")
_PATIENCE_S = 60.0
_IDLE_S = 0.001
_RESTS_AFTER_S = 0.4  # of nothing at work


@dataclass(frozen=True, slots=True)
class Seen:
    """From the press to the painted chart, by the clock and of all threads' processors."""

    what: str
    wall_s: float
    work_s: float


class Watch(QObject):
    """Waits for the chart of other figures to be painted."""

    def __init__(self, view: FiguresView) -> None:
        super().__init__(view)
        self._view, self._before = view, view.face
        self._painting = False
        self.pressed = time.perf_counter()
        self._begun = time.process_time()
        self.seen: Seen | None = None
        view.chart.installEventFilter(self)

    def press(self, click: Callable[[], None]) -> None:
        """Press the mouse; the clock runs from here."""
        self.pressed, self._begun = time.perf_counter(), time.process_time()
        click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Note the paint of another picture; it has ended when the window's thread takes its next turn."""
        if event.type() == QEvent.Type.Paint and self.is_other and self._view.chart.has_picture:
            self._painting = True
        return False

    def turn(self) -> None:
        """The window's thread has come round once more."""
        if self._painting and self.seen is None:
            self.seen = Seen("", time.perf_counter() - self.pressed, time.process_time() - self._begun)

    @property
    def is_other(self) -> bool:
        """Whether other figures are in sight."""
        face: Face | None = self._view.face
        return face is not self._before


class Hand:
    """Works at the window of Results."""

    def __init__(self, app: QApplication, bench: Workbench) -> None:
        self._app, self._bench = app, bench
        self.rest(is_drawn=False)  # while a workspace opens, another place comes into sight
        bench.window.show_place(PlaceName.RESULTS)
        self.rest()
        chart = bench.window.findChild(ChartView, "report_chart")
        assert chart is not None
        view: QWidget | None = chart
        while view is not None and not isinstance(view, FiguresView):
            view = view.parentWidget()
        assert view is not None
        self._view = view

    def changes(self, report: str) -> Iterator[Seen]:
        """Each part changed and changed back."""
        hands.click(self._button(f"card_{report}"))
        self.rest()
        for name in [made.objectName() for made in self._parts()]:
            seen = self._change(name)
            if seen is None:
                continue
            field = name.removeprefix("report_sentence_")
            yield Seen(f"{report}: {field}", seen.wall_s, seen.work_s)
            self.rest()
            back = self._followed(lambda watch: watch.press(lambda: hands.click(self._button("results_undo"))))
            assert back is not None, f"{field} was not taken back"
            yield Seen(f"{report}: {field} taken back", back.wall_s, back.work_s)
            self.rest()

    def rest(self, *, is_drawn: bool = True) -> None:
        """Let the window come to rest, and what is in sight of Results be drawn."""
        since = time.perf_counter()
        while time.perf_counter() - since < _RESTS_AFTER_S:
            self._app.processEvents()
            time.sleep(_IDLE_S)
            if not self._bench.desk.is_at_rest or (is_drawn and not self._bench.results.is_drawn):
                since = time.perf_counter()

    def _change(self, name: str) -> Seen | None:
        """Open the part's menu, and click on its first line that says something other; None if there is none."""
        made = self._button(name)
        menu = made.menu() if isinstance(made, QPushButton) else None
        if not isinstance(menu, QMenu):
            return None
        asks = (f"{name}_ask", f"{name}_other")
        others = (each for each in menu.actions() if not each.isSeparator() and each.objectName() not in asks)
        action = next((each for each in others if each.text() and each.text() != made.text()), None)
        if action is None:
            return None

        def open_menu(watch: Watch) -> None:
            QTimer.singleShot(0, menu, lambda: _choose(menu, action, watch))  # the menu keeps whoever opens it
            hands.click(made)

        return self._followed(open_menu)

    def _followed(self, do: Callable[[Watch], None]) -> Seen | None:
        """What is seen of a press; None where it changed nothing."""
        watch = Watch(self._view)
        do(watch)
        until = time.perf_counter() + _PATIENCE_S
        while watch.seen is None and time.perf_counter() < until:
            self._app.processEvents()
            watch.turn()
            time.sleep(_IDLE_S)
            if not watch.is_other and self._bench.desk.is_at_rest:
                break
        self._view.chart.removeEventFilter(watch)
        watch.deleteLater()
        return watch.seen

    def _parts(self) -> list[QPushButton]:
        made = self._bench.window.findChildren(QPushButton)
        return [each for each in made if each.isVisible() and each.objectName().startswith("report_sentence_")]

    def _button(self, name: str) -> QAbstractButton:
        return next(each for each in self._bench.window.findChildren(QAbstractButton, name) if each.isVisible())


def _choose(menu: QMenu, action: QAction, watch: Watch) -> None:
    if not menu.isVisible():
        QTimer.singleShot(1, menu, lambda: _choose(menu, action, watch))
        return
    watch.press(lambda: hands.click(menu, menu.actionGeometry(action).center()))


def measure(customers: int, reports: tuple[str, ...]) -> Iterator[Seen]:
    """Every change of these reports over so many customers."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    make_ready()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.rehearse")
        dataset = signed(with_everything(dataset_of(customers)))
        workspace_at(path, datasets=[Imported(dataset, MappingDocument(), ())])
        bench = window_of(app, Path(folder, "window.json"))
        bench.open(path)
        hand = Hand(app, bench)
        for report in reports:
            yield from hand.changes(report)
        shut(bench)


def main() -> None:
    """Print a line for each change."""
    arguments = sys.argv[1:]
    customers = int(arguments.pop(0)) if arguments and arguments[0].isdecimal() else 1_000_000
    for seen in measure(customers, tuple(arguments) or _REPORTS):
        say([Line(f"{seen.what} (processors {seen.work_s:.2f})", seen.wall_s, "s", BUDGET_S)])


if __name__ == "__main__":
    main()
