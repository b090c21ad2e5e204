"""A run is compared with another one in Results, chosen from a list, and undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QListWidget, QMenu, QPushButton, QTableWidget

from app.data.assembling.fingerprint import signed
from app.desktop.results.gallery.card import ReportCard
from app.desktop.shell.side_bar import PlaceName
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import REMINDER, imported, workspace_at
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import until_drawn
from tests.person.person import Person, child

LONGER: Scenario = replace(
    scenario(
        [
            kind("start", "entry_event", event="cart"),
            kind("hour", "wait", for_="PT1H"),
            kind("more", "wait", for_="P1D") | {"label": "A day more"},
        ],
        "start>hour hour>more",
        goals=[{"id": "order", "event": "buy"}],
    ),
    id=REMINDER.id,
    name="Longer reminder",
)


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    path = workspace_at(tmp_path / "office.rehearse", REMINDER, datasets=[imported()])
    with Workspace.open(path) as workspace:
        for each in (REMINDER, LONGER):
            run = rehearse(each, signed(imported().dataset), RunOptions(compiled=False))
            workspace.runs.save(run, each, "shop")
    made = sit(path)
    made.window.show_place(PlaceName.RESULTS)
    made.qtbot.waitUntil(lambda: made.bench.results.is_drawn, timeout=60_000)
    made.click("card_comparison")
    until_drawn(made)
    return made


def other_run(person: Person) -> QMenu:
    menu = person.find(QPushButton, "report_sentence_other").menu()
    assert isinstance(menu, QMenu)
    return menu


def rows(person: Person) -> dict[str, list[str]]:
    table = child(person.window, QTableWidget, "report_table")
    cells = [[table.item(row, at) for at in range(1, 4)] for row in range(table.rowCount())]
    heads = [table.item(row, 0) for row in range(table.rowCount())]
    return {
        head.text(): [item.text() for item in line if item is not None]
        for head, line in zip(heads, cells, strict=True)
        if head is not None
    }


def test_that_the_run_before_stands_beside_this_one_and_beside_the_first_what_is_chosen_until_undone(
    person: Person,
) -> None:
    assert rows(person)["Journeys"] == ["3", "3", "0"]
    assert rows(person)["Came to: A day more"] == ["3", "0", "+3"]
    assert person.find(ReportCard, "card_comparison").line == "+3 Came to: A day more"
    person.find(QListWidget, "run_list").setCurrentRow(1)
    until_drawn(person)
    assert rows(person) == {}
    assert "Choose another run" in person.find(ReportCard, "card_comparison").accessibleName()
    person.pick(other_run(person), other_run(person).actions()[0].text())
    until_drawn(person)
    assert rows(person)["Came to: A day more"] == ["0", "3", "−3"]
    person.click("results_undo")
    until_drawn(person)
    assert rows(person) == {}


def test_that_each_run_is_offered_to_the_other(person: Person) -> None:
    assert [action.text().split(",")[0] for action in other_run(person).actions()] == ["Reminder"]
    person.find(QListWidget, "run_list").setCurrentRow(1)
    until_drawn(person)
    assert [action.text().split(",")[0] for action in other_run(person).actions()] == ["Longer reminder"]
