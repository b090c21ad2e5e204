"""Problems of the open scenario, found away from the window's thread."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.data.dataset import Schema
from app.desktop.scenario import editor
from app.errors import Problem
from app.jobs.runs.checking import all_findings
from app.scenario.edits import RemoveNodes
from app.scenario.graph import Scenario
from tests.desktop.conftest import Sit
from tests.person.person import PATIENCE_MS, Person


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """The threads in which scenarios are checked."""
    noted: list[threading.Thread] = []

    def check(scenario: Scenario, schema: Schema | None) -> tuple[Problem, ...]:
        noted.append(threading.current_thread())
        return all_findings(scenario, schema)

    monkeypatch.setattr(editor, "all_findings", check)
    return noted


@pytest.fixture
def person(threads: list[threading.Thread], sit: Sit, workspace_path: Path) -> Person:
    made = sit(workspace_path)
    made.bench.begin_scenario("abandoned_cart")
    made.rest()
    return made


def checked(person: Person) -> None:
    """Until all that was changed is checked."""
    person.qtbot.waitUntil(lambda: not person.session.is_check_due, timeout=PATIENCE_MS)
    person.rest()


def test_that_no_check_is_done_in_the_windows_thread(person: Person, threads: list[threading.Thread]) -> None:
    session = person.session
    checked(person)
    before = len(threads)
    assert before
    session.perform(RemoveNodes((session.scenario.nodes[0].id,)))
    checked(person)
    assert len(threads) == before + 1
    with person.qtbot.waitSignal(person.bench.scenario.runner.validated, timeout=PATIENCE_MS):
        person.key(Qt.Key.Key_F7)
    assert "listed under the canvas" in person.window.statusBar().currentMessage()
    assert len(threads) == before + 2
    assert threading.main_thread() not in threads


def test_that_what_was_found_in_an_older_scenario_is_not_shown(person: Person) -> None:
    session = person.session
    checked(person)
    shown = session.problems
    with person.qtbot.waitSignal(person.bench.desk.checks.started, timeout=PATIENCE_MS):
        session.perform(RemoveNodes((session.scenario.nodes[0].id,)))
    session.undo_stack.undo()
    with person.qtbot.assertNotEmitted(session.problems_changed):
        checked(person)
    assert session.problems == shown
