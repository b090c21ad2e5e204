"""Where files of the import page go, what is left out, and what follows once they are stored."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QLabel,
    QMessageBox,
    QPushButton,
    QTableView,
    QWidget,
)
from xlsxwriter import Workbook

from app.jobs.datasets.corrections import Corrections
from tests.builders import two_exports
from tests.desktop.conftest import Sit
from tests.desktop.data.import_page.steps import choose, counted, drop, plan_of, press_head, settle
from tests.person import hands
from tests.person.person import Person, child


def test_that_a_file_that_was_imported_before_is_replaced_appended_or_left_out(
    person: Person, files: list[Path]
) -> None:
    events = "Metric,Email,Timestamp,Value,event_id\n"
    events += (
        "Placed Order,ann@example.com,2024-01-02 10:00,12.50,7\nPlaced Order,bob@example.com,2024-01-03 10:00,3,8\n"
    )
    files[1].write_text(events, encoding="utf-8")
    drop(person, files)
    counted(person)
    person.click("import_accept")
    person.rest()
    person.click("import_look")
    files[1].write_text(events.replace("12.50", "8.25"), encoding="utf-8")
    drop(person, files)  # the dataset that has them is found
    settle(person, lambda: bool(person.window.findChildren(QPushButton, "import_replace")))
    assert not person.find(QPushButton, "import_accept").isEnabled()
    person.find(QPushButton, "import_skip")
    person.click("import_append")
    counted(person)
    said = "events.csv: 1 event that the dataset has says something else here: the dataset"
    for button, follows in (("replace", "keeps what it has."), ("append", "takes what this file says.")):
        assert _changed(person) == [f"{said} {follows}"]
        person.click(f"import_changed_{button}")
        counted(person)
    person.click("import_changed_replace")
    counted(person)
    person.click("import_accept")
    person.rest()
    assert _values(person) == [8.25, 3]
    person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    person.rest()
    assert _values(person) == [12.5, 3]


def _changed(person: Person) -> list[str]:
    settle(person, lambda: bool(person.window.findChildren(QFrame, "import_changed")))
    return [each.text() for each in child(person.window, QFrame, "import_changed").findChildren(QLabel)]


def _values(person: Person) -> list[float]:
    assert person.bench.desk.workspace is not None
    stored = person.bench.desk.workspace.datasets.load("people")
    assert stored.customer_count == 2
    return list(stored.properties["Value"].values)


def test_that_files_are_looked_into_without_a_workspace_and_one_is_made_when_they_are_imported(
    sit: Sit, files: list[Path], tmp_path: Path
) -> None:
    person = sit(None)
    person.bench.workspaces._preferences.put("folder", str(tmp_path))
    drop(person, files)
    counted(person)
    assert person.find(QLabel, "import_hint").text().startswith("A new dataset in a new workspace, kept in ")
    assert person.bench.desk.workspace is None
    person.click("import_accept")
    person.rest()
    assert person.find(QLabel, "import_kept").text() == f"Kept in the new workspace “people”, in {tmp_path}."
    assert (tmp_path / "people.rehearse").is_file()
    assert person.bench.desk.workspace is not None
    assert [info.name for info in person.bench.desk.workspace.datasets.names()] == ["people"]


def test_that_files_of_other_people_go_into_a_new_workspace_unless_another_is_chosen(
    person: Person, files: list[Path]
) -> None:
    drop(person, files)
    counted(person)
    page = person.bench.imports.page
    assert page.target.place is not None
    assert person.offered(person.find(QComboBox, "import_workspace")) == ["office", "New: people", "New, elsewhere…"]
    person.choose("import_workspace", "office")
    assert page.target.place is None
    assert person.find(QLabel, "import_hint").text() == "A new dataset."


def test_that_a_cancelled_import_into_a_new_workspace_makes_none(sit: Sit, files: list[Path], tmp_path: Path) -> None:
    person = sit(None)
    person.bench.workspaces._preferences.put("folder", str(tmp_path))
    drop(person, files)
    counted(person)
    person.click("import_cancel")
    assert person.bench.desk.workspace is None
    assert not list(tmp_path.glob("*.rehearse"))


def test_that_a_file_that_cannot_be_read_is_named_and_the_others_are_imported(
    person: Person, files: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    drop(person, [tmp_path / "empty.csv", files[1]])
    assert len(counted(person)) == 1
    assert person.bench.imports.page.target.dataset == "events"  # and not what is left out
    drop(person, [files[0], tmp_path / "empty.csv", files[1]])
    assert len(counted(person)) == 2
    said = " ".join(each.text() for each in child(person.window, QWidget, "import_refused").findChildren(QLabel))
    assert "Left out: empty.csv" in said
    assert person.find(QLabel, "import_title").text() == "Import 2 of 3 files"
    assert [file.name for file in plan_of(person).files] == ["people.csv", "events.csv"]


def test_that_another_sheet_of_a_workbook_is_chosen_on_the_page(person: Person, tmp_path: Path) -> None:
    book = Workbook(tmp_path / "book.xlsx")
    for name, rows in (("May", [["user_id", "city"], ["a", "Brno"]]), ("June", [["user_id", "city"], ["b", "Wien"]])):
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    drop(person, [tmp_path / "book.xlsx"])
    counted(person)
    assert plan_of(person).files[0].rows == (("a", "Brno"),)
    person.choose("import_sheet_0", "Sheet “June”")
    settle(person, lambda: plan_of(person).files[0].rows == (("b", "Wien"),))
    assert counted(person) == ["book.xlsx: 1 row: 1 person."]


def test_that_a_template_that_fits_is_opened_over_what_was_imported(person: Person, tmp_path: Path) -> None:
    drop(person, two_exports.write(tmp_path / "exports"))
    assert counted(person)[0] == "customers_export.csv: 201 rows: 198 people, 1 repeated, 2 left out; 4 of them listed."
    person.click("import_accept")
    person.rest()
    assert (
        person.find(QLabel, "import_fits").text().startswith("“Abandoned cart” fits: these data have “Added to Cart”")
    )
    person.find(QPushButton, "import_template_welcome")
    person.click("import_template")
    person.rest()
    session = person.bench.scenario.editor.session
    assert session is not None
    assert person.bench.scenario.runner.dataset_name == "customers_export"
    assert [problem for problem in session.problems if not problem.is_remark] == []
    person.click("scenario_run")
    person.rest()
    assert session.summary is not None
    person.click("go_results")
    person.rest()
    assert person.bench.results.chosen_run is not None  # and not what the data say by themselves


def test_that_the_listed_rows_are_shown_from_the_end_of_an_import(person: Person, files: list[Path]) -> None:
    drop(person, files)
    counted(person)
    person.click("import_accept")
    person.rest()
    person.click("import_rows")
    assert person.find(QTableView, "notes_table").model().rowCount() == 1


def test_that_the_listed_rows_are_exported_with_place_reason_and_text(
    person: Person, files: list[Path], tmp_path: Path
) -> None:
    drop(person, files)
    counted(person)
    person.click("import_accept")
    person.rest()
    person.click("import_rows")
    person.click("accounts_export")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "listed.csv"))
    dialog.close()
    person.rest()
    rows = list(csv.DictReader((tmp_path / "listed.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["file"], row["line"], row["outcome"]) for row in rows] == [("events.csv", "4", "rejected")]
    assert rows[0]["text"] == "Opened Email,,2024-01-03 11:00,"
    assert rows[0]["reason"]


def test_that_files_over_the_window_are_told_what_letting_go_does(person: Person, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    hands.drag_over(person.window, person.window.rect().center(), data, lets_go=False)
    assert person.find(QLabel, "drop_words").text() == "Drop to look into 2 files"
    hands.drag_over(person.window, person.window.rect().center(), data)
    assert child(person.window, QWidget, "drop_veil").isHidden()


def test_that_of_many_files_each_card_says_what_becomes_of_its_rows_and_the_foot_their_sum(
    person: Person, tmp_path: Path
) -> None:
    paths = [tmp_path / f"people {number}.csv" for number in range(5)]
    for number, path in enumerate(paths):
        path.write_text(f"user_id,city\nperson-1,Brno {number}\nperson-1,Wien {number}\n", encoding="utf-8")
    drop(person, paths)
    assert counted(person) == ["10 rows: 10 come in; 5 of them listed."]
    assert person.find(QLabel, "import_why_4").text().startswith("2 rows: 1 person, 1 repeated; 1 of them listed.")


def test_that_the_dataset_is_named_after_the_file_of_people(person: Person, files: list[Path]) -> None:
    drop(person, files[::-1])
    counted(person)
    assert person.bench.imports.page.target.dataset == "people"


def test_that_a_drop_whose_source_is_gone_takes_what_was_dragged_over_or_says_that_it_is_gone_too(
    person: Person, files: list[Path]
) -> None:
    data, middle = QMimeData(), person.window.rect().center()
    data.setUrls([QUrl.fromLocalFile(str(files[0]))])
    hands.drag_over(person.window, middle, data, lets_go=False)
    hands.let_go(person.window, middle, QMimeData())
    assert child(person.window, QWidget, "drop_veil").isHidden()
    person.rest()
    assert counted(person) == ["people.csv: 2 rows: 2 people."]
    person.click("import_cancel")
    files[0].unlink()
    drop(person, files[:1])
    box = person.find(QMessageBox, "message")
    assert "“people.csv” is no longer there." in box.text()
    assert "save it in a folder first, and drop it from there. Nothing was imported." in box.text()
    box.close()
    drop(person, files)
    assert len(counted(person)) == 1
    said = " ".join(each.text() for each in child(person.window, QWidget, "import_refused").findChildren(QLabel))
    assert "Left out: people.csv" in said
    assert "“people.csv” is no longer there." in said


def test_that_without_a_workspace_files_are_asked_for_by_the_button_in_data(sit: Sit, files: list[Path]) -> None:
    person = sit(None)
    person.click("go_data")
    person.click("data_first_import")
    dialog = person.find(QFileDialog, "open_dialog")
    dialog.selectFile(str(files[0]))
    dialog.filesSelected.emit([str(files[0])])
    dialog.close()
    assert counted(person) == ["people.csv: 2 rows: 2 people."]
    assert person.bench.desk.workspace is None


def test_that_what_was_said_of_a_header_is_proposed_for_the_next_file_with_it_until_it_is_forgotten(
    person: Person, tmp_path: Path
) -> None:
    first, second = tmp_path / "january.csv", tmp_path / "february.csv"
    first.write_text("user_id,time,event,worth\na,2024-01-01 10:00,buy,5\nb,2024-01-02 10:00,buy,6\n", encoding="utf-8")
    second.write_text("user_id,time,event,worth\na,2024-02-01 10:00,buy,7\n", encoding="utf-8")
    drop(person, [first])
    counted(person)
    forget = person.window.findChild(QPushButton, "import_forget_0")
    assert forget is not None
    assert forget.isHidden()
    choose(person, press_head(person, 0, 3), "Meaning", "Amount")
    settle(person, lambda: plan_of(person).files[0].property_roles.get("amount") == "worth")
    counted(person)
    person.choose("import_workspace", "office")
    counted(person)
    person.click("import_accept")
    person.rest()
    person.click("import_look")
    drop(person, [second])
    counted(person)
    assert plan_of(person).files[0].property_roles["amount"] == "worth"
    assert person.find(QLabel, "import_why_0").text().startswith("As you said of a file with this header before.")
    forget = person.find(QPushButton, "import_forget_0")
    hands.click(forget, forget.rect().center())
    settle(person, lambda: "amount" not in plan_of(person).files[0].property_roles)
    settle(person, forget.isHidden)
    assert Corrections().remembered().said == {}
