"""The window's thread: whatever a file holds is read and written by others."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLabel, QMessageBox, QPushButton, QWidget

from app.desktop.shell.side_bar import PlaceName
from app.guides.templates import load_template
from app.scenario.edits import SetDetails
from app.scenario.graph import Scenario, ScenarioId
from app.workspace.contents.datasets import DatasetStore
from app.workspace.contents.runs import RunStore
from app.workspace.contents.scenarios import ScenarioStore
from app.workspace.store import Workspace
from tests.benchmarks.bench_canvas import large_scenario
from tests.desktop.conftest import Sit
from tests.desktop.in_sight import labels_in
from tests.person.person import Person, child

NODES = 5_000
READS = [
    (ScenarioStore, ("load", "all", "save", "remove")),
    (RunStore, ("load", "all", "save", "remove")),
    (DatasetStore, ("load", "names", "accounts", "save", "remove")),
]


class Threads:
    """Who called what, of the methods through which documents and lists are read and written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[tuple[str, threading.Thread]] = []
        for store, names in READS:
            for name in names:
                monkeypatch.setattr(store, name, self._noting(f"{store.__name__}.{name}", getattr(store, name)))

    def _noting(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def noting(*given: Any, **named: Any) -> Any:
            self.calls.append((name, threading.current_thread()))
            return method(*given, **named)

        return noting

    @property
    def by_others(self) -> set[str]:
        """What was called at all."""
        return {name for name, _ in self.calls}

    @property
    def by_window(self) -> set[str]:
        """What the window's own thread called."""
        return {name for name, thread in self.calls if thread is threading.main_thread()}


@pytest.fixture(scope="module")
def large() -> Scenario:
    return replace(large_scenario(NODES), id=ScenarioId("large"), name="Large")


@pytest.fixture
def path(workspace_path: Path) -> Path:
    """A workspace with two scenarios; the first by name is the one that is open at once."""
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
        workspace.scenarios.save(load_template("welcome"))
    return workspace_path


@contextmanager
def unreadable(path: Path) -> Iterator[None]:
    """Somebody has the file for themselves: who wants to read it waits."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def pick(person: Person, scenario_id: str) -> None:
    """Choose a scenario in the chooser."""
    chooser = person.find(QComboBox, "scenario_chooser")
    chooser.setCurrentIndex(chooser.findData(scenario_id))
    chooser.activated.emit(chooser.currentIndex())


def is_alive(person: Person) -> bool:
    """Whether the window's thread gets to its events."""
    turned: list[bool] = []
    QTimer.singleShot(0, person.window, lambda: turned.append(True))
    person.qtbot.waitUntil(lambda: bool(turned))
    return bool(turned)


def test_that_the_windows_thread_reads_no_document_and_no_list(
    sit: Sit, path: Path, large: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(large)
    person = sit(path)
    person.click("scenario_run")
    person.rest()
    threads = Threads(monkeypatch)
    for scenario_id in ("large", "abandoned_cart"):  # the second with its last run
        pick(person, scenario_id)
        person.rest()
        person.qtbot.waitUntil(lambda: person.bench.scenario.area is not None, timeout=60_000)
        assert person.session.scenario.id == scenario_id
        assert len(person.view.canvas.nodes) == len(person.session.scenario.nodes)
    assert person.session.summary is not None
    for place in (PlaceName.DATA, PlaceName.RESULTS, PlaceName.SCENARIO):
        person.window.show_place(place)
        person.rest()
    person.session.perform(SetDetails("Another name", ""))
    person.click("scenario_save")
    person.click("scenario_run")
    person.rest()
    for name in ("run_remove", "dataset_remove"):
        person.window.show_place(PlaceName.RESULTS if name == "run_remove" else PlaceName.DATA)
        person.rest()
        person.click(name)
        person.click(child(person.find(QMessageBox, "confirm"), QPushButton, "confirm_yes"))
        person.rest()
    assert threads.by_others >= {f"ScenarioStore.{name}" for name in ("load", "all", "save")}
    assert threads.by_others >= {f"RunStore.{name}" for name in ("load", "all", "save", "remove")}
    assert threads.by_others >= {f"DatasetStore.{name}" for name in ("names", "remove")}
    assert threads.by_window == set()


def test_that_an_opening_scenario_is_announced_and_another_choice_takes_its_place(sit: Sit, path: Path) -> None:
    person = sit(path)
    assert person.session.scenario.id == "abandoned_cart"
    with unreadable(path):
        pick(person, "welcome")
        assert person.find(QWidget, "scenario_opening").isVisible()
        assert not person.find(QPushButton, "scenario_run").isEnabled()
        assert person.find(QComboBox, "scenario_chooser").currentData() == "welcome"
        assert is_alive(person)
        pick(person, "abandoned_cart")
    person.rest()
    assert person.session.scenario.id == "abandoned_cart"
    assert not child(person.window, QWidget, "scenario_opening").isVisible()
    assert person.find(QPushButton, "scenario_run").isEnabled()


def test_that_opening_can_be_given_up_and_what_was_open_stays(sit: Sit, path: Path) -> None:
    person = sit(path)
    session = person.session
    with unreadable(path):
        pick(person, "welcome")
        person.click("opening_cancel")
    person.rest()
    assert person.session is session
    assert person.view.isVisible()
    assert person.find(QComboBox, "scenario_chooser").currentData() == "abandoned_cart"


def test_that_a_scenario_that_cannot_be_read_leaves_the_one_before_open(sit: Sit, path: Path) -> None:
    person = sit(path)
    session = person.session
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE scenario_revision SET document = 'x' WHERE scenario_id = 'welcome'")
    pick(person, "welcome")
    assert "damaged" in person.find(QMessageBox, "message").text()
    person.find(QMessageBox, "message").close()
    assert person.session is session
    assert person.view.isVisible()


def test_that_a_damaged_scenario_at_the_start_does_not_lock_the_others_out(sit: Sit, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE scenario_revision SET document = 'x' WHERE scenario_id = 'abandoned_cart'")
    person = sit(path)
    (box,) = person.window.findChildren(QMessageBox)  # of the check; the place says the same in itself
    box.close()
    assert "'abandoned_cart'" in " ".join(labels_in(person.find(QWidget, "scenario_empty")))
    assert person.find(QComboBox, "scenario_chooser").currentIndex() == -1
    pick(person, "welcome")
    person.rest()
    assert person.session.scenario.id == "welcome"


def test_that_saving_waits_for_the_file_while_the_window_lives_and_changes_go_on(sit: Sit, path: Path) -> None:
    person = sit(path)
    person.session.perform(SetDetails("One", ""))
    with unreadable(path):
        person.click("scenario_save")
        assert is_alive(person)
        assert "Saving…" in person.find(QLabel, "scenario_state").text()
        person.session.perform(SetDetails("Two", ""))
    person.rest()
    assert person.session.scenario.name == "Two"
    assert "Unsaved changes" in person.find(QLabel, "scenario_state").text()
    assert person.find(QPushButton, "scenario_save").isEnabled()
    workspace = person.bench.desk.workspace
    assert workspace is not None
    assert workspace.scenarios.load("abandoned_cart").name == "One"
    person.session.undo_stack.undo()
    assert not person.bench.scenario.editor.is_modified


def test_that_what_could_not_be_saved_counts_as_changed(sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person = sit(path)
    person.session.perform(SetDetails("One", ""))
    with monkeypatch.context() as patched:
        patched.setattr("app.workspace.sqlite.database.WAIT_FOR_LOCK_S", 0.0)
        with unreadable(path):
            person.click("scenario_save")
            person.find(QMessageBox, "message").close()
    person.rest()
    assert person.bench.scenario.editor.is_modified
    person.click("scenario_save")
    person.rest()
    assert person.messages == []
    assert not person.bench.scenario.editor.is_modified


def test_that_who_saves_and_leaves_at_once_is_not_asked_and_loses_nothing(sit: Sit, path: Path) -> None:
    person = sit(path)
    person.session.perform(SetDetails("One", ""))
    with unreadable(path):
        person.click("scenario_save")
        person.bench.quit()
        assert person.messages == []
        assert person.window.isVisible()
    person.qtbot.waitUntil(lambda: not person.window.isVisible(), timeout=60_000)
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.scenarios.load("abandoned_cart").name == "One"
