"""Memory that was freed stays while somebody works, and is given back when they look away."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other systems keep memory as they do")
_COLUMN_MB = 80
_PROGRAM = f"""
from pathlib import Path
from threading import Thread

import numpy as np
from PySide6.QtCore import Qt

from app.desktop.shell.freed_memory import give_back_if_away, keep_freed_memory


def resident_mb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20


def count() -> None:
    for _ in range(3):
        np.ones({_COLUMN_MB} << 17)


keep_freed_memory()
before = resident_mb()
worker = Thread(target=count)
worker.start()
worker.join()
held = resident_mb()
give_back_if_away(Qt.ApplicationState.ApplicationActive)
still = resident_mb()
give_back_if_away(Qt.ApplicationState.ApplicationInactive)
print(held - before, still - before, resident_mb() - before)
"""


def test_that_a_column_that_was_let_go_is_kept_until_the_user_looks_away() -> None:
    said = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True).stdout
    held, still, left = map(int, said.split())
    assert _COLUMN_MB <= held < 2 * _COLUMN_MB  # and one column takes the place of another
    assert still == held
    assert left < _COLUMN_MB // 2
