"""Measures the tables of the Data place over millions of events: scrolled, sorted, filtered, searched, described.

Run it with `python -m tests.benchmarks.bench_tables [customers …]`; each has ten events. Seconds of the window's thread
for what it does itself, the longest of many; seconds until it is in sight for what is done in the background, and the
longest gap by the clock in which the window's thread does nothing, because the background keeps the interpreter's lock.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QLineEdit

from app.bench.job import synthetic_dataset
from app.desktop.background import Workers
from app.desktop.data.dataset.view import DatasetView
from app.look.palette import LIGHT
from app.region import current
from app.ui.theme import apply_theme

_SIZES = (1_000_000,)
_TURNS = 100
_IDLE_S = 0.002
_AT, _EVENT, _AMOUNT = 1, 2, 3


def in_thread(app: QApplication, work: Callable[[], object]) -> float:
    """How long the window's thread takes for something and what it paints of it."""
    begun = time.thread_time()
    work()
    app.processEvents()
    return time.thread_time() - begun


def until_shown(
    app: QApplication, begin: Callable[[], object], is_busy: Callable[[], bool]
) -> tuple[float, float, float]:
    """How long until what was begun is back from the background; the window's thread and a gap in it at most."""
    begun, at = time.perf_counter(), time.thread_time()
    begin()
    longest = max(time.thread_time() - at, in_thread(app, lambda: None))
    gap, last = 0.0, time.perf_counter()
    while is_busy():
        longest = max(longest, in_thread(app, lambda: None))
        time.sleep(_IDLE_S)
        now = time.perf_counter()
        gap, last = max(gap, now - last), now
    return time.perf_counter() - begun, longest, gap


def _field(view: DatasetView, column: int) -> QLineEdit:
    """The field over a column of the events; what is written there counts once the writer has paused."""
    found = view.events.heads.findChild(QLineEdit, f"filter_{column}")
    assert isinstance(found, QLineEdit)
    return found


def measure(app: QApplication, customers: int) -> dict[str, float]:
    """The figures for one size."""
    workers = Workers()
    view = DatasetView(workers, LIGHT)
    view.resize(1200, 800)
    view.tabs.setCurrentWidget(view.events)
    view.show()
    app.processEvents()
    dataset, table = synthetic_dataset(customers, 1), view.events
    bar, heads = table.view.verticalScrollBar(), table.heads
    found: dict[str, float] = {}

    def take(name: str, begin: Callable[[], object]) -> None:
        found[name], found[f"window's thread while {name}"], found[f"gap while {name}"] = until_shown(
            app, begin, lambda: workers.is_busy or table.is_waiting
        )

    take("described", lambda: view.show_dataset(dataset))
    places = [int(bar.maximum() * turn / _TURNS) for turn in range(_TURNS)]
    found["jump"] = max(in_thread(app, lambda place=place: bar.setValue(place)) for place in places)  # type: ignore[misc]
    found["wheel"] = max(in_thread(app, lambda: bar.setValue(bar.value() - 3)) for _ in range(_TURNS))
    take("sorted by event", lambda: heads.sectionClicked.emit(_EVENT))
    take("sorted by instant", lambda: heads.sectionClicked.emit(_AT))
    take("sorted by amount", lambda: heads.sectionClicked.emit(_AMOUNT))
    take("sorted by amount, the largest first", lambda: heads.sectionClicked.emit(_AMOUNT))
    for name, column, text in (("filtered by event", _EVENT, "=cart"), ("filtered by instant", _AT, ">2024-03")):
        take(name, lambda text=text, column=column: _field(view, column).setText(text))  # type: ignore[misc]
        take(f"{name}, all again", lambda column=column: _field(view, column).setText(""))  # type: ignore[misc]
    table.search("view")
    take("searched", table.show_all)
    workers.close()
    return found


def main() -> None:
    """Print a line for each size."""
    app = QApplication([])
    apply_theme(app, LIGHT)
    current()  # the window learns how numbers are written as it starts
    for customers in [int(argument) for argument in sys.argv[1:]] or _SIZES:
        words = "  ".join(f"{name} {value:.3f}" for name, value in measure(app, customers).items())
        sys.stdout.write(f"{customers * 10:>12,} events: {words}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
