"""Pictures leave the window and come back by being dropped on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from app.canvas.picture import picture_of
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.desktop.shell.side_bar import PlaceName
from app.guides.templates import load_template
from app.look.palette import LIGHT
from app.scenario.files import dump_scenario
from tests.desktop.conftest import Sit
from tests.person.hands import drag_over
from tests.person.person import Person


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    made = sit(workspace_path)
    made.bench.begin_scenario("welcome")
    made.rest()
    return made


def drop(person: Person, path: Path, over: QWidget | None = None) -> None:
    """Let go of a file over the window's upper edge, or over the middle of something in it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drag_over(over or person.window, over.rect().center() if over is not None else QPoint(400, 20), data)
    person.rest()


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_that_a_saved_picture_dropped_on_the_window_is_opened(person: Person, tmp_path: Path, suffix: str) -> None:
    person.do("save")
    person.rest()
    person.do("save_picture")
    dialog = person.find(QFileDialog, "save_dialog")
    path = tmp_path / f"welcome{suffix}"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    person.rest()
    person.window.show_place(PlaceName.DATA)
    drop(person, path)
    assert person.window.place is PlaceName.SCENARIO
    assert person.session.scenario.id == "welcome-2"
    assert person.session.scenario.nodes == load_template("welcome").nodes


def test_that_a_dropped_scenario_file_is_opened_and_other_files_are_looked_into(person: Person, tmp_path: Path) -> None:
    person.do("save")
    person.rest()
    path = tmp_path / "back.json"
    path.write_text(dump_scenario(load_template("win_back")), encoding="utf-8")
    drop(person, path)
    assert person.session.scenario.id == "win_back"
    table = tmp_path / "people.csv"
    table.write_text("customer_id,country\na,CZ\n", encoding="utf-8")
    drop(person, table)
    assert person.window.place is PlaceName.DATA


@pytest.mark.parametrize("name", ["back.json", "back.svg", "people.csv"])
def test_that_a_file_may_be_dropped_on_the_canvas_itself(person: Person, tmp_path: Path, name: str) -> None:
    person.do("save")
    person.rest()
    path = tmp_path / name
    if name == "back.svg":
        canvas = CanvasScene(ScenarioSession(load_template("win_back")), LIGHT)
        path.write_bytes(picture_of(canvas, ".svg"))
    else:
        table = "customer_id,country\na,CZ\n"
        path.write_text(table if name == "people.csv" else dump_scenario(load_template("win_back")), encoding="utf-8")
    drop(person, path, person.view.viewport())
    if name == "people.csv":
        assert person.window.place is PlaceName.DATA
    else:
        assert person.session.scenario.id == "win_back"


def test_that_a_picture_of_something_else_is_refused_in_words(person: Person, tmp_path: Path) -> None:
    person.do("save")
    person.rest()
    path = tmp_path / "cat.svg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    drop(person, path)
    assert any("without a scenario" in message for message in person.messages)
