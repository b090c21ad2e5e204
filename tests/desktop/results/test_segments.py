"""A report of a segment's customers alone: chosen in the sentence, taken back, kept, and counted anew as it changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.desktop.results.gallery.card import ReportCard
from app.nodes.conditions import EventTest, PropertyTest
from app.workspace.settings.kept_reports import KeptReport
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_of_orders
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import answer, counts, in_results, pick, until_drawn, workspace_of
from tests.person.person import Person

ROWS = (
    "a,2024-03-01T10:00:00Z,visit,",
    "a,2024-03-20T10:00:00Z,purchase,30",
    "b,2024-03-03T10:00:00Z,visit,",
    "b,2024-03-04T10:00:00Z,purchase,12",
    "c,2024-03-04T10:00:00Z,visit,",
)
BUYERS = EventTest(event="purchase")


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    path = workspace_of_orders(tmp_path, ROWS)
    with Workspace.open(path) as workspace:
        workspace.segments.put("Buyers", BUYERS)
    return in_results(sit, path)


def test_that_a_segment_is_chosen_in_the_sentence_and_taken_back(person: Person) -> None:
    assert counts(person) == ["3", "2"]
    pick(person, "segment", "customers in “Buyers”")
    until_drawn(person)
    assert counts(person) == ["2", "2"]
    assert "in the segment “Buyers” alone" in person.find(QLabel, "report_definition").text()
    assert person.find(ReportCard, "card_funnel").line == "100% came to purchase (2 of 2)"
    person.click("results_undo")
    until_drawn(person)
    assert counts(person) == ["3", "2"]
    assert person.find(QPushButton, "report_sentence_segment").text() == "all customers"


def test_that_a_segment_that_changes_is_counted_anew(person: Person) -> None:
    pick(person, "segment", "customers in “Buyers”")
    until_drawn(person)
    costly = EventTest(event="purchase", where=(PropertyTest(property="amount", op="gt", value=20),))
    workspace_of(person).segments.put("Buyers", costly)
    person.bench.desk.look_again()
    person.rest()
    until_drawn(person)
    assert counts(person) == ["1", "1"]


def test_that_a_kept_report_holds_its_segment(person: Person) -> None:
    pick(person, "segment", "customers in “Buyers”")
    until_drawn(person)
    person.click("report_keep")
    answer(person, "Of buyers")
    kept = KeptReport(report="funnel", dataset="orders", changes=(("segment", "Buyers"),))
    assert workspace_of(person).kept_reports.all() == {"Of buyers": kept}
    assert counts(person) == ["2", "2"]
    assert person.find(ReportCard, "card_kept Of buyers").line == "100% came to purchase (2 of 2)"
