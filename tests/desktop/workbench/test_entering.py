"""A workspace is opened behind the window, which stays alive and can give it up."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from app.progress import Progress
from app.workspace.opening import probe
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.person.person import Person, child


class Door:
    """Whoever opens a workspace waits here until it is let in; polls whether it is still wanted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_open = threading.Event()
        self.threads: list[threading.Thread] = []
        self._opened = Workspace.open
        monkeypatch.setattr(Workspace, "open", self._open)

    def _open(self, path: Path, *given: Any, progress: Progress, **named: Any) -> Workspace:
        self.threads.append(threading.current_thread())
        while not self.is_open.wait(0.01):
            progress(1, 2, "Making a backup")
        return self._opened(path, *given, progress=progress, **named)


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    return Door(monkeypatch)


def _is_alive(person: Person) -> bool:
    turned: list[bool] = []
    QTimer.singleShot(0, person.window, lambda: turned.append(True))
    person.qtbot.waitUntil(lambda: bool(turned))
    return True


def _wait_for_strip(person: Person) -> QWidget:
    strip = child(person.window, QFrame, "job_strip")
    person.qtbot.waitUntil(strip.isVisible)
    return strip


def test_that_a_long_opening_is_shown_and_holds_the_window_but_does_not_freeze_it(
    sit: Sit, workspace_path: Path, door: Door
) -> None:
    person = sit(None)
    person.bench.open(workspace_path)
    strip = _wait_for_strip(person)
    assert _is_alive(person)
    assert not person.window.side_bar.isEnabled()
    assert threading.main_thread() not in door.threads
    door.is_open.set()
    person.rest()
    assert person.window.side_bar.isEnabled()
    assert not strip.isVisible()
    assert person.bench.desk.workspace is not None


def test_that_an_opening_can_be_given_up_and_leaves_what_was_open(
    sit: Sit, workspace_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit(workspace_path)
    other = workspace_at(tmp_path / "other.rehearse")
    Door(monkeypatch)
    person.bench.open(other)
    _wait_for_strip(person)
    person.click(person.find(QPushButton, "job_cancel"))
    person.rest()
    assert person.bench.desk.workspace is not None
    assert person.bench.desk.workspace.path == workspace_path
    assert person.window.side_bar.isEnabled()
    monkeypatch.undo()
    with Workspace.open(other) as free:
        assert not free.read_only


def test_that_the_last_of_two_that_are_opened_is_the_one(
    sit: Sit, workspace_path: Path, tmp_path: Path, door: Door
) -> None:
    person = sit(None)
    other = workspace_at(tmp_path / "other.rehearse")
    person.bench.open(workspace_path)
    person.bench.open(other)
    door.is_open.set()
    person.rest()
    assert person.bench.desk.workspace is not None
    assert person.bench.desk.workspace.path == other


def test_that_the_windows_thread_looks_into_no_file_to_open_it(
    sit: Sit, workspace_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    checked = probe._checked

    def noting(*given: Any) -> Any:
        threads.append(threading.current_thread())
        return checked(*given)

    monkeypatch.setattr(probe, "_checked", noting)
    sit(workspace_path)
    assert threads
    assert threading.main_thread() not in threads
