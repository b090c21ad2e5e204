"""A workspace that another window holds: said at once, looked at and run without loss, and left for a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton, QTabWidget

from app.data.importing.read import Imported
from app.desktop.shell.side_bar import PlaceName
from app.guides.templates import load_template
from app.ui.widgets import EmptyState
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.person.hands import CONTROL
from tests.person.person import Person, child


@pytest.fixture
def path(workspace_path: Path) -> Path:
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
    return workspace_path


@pytest.fixture
def second(sit: Sit, path: Path) -> Person:
    """A person at the second window on a workspace."""
    sit(path)
    return sit(path)


def _answer(person: Person, path: Path) -> None:
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    person.rest()


def test_that_it_is_said_from_the_first_moment_with_what_can_be_done(second: Person) -> None:
    assert "is working in it" in second.find(QLabel, "notice").text()
    assert second.find(QPushButton, "notice_copy").isEnabled()
    assert second.find(QPushButton, "notice_retry").isEnabled()


def test_that_what_would_write_is_disabled(second: Person) -> None:
    second.click("go_data")
    assert not second.find(QPushButton, "data_import").isEnabled()
    assert not second.find(QPushButton, "dataset_remove").isEnabled()


def test_that_a_run_shows_its_counts_and_keeps_nothing(second: Person) -> None:
    second.click("scenario_run")
    second.rest()
    assert second.session.summary is not None
    assert second.session.summary.nodes["cart"].arrived > 0
    assert "not stored" in second.window.statusBar().currentMessage()
    assert second.messages == []
    workspace = second.bench.desk.workspace
    assert workspace is not None
    assert workspace.runs.all() == ()


def test_that_a_change_is_saved_into_a_copy_in_which_one_goes_on(second: Person, path: Path, tmp_path: Path) -> None:
    second.session.select()
    second.write("scenario.name.field", "Mine")
    assert second.find(QPushButton, "scenario_save").text() == "Save a copy…"
    second.click("scenario_save")
    _answer(second, tmp_path / "copy.rehearse")
    workspace = second.bench.desk.workspace
    assert workspace is not None
    assert workspace.path == tmp_path / "copy.rehearse"
    assert [info.name for info in workspace.scenarios.all()] == ["Mine"]
    assert second.session.scenario.name == "Mine"
    assert not second.bench.scenario.editor.is_modified
    assert not second.window.notice.isVisible()
    assert second.window.place is PlaceName.SCENARIO
    with Workspace.open(path, read_only=True) as original:
        assert [info.name for info in original.scenarios.all()] == ["Abandoned cart"]


def test_that_a_copy_is_proposed_where_something_can_be_written(
    second: Person, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr("app.desktop.shell.dialogs.os.access", lambda place, _: Path(place) != path.parent)
    second.click("notice_copy")
    dialog = second.find(QFileDialog, "save_dialog")
    assert dialog.directory().path() == str(home)
    dialog.close()


def test_that_leaving_with_changes_can_save_them_into_a_copy(second: Person, tmp_path: Path) -> None:
    second.session.select()
    second.write("scenario.name.field", "Mine")
    second.key(Qt.Key.Key_Q, CONTROL)
    second.click(second.find(QMessageBox, "unsaved").button(QMessageBox.StandardButton.Save))
    assert second.window.isVisible()
    _answer(second, tmp_path / "copy.rehearse")
    assert not second.window.isVisible()
    with Workspace.open(tmp_path / "copy.rehearse") as copy:
        assert [info.name for info in copy.scenarios.all()] == ["Mine"]


def test_that_trying_again_opens_it_once_the_other_window_let_go(sit: Sit, path: Path) -> None:
    first = sit(path)
    second = sit(path)
    first.bench.desk.close()
    second.click("notice_retry")
    second.rest()
    assert not second.window.notice.isVisible()
    assert second.bench.desk.workspace is not None
    assert not second.bench.desk.workspace.read_only


def test_that_another_workspace_opens_after_a_visit_to_data_and_results(
    sit: Sit, path: Path, tmp_path: Path, shop: Imported
) -> None:
    other = workspace_at(tmp_path / "other.rehearse", load_template("welcome"), datasets=[shop])
    person = sit(path)
    person.click("scenario_run")
    person.rest()
    for place in ("go_results", "go_data"):
        for target in (other, path):
            person.click(place)
            person.rest()
            person.bench.open(target)
            person.rest()
            assert person.messages == []
    empty = workspace_at(tmp_path / "empty.rehearse")
    person.click("go_data")
    person.rest()
    person.bench.open(empty)
    person.rest()
    assert person.bench.data.chosen == ""


def test_that_a_new_workspace_over_one_in_use_is_refused_and_harms_nothing(sit: Sit, path: Path) -> None:
    person = sit(path)
    person.key(Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    _answer(person, path)
    assert "in use" in person.find(QMessageBox, "message").text()
    person.find(QMessageBox, "message").close()
    workspace = person.bench.desk.workspace
    assert workspace is not None
    assert [info.name for info in workspace.scenarios.all()] == ["Abandoned cart"]


def test_that_a_workspace_made_elsewhere_is_read_only_until_it_is_trusted(
    sit: Sit, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "of another user"))
    person = sit(path)
    assert "was made elsewhere" in person.find(QLabel, "notice").text()
    assert not child(person.window, QPushButton, "notice_retry").isVisible()
    person.session.select()
    person.write("scenario.name.field", "Mine")
    person.click("notice_trust")
    box = person.find(QMessageBox, "unsaved")
    person.click(box.button(QMessageBox.StandardButton.Save))
    person.rest()
    assert not person.window.notice.isVisible()
    assert person.bench.desk.workspace is not None
    assert not person.bench.desk.workspace.read_only
    assert "Mine" in [info.name for info in person.bench.desk.workspace.scenarios.all()]
    assert not person.bench.scenario.editor.is_modified
    again = sit(None)
    person.bench.desk.close()
    again.bench.open(path)
    again.rest()
    assert not again.window.notice.isVisible()


def test_that_another_file_in_the_place_of_the_open_one_is_told_and_not_written_to(
    sit: Sit, path: Path, tmp_path: Path
) -> None:
    person = sit(path)
    person.session.select()
    person.write("scenario.name.field", "Mine")
    other = tmp_path / "other.rehearse"
    workspace_at(other)
    other.replace(path)
    before = path.read_bytes()
    person.key(Qt.Key.Key_S, CONTROL)
    person.rest()
    assert "Another file was put in the place" in person.messages[0]
    person.find(QMessageBox, "message").close()
    assert path.read_bytes() == before
    assert person.bench.scenario.editor.is_modified
    assert person.session.scenario.name == "Mine"


def test_that_empty_pages_of_data_speak_of_a_copy_rather_than_of_files(second: Person) -> None:
    second.click("go_data")
    bar = second.find(QTabWidget, "dataset_tabs").tabBar()
    segments = next(tab for tab in range(bar.count()) if bar.tabText(tab).startswith("Segments"))
    second.click(bar, bar.tabRect(segments).center())
    second.rest()
    for name in ("segments_empty", "merges_empty", "products_empty"):
        words = " ".join(text.text() for text in child(second.window, EmptyState, name).findChildren(QLabel))
        assert "Save a copy of it by the button above" in words
        assert "rop" not in words


def test_that_an_earlier_version_from_elsewhere_stays_foreign_until_it_is_trusted(sit: Sit, tmp_path: Path) -> None:
    first = Path(__file__).parents[2] / "workspace" / "released" / "schema-0001.rehearse"
    path = Path(shutil.copy(first, tmp_path / "old.rehearse"))
    before = path.read_bytes()
    for _ in range(2):
        person = sit(path)
        assert person.find(QPushButton, "notice_trust").isVisible()
        person.bench.desk.close()
    assert path.read_bytes() == before
    person = sit(path)
    person.click("notice_trust")
    person.rest()
    assert not person.window.notice.isVisible()
    assert path.read_bytes() != before
    assert path.with_name("old (form 0001).rehearse").exists()
