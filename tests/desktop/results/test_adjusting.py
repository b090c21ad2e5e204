"""Reports over runs counted otherwise: drop-off, audit of one scenario and of all, pipeline; kept on a named run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QMenu, QPushButton

from app.data.assembling.fingerprint import signed
from app.desktop.results.gallery.card import ReportCard
from app.desktop.shell.side_bar import PlaceName
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import ScenarioId
from app.ui.elided import ElidedLabel
from app.workspace.settings.kept_reports import KeptReport
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, imported, workspace_at
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import answer, pick, turn_to, until_drawn, workspace_of
from tests.person.person import Person

SECOND = replace(REMINDER, id=ScenarioId("second"), name="Second")


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    """Two runs of one scenario, and another scenario that never ran."""
    path = workspace_at(tmp_path / "office.rehearse", REMINDER, SECOND, datasets=[imported("shop"), imported("other")])
    with Workspace.open(path) as workspace:
        for _ in range(2):
            run = rehearse(REMINDER, signed(imported().dataset), RunOptions(compiled=False))
            workspace.runs.save(run, REMINDER, "shop")
    made = sit(path)
    made.window.show_place(PlaceName.RESULTS)
    until_drawn(made)
    return made


def keep_otherwise(person: Person, words: str) -> None:
    menu = person.find(QPushButton, "report_kept").menu()
    assert isinstance(menu, QMenu)
    person.pick(menu, words)


def test_that_the_time_after_a_drop_off_is_chosen_and_taken_back(person: Person) -> None:
    turn_to(person, "drop_off")
    pick(person, "within", "1 day")
    definition = person.find(QLabel, "report_definition")
    assert "within 1 day" in definition.text()
    person.click("results_undo")
    until_drawn(person)
    assert "within 7 days" in definition.text()


def test_that_all_scenarios_of_the_workspace_are_audited(person: Person) -> None:
    turn_to(person, "audit")
    definition = person.find(QLabel, "report_definition")
    assert "1 scenario; 1 has a run" in definition.text()
    pick(person, "of", "all scenarios, each with its newest run")
    assert "2 scenarios; 1 has a run" in definition.text()
    pick(person, "most_a_week", "1 message")
    assert "more than 1 message a customer" in definition.text()
    assert "2 scenarios" in definition.text()


def test_that_the_pipeline_stands_among_the_reports_of_a_run_and_says_what_it_lacks(person: Person) -> None:
    turn_to(person, "pipeline")
    assert "It needs opportunities in the data of the run" in person.find(ReportCard, "card_pipeline").toolTip()


def test_that_a_report_is_kept_on_a_run_that_is_not_the_latest(person: Person) -> None:
    person.find(QListWidget, "run_list").setCurrentRow(1)
    until_drawn(person)
    assert person.bench.results.chosen_run == 1
    turn_to(person, "drop_off")
    pick(person, "within", "1 day")
    person.click("report_keep")
    answer(person, "Then")
    kept = KeptReport(report="drop_off", run=1, changes=(("within", "1"),), heading="Where journeys stop")
    assert workspace_of(person).kept_reports.all() == {"Then": kept}
    assert person.find(ElidedLabel, "report_kept_over").text() == "Kept on run 1"
    keep_otherwise(person, "Keep on the scenario’s latest run instead")
    until_drawn(person)
    assert workspace_of(person).kept_reports.all() == {
        "Then": kept.model_copy(update={"run": 0, "scenario": "reminder"})
    }


def test_that_a_kept_report_is_moved_to_another_dataset(person: Person) -> None:
    listed = person.find(QListWidget, "run_list")
    listed.setCurrentRow(next(at for at in range(listed.count()) if listed.item(at).text() == "shop"))
    until_drawn(person)
    turn_to(person, "event_flow")
    person.click("report_keep")
    answer(person, "Ways")
    assert person.find(ElidedLabel, "report_kept_over").text() == "Kept over shop"
    keep_otherwise(person, "Keep over “other” instead")
    until_drawn(person)
    assert workspace_of(person).kept_reports.all()["Ways"].dataset == "other"
    person.click("results_undo")
    until_drawn(person)
    assert workspace_of(person).kept_reports.all()["Ways"].dataset == "shop"
