"""A second start on a workspace brings its window to the front; on another, it has a window of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from tests.desktop.conftest import Sit

START = """
import sys
from pathlib import Path
from app.desktop.workbench.start import start
sys.exit(start(Path(sys.argv[1])))
"""
AT_ONCE = 2

ASK = """
import sys
from pathlib import Path
from app.desktop.shell.single_instance import hand_over
print(hand_over(Path(sys.argv[1]) if sys.argv[1] else None))
"""


def _second_start(qtbot: QtBot, workspace: Path | None) -> bool:
    """Whether a window took it, asked from another process."""
    asking = QProcess()
    asking.start(sys.executable, ["-c", ASK, str(workspace or "")])
    qtbot.waitUntil(lambda: asking.state() is QProcess.ProcessState.NotRunning, timeout=60_000)
    assert asking.exitCode() == 0
    return bytes(asking.readAllStandardOutput().data()).decode().strip() == "True"


def test_that_a_second_start_raises_the_window_of_its_workspace(sit: Sit, qtbot: QtBot, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.window.showMinimized()
    assert _second_start(qtbot, workspace_path)
    assert not person.window.isMinimized()


def test_that_another_workspace_is_left_to_a_window_of_its_own(sit: Sit, qtbot: QtBot, workspace_path: Path) -> None:
    person = sit(workspace_path)
    assert not _second_start(qtbot, workspace_path.with_name("other.rehearse"))
    assert not _second_start(qtbot, None)
    person.bench.desk.close()
    assert _second_start(qtbot, None)
    assert not _second_start(qtbot, workspace_path)


def test_that_nobody_answers_once_the_window_is_closed(sit: Sit, qtbot: QtBot, workspace_path: Path) -> None:
    sit(workspace_path).bench.quit()
    assert not _second_start(qtbot, workspace_path)


def test_that_opening_a_second_window_leaves_the_first_where_it_is(sit: Sit, workspace_path: Path) -> None:
    first = sit(workspace_path)
    first.window.showMinimized()
    sit(workspace_path)
    assert first.window.isMinimized()


def test_that_of_several_starts_at_the_same_moment_one_has_a_window(workspace_path: Path) -> None:
    command = [sys.executable, "-c", START, str(workspace_path)]
    started = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(AT_ONCE)]
    try:
        until = time.monotonic() + 300
        while sum(each.poll() is None for each in started) > 1 and time.monotonic() < until:
            with suppress(subprocess.TimeoutExpired):
                started[0].wait(0.2)
        codes = [each.poll() for each in started]
        assert sorted(codes, key=str) == [*[0] * (AT_ONCE - 1), None]
    finally:
        for each in started:
            each.kill()
            each.wait()


def test_that_a_start_on_what_cannot_be_opened_leaves_its_workspace_to_others(
    sit: Sit, qtbot: QtBot, tmp_path: Path
) -> None:
    """The window listens for what it shows, whatever it was started on."""
    broken = tmp_path / "broken.rehearse"
    broken.write_text("no workspace")
    person = sit(None)
    person.bench._server.listen(broken)
    person.bench.open(broken)
    person.rest()
    assert _second_start(qtbot, None)
    assert not _second_start(qtbot, broken)
