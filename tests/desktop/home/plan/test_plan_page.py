"""The plan's page, by mouse and keys: everything it asks is answered there, kept, and taken back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from app.desktop.home.plan.written import NoteField
from app.desktop.shell.offer_bar import OfferBar
from app.desktop.shell.side_bar import PlaceName
from app.numbers import day_of
from app.workspace.settings.plan import Answer, Plan, PlanGoal, ScenarioCard
from app.workspace.store import Workspace
from tests.builders.workspaces import small_workspace, workspace_at
from tests.desktop.conftest import Sit
from tests.desktop.in_sight import cut, settled, unreachable
from tests.person import hands
from tests.person.hands import CONTROL
from tests.person.person import Person, child

JAPANESE = "カートを離れたお客様への再購入のご案内と担当者の引き継ぎについての長い説明"
GERMAN = "Rechtsschutzversicherungsgesellschaftskundenbindungsmaßnahmenverantwortliche"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "office.rehearse")


def at_plan(sit: Sit, path: Path) -> Person:
    person = sit(path)
    person.do("show_plan")
    person.rest()
    return person


def kept(person: Person) -> Plan:
    person.rest()
    workspace = person.bench.desk.workspace
    assert workspace is not None
    return workspace.plan.get()


def said(person: Person, name: str) -> str:
    return child(person.top, QLabel, name).text()


def texts(person: Person, name: str) -> list[str]:
    """What the labels within the widget of that name say."""
    return [each.text() for each in child(person.top, QWidget, name).findChildren(QLabel)]


def reach(person: Person, name: str) -> QWidget:
    """Scroll until the widget of that name is in sight, as a person does."""
    scroll = person.bench.home.plan._scroll
    widget = child(person.top, QWidget, name)
    scroll.ensureWidgetVisible(widget)
    return widget


def test_that_a_key_leads_to_the_plan_of_the_open_workspace(sit: Sit, office: Path) -> None:
    person = sit(office)
    person.key(Qt.Key.Key_6, CONTROL)
    person.rest()
    assert person.window.place is PlaceName.HOME
    assert child(person.top, QTabBar, "home_tabs").currentIndex() == 1
    assert said(person, "plan_ready") == "1 of 9 ready"


def test_that_without_a_workspace_the_page_says_what_to_do(sit: Sit) -> None:
    person = sit(None)
    tabs = child(person.top, QTabBar, "home_tabs")
    person.click(tabs, tabs.tabRect(1).center())
    empty = person.find(QWidget, "plan_empty")
    assert any("Open one, or make a new one" in each.text() for each in empty.findChildren(QLabel))


def test_that_a_goal_is_set_measured_kept_and_taken_back(sit: Sit, office: Path) -> None:
    person = at_plan(sit, office)
    reach(person, "plan_add_goal")
    person.click("plan_add_goal")
    assert person.find(QCheckBox, "goal_measure").isChecked()
    person.write("goal_target", "much", stays=True)
    assert not person.find(QWidget, "goal_ok").isEnabled()
    person.write("goal_target", "80", stays=True)
    person.find(QDateEdit, "goal_by").setDate(QDate(2030, 3, 31))
    person.click("goal_ok")
    (goal,) = kept(person).goals
    assert (goal.kpi, goal.target, goal.by) == ("active", 0.8, date(2030, 3, 31))
    assert goal.baseline is not None
    assert (goal.baseline.count, goal.baseline.of) == (3, 3)
    (baseline,) = [text for text in texts(person, "plan_goal_active") if text.startswith("Baseline")]
    assert baseline.endswith(f" until {day_of(goal.baseline.at_us)}")
    assert said(person, "plan_words_goals") == "1 goal, each with a target and a date."
    person.click("plan_undo")
    assert kept(person).goals == ()
    person.click("plan_redo")
    assert kept(person).goals == (goal,)
    reach(person, "plan_remove_active")
    person.click("plan_remove_active")
    assert kept(person).goals == ()


def test_that_a_line_is_answered_by_hand_and_judged_again(sit: Sit, office: Path) -> None:
    person = at_plan(sit, office)
    person.click("plan_answer_goals")
    person.choose("answer_state", "Done")
    person.write("answer_note", "By the board")
    person.click("answer_ok")
    answer = kept(person).answers["goals"]
    assert (answer.state, answer.on, answer.note) == ("done", date.today(), "By the board")
    assert "By the board" in said(person, "plan_hand_goals")
    assert said(person, "plan_ready") == "2 of 9 ready"
    person.click("plan_answer_goals")
    person.choose("answer_state", "By what the workspace holds")
    person.click("answer_ok")
    assert kept(person).answers == {}


def test_that_a_line_of_ones_own_is_added_answered_removed_and_taken_back(sit: Sit, office: Path) -> None:
    person = at_plan(sit, office)
    person.click("plan_add_line")
    person.write("text_answer", "The lawyer has read it", stays=True)
    person.click("text_ok")
    assert [each.title for each in kept(person).own_lines] == ["The lawyer has read it"]
    assert said(person, "plan_ready") == "1 of 10 ready"
    reach(person, "plan_line_own_1")
    person.click("plan_next_own_1")
    person.choose("answer_state", "Done")
    person.click("answer_ok")
    assert kept(person).answers["own_1"].state == "done"
    assert said(person, "plan_ready") == "2 of 10 ready"
    reach(person, "plan_line_own_1")
    person.click("plan_remove_own_1")
    assert (kept(person).own_lines, kept(person).answers) == ((), {})
    assert said(person, "plan_ready") == "1 of 9 ready"
    person.window.activateWindow()  # a window manager does so when a dialog is gone
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.window.setFocus()  # as when what had the keyboard is gone
    person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kept(person).answers["own_1"].state == "done"
    assert said(person, "plan_ready") == "2 of 10 ready"
    course = office.with_name("course.txt")
    course.write_text("- The lawyer has read it\n- Texts are translated\n", encoding="utf-8")
    person.click("plan_add_checklist")
    dialog = person.find(QFileDialog, "open_dialog")
    dialog.filesSelected.emit([str(course)])
    dialog.close()
    person.rest()
    assert [each.title for each in kept(person).own_lines] == ["The lawyer has read it", "Texts are translated"]
    assert said(person, "plan_ready") == "2 of 11 ready"


def test_that_what_to_do_next_leads_to_the_part_where_it_is_done(sit: Sit, tmp_path: Path) -> None:
    office = small_workspace(tmp_path / "office.rehearse", "shop", "winter")
    with Workspace.open(office) as workspace:
        workspace.plan.put(Plan(dataset="winter"))
    person = at_plan(sit, office)
    person.click("plan_next_goals")
    assert person.find(QWidget, "plan_add_goal").hasFocus()
    assert not person.find(QWidget, "plan_add_goal").visibleRegion().isEmpty()
    reach(person, "plan_segments")
    person.click("plan_segments")
    assert (person.window.place, person.bench.data.chosen) == (PlaceName.DATA, "winter"), "what the plan counts over"


def test_that_who_answers_and_a_note_are_kept_when_they_are_left(sit: Sit, office: Path) -> None:
    person = at_plan(sit, office)
    reach(person, "plan_answers_to")
    person.write("plan_answers_to", "The shop")
    reach(person, "plan_service_note")
    person.write("plan_service_note", "Within a day")
    assert isinstance(child(person.top, QWidget, "plan_service_note"), NoteField)
    person.key(Qt.Key.Key_Tab)
    plan = kept(person)
    assert (plan.answers_to, plan.service_note) == ("The shop", "Within a day")


def test_that_a_scenario_has_an_owner_a_status_and_a_stage(sit: Sit, office: Path) -> None:
    person = at_plan(sit, office)
    reach(person, "plan_history")
    person.write("plan_owner", "Anna")
    person.choose("plan_status", "Live")
    person.choose("plan_stage", "Before an order")
    assert kept(person).cards == {"reminder": ScenarioCard(owner="Anna", status="live", stage="first_order")}
    person.click("plan_open")
    person.rest()
    assert person.window.place is PlaceName.SCENARIO


def test_that_a_rule_of_names_is_checked_and_a_wrong_one_is_refused(sit: Sit, office: Path) -> None:
    person = at_plan(sit, office)
    reach(person, "plan_naming")
    person.write("plan_naming", "{week}")
    assert "knows no {week}" in said(person, "plan_naming_problem")
    assert kept(person).naming == ""
    person.write("plan_naming", "{stage}-{channel}-{yyyymm}")
    assert kept(person).naming == "{stage}-{channel}-{yyyymm}"
    assert "does not follow" in said(person, "plan_name_words")
    person.do("new_scenario")
    person.rest()
    session = person.bench.scenario.editor.session
    assert session is not None
    assert session.scenario.name == f"stage-channel-{date.today():%Y%m}"


def test_that_the_changes_of_a_scenario_are_listed(sit: Sit, office: Path) -> None:
    person = at_plan(sit, office)
    history = child(person.top, QAbstractItemView, "plan_history")
    assert history.model().rowCount() == 1


def test_that_the_plan_is_exported(sit: Sit, office: Path, tmp_path: Path) -> None:
    person = at_plan(sit, office)
    person.click("plan_export")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "plan.html"))
    dialog.close()
    person.rest()
    assert person.messages == []
    assert "Journey map" in (tmp_path / "plan.html").read_text(encoding="utf-8")


def test_that_the_name_of_a_file_to_save_ends_as_the_kind_that_is_chosen(sit: Sit, office: Path) -> None:
    person = at_plan(sit, office)
    person.click("plan_export")
    dialog = person.find(QFileDialog, "save_dialog")
    name = child(dialog, QLineEdit, "fileNameEdit")
    kinds = child(dialog, QComboBox, "fileTypeCombo")
    assert name.text() == "office-plan.pdf"
    assert "*.pdf" in kinds.currentText()
    kinds.setFocus()
    hands.key(dialog, Qt.Key.Key_Up)
    assert "*.html" in kinds.currentText()
    assert name.text() == "office-plan.html"
    dialog.close()


def test_that_a_review_that_is_due_is_offered_on_opening_with_the_audit(sit: Sit, office: Path) -> None:
    long_ago = date.today() - timedelta(days=90)
    with Workspace.open(office) as workspace:
        workspace.plan.put(Plan(review_day=5, review_since=long_ago))
    person = sit(office)
    assert "is due" in said(person, "offer")
    person.click("offer_take")
    person.rest()
    assert "to mend" in said(person, "plan_audit_said")
    label = child(person.top, QLabel, "plan_audit_said")
    person.qtbot.waitUntil(lambda: not label.visibleRegion().isEmpty())
    assert not child(person.top, OfferBar, "offer_bar").isVisible()
    person.click("plan_held")
    assert kept(person).reviewed == date.today()
    assert "Next on" in said(person, "plan_review_said")


def test_that_nothing_is_offered_where_no_review_is_due(sit: Sit, office: Path) -> None:
    assert not child(sit(office).top, OfferBar, "offer_bar").isVisible()


def test_that_a_new_workspace_is_told_what_to_do_in_each_part(sit: Sit, tmp_path: Path) -> None:
    person = at_plan(sit, workspace_at(tmp_path / "new.rehearse"))
    for part in ("goals", "profile", "journey_map", "analytics", "service", "channels", "governance"):
        assert child(person.top, QLabel, f"plan_{part}_empty").isVisible(), part


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_that_long_words_are_whole_and_everything_can_be_reached(sit: Sit, office: Path, size: tuple[int, int]) -> None:
    with Workspace.open(office) as workspace:
        workspace.plan.put(
            Plan(
                goals=(PlanGoal(kpi="active", target=0.8, note=JAPANESE),),
                answers={"goals": Answer(state="open", on=date(2024, 5, 6), note=JAPANESE)},
                answers_to=GERMAN,
                naming="{stage}-{channel}-{yyyymm}",
                cards={"reminder": ScenarioCard(folder=JAPANESE, owner=GERMAN, status="in_review")},
            )
        )
    person = at_plan(sit, office)
    person.window.resize(*size)
    bar = person.bench.home.plan._scroll.verticalScrollBar()
    while True:
        person.rest()
        assert settled(lambda: unreachable(person.top)) == []
        assert settled(lambda: [each for each in cut(person.top) if "plan" in each]) == []
        if bar.value() == bar.maximum():
            break
        bar.setValue(bar.value() + bar.pageStep())


def test_that_whatever_takes_the_keyboard_has_a_name(sit: Sit, office: Path) -> None:
    person = at_plan(sit, office)
    fields = [
        each
        for each in person.bench.home.plan.findChildren(QWidget)
        if isinstance(each, QLineEdit | QAbstractItemView | NoteField) and each.isVisible()
    ]
    assert fields
    assert [each.objectName() for each in fields if not each.accessibleName()] == []
