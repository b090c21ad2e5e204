"""Home: the ways into a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.desktop.home.cards import RecentCard
from app.desktop.shell.side_bar import PlaceName
from tests.desktop.conftest import Sit
from tests.person.person import child


def test_that_a_new_workspace_is_made_where_the_person_says(sit: Sit, tmp_path: Path) -> None:
    person = sit(None)
    person.click("home_new")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "mine.rehearse"))
    dialog.close()
    person.qtbot.waitUntil(lambda: person.window.place is PlaceName.DATA)
    assert (tmp_path / "mine.rehearse").is_file()


def test_that_a_template_without_a_workspace_asks_for_one_first(sit: Sit, tmp_path: Path) -> None:
    person = sit(None)
    person.click("template_abandoned_cart")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "mine.rehearse"))
    dialog.close()
    person.qtbot.waitUntil(lambda: person.window.place is PlaceName.SCENARIO)
    assert person.session.scenario.name == "Abandoned cart"


def test_that_workspaces_opened_before_stand_on_home(sit: Sit, workspace_path: Path) -> None:
    sit(workspace_path).bench.desk.close()
    person = sit(None)
    (card,) = person.bench.home.findChildren(RecentCard)
    person.click(card)
    person.rest()
    assert person.bench.desk.workspace is not None
    assert person.bench.desk.workspace.path == workspace_path


@pytest.mark.parametrize("name", ["home_new", "home_open", "home_demo", "home_tour"])
def test_that_home_offers_the_ways_in(sit: Sit, name: str) -> None:
    assert child(sit(None).window, QPushButton, name).isVisible()
