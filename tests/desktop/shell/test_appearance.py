"""Light and dark, and what the window remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibilityHints
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.shell.appearance import Appearance, Mode
from app.desktop.shell.preferences import Preferences
from app.look.palette import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Palette


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "window.json"


def test_that_a_choice_is_remembered(qapp: QApplication, path: Path) -> None:
    first = Appearance(qapp, Preferences(path))
    first.choose(Mode.DARK)
    second = Appearance(qapp, Preferences(path))
    assert second.mode is Mode.DARK
    assert second.palette is DARK


def test_that_the_switch_tells_the_places_once(qapp: QApplication, path: Path, qtbot: QtBot) -> None:
    appearance = Appearance(qapp, Preferences(path))
    appearance.choose(Mode.LIGHT)
    told: list[object] = []
    appearance.changed.connect(told.append)
    appearance.toggle()
    appearance.choose(Mode.DARK)
    assert told == [DARK]
    assert qapp.palette().window().color().name() == DARK.window
    appearance.toggle()
    assert appearance.palette is LIGHT


@pytest.mark.parametrize("damage", ["", "{", "[1]", '{"appearance": "purple", "geometry": 7}'])
def test_that_damaged_preferences_mean_the_defaults(qapp: QApplication, path: Path, damage: str) -> None:
    path.parent.mkdir()
    path.write_text(damage, encoding="utf-8")
    assert Appearance(qapp, Preferences(path)).mode is Mode.SYSTEM


def test_that_preferences_survive_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file where a folder should be", encoding="utf-8")
    preferences = Preferences(tmp_path / "blocked" / "window.json")
    preferences.put("appearance", "dark")
    assert preferences.get("appearance") == "dark"


def test_that_high_contrast_can_be_chosen_is_kept_and_stays_from_light_to_dark(qapp: QApplication, path: Path) -> None:
    appearance = Appearance(qapp, Preferences(path))
    appearance.choose(Mode.LIGHT_CONTRAST)
    assert appearance.palette is LIGHT_CONTRAST
    assert qapp.palette().windowText().color().name() == LIGHT_CONTRAST.text
    appearance.toggle()
    assert Appearance(qapp, Preferences(path)).palette is DARK_CONTRAST
    appearance.choose(Mode.LIGHT)
    assert appearance.palette is LIGHT


@pytest.mark.parametrize(("mode", "wanted"), [(Mode.LIGHT, LIGHT_CONTRAST), (Mode.DARK, DARK_CONTRAST)])
def test_that_the_platforms_high_contrast_is_followed(
    qapp: QApplication, path: Path, monkeypatch: pytest.MonkeyPatch, mode: Mode, wanted: Palette
) -> None:
    appearance = Appearance(qapp, Preferences(path))
    monkeypatch.setattr(QAccessibilityHints, "contrastPreference", lambda _: Qt.ContrastPreference.HighContrast)
    appearance.choose(mode)
    assert appearance.palette is wanted
    monkeypatch.undo()
    appearance.choose(Mode.LIGHT)
    assert appearance.palette is LIGHT
