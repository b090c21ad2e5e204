"""Scenarios as files, and workspaces that are busy."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QToolButton

from app.desktop.shell.side_bar import PlaceName
from app.guides.template_files import dump_template
from app.guides.templates import load_template, template_of
from app.scenario.files import dump_scenario
from tests.builders.scenarios import document
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.person.person import Person, child


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    return sit(workspace_path)


def _take_in(person: Person, path: Path) -> None:
    person.do("take_in")
    dialog = person.find(QFileDialog, "open_dialog")
    dialog.filesSelected.emit([str(path)])
    dialog.close()
    person.rest()


def test_that_a_scenario_leaves_as_a_file_and_comes_back(person: Person, tmp_path: Path) -> None:
    person.bench.begin_scenario("welcome")
    person.rest()
    person.do("save")
    person.do("pass_on")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "welcome.json"))
    dialog.close()
    person.rest()
    assert (tmp_path / "welcome.json").read_text(encoding="utf-8") == dump_scenario(load_template("welcome"))
    person.window.show_place(PlaceName.HOME)
    _take_in(person, tmp_path / "welcome.json")
    assert person.window.place is PlaceName.SCENARIO
    assert person.session.scenario.id == "welcome-2"
    assert person.session.scenario.nodes == load_template("welcome").nodes


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (json.dumps(document({}, colour="red")), "colour"),
        ("Dear all,", "JSON"),
        ("", "JSON"),
        (dump_template(template_of("vip")), "bad.json is a template"),
    ],
    ids=["unknown key", "no JSON", "empty", "template"],
)
def test_that_a_bad_file_is_refused_in_words(person: Person, tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    _take_in(person, tmp_path / "bad.json")
    box = person.find(QMessageBox, "message")
    assert word in box.text() + box.informativeText()
    assert person.bench.scenario.editor.session is None
    box.close()


def test_that_a_scenario_is_removed_only_after_a_question(person: Person) -> None:
    person.bench.begin_scenario("welcome")
    person.rest()
    person.do("save")
    person.do("remove_scenario")
    person.click(child(person.find(QMessageBox, "confirm"), QPushButton, "confirm_yes"))
    person.rest()
    workspace = person.bench.desk.workspace
    assert workspace is not None
    assert workspace.scenarios.all() == ()
    assert person.bench.scenario.editor.session is None


def test_that_a_busy_workspace_is_not_left(person: Person, tmp_path: Path, workspace_path: Path) -> None:
    other = workspace_at(tmp_path / "other.rehearse")
    go_on = Event()
    person.bench.desk.works.start("Long", lambda _: go_on.wait(30))
    person.bench.open(other)
    assert "still running" in person.messages[0]
    person.find(QMessageBox, "message").close()
    go_on.set()
    person.rest()
    assert person.bench.desk.workspace is not None
    assert person.bench.desk.workspace.path == workspace_path


def test_that_closing_while_reading_says_nothing(person: Person) -> None:
    person.bench.desk.load_dataset("shop", lambda _: None)
    person.bench.data.choose("shop")
    person.bench.workspaces.close()
    person.rest()
    assert person.bench.desk.workspace is None
    assert person.messages == []


def test_that_a_file_without_places_is_tidied_on_opening_with_nothing_to_take_back(
    person: Person, tmp_path: Path
) -> None:
    document = json.loads(dump_scenario(load_template("welcome")))
    for node in document["nodes"]:
        del node["at"]
    path = tmp_path / "heap.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    _take_in(person, path)
    session = person.session
    assert len({node.at for node in session.scenario.nodes}) == len(session.scenario.nodes) > 1
    assert session.undo_stack.count() == 0
    assert not person.find(QToolButton, "scenario_undo").isEnabled()


def test_that_a_stored_scenario_without_places_is_tidied_and_not_marked_as_changed(
    person: Person,
) -> None:
    welcome = load_template("welcome")
    heap = replace(welcome, nodes=tuple(replace(node, at=(8.0, 8.0)) for node in welcome.nodes))
    workspace = person.bench.desk.workspace
    assert workspace is not None
    workspace.scenarios.save(heap)
    person.window.show_place(PlaceName.SCENARIO)
    person.bench.scenario.open(heap.id)
    person.rest()
    assert len({node.at for node in person.session.scenario.nodes}) > 1
    assert not person.bench.scenario.editor.is_modified
    assert not person.find(QToolButton, "scenario_undo").isEnabled()
    assert not person.find(QPushButton, "scenario_save").isEnabled()
