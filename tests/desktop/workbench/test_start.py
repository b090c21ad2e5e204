"""Starting quickly: the frame needs little, and what computes is loaded when it is first needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.shell.appearance import Appearance
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.start import furnish, last_workspace
from app.runtime import warming
from tests.desktop.conftest import Sit

WATCH = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.desktop.workbench.start import start

app = QApplication([])

def look():
    for window in app.topLevelWidgets():
        if window.objectName() == "main_window" and window.windowTitle() != "Rehearse":
            print(window.windowTitle())
            window.close()

timer = QTimer(interval=20)
timer.timeout.connect(look)
timer.start()
sys.exit(start(Path(sys.argv[1])))
"""

HEAVY = ("matplotlib", "numba", "pyarrow", "sqlalchemy", "networkx")


@pytest.mark.parametrize(
    ("module", "kept_away"),
    [("app.desktop.workbench.start", HEAVY), ("app.desktop.workbench.assembly", ("matplotlib", "numba"))],
)
def test_that_nothing_heavy_is_imported_before_it_is_needed(module: str, kept_away: tuple[str, ...]) -> None:
    code = f"import {module}, sys; print(*(name for name in {kept_away!r} if name in sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []


def test_that_the_window_starts_on_the_workspace_it_is_given(workspace_path: Path) -> None:
    code = [sys.executable, "-c", WATCH, str(workspace_path)]
    ended = subprocess.run(code, capture_output=True, text=True, timeout=300, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1] == "office – Rehearse"


def test_that_the_furnished_window_has_the_machine_compiled(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(warming, "begin", lambda: begun.append(True))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # which the furnished window takes over
    preferences = Preferences(tmp_path / "window.json")
    appearance = Appearance(qapp, preferences)
    window = MainWindow(preferences, appearance.palette)
    qtbot.addWidget(window)
    furnish(window, appearance, preferences, None)
    assert begun == []
    qtbot.waitUntil(lambda: begun == [True])
    window.close_for_good()


def test_that_a_crash_of_the_process_leaves_its_story_in_the_state_folder(tmp_path: Path) -> None:
    code = "import faulthandler, app.desktop.workbench.start as s; s.keep_crash_reports(); faulthandler._sigabrt()"
    surroundings = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=surroundings)
    assert ended.returncode != 0
    assert "Fatal Python error: Aborted" in (tmp_path / "rehearse" / "crashes.txt").read_text(encoding="utf-8")


def test_that_the_last_workspace_and_place_are_opened_again(
    sit: Sit, workspace_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    first = sit(workspace_path)
    first.click("go_results")
    first.bench.quit()
    preferences = Preferences(tmp_path / "window.json")
    assert last_workspace(preferences) == workspace_path
    again = sit(None)
    shown: list[PlaceName] = []
    again.window.place_shown.connect(shown.append)
    again.bench.reopen(workspace_path)
    again.rest()
    assert shown == [PlaceName.RESULTS]  # and no other on the way
    again.bench.desk.close()
    assert last_workspace(Preferences(tmp_path / "window.json")) is None


def test_that_a_workspace_that_is_gone_is_not_opened_again(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "window.json")
    preferences.put("workspace", str(tmp_path / "gone.rehearse"))
    assert last_workspace(preferences) is None
