"""Results: what came of a run, on the screen and on disk."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QLabel,
    QListWidget,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QToolButton,
    QWidget,
)

from app.data.importing.read import Imported
from app.desktop.data.dataset.view import DatasetView
from app.desktop.results.report.chart_view import ChartView
from app.desktop.shell.side_bar import PlaceName
from app.guides.templates import load_template
from app.jobs.reports.reporting import report_of_run
from app.runtime.rehearse import Run, rehearse
from app.scenario.graph import Scenario
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person import hands
from tests.person.person import Person, child


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load_template("abandoned_cart")


@pytest.fixture(scope="session")
def run(scenario: Scenario, shop: Imported) -> Run:
    return rehearse(scenario, shop.dataset)


@pytest.fixture
def person(sit: Sit, workspace_path: Path, scenario: Scenario, run: Run) -> Person:
    with Workspace.open(workspace_path) as workspace:
        workspace.runs.save(run, scenario, "shop")
    made = sit(workspace_path)
    made.window.show_place(PlaceName.RESULTS)
    made.qtbot.waitUntil(lambda: made.bench.results.is_drawn, timeout=60_000)
    return made


def _save(person: Person, suffix: str, path: Path) -> None:
    menu = child(person.window, QPushButton, "report_save").menu()
    assert isinstance(menu, QMenu)
    person.pick(menu, f"report_save_{suffix}")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    person.rest()


def test_that_the_key_figures_are_those_of_the_report(person: Person) -> None:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    facts = report_of_run(workspace, workspace.runs.all()[0].id).facts
    cards = [card.accessibleName() for card in person.window.findChildren(QFrame, "key_figure")]
    assert cards == [f"{fact.label}: {fact.value}, {fact.note}" for fact in facts]


def test_that_in_a_small_window_the_key_figures_stand_in_lines_and_leave_the_report_in_sight(person: Person) -> None:
    said = [each.accessibleName() for each in person.window.findChildren(QFrame, "key_figure")]
    person.window.resize(960, 600)
    area, chart = person.find(QScrollArea, "results_page"), person.find(ChartView, "report_chart")

    def is_seen() -> bool:
        return area.viewport().height() - chart.mapTo(area.viewport(), QPoint()).y() > area.viewport().height() // 3

    person.qtbot.waitUntil(lambda: person.bench.results.is_drawn and is_seen(), timeout=60_000)
    values = person.find(QWidget, "key_figures").findChildren(QLabel, "key_figure")
    assert [each.accessibleName() for each in values if each.isVisible()] == said


@pytest.mark.parametrize("key", ["funnel", "cohorts", "flow"])
def test_that_each_chart_stands_over_its_definition(person: Person, key: str) -> None:
    person.click(f"card_{key}")
    person.qtbot.waitUntil(lambda: person.bench.results.is_drawn, timeout=60_000)
    assert len(person.find(QLabel, "report_definition").text()) > 80


def test_that_a_chart_can_be_read_as_a_table(person: Person, run: Run) -> None:
    person.click("report_switch")
    table = person.find(QTableWidget, "report_table")
    first = [table.item(0, column).text() for column in range(2)]  # type: ignore[union-attr]
    assert first == ["Added to cart", str(run.summary.customers)]


def test_that_funnels_of_recorded_events_stand_beside_the_runs_own(person: Person) -> None:
    chooser = person.find(QComboBox, "report_chooser")
    before = person.find(QLabel, "report_definition").text()
    chooser.setCurrentIndex(1)
    assert person.find(QLabel, "report_definition").text() != before


def test_that_charts_and_figures_are_saved(person: Person, tmp_path: Path) -> None:
    for suffix in ("png", "svg", "csv"):
        _save(person, suffix, tmp_path / f"funnel.{suffix}")
    assert (tmp_path / "funnel.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in (tmp_path / "funnel.svg").read_bytes()
    with (tmp_path / "funnel.csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["name"] == "Added to cart"


def test_that_a_place_that_cannot_be_written_is_said(person: Person, tmp_path: Path) -> None:
    _save(person, "csv", tmp_path / "nowhere" / "funnel.csv")
    box = person.find(QMessageBox, "message")
    assert "could not be written" in box.text()
    box.close()


def test_that_the_report_is_one_file_without_remote_parts(person: Person, tmp_path: Path) -> None:
    person.click("export")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "report.html"))
    dialog.close()
    person.rest()
    written = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Abandoned cart" in written
    assert 'src="http' not in written
    assert "report.html" in person.window.statusBar().currentMessage()


def test_that_what_has_to_be_known_is_folded_and_leads_to_where_it_is_mended(person: Person) -> None:
    fold = person.find(QToolButton, "remarks_fold")
    assert fold.text().endswith("to know")
    assert not child(person.window, QLabel, "remark_0").isVisible()
    person.click(fold)
    assert "The data do not say who has an e-mail address" in person.find(QLabel, "remark_0").text()
    person.click("remark_0_mend")
    person.rest()
    assert person.window.place is PlaceName.DATA
    assert person.bench.data.chosen == "shop"
    assert person.bench.data.view.columns.isVisible()
    assert "when files are imported" in said_on(person.bench.data.view.columns)


def test_that_a_warning_leads_to_columns_of_data_that_nobody_has_looked_at(
    sit: Sit, workspace_path: Path, scenario: Scenario, run: Run
) -> None:
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(scenario)  # the window opens with it, not with the data
        workspace.runs.save(run, scenario, "shop")
    person = sit(workspace_path)
    assert not person.window.findChildren(DatasetView)
    person.window.show_place(PlaceName.RESULTS)
    person.qtbot.waitUntil(lambda: person.bench.results.is_drawn, timeout=60_000)
    person.click("remarks_fold")
    person.click("remark_0_mend")
    person.rest()
    assert person.window.place is PlaceName.DATA
    assert person.bench.data.view.columns.isVisible()


def said_on(page: QWidget) -> str:
    return " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def test_that_a_run_leads_to_its_scenario(person: Person, scenario: Scenario) -> None:
    assert person.bench.desk.workspace is not None
    person.bench.desk.workspace.scenarios.save(scenario)
    person.click("run_scenario")
    assert person.window.place is PlaceName.SCENARIO
    person.rest()
    assert person.session.scenario == scenario
    assert person.session.summary is not None
    assert not person.session.summary_is_stale


def test_that_a_run_is_removed_only_after_a_question(person: Person) -> None:
    person.click("run_remove")
    person.click(child(person.find(QMessageBox, "confirm"), QPushButton, "confirm_yes"))
    person.rest()
    assert person.bench.results.chosen_run is None
    assert [person.find(QListWidget, "run_list").item(0).text()] == ["shop"]
    assert person.window.place is PlaceName.RESULTS
    assert person.find(QLabel, "results_title").text() == "Results"


def test_that_a_hostile_name_is_shown_as_it_is(sit: Sit, workspace_path: Path, scenario: Scenario, run: Run) -> None:
    name = "<img src='file:///etc/passwd'>\nx"
    with Workspace.open(workspace_path) as workspace:
        workspace.runs.save(run, replace(scenario, name=name), "shop")
    person = sit(workspace_path)
    person.window.show_place(PlaceName.RESULTS)
    person.rest()
    about = person.find(QLabel, "run_about")
    assert about.textFormat() is Qt.TextFormat.PlainText
    assert about.text().startswith("<img src='file:///etc/passwd'> x over")


def test_that_a_run_stored_meanwhile_leaves_an_older_one_in_sight(person: Person, scenario: Scenario, run: Run) -> None:
    desk = person.bench.desk
    assert desk.workspace is not None
    first = person.bench.results.chosen_run
    second = desk.workspace.runs.save(run, scenario, "shop").id
    desk.look_again()
    person.rest()
    assert person.bench.results.chosen_run == second
    person.find(QListWidget, "run_list").setCurrentRow(1)
    desk.workspace.runs.save(run, scenario, "shop")
    desk.look_again()
    person.rest()
    assert person.bench.results.chosen_run == first


def test_that_a_chart_in_a_small_window_keeps_a_size_that_can_be_read(person: Person) -> None:
    person.window.resize(960, 600)
    person.qtbot.waitUntil(lambda: person.bench.results.is_drawn, timeout=60_000)
    chart, page = person.find(QWidget, "report_chart"), person.find(QScrollArea, "results_page")
    assert chart.height() >= 300
    held = page.widget()
    assert held is not None
    assert held.width() <= page.viewport().width()
    page.ensureWidgetVisible(person.find(QLabel, "report_definition"))
    assert chart.visibleRegion().boundingRect().height() > 250


def test_that_of_another_run_the_top_is_seen_first(person: Person, scenario: Scenario, run: Run) -> None:
    desk, page = person.bench.desk, person.find(QScrollArea, "results_page")
    assert desk.workspace is not None
    person.window.resize(960, 600)
    desk.workspace.runs.save(run, scenario, "shop")
    desk.look_again()
    person.qtbot.waitUntil(lambda: person.bench.results.is_drawn, timeout=60_000)
    bar = page.verticalScrollBar()
    hands.turn_wheel(page.viewport(), QPoint(0, -1200))
    assert bar.value() > 0
    runs = person.find(QListWidget, "run_list")
    person.click(runs.viewport(), runs.visualItemRect(runs.item(1)).center())
    person.rest()
    assert bar.value() == 0
