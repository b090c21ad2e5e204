"""The import page: files dropped on the window, what they are confirmed by the mouse, stored, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QTabWidget,
    QWidget,
)

from app.data.importing.plan import answered, propose
from app.data.importing.planned import import_plan
from app.desktop.data.import_page.column_menu import chip_of
from app.desktop.data.import_page.done import result_words
from app.desktop.shell.side_bar import PlaceName
from tests.desktop.data.import_page.steps import choose, counted, drop, plan_of, press_head, settle, with_state
from tests.person import hands
from tests.person.person import Person, child

MOST_STOPS = 30


def test_that_dropped_files_are_shown_with_what_they_are_and_how_they_join(person: Person, files: list[Path]) -> None:
    drop(person, files)
    assert person.window.place is PlaceName.DATA
    assert counted(person) == [
        "people.csv: 2 rows: 2 people.",
        "events.csv: 3 rows: 2 events, 1 left out; 1 of them listed.",
    ]
    assert [person.find(QComboBox, f"import_kind_{place}").currentData() for place in (0, 1)] == ["customers", "events"]
    assert person.find(QComboBox, "import_join_0").currentText() == "2 of 2 by “Email”, case aside"
    assert focused_name() == "import_dataset"
    assert person.bench.desk.workspace is not None
    assert [info.name for info in person.bench.desk.workspace.datasets.names()] == ["shop"]


def focused_name() -> str:
    widget = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    return widget.objectName()


def stops_until(person: Person, name: str) -> list[str]:
    """Where Tab leads, until it comes to a control of that name."""
    stops: list[str] = []
    while name not in stops and len(stops) < MOST_STOPS:
        person.key(Qt.Key.Key_Tab)
        stops.append(focused_name())
    return stops


def test_that_import_stores_a_new_dataset_and_says_what_came_of_it(person: Person, files: list[Path]) -> None:
    drop(person, files)
    counted(person)
    person.choose("import_workspace", "office")
    counted(person)
    person.key(Qt.Key.Key_F6)
    person.key(Qt.Key.Key_F6)
    assert stops_until(person, "import_accept") == [
        "import_zone",
        "import_scroll",
        "import_join_0",
        "import_kind_0",
        "import_rows_0",
        "import_kind_1",
        "import_rows_1",
        "import_mapping",
        "import_cancel",
        "import_accept",
    ]
    person.key(Qt.Key.Key_Space)
    person.rest()
    said = person.find(QLabel, "import_said")
    assert focused_name() == "import_template"
    assert said.text().startswith("Done: 2 people, 2 events, 100")
    assert said.text().endswith("joined.")
    person.click("import_look")
    settle(person, lambda: person.bench.data.chosen == "people")
    person.rest()
    person.find(QTabWidget, "dataset_tabs").setCurrentIndex(3)
    notes = person.find(QTableView, "notes_table").model()
    assert [str(notes.data(notes.index(0, column))) for column in (1, 2)] == ["4", "rejected"]


def test_that_an_import_is_undone_by_the_button_in_data(person: Person, files: list[Path]) -> None:
    drop(person, files)
    counted(person)
    person.choose("import_workspace", "office")
    counted(person)
    person.click("import_accept")
    person.rest()
    assert person.find(QLabel, "import_said").isVisible()
    for place in (PlaceName.HOME, PlaceName.DATA):  # there and back again leads to the data, too
        person.window.show_place(place)
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
    drop(person, [more])
    counted(person)
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
    drop(person, files[1:])
    counted(person)
    choose(person, press_head(person, 0, 3), "Meaning", "Amount")
    settle(person, lambda: plan_of(person).files[0].property_roles.get("amount") == "Value")
    choose(person, press_head(person, 0, 3), "Leave this column out")
    settle(person, lambda: plan_of(person).files[0].leave_out == ("Value",))
    assert plan_of(person).files[0].leave_out == ("Value",)


def test_that_a_column_with_a_meaning_is_left_out_and_brought_back_with_it(person: Person, files: list[Path]) -> None:
    drop(person, files)
    counted(person)
    choose(person, press_head(person, 0, 2), "Meaning", "Company")  # the city
    settle(person, lambda: plan_of(person).files[0].roles.get("company") == "City")
    counted(person)
    choose(person, press_head(person, 0, 2), "Leave this column out")
    settle(person, lambda: "company" not in plan_of(person).files[0].roles)
    assert counted(person)[0] == "people.csv: 2 rows: 2 people."
    assert person.messages == []
    choose(person, press_head(person, 0, 2), "Leave this column out")
    settle(person, lambda: plan_of(person).files[0].roles.get("company") == "City")


def test_that_a_column_without_which_nothing_joins_is_not_left_out(person: Person, files: list[Path]) -> None:
    drop(person, files)
    counted(person)
    entries = [action.text() for action in press_head(person, 1, 1).actions()]  # by which the events join
    assert "Leave this column out" not in entries


@pytest.mark.parametrize("size", [(960, 600), (1280, 800)], ids=["small", "usual"])
def test_that_names_are_whole_in_the_fields_at_the_head(
    person: Person, tmp_path: Path, files: list[Path], size: tuple[int, int]
) -> None:
    person.window.resize(*size)
    named = files[0].rename(tmp_path / "customers_export.csv")
    drop(person, [named])
    counted(person)
    for name in ("import_dataset", "import_workspace", "import_zone"):
        box = person.find(QComboBox, name)
        hands.assert_in_reach(box, box.rect().center())
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()
        assert box.fontMetrics().horizontalAdvance(box.currentText()) <= room


def test_that_what_an_event_means_is_shown_and_chosen_in_the_menu_of_its_column(
    person: Person, files: list[Path]
) -> None:
    drop(person, files)
    counted(person)
    menu = press_head(person, 1, 0)
    assert with_state(menu, "“Placed Order”") == ["“Placed Order”: Purchase"]
    assert with_state(menu, "“Opened Email”") == ["“Opened Email”: E-mail opened"]
    choose(person, menu, "“Opened Email”", "Buying", "Added to the cart")
    settle(person, lambda: dict(plan_of(person).files[1].event_roles or {}).get("cart") == "Opened Email")
    counted(person)
    imported = person.bench.imports._imported
    assert imported is not None
    assert dict(imported.dataset.roles.events) == {"purchase": "Placed Order", "cart": "Opened Email"}


def test_that_a_column_of_events_becomes_an_attribute_if_asked(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("user_id,time,event,Land\na,2024-01-01 10:00,buy,CZ\na,2024-01-02 10:00,buy,DE\n", encoding="utf-8")
    drop(person, [path])
    counted(person)
    choose(person, press_head(person, 0, 3), "Of the customer: the latest value")
    settle(person, lambda: plan_of(person).files[0].attributes == ("Land",))
    counted(person)
    imported = person.bench.imports._imported
    assert imported is not None
    assert imported.dataset.attributes["Land"].words.to_pylist() == ["DE"]


def test_that_a_number_with_two_readings_is_answered_in_a_columns_menu(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "user_id,time,event,amount\na,2024-01-01 10:00,buy,1.234\nb,2024-01-02 10:00,buy,2.500\n", encoding="utf-8"
    )
    drop(person, [path])
    box = person.find(QMessageBox, "message")
    assert "decimal sign" in box.text()
    box.close()
    choose(person, press_head(person, 0, 3), "How the file writes", "Numbers with a comma: 1.234,50")
    settle(person, lambda: plan_of(person).files[0].given.decimal == ",")
    assert counted(person) == ["orders.csv: 2 rows: 2 events."]


def test_that_the_letters_of_a_file_are_read_as_is_chosen(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("id,city\n1,Αθήνα\n2,Πάτρα\n".encode("cp1253"))
    drop(person, [path])
    counted(person)
    choose(person, press_head(person, 0, 1), "Letters of the file", "Cyrillic (Windows-1251)")
    settle(person, lambda: plan_of(person).files[0].encoding == "cp1251")
    counted(person)
    assert plan_of(person).files[0].rows[0] == ("1", "Αθήνα".encode("cp1253").decode("cp1251"))
    choose(person, press_head(person, 0, 1), "Letters of the file", "Greek (Windows-1253)")
    settle(person, lambda: plan_of(person).files[0].encoding == "cp1253")
    counted(person)
    imported = person.bench.imports._imported
    assert imported is not None
    assert imported.dataset.attributes["city"].words.to_pylist() == ["Αθήνα", "Πάτρα"]


def test_that_another_kind_is_chosen_and_one_that_lacks_a_column_is_asked_about(
    person: Person, files: list[Path]
) -> None:
    drop(person, files[:1])
    counted(person)
    person.choose("import_kind_0", "Events: who did what, and when")
    settle(person, lambda: [doubt.code for doubt in plan_of(person).unanswered] == ["no-instant"])
    assert not person.find(QPushButton, "import_accept").isEnabled()
    person.choose("import_kind_0", "People, a row each")
    counted(person)
    assert person.find(QPushButton, "import_accept").isEnabled()


@pytest.mark.parametrize("with_others", [False, True])
def test_that_a_file_in_which_nothing_names_the_customer_is_shown_and_asked_about(
    person: Person, files: list[Path], tmp_path: Path, with_others: bool
) -> None:
    path = tmp_path / "doings.csv"
    rows = "".join(f"p{row % 3},2024-01-0{row + 1} 10:00,open,{row % 2}\n" for row in range(6))
    path.write_text(f"thing,moment,what,more\n{rows}", encoding="utf-8")
    drop(person, [*(files[1:] if with_others else []), path])
    place = len(plan_of(person).files) - 1
    person.choose(f"import_kind_{place}", "Events: who did what, and when")
    settle(person, lambda: "no-key" in [doubt.code for doubt in plan_of(person).unanswered])
    card = person.find(QFrame, "import_doubt_no-key")
    words = " ".join(label.text() for label in card.findChildren(QLabel))
    assert words == (
        "Nothing in doings.csv looks like a column that names the customer. Press the head of the column that is it, "
        "and choose “Who: names the customer”; or choose at the right of the file's name what its rows are instead."
    )
    assert not card.findChildren(QPushButton)
    assert not person.find(QPushButton, "import_accept").isEnabled()
    choose(person, press_head(person, place, 0), "Who: names the customer")
    settle(person, lambda: [key.column for key in plan_of(person).files[place].keys] == ["thing"])
    assert "no-key" not in [doubt.code for doubt in plan_of(person).unanswered]


def test_that_products_without_an_id_are_asked_about(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("colour,depth\nred,1\nred,1\nblue,2\n", encoding="utf-8")
    drop(person, [path])
    person.choose("import_kind_0", "Products")
    settle(person, lambda: [doubt.code for doubt in plan_of(person).unanswered] == ["no-product"])
    choose(person, press_head(person, 0, 0), "Which: names the product")
    assert counted(person) == ["things.csv: 3 rows: 3 products; 1 of them listed."]
    things = plan_of(person).files[0]
    assert [chip_of(things, column).words for column in things.columns] == ["Which product", "Number"]
    choose(person, press_head(person, 0, 1), "Meaning", "Stock")
    settle(person, lambda: plan_of(person).files[0].given.product_roles == {"stock": "depth"})
    counted(person)
    imported = person.bench.imports._imported
    assert imported is not None
    assert dict(imported.dataset.products.roles) == {"stock": "depth"}


def test_that_events_without_a_name_column_get_one_name(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("user_id,time\na,2024-01-01 10:00\na,2024-01-02 10:00\nb,2024-01-02 10:00\n", encoding="utf-8")
    drop(person, [path])
    counted(person)
    person.write("import_named_0", "visit")
    settle(person, lambda: plan_of(person).files[0].constant == "visit")
    assert person.find(QLineEdit, "import_named_0").text() == "visit"


def test_that_files_of_different_people_are_a_question_before_they_are_imported(
    person: Person, files: list[Path], tmp_path: Path
) -> None:
    strangers = tmp_path / "strangers.csv"
    strangers.write_text(
        "Metric,Email,Timestamp\n" + "".join(f"Open,x{n}@example.com,2024-01-0{n + 1} 10:00\n" for n in range(5)),
        encoding="utf-8",
    )
    drop(person, [files[0], strangers])
    accept = person.find(QPushButton, "import_accept")
    assert not accept.isEnabled()
    person.click("import_yes")
    counted(person)
    assert accept.isEnabled()


def test_that_a_wrong_zone_is_said_and_import_waits(person: Person, files: list[Path]) -> None:
    drop(person, files)
    counted(person)
    person.write("import_zone", "Atlantis")
    person.rest()
    assert person.find(QLabel, "import_problem").text() == "Choose a time zone such as Europe/Prague."
    assert not person.find(QPushButton, "import_accept").isEnabled()
    person.write("import_zone", "Europe/Prague")
    person.rest()
    assert person.find(QPushButton, "import_accept").isEnabled()


def test_that_cancel_stores_nothing_and_shows_the_datasets_again(person: Person, files: list[Path]) -> None:
    drop(person, files)
    person.click("import_cancel")
    assert person.bench.data.chosen == "shop"
    person.find(QTabWidget, "dataset_tabs")
    assert person.bench.desk.workspace is not None
    assert [info.name for info in person.bench.desk.workspace.datasets.names()] == ["shop"]


def test_that_an_empty_file_is_refused_in_words_and_leaves_no_page(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    drop(person, [path])
    box = person.find(QMessageBox, "message")
    assert "empty.csv" in box.text()
    box.close()
    person.find(QTabWidget, "dataset_tabs")


def test_that_the_wheel_over_the_page_only_scrolls(person: Person, files: list[Path]) -> None:
    drop(person, files)
    counted(person)
    before, target = plan_of(person), person.bench.imports.page.target
    page = child(person.window, QWidget, "import_page")
    names = [box.objectName() for box in page.findChildren(QComboBox) if not box.visibleRegion().isEmpty()]
    assert {"import_dataset", "import_zone", "import_kind_0"} <= set(names)
    for name in names:
        box = person.find(QComboBox, name)
        box.setFocus()
        hands.turn_wheel(box, QPoint(0, -120))
    assert (plan_of(person), person.bench.imports.page.target) == (before, target)


def test_that_the_share_that_joined_is_that_of_all_files(tmp_path: Path) -> None:
    texts = {
        "people": "customer_id,email\n1,a@x.io\n2,b@x.io\n",
        "events": "email,event,at\na@x.io,visit,2024-01-01\nb@x.io,visit,2024-01-02\n",
        "others": "email,event,at\ny@x.io,visit,2024-01-01\nz@x.io,visit,2024-01-02\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    plan = propose([tmp_path / f"{name}.csv" for name in texts])
    for doubt in plan.unanswered:
        plan = answered(plan, doubt)
    said = result_words(plan, import_plan(plan, "shop"))
    assert said.startswith("Done: 4 people, 4 events, 50")
