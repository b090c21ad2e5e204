"""Light or dark: as the system, or as the user chose."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from app.desktop.shell.preferences import Preferences
from app.look.palette import DARK, LIGHT, Palette
from app.ui.theme import apply_theme


class Mode(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Appearance(QObject):
    """Dresses the application and tells the places when its palette changes."""

    changed = Signal(object)  # Palette

    def __init__(self, app: QApplication, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._preferences = preferences
        remembered = preferences.get("appearance")
        self._mode = Mode(remembered) if remembered in set(Mode) else Mode.SYSTEM
        self._palette = self._wanted()
        apply_theme(app, self._palette)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def mode(self) -> Mode:
        """What the user chose."""
        return self._mode

    @property
    def palette(self) -> Palette:
        """The colours now."""
        return self._palette

    def choose(self, mode: Mode) -> None:
        """Switch and remember."""
        self._mode = mode
        self._preferences.put("appearance", mode.value)
        self._follow()

    def toggle(self) -> None:
        """From light to dark and back."""
        self.choose(Mode.LIGHT if self._palette is DARK else Mode.DARK)

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is self._palette:
            return
        self._palette = wanted
        apply_theme(self._app, wanted)
        self.changed.emit(wanted)

    def _wanted(self) -> Palette:
        if self._mode is Mode.SYSTEM:
            return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode is Mode.DARK else LIGHT
