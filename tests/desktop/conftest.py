"""The real window on a workspace of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.data.importing.read import Imported
from app.data.samples import load_sample
from app.desktop.shell.appearance import Appearance, Mode
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.window import FIRST_SIZE, MainWindow
from app.desktop.workbench import assembly
from app.desktop.workbench.assembly import Workbench
from app.progress import silent
from tests.builders.workspaces import placed, workspace_at
from tests.person.person import Person

Sit = Callable[[Path | None], Person]
"""Opens a window, on a workspace if one is given, with a person before it."""


@pytest.fixture(scope="session")
def shop() -> Imported:
    """The bundled web shop."""
    return load_sample("shop", silent)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, shop: Imported) -> bytes:
    """What a workspace is that holds the web shop's data and nothing else."""
    return workspace_at(tmp_path_factory.mktemp("made") / "office.rehearse", datasets=[shop]).read_bytes()


@pytest.fixture
def workspace_path(tmp_path: Path, office: bytes) -> Path:
    """A workspace that holds the web shop's data and nothing else."""
    return placed(office, tmp_path / "office.rehearse")


@pytest.fixture
def sit(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sit]:
    monkeypatch.setattr(assembly, "STATUS_MS", 0)  # what is said stays until something else is, on a slow computer too
    people: list[Person] = []

    def down(path: Path | None = None) -> Person:
        preferences = Preferences(tmp_path / "window.json")
        preferences.put("appearance", Mode.LIGHT.value)
        appearance = Appearance(qapp, preferences)
        window = MainWindow(preferences, appearance.palette)
        if preferences.get("geometry") is None:
            window.resize(*FIRST_SIZE)  # the screen of tests is smaller
        with appearance.undressed():
            bench = Workbench(window, appearance, preferences)
        person = Person(window, qtbot, bench)
        people.append(person)
        if path is not None:
            person.bench.open(path)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        if path is not None:
            person.rest()
        return person

    yield down
    for person in people:
        person.bench.desk.shut_down()
        person.window.close_for_good()
        person.window.deleteLater()
    for left in QApplication.topLevelWidgets():  # pages without a place: each later window is dressed with them
        if left.parent() is None:
            left.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # the next window is not made beside these
