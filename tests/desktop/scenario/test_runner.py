"""A click on Run: counts at once, tables stored behind them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget

from app.cli import run as command_line
from app.data.assembling.fingerprint import signed
from app.data.dataset import Dataset
from app.data.importing.read import Imported
from app.desktop.scenario.runner import Keeping
from app.guides.templates import load_template
from app.progress import Progress, silent
from app.runtime.rehearse import rehearse
from app.scenario.edits import SetDetails
from app.workspace.contents.datasets import DatasetStore
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person.hands import CONTROL
from tests.person.person import Person

SCENARIO = "abandoned_cart"


class Paints(QObject):
    """Whether the canvas was painted since it was given counts."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.window)
        self._session, self._viewport = person.session, person.view.viewport()
        self.of_counts = 0
        self._viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Count the paints."""
        is_paint = watched is self._viewport and event.type() == QEvent.Type.Paint
        if is_paint and self._session.summary is not None:
            self.of_counts += 1
        return False


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template(SCENARIO))
    made = sit(workspace_path)
    made.window.resize(1280, 800)
    return made


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody writes to the workspace's file: it can be read, and whoever wants to write waits."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def wait_for_counts(person: Person) -> None:
    person.qtbot.waitUntil(lambda: person.session.summary is not None, timeout=60_000)


def runs_in(person: Person) -> list[int]:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    return [info.id for info in workspace.runs.all()]


def state(person: Person) -> str:
    return person.find(QLabel, "scenario_state").text()


def test_that_counts_are_painted_before_the_run_is_stored(person: Person, workspace_path: Path, shop: Imported) -> None:
    paints = Paints(person)
    with held(workspace_path):
        person.click("scenario_run")
        person.qtbot.waitUntil(lambda: paints.of_counts > 0, timeout=60_000)
        assert person.bench.desk.storing.is_busy
        assert runs_in(person) == []
        assert Keeping.STORING.value in state(person)
        assert person.find(QWidget, "job_strip").isVisible()
    person.rest()
    (run,) = runs_in(person)
    assert Keeping.STORING.value not in state(person)
    counted = rehearse(person.session.scenario, shop.dataset).summary
    assert person.session.summary is not None
    assert person.session.summary.nodes == counted.nodes
    with Workspace.open(workspace_path, read_only=True) as workspace:
        assert workspace.runs.load(run).summary.nodes == counted.nodes


def test_that_a_run_whose_storing_is_stopped_is_not_kept_and_the_counts_say_so(
    person: Person, workspace_path: Path
) -> None:
    with held(workspace_path):
        person.click("scenario_run")
        wait_for_counts(person)
        person.click("job_cancel")
    person.rest()
    assert runs_in(person) == []
    assert Keeping.NOT_KEPT.value in state(person)
    assert person.session.summary is not None
    assert "not stored" in person.window.statusBar().currentMessage()
    with sqlite3.connect(workspace_path) as connection:
        assert connection.execute("SELECT count(*) FROM run_part").fetchone() == (0,)
    person.click("scenario_run")
    person.rest()
    assert len(runs_in(person)) == 1
    assert Keeping.NOT_KEPT.value not in state(person)


def test_that_one_can_run_again_while_a_run_is_being_stored(person: Person, workspace_path: Path) -> None:
    with held(workspace_path):
        person.click("scenario_run")
        wait_for_counts(person)
        first = person.session.summary
        person.session.perform(SetDetails("Another name", ""))
        person.click("scenario_run")
        person.qtbot.waitUntil(lambda: person.session.summary is not first, timeout=60_000)
        person.qtbot.waitUntil(lambda: person.bench.desk.storing.count == 2)
        assert not person.find(QPushButton, "scenario_run").isEnabled()
    person.rest()
    assert len(runs_in(person)) == 2
    assert person.find(QPushButton, "scenario_run").isEnabled()


def test_that_what_was_just_run_and_stored_is_not_stored_twice(person: Person) -> None:
    person.click("scenario_run")
    person.rest()
    shown, stored = person.session.summary, runs_in(person)
    person.click("scenario_run")
    person.rest()
    assert "Nothing has changed" in person.window.statusBar().currentMessage()
    assert person.session.summary is shown
    assert runs_in(person) == stored
    workspace = person.bench.desk.workspace
    assert workspace is not None
    workspace.runs.remove(stored[0])
    person.click("scenario_run")
    person.rest()
    assert len(runs_in(person)) == 1


def test_that_the_dataset_is_read_once_for_two_runs_and_anew_after_an_import(
    person: Person, shop: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    load = DatasetStore.load

    def counting(store: DatasetStore, name: str, progress: Progress = silent) -> Dataset:
        read.append(name)
        return load(store, name, progress)

    monkeypatch.setattr(DatasetStore, "load", counting)
    for name in ("One", "Two"):
        person.session.perform(SetDetails(name, ""))
        person.click("scenario_run")
        person.rest()
    assert (len(runs_in(person)), read) == (2, [])  # it was read when the scenario was opened
    workspace = person.bench.desk.workspace
    assert workspace is not None
    fewer = signed(replace(shop.dataset.only(7), name="shop"))
    workspace.datasets.save(replace(shop, dataset=fewer))
    person.click("scenario_run")
    person.rest()
    assert read == ["shop"]
    assert person.session.summary is not None
    assert person.session.summary.nodes == rehearse(person.session.scenario, fewer).summary.nodes


def test_that_the_window_stores_the_bytes_that_the_command_line_stores(person: Person, workspace_path: Path) -> None:
    person.click("scenario_run")
    person.rest()
    person.key(Qt.Key.Key_Q, CONTROL)
    by_window = _stored_parts(workspace_path)
    with Workspace.open(workspace_path) as workspace:  # the same run is not stored twice
        (info,) = workspace.runs.all()
        workspace.runs.remove(info.id)
    assert command_line(["run", SCENARIO, "--workspace", str(workspace_path), "--dataset", "shop"]) == 0
    assert by_window
    assert _stored_parts(workspace_path) == by_window


def _stored_parts(workspace_path: Path) -> list[tuple[object, ...]]:
    """Of the one run that there is."""
    with sqlite3.connect(workspace_path) as connection:
        return connection.execute(
            "SELECT kind, position, rows, content FROM run_part ORDER BY kind, position"
        ).fetchall()


def test_that_closing_waits_for_a_run_that_is_being_stored_if_asked_to(person: Person, workspace_path: Path) -> None:
    with held(workspace_path):
        person.click("scenario_run")
        wait_for_counts(person)
        person.key(Qt.Key.Key_Q, CONTROL)
        person.click(person.find(QPushButton, "storing_wait"))
        QApplication.processEvents()
        assert person.window.isVisible()
    person.qtbot.waitUntil(lambda: not person.window.isVisible(), timeout=60_000)
    with Workspace.open(workspace_path, read_only=True) as workspace:
        assert len(workspace.runs.all()) == 1


def test_that_closing_now_gives_the_run_up_whole(person: Person, workspace_path: Path) -> None:
    with held(workspace_path):
        person.click("scenario_run")
        wait_for_counts(person)
        person.key(Qt.Key.Key_Q, CONTROL)
        assert "still being stored" in person.find(QMessageBox, "storing").text()
        person.click(person.find(QPushButton, "storing_leave"))
        assert person.window.isVisible()  # alive: the part that is being written is finished behind it
        assert "Closing" in person.window.statusBar().currentMessage()
        assert not person.find(QPushButton, "scenario_run").isEnabled()
    person.qtbot.waitUntil(lambda: not person.window.isVisible(), timeout=60_000)
    with Workspace.open(workspace_path, read_only=True) as workspace:
        whole = {info.id for info in workspace.runs.all()}  # none, or the one that was stored the moment before
    with sqlite3.connect(workspace_path) as connection:
        assert {run for (run,) in connection.execute("SELECT run_id FROM run_part")} == whole
