"""From lead to revenue in the window: the four reports over a CRM's events, changed, and the people behind a bar."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.desktop.results.report.chart_view import ChartView
from app.desktop.shell.side_bar import PlaceName
from app.reports.lifecycle.figures import HERE
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import column, pick, turn_to, until_drawn
from tests.person.person import Person

PEOPLE = "1,anna@acme.example,Acme,Google\n2,ben@acme.example,,\n3,cleo@bolt.example,Bolt,Google\n"
ROWS = (
    "1,2024-01-03T10:00:00Z,visit,spring,,", "1,2024-01-04T10:00:00Z,lead created,,,", "1,2024-02-04T10:00:00Z,MQL,,,",
    "1,2024-03-04T10:00:00Z,deal created,,d1,1000", "2,2024-02-04T10:00:00Z,lead created,,,",
    "3,2024-04-01T10:00:00Z,visit,Spring,,", "3,2024-04-02T10:00:00Z,lead created,,,",
    "3,2024-04-03T10:00:00Z,deal created,,d2,500.55", "3,2024-04-20T10:00:00Z,closed won,,d2,500.55",
)  # fmt: skip


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    contacts, events = tmp_path / "contacts.csv", tmp_path / "events.csv"
    contacts.write_text(f"contact_id,email,company,lead_source\n{PEOPLE}", encoding="utf-8")
    header = "contact_id,timestamp,event,utm_campaign,deal_id,amount"
    events.write_text("\n".join((header, *ROWS)), encoding="utf-8")
    path = workspace_at(tmp_path / "crm.rehearse", datasets=[import_plan(propose([contacts, events]), "crm")])
    made = sit(path)
    made.window.show_place(PlaceName.RESULTS)
    until_drawn(made)
    return made


def test_that_the_lifecycle_is_told_apart_by_source_and_a_bar_lists_its_people(person: Person) -> None:
    turn_to(person, "lifecycle")
    assert column(person, 1) == ["3", "3", "2", "2", "1"]
    view = person.find(ChartView, "report_chart")
    person.click(view, view.place_of(1, HERE))
    count = person.find(QLabel, "people_count")
    person.rest()
    assert count.text() == "1 customer"
    pick(person, "by", "by source")
    assert [name for name in column(person, 0) if name.endswith("Lead")] == ["Google · Lead", "(no source) · Lead"]


def test_that_the_pipeline_takes_another_model_and_measure(person: Person) -> None:
    turn_to(person, "pipeline")
    names, revenue = column(person, 0), column(person, 8)
    assert dict(zip(names[1:], revenue[1:], strict=True)) == {"(no touch)": "0", "All": "500.55"}
    assert revenue[0] == "500.55"
    pick(person, "is_one", "apart")
    assert sorted(column(person, 0)) == ["(no touch)", "All", "Spring", "spring"]


def test_that_accounts_and_the_audit_stand_in_the_gallery_too(person: Person) -> None:
    turn_to(person, "accounts")
    assert list(zip(column(person, 0), column(person, 1), strict=True)) == [("Acme", "2"), ("Bolt", "1"), ("All", "3")]
    turn_to(person, "crm_audit")
    assert column(person, 0)[:2] == ["Leads", "Leads without a source"]
    assert column(person, 1)[:2] == ["2", "50%"]
