"""The quality report in the window: findings with their people, mended and undone by the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QTableView, QTabWidget

from app.desktop.shell.side_bar import PlaceName
from app.jobs.importing import import_planned, proposed_for
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.person.person import Person

PEOPLE = "id,email\na,ann@example.com\nb,bob@example\nc,ANN@example.com\n"


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    path = workspace_at(tmp_path / "shop.rehearse")
    with Workspace.open(path) as workspace:
        import_planned(workspace, proposed_for(workspace, [tmp_path / "people.csv"], "people"), "people")
    made = sit(path)
    made.window.show_place(PlaceName.DATA)
    made.rest()
    made.find(QTabWidget, "dataset_tabs").setCurrentIndex(4)
    made.rest()
    return made


def _customers(person: Person) -> list[str]:
    model = person.find(QTableView, "customers_table").model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def test_that_each_finding_stands_there_with_an_example_and_an_advice(person: Person) -> None:
    person.find(QFrame, "finding_emails-invalid")
    person.find(QFrame, "finding_duplicates-email")
    shown = [label.text() for label in person.find(QFrame, "finding_emails-invalid").findChildren(QLabel)]
    assert "1 e-mail address cannot be right." in shown
    assert "For example: bob@example" in shown


def test_that_its_people_are_shown_alone_and_then_all_again(person: Person) -> None:
    person.click("people_duplicates-email")
    assert _customers(person) == ["a", "c"]
    person.click("customers_all")
    person.rest()
    assert _customers(person) == ["a", "b", "c"]


def test_that_duplicates_are_made_one_and_undone(person: Person) -> None:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    before = workspace.datasets.names()[0].fingerprint
    person.click("mend_duplicates-email_0")
    person.rest()
    assert workspace.datasets.names()[0].customers == 2
    person.click("data_undo")
    person.rest()
    assert workspace.datasets.names()[0].fingerprint == before


def test_that_a_findings_people_are_exported(person: Person, tmp_path: Path) -> None:
    person.click("export_emails-invalid")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "out.csv"))
    dialog.close()
    person.rest()
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "customer_id,email\nb,bob@example\n"
