"""What the import page asks with the answers beside the question, and what chips say of consent, times and zones."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QPushButton

from app.data.importing.mapping import read_mapping
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.desktop.data.import_page.column_menu import chip_of
from tests.desktop.data.import_page.steps import choose, counted, drop, plan_of, press_head, settle
from tests.person.person import Person


def test_that_dates_of_two_readings_are_asked_about_with_the_answers_beside(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    rows = "".join(f"u{row % 4},{row % 11 + 1}/{row % 7 + 2}/2024,visit,{row % 5 + 1}/3/2024\n" for row in range(24))
    path.write_text(f"user_id,date,action,seen\n{rows}", encoding="utf-8")
    drop(person, [path])
    settle(person, lambda: [doubt.code for doubt in plan_of(person).unanswered] == ["day-or-month"])
    card = person.find(QFrame, "import_doubt_day-or-month")
    words = " ".join(label.text() for label in card.findChildren(QLabel))
    assert words == "Nothing in visits.csv says whether “1/2/2024” in “date” has the day or the month first."
    assert [button.text() for button in card.findChildren(QPushButton)] == ["The day", "The month"]
    assert not person.find(QPushButton, "import_accept").isEnabled()
    person.click("import_offer_1")
    assert counted(person) == ["visits.csv: 24 rows: 24 events."]
    assert plan_of(person).files[0].day_first is False
    person.click("import_mapping")
    dialog = person.find(QFileDialog, "save_dialog")
    kept = tmp_path / "mapping.json"
    dialog.fileSelected.emit(str(kept))
    dialog.close()
    said = person.find(QLabel, "import_accounts").text()
    assert said == "Kept in mapping.json: the command line reads such files in the same way with it."
    document = read_mapping(kept)
    assert (document.dataset, document.timezone) == ("visits", plan_of(person).timezone)
    assert import_plan(propose([path], document), "t").dataset.fingerprint == (
        import_plan(plan_of(person), "t").dataset.fingerprint
    )


def test_that_the_chips_say_who_agreed_and_in_which_zone_times_are(person: Person, tmp_path: Path) -> None:
    people, paid = tmp_path / "people.csv", tmp_path / "paid.csv"
    statuses = ("active", "unsubscribed")
    people.write_text("email,status\n" + "".join(f"p{row}@x.io,{statuses[row % 2]}\n" for row in range(6)), "utf-8")
    rows = "".join(f"p{row}@x.io,buy,2024-01-0{row + 1},10:00,CET\n" for row in range(6))
    paid.write_text(f"email,event,date,time,timezone\n{rows}", encoding="utf-8")
    drop(person, [people, paid])
    counted(person)
    heads = [[chip_of(file, column).words for column in file.columns] for file in plan_of(person).files]
    assert heads == [["Who", "Agrees to e-mail"], ["Who", "What happened", "When", "When: its time", "When: its zone"]]
    choose(person, press_head(person, 1, 4), "Time zone of each row's time")
    settle(person, lambda: plan_of(person).files[1].zone == "")
    choose(person, press_head(person, 0, 1), "Meaning", "No special meaning")
    settle(person, lambda: "email_consent" not in plan_of(person).files[0].roles)
