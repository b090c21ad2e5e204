"""Scenarios that are opened and closed leave nothing behind: no widget, no item, no session, no memory.

`make growth` opens 200 of them, and looks at the process's memory too.
"""

from __future__ import annotations

import ctypes
import gc
import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from weakref import ref

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QGraphicsItem

from app.canvas.session import ScenarioSession
from tests.desktop.conftest import Sit
from tests.person.person import Person

OPENINGS = int(os.environ.get("REHEARSE_OPENINGS", "4"))
WARM = max(OPENINGS // 4, 2)
MOST_GROWTH_KB = 8_000
KINDS = (QObject, QGraphicsItem, ScenarioSession)


def open_and_close(person: Person) -> ref[ScenarioSession]:
    """A scenario with nodes, looked at as the user and a screen reader do, and closed; what was open is returned."""
    scenario = person.bench.scenario
    scenario.editor.new("abandoned_cart")
    person.qtbot.waitUntil(lambda: scenario.area is not None)
    session = ref(person.session)
    person.session.select([person.scenario.nodes[0].id])
    tree = QAccessible.queryAccessibleInterface(person.view)
    for at in range(tree.childCount()):
        QAccessible.registerAccessibleInterface(tree.child(at))
    scenario.toggle_outline()
    del tree
    scenario.editor.close()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return session


def left(person: Person) -> Counter[str]:
    """What there is of each kind, once nothing is at work."""
    person.rest()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the jobs that ended
    gc.collect()
    found = Counter(type(each).__name__ for each in gc.get_objects() if isinstance(each, KINDS))
    return found + Counter({"widgets of Qt": len(QApplication.allWidgets())})


def memory_kb() -> int:
    """What the process holds in memory, once it has given back what it freed."""
    with suppress(OSError, AttributeError):  # another C library than GNU's
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def test_that_scenarios_that_were_opened_and_closed_leave_nothing_behind(sit: Sit) -> None:
    person = sit(None)
    for _ in range(WARM):
        open_and_close(person)
    before = left(person)
    held = memory_kb() if OPENINGS >= 100 else 0
    for _ in range(OPENINGS - WARM):
        closed = open_and_close(person)
        if OPENINGS >= 100:
            gc.collect()  # what the interpreter would come to later, when there is more of it
    gc.collect()
    assert closed() is None  # though it may still be checked
    assert left(person) - before == Counter()
    if OPENINGS >= 100:
        assert memory_kb() - held < MOST_GROWTH_KB
