"""A window that is killed: its unsaved changes are offered at the next start, and end as the user says."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from platformdirs import user_state_path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from app.guides.templates import load_template
from app.scenario.edits import SetDetails
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.person.hands import CONTROL
from tests.person.person import Person
from tests.torture.warm import Warm

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

Killed = Callable[[str, int], Path]
"""The workspace of a window that was killed after this kind of changes, and so many."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office.rehearse", load_template("abandoned_cart"))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Callable[[str, int], Path]:
    """A folder with a workspace and the state that a window left when it was killed; each is made once."""

    @cache
    def place(kind: str, changes: int) -> Path:
        folder = tmp_path_factory.mktemp("killed")
        with pytest.MonkeyPatch.context() as patch:
            for name in ("state", "config"):
                patch.setenv(f"XDG_{name.upper()}_HOME", str(folder / name))
            path = workspace_at(folder / "office.rehearse", load_template("abandoned_cart"))
            said = folder / "said"
            os.mkfifo(said)
            window = warm.begin("tests.torture.edited_window", str(path), kind, str(changes), stdout=said)
            with said.open() as stream:
                assert stream.readline() == "changed\n"
            os.kill(window, signal.SIGKILL)
            assert warm.end() == -signal.SIGKILL
        shutil.copy(path, folder / "as_left")
        return folder

    return place


@pytest.fixture
def killed(places: Callable[[str, int], Path]) -> Killed:
    """The workspace and the user's state, as they are after a window was killed after so many changes."""

    def left(kind: str, changes: int) -> Path:
        place = places(kind, changes)
        shutil.copytree(place / "state", os.environ["XDG_STATE_HOME"], ignore=_sockets, dirs_exist_ok=True)
        return Path(shutil.copy(place / "as_left", place / "office.rehearse"))

    return left


def _sockets(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if Path(folder, name).is_socket()]


def offer(person: Person) -> str:
    return person.find(QMessageBox, "recovery").text()


def test_that_the_changes_of_a_killed_window_are_offered_and_restored_as_one_step(sit: Sit, killed: Killed) -> None:
    path = killed("stored", 7)
    person = sit(path)
    assert offer(person).startswith(
        "Rehearse ended before 7 changes to “Abandoned cart” were saved. The last was made at "
    )
    person.click("recovery_restore")
    person.rest()
    moved = {node.id: node.at for node in person.session.scenario.nodes}
    assert sorted(moved.values())[:2] == [(5, 5), (6, 6)]
    assert person.bench.scenario.editor.is_modified
    assert person.session.undo_stack.undoText() == "Restore 7 changes"
    person.session.undo_stack.undo()
    assert person.session.scenario == load_template("abandoned_cart")
    person.session.undo_stack.redo()
    person.bench.scenario.editor.save()
    person.rest()
    sit(path)
    person.rest()
    assert not person.window.findChildren(QMessageBox, "recovery")


def test_that_kept_both_the_changes_are_a_stored_scenario_of_their_own(sit: Sit, killed: Killed) -> None:
    path = killed("stored", 7)
    person = sit(path)
    offer(person)
    person.click("recovery_both")
    person.rest()
    workspace = person.bench.desk.workspace
    assert workspace is not None
    assert [info.name for info in workspace.scenarios.all()] == ["Abandoned cart", "Abandoned cart 2"]
    assert workspace.scenarios.load(load_template("abandoned_cart").id) == load_template("abandoned_cart")
    assert not person.bench.scenario.editor.is_modified


def test_that_discarded_changes_are_not_offered_again(sit: Sit, killed: Killed) -> None:
    path = killed("stored", 7)
    person = sit(path)
    offer(person)
    person.click("recovery_discard")
    assert person.session.scenario == load_template("abandoned_cart")
    person.bench.workspaces.open(path)
    person.rest()
    assert not [box for box in person.window.findChildren(QMessageBox, "recovery") if box.isVisible()]


def test_that_not_now_leaves_them_for_the_next_time(sit: Sit, killed: Killed) -> None:
    path = killed("stored", 7)
    person = sit(path)
    offer(person)
    person.click("recovery_later")
    person.bench.workspaces.open(path)
    person.rest()
    assert offer(person).startswith("Rehearse ended before 7 changes")


def test_that_changes_are_never_put_into_a_state_that_was_saved_after_them(sit: Sit, killed: Killed) -> None:
    path = killed("stored", 7)
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"), "saved since")
        workspace.scenarios.save(replace(load_template("abandoned_cart"), name="Later"))
    person = sit(path)
    assert "so this can only be kept as a scenario of its own" in person.find(QMessageBox, "recovery").informativeText()
    assert not person.window.findChildren(QPushButton, "recovery_restore")
    person.click("recovery_both")
    person.rest()
    opened = person.bench.desk.workspace
    assert opened is not None
    assert sorted(info.name for info in opened.scenarios.all()) == ["Abandoned cart", "Later"]


def test_that_a_scenario_that_was_never_saved_is_offered_back(sit: Sit, killed: Killed) -> None:
    path = killed("new", 4)
    person = sit(path)
    assert offer(person).startswith("Rehearse ended before 4 changes to “Welcome")
    person.click("recovery_restore")
    person.rest()
    assert person.bench.scenario.editor.is_modified
    assert not person.bench.scenario.editor.is_stored
    assert sorted(node.at for node in person.session.scenario.nodes)[:2] == [(2, 2), (3, 3)]


def test_that_changes_that_were_all_undone_are_not_offered(sit: Sit, killed: Killed) -> None:
    path = killed("undone", 3)
    person = sit(path)
    assert not person.window.findChildren(QMessageBox, "recovery")


def test_that_a_clean_close_leaves_nothing_to_offer(sit: Sit, path: Path) -> None:
    person = sit(path)
    person.session.select()
    person.write("scenario.name.field", "Mine")
    person.key(Qt.Key.Key_Q, CONTROL)
    person.click(person.find(QMessageBox, "unsaved").button(QMessageBox.StandardButton.Discard))
    again = sit(path)
    assert not again.window.findChildren(QMessageBox, "recovery")
    assert again.session.scenario.name == "Abandoned cart"


def test_that_changes_carried_into_a_copy_are_kept_until_they_are_saved_there(
    sit: Sit, path: Path, tmp_path: Path
) -> None:
    person = sit(path)
    editor = person.bench.scenario.editor
    person.session.perform(SetDetails("Mine", ""))
    journals = user_state_path("rehearse", appauthor=False) / "journals"
    (written,) = journals.iterdir()
    assert person.bench.desk.workspace is not None
    copy = person.bench.desk.workspace.copy_to(tmp_path / "copy.rehearse")
    put = editor.carrying()
    person.bench.desk.open(copy)
    person.rest()
    assert written.exists()
    put(lambda: None)
    person.rest()
    assert list(journals.iterdir()) == []
    assert not editor.is_modified
    with Workspace.open(copy, read_only=True) as stored:
        assert [info.name for info in stored.scenarios.all()] == ["Mine"]
