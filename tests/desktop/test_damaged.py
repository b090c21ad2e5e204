"""A workspace in which some things are damaged: each says so where it would stand, and the others stay in reach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QListWidget, QMessageBox, QTabWidget, QWidget

from app.desktop.shell.side_bar import PlaceName
from app.scenario.graph import ScenarioId
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, rewrite, small_workspace
from tests.desktop.conftest import Sit
from tests.desktop.in_sight import labels_in
from tests.person.person import Person


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """The first of two datasets, the run, and the second of two scenarios are not what was saved."""
    path = small_workspace(tmp_path / "small.rehearse", "bakery", "shop")
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(replace(REMINDER, id=ScenarioId("welcome"), name="Welcome"))
    rewrite(path, "UPDATE dataset_part SET content = x'00' WHERE dataset_id = 1")
    rewrite(path, "UPDATE run_part SET content = x'00'")
    rewrite(path, "UPDATE scenario_revision SET document = '{}' WHERE scenario_id = 'welcome'")
    return path


def close_boxes(person: Person) -> None:
    for box in person.window.findChildren(QMessageBox):
        box.close()


def test_that_a_damaged_dataset_says_so_where_it_would_stand(sit: Sit, damaged: Path) -> None:
    person = sit(damaged)
    person.window.show_place(PlaceName.DATA)
    datasets = person.find(QListWidget, "dataset_list")
    datasets.setCurrentRow(0)
    person.rest()
    (box,) = person.window.findChildren(QMessageBox)  # one for all that is damaged, wherever one comes upon it
    assert all(words in box.text() for words in ("'bakery'", "Run 1", "'welcome'"))
    close_boxes(person)
    assert any("damaged" in text for text in labels_in(person.find(QWidget, "data_place")))
    assert not any("safe" in text for text in labels_in(person.find(QWidget, "data_place"))), "its run is not"
    assert not any("One moment" in text for text in labels_in(person.find(QWidget, "data_place")))
    datasets.setCurrentRow(1)
    person.rest()
    assert person.find(QTabWidget, "dataset_tabs").tabText(0).endswith("3")


def test_that_a_damaged_run_says_so_where_its_figures_would_stand(sit: Sit, damaged: Path) -> None:
    person = sit(damaged)
    close_boxes(person)
    person.window.show_place(PlaceName.RESULTS)
    person.rest()
    close_boxes(person)
    texts = labels_in(person.find(QWidget, "results_place"))
    assert any("damaged" in text for text in texts)
    assert not any("One moment" in text for text in texts)


def test_that_a_damaged_scenario_is_refused_and_the_open_one_stays(sit: Sit, damaged: Path) -> None:
    person = sit(damaged)
    close_boxes(person)
    person.window.show_place(PlaceName.SCENARIO)
    before = person.session.scenario
    chooser = person.find(QComboBox, "scenario_chooser")
    at = chooser.findText("Welcome")
    chooser.setCurrentIndex(at)
    chooser.activated.emit(at)
    person.rest()
    assert any("damaged" in text for text in person.messages)
    close_boxes(person)
    assert person.session.scenario == before
    assert chooser.currentText() == before.name
