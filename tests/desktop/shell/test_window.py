"""The window as a whole: places, menus, title, and leaving without loss."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox

from app.desktop.shell.appearance import Mode
from app.desktop.shell.side_bar import PlaceName
from app.look.palette import DARK, LIGHT
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person.hands import CONTROL
from tests.person.person import Person


def _menu_texts(person: Person) -> dict[str, bool]:
    menus = [action.menu() for action in person.window.menuBar().actions()]
    found: dict[str, bool] = {}
    for menu in menus:
        assert menu is not None
        actions = [action for action in menu.actions() if isinstance(action, QAction)]  # type: ignore[attr-defined]
        found |= {action.text().replace("&", ""): action.isEnabled() for action in actions}
    return found


def test_that_the_keyboard_reaches_every_place(sit: Sit) -> None:
    person = sit(None)
    seen = []
    for key in (Qt.Key.Key_5, Qt.Key.Key_4, Qt.Key.Key_3, Qt.Key.Key_2, Qt.Key.Key_1):
        person.key(key, CONTROL)
        seen.append(person.window.place)
    assert seen == list(reversed(PlaceName))


def test_that_the_side_bar_shows_where_one_is(sit: Sit) -> None:
    person = sit(None)
    person.click("go_learn")
    assert person.window.place is PlaceName.LEARN


def test_that_every_place_says_what_to_do_while_nothing_is_open(sit: Sit) -> None:
    person = sit(None)
    for place in (PlaceName.DATA, PlaceName.SCENARIO, PlaceName.RESULTS):
        person.window.show_place(place)
        empty = person.find(person.bench.data._empty.__class__, f"{place.key}_empty")
        words = " ".join(label.text() for label in empty.findChildren(QLabel))
        assert "No workspace is open" in words


def test_that_places_that_need_a_workspace_lead_to_home(sit: Sit) -> None:
    person = sit(None)
    for place in (PlaceName.SCENARIO, PlaceName.RESULTS):
        person.window.show_place(place)
        person.click(f"{place.key}_to_home")
        assert person.window.place is PlaceName.HOME


def test_that_only_what_can_be_done_is_enabled(sit: Sit, workspace_path: Path) -> None:
    assert not _menu_texts(sit(None))["Run the scenario"]
    person = sit(workspace_path)
    assert _menu_texts(person)["Import data…"]
    assert not _menu_texts(person)["Save scenario"]
    person.bench.begin_scenario("abandoned_cart")
    person.rest()
    assert _menu_texts(person)["Save scenario"]
    assert _menu_texts(person)["Run the scenario"]


def test_that_the_title_names_scenario_and_workspace(sit: Sit, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.bench.begin_scenario("welcome")
    person.rest()
    assert person.window.windowTitle() == "Welcome[*] – office – Rehearse"
    assert person.window.isWindowModified()


def test_that_unsaved_changes_are_asked_about(sit: Sit, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.bench.begin_scenario("welcome")
    person.rest()
    person.window.close()
    box = person.find(QMessageBox, "unsaved")
    person.click(box.button(QMessageBox.StandardButton.Cancel))
    assert person.window.isVisible()
    person.window.close()
    person.click(person.find(QMessageBox, "unsaved").button(QMessageBox.StandardButton.Save))
    person.qtbot.waitUntil(lambda: not person.window.isVisible())
    with Workspace.open(workspace_path, read_only=True) as workspace:
        assert [info.name for info in workspace.scenarios.all()] == ["Welcome"]


def test_that_discarded_changes_are_gone(sit: Sit, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.bench.begin_scenario("welcome")
    person.rest()
    person.key(Qt.Key.Key_Q, CONTROL)
    person.click(person.find(QMessageBox, "unsaved").button(QMessageBox.StandardButton.Discard))
    with Workspace.open(workspace_path, read_only=True) as workspace:
        assert workspace.scenarios.all() == ()


def test_that_each_save_is_a_revision_with_its_message(sit: Sit, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.bench.begin_scenario("welcome")
    person.rest()
    person.key(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    person.find(QDialog, "text_dialog")
    person.write("text_answer", "The first draft")
    person.click("text_ok")
    person.rest()
    workspace = person.bench.desk.workspace
    assert workspace is not None
    assert [revision.message for revision in workspace.scenarios.revisions("welcome")] == ["The first draft"]


def test_that_a_second_scenario_from_a_template_has_a_name_of_its_own(sit: Sit, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.bench.begin_scenario("welcome")
    person.rest()
    person.key(Qt.Key.Key_S, CONTROL)
    person.bench.begin_scenario("welcome")
    person.rest()
    assert person.session.scenario.id == "welcome-2"
    assert person.session.scenario.name == "Welcome 2"


def test_that_a_file_that_is_no_workspace_is_refused_in_words(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "letter.rehearse"
    path.write_text("Dear all,", encoding="utf-8")
    person = sit(None)
    person.bench.open(path)
    person.rest()
    box = person.find(QMessageBox, "message")
    assert "letter.rehearse" in box.text()
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert person.bench.desk.workspace is None
    box.close()


def test_that_a_workspace_held_by_another_window_is_read_only(sit: Sit, workspace_path: Path) -> None:
    sit(workspace_path)
    second = sit(workspace_path)
    assert "(read-only)" in second.window.windowTitle()
    assert "reading only" in second.find(QLabel, "notice").text()


def test_that_light_and_dark_reach_everything(sit: Sit, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.bench.begin_scenario("welcome")
    person.rest()
    person.click("toggle_appearance")
    assert person.bench.appearance.palette is DARK
    assert person.view.backgroundBrush().color().name() == DARK.sunken
    person.bench.appearance.choose(Mode.LIGHT)
    assert person.view.backgroundBrush().color().name() == LIGHT.sunken


def test_that_the_windows_size_is_remembered(sit: Sit) -> None:
    first = sit(None)
    first.window.resize(1000, 640)
    first.bench.quit()
    assert sit(None).window.height() == 640
