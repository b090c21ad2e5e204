"""Reports kept under a name: first in the gallery, with their own definition, renamed, removed, and each taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QTableWidget

from app.desktop.results.gallery.card import ReportCard
from app.desktop.shell.side_bar import PlaceName
from app.workspace.settings.kept_reports import KeptReport
from tests.builders.workspaces import small_workspace, workspace_of_orders
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import answer, in_results, until_drawn, workspace_of
from tests.person.hands import CONTROL
from tests.person.person import Person, child

ROWS = (
    "a,2024-03-01T10:00:00Z,visit,",
    "a,2024-03-20T10:00:00Z,purchase,30",
    "b,2024-03-03T10:00:00Z,visit,",
    "b,2024-03-04T10:00:00Z,purchase,12",
)
SHORT = "card_kept Short"


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    return in_results(sit, workspace_of_orders(tmp_path, ROWS))


def _pick(person: Person, button: str, words: str) -> None:
    menu = person.find(QPushButton, button).menu()
    assert isinstance(menu, QMenu)
    person.pick(menu, words)


def _keep(person: Person, name: str) -> None:
    _pick(person, "report_sentence_window", "7 days")
    person.rest()
    person.click("report_keep")
    answer(person, name)


def _cards(person: Person) -> list[str]:
    cards = [card for card in person.window.findChildren(ReportCard) if card.isVisibleTo(person.window)]
    return [card.entry for card in sorted(cards, key=lambda card: (card.y(), card.x()))]


def _last_count(person: Person) -> str:
    table = child(person.window, QTableWidget, "report_table")
    item = table.item(table.rowCount() - 1, 1)
    return "" if item is None else item.text()


def test_that_a_kept_report_stands_first_and_keeps_its_definition(person: Person) -> None:
    _keep(person, "Short")
    assert _cards(person)[:2] == ["kept Short", "funnel"]
    assert _last_count(person) == "1"
    kept = workspace_of(person).kept_reports.all()
    assert kept == {"Short": KeptReport(report="funnel", dataset="orders", changes=(("window", "7"),))}


def test_that_it_counts_by_its_own_definition_when_the_workspace_is_opened_again(sit: Sit, person: Person) -> None:
    _keep(person, "Short")
    path = workspace_of(person).path
    person.bench.desk.close()
    again = sit(path)
    again.window.show_place(PlaceName.RESULTS)
    until_drawn(again)
    assert again.find(QPushButton, "report_sentence_window").text() == "30 days"
    again.click(SHORT)
    until_drawn(again)
    assert again.find(QPushButton, "report_sentence_window").text() == "7 days"
    assert _last_count(again) == "1"


def test_that_it_is_renamed_kept_anew_and_removed_and_each_is_taken_back(person: Person) -> None:
    _keep(person, "Short")
    _pick(person, "report_kept", "Rename…")
    answer(person, "Quick")
    assert list(workspace_of(person).kept_reports.all()) == ["Quick"]
    _pick(person, "report_sentence_window", "90 days")
    person.rest()
    _pick(person, "report_kept", "Keep as it is now")
    until_drawn(person)
    assert workspace_of(person).kept_reports.all()["Quick"].changes[-1] == ("window", "90")
    _pick(person, "report_kept", "Keep no longer")
    until_drawn(person)
    assert _cards(person)[0] == "funnel"
    seen = []
    for _ in range(5):
        person.window.setFocus()  # as when what had the keyboard is gone
        person.key(Qt.Key.Key_Z, CONTROL)
        until_drawn(person)
        seen.append({name: each.changes for name, each in workspace_of(person).kept_reports.all().items()})
    short, long = (("window", "7"),), (("window", "7"), ("window", "90"))
    assert seen == [{"Quick": long}, {"Quick": short}, {"Quick": short}, {"Short": short}, {}]


def test_that_a_runs_report_is_kept_over_the_latest_run_of_its_scenario(sit: Sit, tmp_path: Path) -> None:
    person = sit(small_workspace(tmp_path / "shop.rehearse"))
    person.window.show_place(PlaceName.RESULTS)
    until_drawn(person)
    person.click("card_flow")
    until_drawn(person)
    person.click("report_keep")
    answer(person, "Ways")
    kept = workspace_of(person).kept_reports.all()["Ways"]
    assert (kept.report, kept.scenario, kept.dataset) == ("flow", "reminder", "")
    assert _cards(person)[0] == "kept Ways"
