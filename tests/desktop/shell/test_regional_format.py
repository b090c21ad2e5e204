from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from app.desktop.shell.preferences import Preferences
from app.desktop.shell.regional_format import CHOICES, RegionalFormat, chosen_region, follow_region
from app.numbers import day, number
from app.region import Region, current, region_of

Spoken = Callable[[str], Region]


@pytest.fixture
def preferences(tmp_path: Path, spoken_in: Spoken) -> Preferences:
    return Preferences(tmp_path / "window.json")


def test_that_a_choice_is_remembered_and_holds_from_the_next_start_on(
    preferences: Preferences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    format_ = RegionalFormat(preferences)
    format_.said.connect(said.append)
    format_.choose("de_DE")
    format_.choose("de_DE")
    assert (len(said), number(1234)) == (1, "1,234")
    monkeypatch.delenv("REHEARSE_LOCALE")
    follow_region(Preferences(tmp_path / "window.json"))
    assert (number(1234), day(date(2024, 5, 6))) == ("1.234", "06.05.2024")


def test_that_the_system_is_followed_where_nothing_was_chosen(
    preferences: Preferences, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REHEARSE_LOCALE")
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("cs_CZ"))
    follow_region(preferences)
    assert current().name == "cs_CZ"


def test_that_the_environment_goes_before_the_choice(preferences: Preferences, monkeypatch: pytest.MonkeyPatch) -> None:
    RegionalFormat(preferences).choose("de_DE")
    monkeypatch.setenv("REHEARSE_LOCALE", "fr")
    follow_region(preferences)
    assert current().name == "fr"


@pytest.mark.parametrize("remembered", ["xx_YY", 7, None, ["de_DE"]])
def test_that_a_damaged_choice_means_the_system(preferences: Preferences, remembered: object) -> None:
    preferences.put("region", remembered)
    assert chosen_region(preferences) == ""


def test_that_each_region_on_offer_is_known() -> None:
    assert [region_of(name).name for name in CHOICES if name] == [name for name in CHOICES if name]
