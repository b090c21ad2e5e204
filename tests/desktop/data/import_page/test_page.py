"""The import page: files dropped on the window, what they are confirmed by the mouse, stored, and undone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QTableView,
    QTableWidget,
    QTabWidget,
    QWidget,
)
from xlsxwriter import Workbook

from app.data.importing.plan import ImportPlan
from app.desktop.data.import_page.heads import HEIGHT, ChipHeader
from app.desktop.shell.side_bar import PlaceName
from app.jobs.corrections import Corrections
from tests.builders import two_exports
from tests.desktop.conftest import Sit
from tests.person import hands
from tests.person.person import Person, child

PEOPLE = "Customer ID,Email,City,Accepts Email Marketing\n1,Ann@Example.com,Brno,yes\n2,bob@example.com,Praha,no\n"
EVENTS = """Metric,Email,Timestamp,Value
Placed Order,ann@example.com,2024-01-02 10:00,12.50
Opened Email,bob@example.com,2024-01-03 11:00,
Opened Email,,2024-01-03 11:00,
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")
    return [tmp_path / "people.csv", tmp_path / "events.csv"]


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    return sit(workspace_path)


def _drop(person: Person, files: Sequence[Path]) -> None:
    """Drop files from the desktop on what lies in the middle of the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    hands.drag_over(person.window, person.window.rect().center(), data)
    person.rest()
    person.rest()  # the beginnings, then the whole, then the count


def _settle(person: Person, until: Any) -> None:
    person.qtbot.waitUntil(until, timeout=60_000)


def _plan(person: Person) -> ImportPlan:
    plan = person.bench.imports._plan
    assert plan is not None
    return plan


def _counted(person: Person) -> list[str]:
    said = person.find(QLabel, "import_accounts")
    _settle(person, lambda: " row" in said.text() and "…" not in said.text())
    return said.text().splitlines()


def _press_head(person: Person, place: int, section: int) -> QMenu:
    table = person.find(QTableWidget, f"import_rows_{place}")
    head = table.horizontalHeader()
    assert isinstance(head, ChipHeader)
    scroll = person.find(QScrollArea, "import_scroll")
    scroll.ensureWidgetVisible(head)
    at = QPoint(head.sectionViewportPosition(section) + 20, HEIGHT - 16)
    hands.click(head.viewport(), at)
    return person.find(QMenu, "column_menu")


def _with_state(menu: QMenu, word: str) -> list[str]:
    """What a group of this name is called, with what holds of it."""
    return [action.text() for action in menu.actions() if action.text().startswith(f"{word}: ")]


def _choose(person: Person, menu: QMenu, *words: str) -> None:
    """Click through a menu and those in it."""
    for word in words:
        _settle(person, menu.isVisible)
        action = next(action for action in menu.actions() if action.text() in (word, *_with_state(menu, word)))
        inner = action.menu()
        hands.click(menu, menu.actionGeometry(action).center())
        if isinstance(inner, QMenu):
            menu = inner


def test_that_dropped_files_are_shown_with_what_they_are_and_how_they_join(person: Person, files: list[Path]) -> None:
    _drop(person, files)
    assert person.window.place is PlaceName.DATA
    assert _counted(person) == [
        "people.csv: 2 rows: 2 people.",
        "events.csv: 3 rows: 2 events, 1 left out, 1 listed.",
    ]
    assert [person.find(QComboBox, f"import_kind_{place}").currentData() for place in (0, 1)] == ["customers", "events"]
    assert person.find(QComboBox, "import_join_0").currentText() == "2 of 2 by “Email”, case aside"
    assert person.bench.desk.workspace is not None
    assert [info.name for info in person.bench.desk.workspace.datasets.names()] == ["shop"]


def test_that_import_stores_a_new_dataset_and_says_what_came_of_it(person: Person, files: list[Path]) -> None:
    _drop(person, files)
    _counted(person)
    person.choose("import_workspace", "office")
    _counted(person)
    person.click("import_accept")
    person.rest()
    said = person.find(QLabel, "import_said")
    assert said.text().startswith("Done: 2 people, 2 events, 100")
    assert said.text().endswith("joined.")
    person.click("import_look")
    _settle(person, lambda: person.bench.data.chosen == "people")
    person.rest()
    person.find(QTabWidget, "dataset_tabs").setCurrentIndex(3)
    notes = person.find(QTableView, "notes_table").model()
    assert [str(notes.data(notes.index(0, column))) for column in (1, 2)] == ["4", "rejected"]


def test_that_an_import_is_undone_by_the_button_in_data(person: Person, files: list[Path]) -> None:
    _drop(person, files)
    _counted(person)
    person.choose("import_workspace", "office")
    _counted(person)
    person.click("import_accept")
    person.rest()
    person.find(QLabel, "import_said")
    person.click("import_look")
    person.click("data_undo")
    person.rest()
    assert person.bench.desk.workspace is not None
    assert [info.name for info in person.bench.desk.workspace.datasets.names()] == ["shop"]


def test_that_an_import_into_a_dataset_that_is_there_is_undone_to_what_it_was(person: Person, tmp_path: Path) -> None:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    before = workspace.datasets.names()[0].fingerprint
    more = tmp_path / "more.csv"
    more.write_text("user_id,event,timestamp\nuser_0001,visit,2024-05-01T10:00:00Z\n", encoding="utf-8")
    _drop(person, [more])
    _counted(person)
    assert person.find(QComboBox, "import_dataset").currentText() == "shop"  # whose customer it is about
    person.click("import_accept")
    person.rest()
    person.find(QLabel, "import_said")
    assert workspace.datasets.names()[0].fingerprint != before
    person.click("import_look")
    person.click("data_undo")
    person.rest()
    assert [info.fingerprint for info in workspace.datasets.names()] == [before]


def test_that_a_press_on_a_columns_head_says_what_else_it_is(person: Person, files: list[Path]) -> None:
    _drop(person, files[1:])
    _counted(person)
    _choose(person, _press_head(person, 0, 3), "Meaning", "Amount")
    _settle(person, lambda: _plan(person).files[0].property_roles.get("amount") == "Value")
    _choose(person, _press_head(person, 0, 3), "Leave this column out")
    _settle(person, lambda: _plan(person).files[0].leave_out == ("Value",))
    assert _plan(person).files[0].leave_out == ("Value",)


def test_that_a_column_of_events_becomes_an_attribute_if_asked(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("user_id,time,event,Land\na,2024-01-01 10:00,buy,CZ\na,2024-01-02 10:00,buy,DE\n", encoding="utf-8")
    _drop(person, [path])
    _counted(person)
    _choose(person, _press_head(person, 0, 3), "Of the customer: the latest value")
    _settle(person, lambda: _plan(person).files[0].attributes == ("Land",))
    _counted(person)
    imported = person.bench.imports._imported
    assert imported is not None
    assert imported.dataset.attributes["Land"].words.to_pylist() == ["DE"]


def test_that_a_number_with_two_readings_is_answered_in_a_columns_menu(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "user_id,time,event,amount\na,2024-01-01 10:00,buy,1.234\nb,2024-01-02 10:00,buy,2.500\n", encoding="utf-8"
    )
    _drop(person, [path])
    box = person.find(QMessageBox, "message")
    assert "decimal sign" in box.text()
    box.close()
    _choose(person, _press_head(person, 0, 3), "How the file writes", "Numbers with a comma: 1.234,50")
    _settle(person, lambda: _plan(person).files[0].given.decimal == ",")
    assert _counted(person) == ["orders.csv: 2 rows: 2 events."]


def test_that_another_kind_is_chosen_and_one_that_lacks_a_column_is_asked_about(
    person: Person, files: list[Path]
) -> None:
    _drop(person, files[:1])
    _counted(person)
    person.choose("import_kind_0", "Events: who did what, and when")
    _settle(person, lambda: [doubt.code for doubt in _plan(person).unanswered] == ["no-instant"])
    assert not person.find(QPushButton, "import_accept").isEnabled()
    person.choose("import_kind_0", "People, a row each")
    _counted(person)
    assert person.find(QPushButton, "import_accept").isEnabled()


@pytest.mark.parametrize("with_others", [False, True])
def test_that_a_file_in_which_nothing_names_the_customer_is_shown_and_asked_about(
    person: Person, files: list[Path], tmp_path: Path, with_others: bool
) -> None:
    path = tmp_path / "doings.csv"
    rows = "".join(f"p{row % 3},2024-01-0{row + 1} 10:00,open,{row % 2}\n" for row in range(6))
    path.write_text(f"thing,moment,what,more\n{rows}", encoding="utf-8")
    _drop(person, [*(files[1:] if with_others else []), path])
    place = len(_plan(person).files) - 1
    person.choose(f"import_kind_{place}", "Events: who did what, and when")
    _settle(person, lambda: "no-key" in [doubt.code for doubt in _plan(person).unanswered])
    card = person.find(QFrame, "import_doubt_no-key")
    words = " ".join(label.text() for label in card.findChildren(QLabel))
    assert words == (
        "Nothing in doings.csv looks like a column that names the customer. Press the head of the column that is it, "
        "and choose “Who: names the customer”."
    )
    assert not card.findChildren(QPushButton)
    assert not person.find(QPushButton, "import_accept").isEnabled()
    _choose(person, _press_head(person, place, 0), "Who: names the customer")
    _settle(person, lambda: [key.column for key in _plan(person).files[place].keys] == ["thing"])
    assert "no-key" not in [doubt.code for doubt in _plan(person).unanswered]


def test_that_products_without_an_id_are_asked_about(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("colour,depth\nred,1\nred,1\nblue,2\n", encoding="utf-8")
    _drop(person, [path])
    person.choose("import_kind_0", "Products")
    _settle(person, lambda: [doubt.code for doubt in _plan(person).unanswered] == ["no-product"])
    _choose(person, _press_head(person, 0, 0), "Which: names the product")
    assert _counted(person) == ["things.csv: 3 rows: 3 products, 1 listed."]


def test_that_events_without_a_name_column_get_one_name(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("user_id,time\na,2024-01-01 10:00\na,2024-01-02 10:00\nb,2024-01-02 10:00\n", encoding="utf-8")
    _drop(person, [path])
    _counted(person)
    person.write("import_named_0", "visit")
    _settle(person, lambda: _plan(person).files[0].constant == "visit")
    assert person.find(QLineEdit, "import_named_0").text() == "visit"


def test_that_files_of_different_people_are_a_question_before_they_are_imported(
    person: Person, files: list[Path], tmp_path: Path
) -> None:
    strangers = tmp_path / "strangers.csv"
    strangers.write_text(
        "Metric,Email,Timestamp\n" + "".join(f"Open,x{n}@example.com,2024-01-0{n + 1} 10:00\n" for n in range(5)),
        encoding="utf-8",
    )
    _drop(person, [files[0], strangers])
    accept = person.find(QPushButton, "import_accept")
    assert not accept.isEnabled()
    person.click("import_yes")
    _counted(person)
    assert accept.isEnabled()


def test_that_a_wrong_zone_is_said_and_import_waits(person: Person, files: list[Path]) -> None:
    _drop(person, files)
    _counted(person)
    person.write("import_zone", "Atlantis")
    person.rest()
    assert person.find(QLabel, "import_problem").text() == "Choose a time zone such as Europe/Prague."
    assert not person.find(QPushButton, "import_accept").isEnabled()
    person.write("import_zone", "Europe/Prague")
    person.rest()
    assert person.find(QPushButton, "import_accept").isEnabled()


def test_that_cancel_stores_nothing_and_shows_the_datasets_again(person: Person, files: list[Path]) -> None:
    _drop(person, files)
    person.click("import_cancel")
    assert person.bench.data.chosen == "shop"
    person.find(QTabWidget, "dataset_tabs")
    assert person.bench.desk.workspace is not None
    assert [info.name for info in person.bench.desk.workspace.datasets.names()] == ["shop"]


def test_that_an_empty_file_is_refused_in_words_and_leaves_no_page(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    _drop(person, [path])
    box = person.find(QMessageBox, "message")
    assert "empty.csv" in box.text()
    box.close()
    person.find(QTabWidget, "dataset_tabs")


def test_that_the_wheel_over_the_page_only_scrolls(person: Person, files: list[Path]) -> None:
    _drop(person, files)
    _counted(person)
    before, target = _plan(person), person.bench.imports.page.target
    page = child(person.window, QWidget, "import_page")
    names = [box.objectName() for box in page.findChildren(QComboBox) if not box.visibleRegion().isEmpty()]
    assert {"import_dataset", "import_zone", "import_kind_0"} <= set(names)
    for name in names:
        box = person.find(QComboBox, name)
        box.setFocus()
        hands.turn_wheel(box, QPoint(0, -120))
    assert (_plan(person), person.bench.imports.page.target) == (before, target)


def test_that_a_file_that_was_imported_before_is_replaced_appended_or_left_out(
    person: Person, files: list[Path]
) -> None:
    _drop(person, files)
    _counted(person)
    person.click("import_accept")
    person.rest()
    person.click("import_look")
    _drop(person, files)  # the dataset that has them is found
    _settle(person, lambda: bool(person.window.findChildren(QPushButton, "import_replace")))
    assert not person.find(QPushButton, "import_accept").isEnabled()
    person.find(QPushButton, "import_skip")
    person.click("import_append")
    _counted(person)
    person.click("import_accept")
    person.rest()
    assert person.bench.desk.workspace is not None
    infos = {info.name: (info.customers, info.events) for info in person.bench.desk.workspace.datasets.names()}
    assert infos["people"] == (2, 2)


def test_that_files_are_looked_into_without_a_workspace_and_one_is_made_when_they_are_imported(
    sit: Sit, files: list[Path], tmp_path: Path
) -> None:
    person = sit(None)
    person.bench.workspaces._preferences.put("folder", str(tmp_path))
    _drop(person, files)
    _counted(person)
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
    _drop(person, files)
    _counted(person)
    page = person.bench.imports.page
    assert page.target.place is not None
    assert person.offered(person.find(QComboBox, "import_workspace")) == ["office", "New: people", "New, elsewhere…"]
    person.choose("import_workspace", "office")
    assert page.target.place is None
    assert person.find(QLabel, "import_hint").text() == "A new dataset."


def test_that_a_cancelled_import_into_a_new_workspace_makes_none(sit: Sit, files: list[Path], tmp_path: Path) -> None:
    person = sit(None)
    person.bench.workspaces._preferences.put("folder", str(tmp_path))
    _drop(person, files)
    _counted(person)
    person.click("import_cancel")
    assert person.bench.desk.workspace is None
    assert not list(tmp_path.glob("*.rehearse"))


def test_that_a_file_that_cannot_be_read_is_named_and_the_others_are_imported(
    person: Person, files: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    _drop(person, [files[0], tmp_path / "empty.csv", files[1]])
    assert len(_counted(person)) == 2
    said = " ".join(each.text() for each in child(person.window, QWidget, "import_refused").findChildren(QLabel))
    assert "Left out: empty.csv" in said
    assert person.find(QLabel, "import_title").text() == "Import 2 of 3 files"
    assert [file.name for file in _plan(person).files] == ["people.csv", "events.csv"]


def test_that_another_sheet_of_a_workbook_is_chosen_on_the_page(person: Person, tmp_path: Path) -> None:
    book = Workbook(tmp_path / "book.xlsx")
    for name, rows in (("May", [["user_id", "city"], ["a", "Brno"]]), ("June", [["user_id", "city"], ["b", "Wien"]])):
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    _drop(person, [tmp_path / "book.xlsx"])
    _counted(person)
    assert _plan(person).files[0].rows == (("a", "Brno"),)
    person.choose("import_sheet_0", "Sheet “June”")
    _settle(person, lambda: _plan(person).files[0].rows == (("b", "Wien"),))
    assert _counted(person) == ["book.xlsx: 1 row: 1 person."]


def test_that_a_template_that_fits_is_opened_over_what_was_imported(person: Person, tmp_path: Path) -> None:
    _drop(person, two_exports.write(tmp_path / "exports"))
    assert _counted(person)[0] == "customers_export.csv: 201 rows: 198 people, 2 left out, 4 listed."
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
    _drop(person, files)
    _counted(person)
    person.click("import_accept")
    person.rest()
    person.click("import_rows")
    assert person.find(QTableView, "notes_table").model().rowCount() == 1


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
    _drop(person, paths)
    assert _counted(person) == ["10 rows: 10 come in, 5 listed."]
    assert person.find(QLabel, "import_why_4").text().startswith("2 rows: 1 person, 1 listed.")


def test_that_the_dataset_is_named_after_the_file_of_people(person: Person, files: list[Path]) -> None:
    _drop(person, files[::-1])
    _counted(person)
    assert person.bench.imports.page.target.dataset == "people"


def test_that_a_drop_that_names_no_files_any_more_changes_nothing(person: Person, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(files[0]))])
    hands.drag_over(person.window, person.window.rect().center(), data, lets_go=False)
    hands.let_go(person.window, person.window.rect().center(), QMimeData())
    assert child(person.window, QWidget, "drop_veil").isHidden()
    assert not person.window.findChildren(QMessageBox)
    person.find(QTabWidget, "dataset_tabs")


def test_that_without_a_workspace_files_are_asked_for_by_the_button_in_data(sit: Sit, files: list[Path]) -> None:
    person = sit(None)
    person.click("go_data")
    person.click("data_first_import")
    dialog = person.find(QFileDialog, "open_dialog")
    dialog.selectFile(str(files[0]))
    dialog.filesSelected.emit([str(files[0])])
    dialog.close()
    assert _counted(person) == ["people.csv: 2 rows: 2 people."]
    assert person.bench.desk.workspace is None


def test_that_what_was_said_of_a_header_is_proposed_for_the_next_file_with_it_until_it_is_forgotten(
    person: Person, tmp_path: Path
) -> None:
    first, second = tmp_path / "january.csv", tmp_path / "february.csv"
    first.write_text("user_id,time,event,worth\na,2024-01-01 10:00,buy,5\nb,2024-01-02 10:00,buy,6\n", encoding="utf-8")
    second.write_text("user_id,time,event,worth\na,2024-02-01 10:00,buy,7\n", encoding="utf-8")
    _drop(person, [first])
    _counted(person)
    forget = person.window.findChild(QPushButton, "import_forget_0")
    assert forget is not None
    assert forget.isHidden()
    _choose(person, _press_head(person, 0, 3), "Meaning", "Amount")
    _settle(person, lambda: _plan(person).files[0].property_roles.get("amount") == "worth")
    _counted(person)
    person.choose("import_workspace", "office")
    _counted(person)
    person.click("import_accept")
    person.rest()
    person.click("import_look")
    _drop(person, [second])
    _counted(person)
    assert _plan(person).files[0].property_roles["amount"] == "worth"
    assert person.find(QLabel, "import_why_0").text().startswith("As you said of a file with this header before.")
    forget = person.find(QPushButton, "import_forget_0")
    hands.click(forget, forget.rect().center())
    _settle(person, lambda: "amount" not in _plan(person).files[0].property_roles)
    _settle(person, forget.isHidden)
    assert Corrections().remembered().said == {}
