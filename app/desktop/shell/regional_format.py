"""Whose customs the window's numbers and dates follow: the system's, or those the user chose."""

from __future__ import annotations

import os

from PySide6.QtCore import QLocale, QObject, Signal

from app.desktop.shell.preferences import Preferences
from app.region import VARIABLE, use_locale

CHOICES = {
    "": "&As the system",
    "en_US": "&English (United States)",
    "en_GB": "English (United &Kingdom)",
    "en_IN": "English (&India)",
    "cs_CZ": "&Czech",
    "nl_NL": "D&utch",
    "fr_FR": "&French",
    "de_DE": "&German",
    "it_IT": "I&talian",
    "ja_JP": "&Japanese",
    "pl_PL": "&Polish",
    "pt_BR": "P&ortuguese (Brazil)",
    "es_ES": "&Spanish",
    "sv_SE": "S&wedish",
}
"""Locales that are offered, with their titles; texts stay English."""
_NAME = "region"
_NEXT_TIME = "Numbers and dates will be written so when Rehearse is started the next time."


class RegionalFormat(QObject):
    """Remembers the choice, which holds from the next start on: all that is printed by then is of one kind."""

    said = Signal(str)

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences

    @property
    def chosen(self) -> str:
        """The locale the user chose; empty for the system's."""
        return chosen_region(self._preferences)

    def choose(self, name: str) -> None:
        """Remember one of `CHOICES`."""
        if name != self.chosen:
            self._preferences.put(_NAME, name)
            self.said.emit(_NEXT_TIME)


def chosen_region(preferences: Preferences) -> str:
    """The locale the user chose; empty for the system's."""
    remembered = preferences.get(_NAME)
    return remembered if isinstance(remembered, str) and remembered in CHOICES else ""


def follow_region(preferences: Preferences) -> None:
    """Have all numbers and dates follow our variable of the environment, else the user's choice, else the system."""
    use_locale(os.environ.get(VARIABLE) or chosen_region(preferences) or QLocale.system().name())
