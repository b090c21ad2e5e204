"""Memory that was freed stays while somebody works, and is given back when they look away or nothing is done."""

from __future__ import annotations

import ctypes
import os
import platform
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt

from app.desktop.shell.freed_memory import give_back_if_away, keep_freed_memory

_IS_GLIBC = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other systems keep memory as they do")
_COLUMN_MB = 80
_PROGRAM = f"""
import sys
from pathlib import Path
from threading import Thread

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.shell.freed_memory import Rest, give_back_at_times, give_back_if_away, keep_freed_memory
from app.desktop.workbench import start

assert not {{"numpy", "pyarrow"}} & sys.modules.keys()  # what begins threads
keep_freed_memory()

import numpy as np

from app.data.columns.arrow import pa

def resident_mb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20


def count() -> None:
    for _ in range(3):
        np.ones({_COLUMN_MB} << 17)


def work() -> None:
    worker = Thread(target=count)
    worker.start()
    worker.join()


def heap() -> range:
    line = next(line for line in Path("/proc/self/maps").read_text().splitlines() if line.endswith("[heap]"))
    return range(*(int(end, 16) for end in line.split()[0].split("-")))


app = QApplication([])
before, said = resident_mb(), []
say = lambda: said.append(resident_mb() - before)
work()
say()
give_back_if_away(Qt.ApplicationState.ApplicationActive)
say()
give_back_if_away(Qt.ApplicationState.ApplicationInactive)
say()
many = [np.ones({_COLUMN_MB} << 17) for _ in range(3)]
stays = bytes(200_000)
many.clear()
say()
give_back_at_times()
app.findChild(QTimer).timeout.emit()
say()
seconds = iter((0.0, 5.0, 5.1, 5.2))
rest = Rest(app, lambda: next(seconds))
for _ in range(3):
    work()
    rest.look()
    say()
print(*said, id(stays) in heap(), pa.allocate_buffer({_COLUMN_MB} << 20).address in heap())
"""


@_IS_GLIBC
def test_that_a_column_that_was_let_go_is_kept_until_the_user_looks_away_or_the_program_rests() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, env=environment)
    *sizes, is_ours, is_arrows = run.stdout.split()
    held, still, left, below, rested, working, idle, idle_since = map(int, sizes)
    assert _COLUMN_MB <= held < 2 * _COLUMN_MB  # and one column takes the place of another
    assert still == held
    assert left < _COLUMN_MB // 2
    assert below >= 3 * _COLUMN_MB  # something small that stays lies behind them
    assert rested < _COLUMN_MB // 2
    assert working >= _COLUMN_MB
    assert idle < _COLUMN_MB // 2
    assert idle_since >= _COLUMN_MB  # it has worked next to nothing since
    assert is_ours == "True"
    assert is_arrows == "False"  # pyarrow's memory is its own


@pytest.mark.parametrize(("system", "library"), [("win32", ""), ("darwin", ""), ("linux", "musl"), ("linux", "")])
def test_that_other_systems_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch, system: str, library: str) -> None:
    asked: list[object] = []
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "libc_ver", lambda: (library, "1"))
    monkeypatch.setattr(ctypes, "CDLL", asked.append)
    keep_freed_memory()
    give_back_if_away(Qt.ApplicationState.ApplicationInactive)
    assert asked == []
