"""Results of a dataset: reports over recorded events, by a sentence whose parts are changed with the mouse."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QProgressBar,
    QPushButton,
    QWidget,
)

from app.data.dataset import Dataset
from app.data.importing.read import Source, import_files
from app.data.samples import load_sample
from app.desktop.results.gallery.card import ReportCard
from app.desktop.shell import jobs_strip
from app.desktop.shell.side_bar import PlaceName
from app.guides.templates import load_template
from app.progress import Progress
from app.reports.cohorts.report import CohortsReport
from app.reports.funnel.report import FunnelReport
from app.reports.recommendations import definition, outcome, testing
from app.runtime.recommending import Wanted
from app.runtime.rehearse import rehearse
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import column, counts, part_of, turn_to, until_drawn
from tests.person.hands import CONTROL
from tests.person.person import Person, child

ROWS = (
    "a,2024-03-01T10:00:00Z,visit,google,",
    "a,2024-03-20T10:00:00Z,purchase,,30",
    "b,2024-03-03T10:00:00Z,visit,mail,",
    "b,2024-03-04T10:00:00Z,purchase,,12",
    "c,2024-03-04T10:00:00Z,visit,mail,",
)


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    events = tmp_path / "orders.csv"
    events.write_text("\n".join(("customer_id,timestamp,event,utm_source,amount", *ROWS)), encoding="utf-8")
    path = workspace_at(tmp_path / "office.rehearse", datasets=[import_files("orders", [Source(events, "events")])])
    made = sit(path)
    made.window.show_place(PlaceName.RESULTS)
    until_drawn(made)
    return made


def test_that_a_workspace_without_runs_shows_what_its_data_says(person: Person) -> None:
    assert person.find(QListWidget, "run_list").item(0).text() == "orders"
    assert counts(person) == ["3", "2"]
    assert not child(person.window, QPushButton, "export").isVisible()


def test_that_each_card_in_sight_leads_with_a_figure_over_a_picture_of_its_own(person: Person) -> None:
    funnel = person.find(ReportCard, "card_funnel")
    assert funnel.line == "67% came to purchase (2 of 3)"
    assert funnel.accessibleName() == "Funnel, 67% came to purchase (2 of 3)"
    assert person.find(ReportCard, "card_attribution").line == "google: 30, first touch"
    pictures = [card.picture.grab().toImage() for card in person.window.findChildren(ReportCard) if card.is_in_sight]
    assert len({bytes(picture.constBits()) for picture in pictures}) == len(pictures) > 1


def test_that_a_card_follows_the_definition_of_its_report(person: Person) -> None:
    person.pick(part_of(person, "window"), "7 days")
    until_drawn(person)
    assert person.find(ReportCard, "card_funnel").line == "33% came to purchase (1 of 3)"


def test_that_the_figures_follow_each_changed_part(person: Person) -> None:
    person.pick(part_of(person, "window"), "7 days")
    person.rest()
    assert counts(person) == ["3", "1"]
    person.pick(part_of(person, "step_0"), "purchase  (2)")
    person.rest()
    assert counts(person) == ["2", "0"]
    person.pick(part_of(person, "step_0"), "Remove this step")
    person.rest()
    assert counts(person) == ["2"]
    assert "7 days" in person.find(QLabel, "report_definition").text()


def test_that_the_old_picture_stays_until_the_new_one_is_there(person: Person) -> None:
    chart = person.find(QWidget, "report_chart")
    person.pick(part_of(person, "window"), "7 days")
    assert chart.isVisible()
    before = chart.grab().toImage()
    assert len({before.pixel(x, y) for x in range(0, before.width(), 7) for y in range(0, before.height(), 7)}) > 5
    until_drawn(person)
    assert chart.grab().toImage() != before


def test_that_a_change_is_taken_back_and_done_again_without_counting_anew(person: Person) -> None:
    person.pick(part_of(person, "window"), "7 days")
    person.rest()
    until_drawn(person)
    chart = person.find(QWidget, "report_chart")
    drawn = chart.grab().toImage()
    person.pick(part_of(person, "window"), "1 day")
    person.rest()
    counted: list[object] = []
    person.bench.results.counting.connect(counted.append)
    person.key(Qt.Key.Key_Z, CONTROL)
    person.rest()
    assert person.find(QPushButton, "report_sentence_window").text() == "7 days"
    assert counts(person) == ["3", "1"]
    until_drawn(person)
    assert chart.grab().toImage() == drawn
    person.click("results_undo")
    person.rest()
    assert counts(person) == ["3", "2"]
    person.click("results_redo")
    person.rest()
    assert counts(person) == ["3", "1"]
    assert counted == []


def test_that_of_changes_made_in_a_row_the_last_one_counts(person: Person) -> None:
    for words in ("7 days", "90 days", "1 day"):
        person.pick(part_of(person, "window"), words)
    until_drawn(person)
    assert person.find(QPushButton, "report_sentence_window").text() == "1 day"
    assert counts(person) == ["3", "1"]


def test_that_a_length_can_be_typed_and_nonsense_is_told(person: Person) -> None:
    def type_length(text: str) -> None:
        person.pick(part_of(person, "window"), "report_sentence_window_other")
        person.write(person.find(QLineEdit, "text_answer"), text)
        person.click("text_ok")
        person.rest()

    type_length("2")
    assert counts(person) == ["3", "1"]
    type_length("soon")
    assert "“soon” is not a number of days" in person.window.statusBar().currentMessage()
    assert counts(person) == ["3", "1"]


def test_that_every_report_stands_over_a_sentence_of_its_own(person: Person) -> None:
    turn_to(person, "rfm")
    assert counts(person)[-1] == "2"
    turn_to(person, "attribution")
    person.pick(part_of(person, "look_back"), "7 days")
    person.rest()
    firsts = dict(zip(column(person, 0), column(person, 2), strict=True))
    assert firsts == {
        "google": "0",
        "mail": "12",
        "(no touch)": "30",
        "All conversions": "42",
    }
    turn_to(person, "cohorts")
    assert counts(person)[-1] == "2"


def test_that_a_definition_stays_changed_while_another_report_is_looked_at(person: Person) -> None:
    person.pick(part_of(person, "window"), "7 days")
    person.rest()
    turn_to(person, "rfm")
    turn_to(person, "funnel")
    assert person.find(QPushButton, "report_sentence_window").text() == "7 days"


def test_that_a_new_run_comes_before_data_that_nobody_chose(sit: Sit, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.window.show_place(PlaceName.RESULTS)
    person.rest()
    assert person.bench.results.chosen_dataset == "shop"
    workspace = person.bench.desk.workspace
    assert workspace is not None
    scenario = load_template("abandoned_cart")
    workspace.runs.save(rehearse(scenario, workspace.datasets.load("shop")), scenario, "shop")
    person.bench.desk.look_again()
    person.rest()
    assert person.bench.results.chosen_dataset is None
    assert person.bench.results.chosen_run is not None


def test_that_a_picture_is_saved_from_the_window(person: Person, tmp_path: Path) -> None:
    menu = person.find(QPushButton, "report_save").menu()
    assert isinstance(menu, QMenu)
    person.pick(menu, "report_save_csv")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "funnel.csv"))
    dialog.close()
    person.rest()
    assert "purchase" in (tmp_path / "funnel.csv").read_text(encoding="utf-8")


def test_that_the_first_report_with_figures_is_offered_where_nobody_has_chosen(sit: Sit, tmp_path: Path) -> None:
    events = tmp_path / "orders.csv"
    events.write_text("customer_id,timestamp,event\na,2024-03-01T10:00:00Z,purchase\n", encoding="utf-8")
    data = import_files("orders", [Source(events, "events")])
    person = sit(workspace_at(tmp_path / "plain.rehearse", datasets=[data]))
    person.window.show_place(PlaceName.RESULTS)
    until_drawn(person)
    assert person.find(ReportCard, "card_funnel").line == "No figures"
    assert person.find(QLabel, "report_title").text() == "Cohorts"


def test_that_data_without_the_report_and_another_workspace_offer_their_first_with_figures(
    sit: Sit, tmp_path: Path
) -> None:
    events = tmp_path / "plain.csv"
    events.write_text("customer_id,timestamp,event\na,2024-03-01T10:00:00Z,purchase\n", encoding="utf-8")
    plain = import_files("plain", [Source(events, "events")])
    scenario, shop = load_template("abandoned_cart"), load_sample("shop")
    person = sit(workspace_at(tmp_path / "both.rehearse", datasets=[plain, shop]))
    workspace = person.bench.desk.workspace
    assert workspace is not None
    workspace.runs.save(rehearse(scenario, shop.dataset), scenario, "shop")
    person.bench.desk.look_again()
    person.window.show_place(PlaceName.RESULTS)
    until_drawn(person)
    turn_to(person, "flow")
    listed = person.find(QListWidget, "run_list")
    (row,) = (at for at in range(listed.count()) if listed.item(at).text() == "plain")
    person.click(listed.viewport(), listed.visualItemRect(listed.item(row)).center())
    until_drawn(person)
    assert person.find(QLabel, "report_title").text() == "Cohorts"
    turn_to(person, "lifecycle")  # chosen where it has nothing to count
    person.bench.open(workspace_at(tmp_path / "plain.rehearse", datasets=[plain]))
    person.rest()
    person.window.show_place(PlaceName.RESULTS)
    until_drawn(person)
    assert person.find(QLabel, "report_title").text() == "Cohorts"


def test_that_what_a_report_needs_is_said_where_the_data_lacks_it(sit: Sit, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.window.show_place(PlaceName.RESULTS)
    until_drawn(person)
    assert "It needs purchases with an amount" in person.find(ReportCard, "card_rfm").toolTip()
    person.click("card_rfm")
    person.rest()
    said = [label.text() for label in person.find(QWidget, "report_nothing").findChildren(QLabel)]
    assert "No RFM" in said
    assert any("It needs purchases with an amount" in text for text in said)
    assert any("said at their heads when files are imported" in text for text in said)
    person.click("report_mend")
    assert person.window.place is PlaceName.DATA


def test_that_a_long_test_of_recommendations_shows_how_far_it_is_and_is_counted_again_after_it_was_given_up(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_quick, tested = Event(), testing.tested

    def as_long_as_asked(dataset: Dataset, wanted: Wanted, progress: Progress) -> outcome.Tested:
        while not is_quick.wait(0.002):
            progress(40, 100, "Looking what was bought next")
        return tested(dataset, wanted, progress)

    monkeypatch.setattr(definition, "tested", as_long_as_asked)
    monkeypatch.setattr(jobs_strip, "SLOW_MS", 0)
    events = tmp_path / "orders.csv"
    lines = ("customer_id,timestamp,event,product_id", "a,2024-03-01,purchase,p", "a,2024-04-02,purchase,q")
    events.write_text("\n".join(lines), encoding="utf-8")
    path = workspace_at(tmp_path / "office.rehearse", datasets=[import_files("orders", [Source(events, "events")])])
    person = sit(path)
    person.window.show_place(PlaceName.RESULTS)
    person.click("card_recommendations")
    bar = person.find(QProgressBar, "job_progress")
    person.qtbot.waitUntil(lambda: bar.value() == 400, timeout=60_000)
    assert person.find(QLabel, "job_step").text() == "Looking what was bought next"
    person.click("job_cancel")
    person.qtbot.waitUntil(lambda: not person.window.strip.isVisible(), timeout=60_000)
    said = [label.text() for label in person.find(QWidget, "report_nothing").findChildren(QLabel)]
    assert any(text.startswith("It was given up before it was counted.") for text in said)
    is_quick.set()
    turn_to(person, "trend")
    turn_to(person, "recommendations")
    assert person.find(ReportCard, "card_recommendations").line == "0% in the first 5, popular 0%"


@pytest.mark.parametrize("report", [FunnelReport(), CohortsReport()])
def test_that_every_choice_of_a_sentence_gives_figures(report: FunnelReport | CohortsReport, tmp_path: Path) -> None:
    events = tmp_path / "orders.csv"
    events.write_text("\n".join(("customer_id,timestamp,event,utm_source,amount", *ROWS)), encoding="utf-8")
    data = import_files("orders", [Source(events, "events")]).dataset
    definition = report.proposed(data)
    tried = 0
    for each in report.sentence(data, definition):
        if isinstance(each, str):
            continue
        for choice in each.choices:
            tried += 1
            changed = report.changed(definition, each.field, choice.value)
            assert report.count(data, changed).to_document()["definition"]["words"]
    assert tried > 10
