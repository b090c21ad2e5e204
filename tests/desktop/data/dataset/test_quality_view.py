"""The quality report in the window: findings with their people, mended and undone by the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFrame, QLabel, QPushButton, QTableView, QTabWidget

from app.data.dataset import Dataset
from app.desktop.shell.side_bar import PlaceName
from app.jobs.datasets.importing import import_planned, proposed_for
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.person.person import Person

PEOPLE = """id,email,other,state
a,ann@example.com,,Active
b,bob@example,,Cold
c,ANN@example.com,,Active
d,,dan@example.com,Cold
"""


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
    assert _customers(person) == ["a", "b", "c", "d"]


def test_that_duplicates_are_made_one_and_undone(person: Person) -> None:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    before = workspace.datasets.names()[0].fingerprint
    person.click("mend_duplicates-email_0")
    person.rest()
    assert workspace.datasets.names()[0].customers == 3
    person.click("data_undo")
    person.rest()
    assert workspace.datasets.names()[0].fingerprint == before


def test_that_a_findings_people_are_exported(person: Person, tmp_path: Path) -> None:
    person.click("export_emails-invalid")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "out.csv"))
    dialog.close()
    person.rest()
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "customer_id,email,other,state\nb,bob@example,,Cold\n"


def _stored(person: Person) -> Dataset:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    return workspace.datasets.load("people")


def test_that_missing_addresses_are_taken_from_another_column_and_given_back(person: Person) -> None:
    before = _stored(person)
    person.click("mend_emails-missing_0")
    person.rest()
    assert _stored(person).attributes["email"].filled.all()
    person.click("data_undo")
    person.rest()
    assert _stored(person).fingerprint == before.fingerprint


def test_that_who_agreed_is_said_by_choosing_what_values_mean(person: Person) -> None:
    before = _stored(person)
    person.click("choose_email_consent-unknown")
    person.find(QDialog, "consent_dialog")
    assert not person.find(QPushButton, "consent_ok").isEnabled()
    person.choose("consent_column", "state")
    person.choose("consent_meaning_0", "agreed")
    person.choose("consent_meaning_1", "did not")
    assert person.find(QLabel, "consent_said").text() == "2 agreed, 2 did not, of 0 nothing is known."
    person.click("consent_ok")
    person.rest()
    mended = _stored(person)
    assert mended.attributes[mended.roles.attributes["email_consent"]].values.tolist() == [1, 0, 1, 0]
    person.find(QFrame, "finding_email_consent-coverage")
    person.click("data_undo")
    person.rest()
    assert _stored(person).fingerprint == before.fingerprint


def test_that_a_findings_people_are_kept_as_a_list_and_the_list_is_undone(person: Person) -> None:
    person.click("list_emails-missing")
    person.write("text_answer", "no address")
    person.click("text_ok")
    person.rest()
    assert _stored(person).lists["no address"].tolist() == [False, False, False, True]
    said = person.find(QLabel, "saved_list")
    assert said.text().startswith("Saved: 1 customer is on the list “no address” of people.")
    person.click("saved_list_undo")
    person.rest()
    assert not _stored(person).lists
    assert not said.isVisible()


def test_that_a_file_with_what_is_missing_is_proposed_to_join_these_customers(person: Person, tmp_path: Path) -> None:
    (tmp_path / "addresses.csv").write_text("id,email\nd,dan@example.org\n", encoding="utf-8")
    person.click("file_emails-missing")
    dialog = person.find(QFileDialog, "open_dialog")
    dialog.filesSelected.emit([str(tmp_path / "addresses.csv")])
    dialog.close()
    person.rest()
    assert person.find(QComboBox, "import_dataset").currentText() == "people"
    person.click("import_accept")
    person.rest()
    assert _stored(person).customer_count == 4
    assert _stored(person).attributes["email"].filled.all()


def test_that_every_button_of_a_finding_is_whole(person: Person) -> None:
    card = person.find(QFrame, "finding_emails-missing")

    def are_whole() -> bool:
        buttons = card.findChildren(QPushButton)
        return len(buttons) > 4 and all(
            card.rect().contains(each.mapTo(card, each.rect().bottomRight())) for each in buttons
        )

    person.qtbot.waitUntil(are_whole)
