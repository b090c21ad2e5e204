"""A lesson in the real window: its steps beside the canvas, ticked by themselves, by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QTableWidget,
)

from app.desktop.learn.player import LessonPlayer
from app.desktop.shell.preferences import Preferences
from app.guides.lessons.lesson import all_lessons, lesson_of
from app.jobs.guides.lesson_work import answers_in, scenario_in
from app.nodes.durations import Duration
from app.scenario.edits import SetParams
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, workspace_at
from tests.desktop.conftest import Sit
from tests.person.person import PATIENCE_MS, Person, child

LAID_OUT_MS = 60_000


def begin(person: Person, title: str, name: str = "lesson_begin") -> None:
    """Choose the lesson on Learn, and press Begin."""
    person.click("go_learn")
    choose(person, title)
    person.click(name)
    until(person, lambda: person.bench.lessons.lesson is not None and person.view.isVisible())
    person.rest()


def choose(person: Person, title: str) -> None:
    """Choose a line of Learn."""
    listed = person.find(QListWidget, "learn_list")
    item = next(listed.item(at) for at in range(listed.count()) if listed.item(at).text() == title)
    listed.scrollToItem(item)
    person.click(listed.viewport(), listed.visualItemRect(item).center())


def file_chosen(person: Person, asked: str, dialog: str, path: Path) -> None:
    """Press what asks for a file, and name it."""
    person.click(asked)
    found = person.find(QFileDialog, dialog)
    if dialog == "save_dialog":
        found.fileSelected.emit(str(path))
    else:
        found.filesSelected.emit([str(path)])
    found.close()


def until(person: Person, holds: Callable[[], bool]) -> None:
    person.qtbot.waitUntil(holds, timeout=PATIENCE_MS)


def soon(person: Person, holds: Callable[[], bool]) -> None:
    """Until the window has been laid out, for which nothing is compiled."""
    person.qtbot.waitUntil(holds, timeout=LAID_OUT_MS)


def ticks(person: Person) -> list[bool]:
    """Which checks of the step in sight are ticked."""
    player = person.find(LessonPlayer, "lesson_player")
    found = [label for label in player.findChildren(QLabel) if label.objectName().startswith("lesson_tick_")]
    return [label.accessibleName().startswith("Done") for label in found if label.isVisible()]


def said(person: Person, name: str) -> str:
    return child(person.bench.lessons.player, QLabel, name).text()


def answer(person: Person, question: str, text: str) -> None:
    field = person.find(QLineEdit, f"answer_{question}")
    person.write(field, text, stays=True)
    person.key(Qt.Key.Key_Return)


def test_that_a_step_ticks_by_itself_and_what_was_answered_and_reached_is_kept(sit: Sit, tmp_path: Path) -> None:
    path = workspace_at(tmp_path / "class.rehearse")
    person = sit(path)
    begin(person, "The five-minute tour")
    until(person, lambda: ticks(person) == [True, False])
    assert "synthetic" in "".join(label.text() for label in person.bench.lessons.player.findChildren(QLabel))
    answer(person, "customers", "599")
    until(person, lambda: "look again" in said(person, "lesson_found_1"))
    assert person.find(QAbstractButton, "lesson_next").text() == "Skip"
    answer(person, "customers", "600")
    until(person, lambda: ticks(person) == [True, True])
    assert person.find(QAbstractButton, "lesson_next").text() == "Go on"
    person.rest()
    person.click("lesson_next")
    until(person, lambda: said(person, "lesson_place").startswith("Step 2 of 4"))
    assert Preferences(tmp_path / "window.json").get("lessons") == {"tour": {"at": 1, "done": ["data"]}}
    person.rest()
    with Workspace.open(path, read_only=True) as workspace:
        assert answers_in(workspace, "tour") == {"customers": "600"}


def test_that_hints_come_in_two_stages_and_only_when_asked_for(sit: Sit, tmp_path: Path) -> None:
    person = sit(workspace_at(tmp_path / "class.rehearse"))
    begin(person, "The five-minute tour")
    player = person.bench.lessons.player
    assert player.findChild(QLabel, "lesson_hint_1") is None
    person.click("lesson_hint")
    assert "left edge" in person.find(QLabel, "lesson_hint_1").text()
    assert player.findChild(QLabel, "lesson_hint_2") is None
    person.click("lesson_hint")
    assert "Choose “store”" in person.find(QLabel, "lesson_hint_2").text()
    until(person, lambda: not child(player, QAbstractButton, "lesson_hint").isVisible())


def test_that_a_change_on_the_canvas_is_judged_and_a_wrong_turn_answered(sit: Sit, tmp_path: Path) -> None:
    person = sit(workspace_at(tmp_path / "class.rehearse"))
    begin(person, "The five-minute tour")
    person.click("lesson_next")
    until(person, lambda: ticks(person) == [False])
    scenario = person.bench.scenario
    session = scenario.editor.session
    assert session is not None
    hour = session.scenario.node("hour")

    def wait(length: str) -> None:
        changed = hour.params.model_copy(update={"for_": Duration.parse(length)})
        session.perform(SetParams(hour.id, changed))

    wait("PT10M")
    until(person, lambda: "shorter than an hour" in said(person, "lesson_wrong_turn_text"))
    assert ticks(person) == [False]
    person.click("lesson_next")
    until(person, lambda: said(person, "lesson_place").startswith("Step 3 of 4"))
    wait("PT3H")
    until(
        person, lambda: person.bench.lessons.done_steps().get("tour") == frozenset({"change"})
    )  # what was skipped is judged, too
    person.click("lesson_back")
    until(person, lambda: ticks(person) == [True])
    assert said(person, "lesson_wrong_turn_text") == ""
    person.click("lesson_back")
    until(person, lambda: said(person, "lesson_place").startswith("Step 1 of 4"))


def test_that_another_scenario_is_not_judged_until_it_is_taken_for_the_lesson(sit: Sit, tmp_path: Path) -> None:
    path = workspace_at(tmp_path / "class.rehearse", REMINDER)
    person = sit(path)
    person.rest()
    begin(person, "A drop-off at step 3")
    editor = person.bench.scenario.editor
    person.click("lesson_next")
    person.click("lesson_next")
    until(person, lambda: "Who uses the card" in said(person, "lesson_found_3"))
    editor.open(str(REMINDER.id))
    elsewhere = "lesson_elsewhere_text"
    until(person, lambda: f"“{REMINDER.name}” is open" in said(person, elsewhere))
    assert ticks(person) == [False] * 4
    assert said(person, "lesson_found_3") == ""
    person.click("lesson_open_scenario")
    until(person, lambda: "Who uses the card" in said(person, "lesson_found_3"))
    assert editor.session is not None
    assert editor.session.scenario.id == "drop_off"
    editor.open(str(REMINDER.id))
    until(person, lambda: person.find(QLabel, elsewhere).isVisible())
    person.click("lesson_take_scenario")
    until(person, lambda: ticks(person)[1] and not child(person.bench.lessons.player, QLabel, elsewhere).isVisible())
    person.rest()
    with Workspace.open(path, read_only=True) as workspace:
        assert scenario_in(workspace, "drop_off") == REMINDER.id


def test_that_options_of_a_question_are_chosen_and_the_player_stays_beside_other_places(
    sit: Sit, tmp_path: Path
) -> None:
    person = sit(workspace_at(tmp_path / "class.rehearse"))
    begin(person, "When does an exit rule act?")
    for _ in range(2):
        person.click("lesson_next")
    until(person, lambda: ticks(person) == [False, False, False])
    person.click("go_data")
    assert person.find(LessonPlayer, "lesson_player").window() is person.window
    person.choose(person.find(QComboBox, "answer_most"), "At the next message")
    until(person, lambda: ticks(person) == [False, False, True])
    person.click("lesson_close")
    until(person, lambda: not person.bench.lessons.player.isVisible())


def test_that_long_options_of_a_question_cut_nothing_of_the_step(sit: Sit, tmp_path: Path) -> None:
    person = sit(workspace_at(tmp_path / "class.rehearse"))
    begin(person, "A forecast is not an observation")
    for _ in range(3):
        person.click("lesson_next")
    options = person.find(QComboBox, "answer_which")
    person.rest()
    player = person.find(LessonPlayer, "lesson_player")
    for shown in (options, person.find(QLabel, "lesson_step_title")):
        assert shown.mapTo(player, shown.rect().topRight()).x() < player.width()
    assert options.view().minimumWidth() > options.fontMetrics().horizontalAdvance(options.itemText(1))


def test_that_a_class_is_a_table_with_a_row_for_each_workspace_of_a_folder(sit: Sit, tmp_path: Path) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("anna", "bob"):
        workspace_at(folder / f"{name}.rehearse")
    (folder / "cara.rehearse").write_text("no workspace")
    person = sit(None)
    person.click("go_learn")
    person.click("lesson_class")
    dialog = person.find(QFileDialog, "folder_dialog")
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(str(folder))
    dialog.accept()
    table = person.find(QTableWidget, "class_table")
    model = table.model()
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert names == ["anna.rehearse", "bob.rehearse", "cara.rehearse"]
    assert {model.index(0, column).data() for column in range(3, model.columnCount())} == {"–"}
    assert "is not a Rehearse workspace" in model.index(2, 1).data()
    assert table.columnSpan(2, 1) == model.columnCount() - 1


def test_that_a_lesson_is_made_of_what_is_ticked_and_can_be_removed(sit: Sit, tmp_path: Path) -> None:
    person = sit(workspace_at(tmp_path / "office.rehearse", REMINDER))
    person.rest()
    person.click("go_learn")
    person.click("lesson_make")
    listed = person.find(QListWidget, "making_list")
    for at in range(listed.count()):
        listed.item(at).setCheckState(Qt.CheckState.Checked if at < 2 else Qt.CheckState.Unchecked)
    person.write("making_title", "Mine")
    person.click("making_ok")
    until(person, lambda: person.find(QLabel, "learn_lesson_title").text() == "Mine")
    assert sum(len(step.checks) for step in lesson_of("mine").steps) == 2
    person.click("lesson_remove")
    person.click("confirm_yes")
    until(person, lambda: all(lesson.id != "mine" for lesson in all_lessons()))
    assert person.find(QLabel, "lesson_removed").text() == "The lesson “Mine” was removed."
    person.click("lesson_removed_undo")
    assert person.find(QLabel, "learn_lesson_title").text() == "Mine"
    given = tmp_path / "given.json"
    file_chosen(person, "lesson_export", "save_dialog", given)
    until(person, given.exists)
    (lesson_of("mine").folder / "lesson.json").write_text("{}", encoding="utf-8")
    file_chosen(person, "lesson_import", "open_dialog", given)
    until(person, lambda: any(lesson.id == "mine_2" for lesson in all_lessons()))
    person.rest()
    assert person.find(QLabel, "learn_lesson_title").text() == "Mine"
    choose(person, "mine")  # the folder that is none now
    assert "lesson.json does not describe a lesson" in person.find(QLabel, "learn_unreadable").text()


def test_that_the_journey_of_a_lesson_is_shown_whole_in_the_room_beside_the_steps(sit: Sit, tmp_path: Path) -> None:
    person = sit(workspace_at(tmp_path / "class.rehearse", REMINDER))
    person.click("go_scenario")  # with another scenario, and the inspector beside it
    person.rest()
    begin(person, "The five-minute tour")
    camera = person.view.camera
    seen = camera.scale
    camera.fit()
    assert seen == camera.scale
    assert person.view.hasFocus()
    person.click("lesson_close")
    soon(person, lambda: not person.bench.lessons.player.isVisible())
    person.window.resize(960, 600)  # without an inspector, which folds away: the canvas gets its room
    area = person.bench.scenario.area
    assert area is not None
    soon(person, lambda: not area.is_open("inspector") and person.view.width() > person.window.width() // 2)
    person.rest()
    camera.fit()
    wide = camera.scale
    begin(person, "The five-minute tour")  # gone on with, beside the scenario as it stands
    soon(person, lambda: camera.scale < wide)
    seen = camera.scale
    camera.fit()
    assert seen == camera.scale
