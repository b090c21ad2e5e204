"""The law of the window: whatever can be seen can be reached by the mouse and read as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QListWidget, QMainWindow, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from app.desktop.results.gallery.card import ReportCard
from app.desktop.scenario.messages.editor.mail_editor import MailEditor
from app.desktop.shell.dialogs import ask_about_changes, ask_yes
from app.desktop.shell.failures import say_error
from app.desktop.shell.side_bar import PlaceName
from app.desktop.workbench.menus.about import say_about
from app.errors import AppError, Problem
from app.jobs.demo import demo_workspace
from app.look.palette import DARK, DARK_CONTRAST, LIGHT, Palette
from app.ui import theme
from app.ui.theme import apply_theme
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.desktop.in_sight import cut, settled, unreachable
from tests.person.person import Person

SIZES = pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)], ids=["small", "usual", "large"])
LONG = "A name that somebody wrote in full, with where and when and for whom it is meant, and then some more"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with data, scenarios and a run."""
    path, _ = demo_workspace(tmp_path_factory.mktemp("demo"))
    return path


@pytest.fixture
def demo(built: Path) -> Path:
    """The same for the user of this test, who trusts it."""
    with Workspace.open(built, read_only=True) as workspace:
        workspace.trust()
    return built


def _faults(person: Person) -> list[str]:
    """What is in sight in the window, and out of reach or cut, once the layout has settled."""
    return settled(lambda: unreachable(person.window) + cut(person.window))


@SIZES
def test_that_all_in_sight_is_in_reach_and_whole_in_every_place(sit: Sit, demo: Path, size: tuple[int, int]) -> None:
    person = sit(demo)
    person.window.resize(*size)
    for place in PlaceName:
        person.click(f"go_{place.key}")
        person.rest()
        assert person.window.place is place
        assert _faults(person) == [], place.title


def test_that_all_is_whole_with_texts_of_twice_the_size_in_the_smallest_window(
    sit: Sit, demo: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    usual = theme.points
    monkeypatch.setattr(theme, "points", lambda size_px: 2 * usual(size_px))
    qapp.setFont(theme.text_font())
    apply_theme(qapp, DARK_CONTRAST)
    person = sit(demo)
    person.window.resize(960, 600)
    for place in PlaceName:
        person.window.show_place(place)
        person.rest()
        assert [fault for fault in _faults(person) if "Scroll" not in fault and "QTabBar" not in fault] == [], (
            place.title
        )
    for name in ("scenario_validate", "compose"):
        (bare,) = person.window.findChildren(QPushButton, name)
        assert (bare.text(), bool(bare.accessibleName())) == ("", True)
    person.window.show_place(PlaceName.SCENARIO)
    person.session.mail_editing_wanted.emit("reminder")
    editor = person.find(MailEditor, "mail_editor")
    person.rest()
    assert editor.width() <= person.window.width()
    assert settled(lambda: unreachable(editor) + cut(editor)) == []
    editor.close()
    person.window.resize(1920, 1080)
    assert person.find(QPushButton, "scenario_validate").text() == "Validate"
    monkeypatch.undo()
    qapp.setFont(theme.text_font())


@SIZES
def test_that_places_stay_whole_after_the_window_was_larger(sit: Sit, demo: Path, size: tuple[int, int]) -> None:
    person = sit(demo)
    person.window.resize(2400, 1400)
    for place in PlaceName:
        person.window.show_place(place)
        person.rest()
    person.window.resize(*size)
    for place in PlaceName:
        person.window.show_place(place)
        assert _faults(person) == [], place.title


@SIZES
def test_that_every_page_of_a_place_is_whole(sit: Sit, demo: Path, size: tuple[int, int]) -> None:
    person = sit(demo)
    person.window.resize(*size)
    person.window.show_place(PlaceName.DATA)
    person.rest()
    found = person.find(QTabWidget, "dataset_tabs")
    for at in range(found.count()):
        found.setCurrentIndex(at)
        person.rest()
        assert _faults(person) == [], found.tabText(at)
    person.window.show_place(PlaceName.RESULTS)
    for card in person.window.findChildren(ReportCard):
        person.click(card)
        person.rest()
        assert _faults(person) == [], card.entry
    person.window.show_place(PlaceName.LEARN)
    pages = person.find(QListWidget, "learn_list")
    for at in range(pages.count()):
        pages.setCurrentRow(at)
        assert _faults(person) == [], pages.item(at).text()


@SIZES
def test_that_the_form_of_every_node_is_whole(sit: Sit, demo: Path, size: tuple[int, int]) -> None:
    person = sit(demo)
    person.window.resize(*size)
    person.window.show_place(PlaceName.SCENARIO)
    for node in person.session.scenario.nodes:
        person.session.select([node.id])
        assert _faults(person) == [], node.type


@SIZES
def test_that_long_names_are_elided(sit: Sit, demo: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    folder = tmp_path / LONG
    folder.mkdir()
    path = folder / f"{LONG}.rehearse"
    path.write_bytes(demo.read_bytes())
    person = sit(path)
    person.window.show_place(PlaceName.SCENARIO)
    person.session.select()
    person.write("scenario.name.field", LONG)  # while there is room for the inspector
    person.window.resize(*size)
    for place in PlaceName:
        person.window.show_place(place)
        person.rest()
        assert _faults(person) == [], place.title


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_message_boxes_are_whole(palette: Palette, qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, palette)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    problems = [Problem("missing", f"{LONG}. {LONG}.", "$.nodes[3]")] * 30
    boxes = [
        say_about(window),
        ask_about_changes(window, LONG, lambda: None, lambda: None),
        ask_yes(window, "Remove", f"Remove “{LONG}”?", LONG, "Remove", lambda: None),
        say_error(window, AppError("It cannot be read.")),
        say_error(window, AppError(f"{LONG}. {LONG}.", problems)),
    ]
    for box in boxes:
        qtbot.waitUntil(box.isVisible)
        assert cut(box) == []
        assert unreachable(box) == []
        assert box.height() < 600
        box.close()


def test_that_the_demo_has_what_the_law_looks_at(demo: Path) -> None:
    with Workspace.open(demo, read_only=True) as workspace:
        assert workspace.runs.all()
        assert workspace.scenarios.all()
