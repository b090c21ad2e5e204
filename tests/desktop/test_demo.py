"""The demo from Home: one click to a scenario with counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.desktop.shell.side_bar import PlaceName
from tests.desktop.conftest import Sit
from tests.person import hands


def test_that_the_demo_is_one_click_away(sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    person = sit(None)
    person.click("home_demo")
    assert person.find(QLabel, "job_title").text() == "The demo"
    person.rest()
    assert person.window.place is PlaceName.SCENARIO
    assert person.session.scenario.name == "Abandoned cart"
    assert person.session.summary is not None
    assert person.bench.desk.workspace is not None
    (run,) = person.bench.desk.workspace.runs.all()
    assert person.session.summary.nodes["cart"].arrived == run.instances > 0
    assert not person.window.strip.isVisible()


def test_that_a_cancelled_demo_opens_nothing(sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    person = sit(None)
    person.click("home_demo")
    cancel = person.find(QPushButton, "job_cancel")
    hands.second_press(cancel)  # of a double click on what stood there
    assert cancel.text() == "Cancel"
    person.click("job_cancel")
    person.rest()
    assert person.window.place is PlaceName.HOME
    assert person.bench.desk.workspace is None
    assert person.messages == []
