"""Light or dark, with usual or high contrast: as the system, or as the user chose."""

from __future__ import annotations

from contextlib import AbstractContextManager
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from app.desktop.shell.preferences import Preferences
from app.look.palette import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Palette
from app.ui.theme import apply_theme, undressed


class Mode(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    LIGHT_CONTRAST = "light-contrast"
    DARK_CONTRAST = "dark-contrast"


_HIGH = (Mode.LIGHT_CONTRAST, Mode.DARK_CONTRAST)


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
        app.styleHints().accessibility().contrastPreferenceChanged.connect(self._follow)

    @property
    def mode(self) -> Mode:
        """What the user chose."""
        return self._mode

    @property
    def palette(self) -> Palette:
        """The colours now."""
        return self._palette

    def undressed(self) -> AbstractContextManager[None]:
        """For the time in which a window is put together: it is dressed at the end, all at once."""
        return undressed(self._app)

    def choose(self, mode: Mode) -> None:
        """Switch and remember."""
        self._mode = mode
        self._preferences.put("appearance", mode.value)
        self._follow()

    def toggle(self) -> None:
        """From light to dark and back; high contrast stays."""
        is_high = self._mode in _HIGH
        if self._palette.is_dark:
            self.choose(Mode.LIGHT_CONTRAST if is_high else Mode.LIGHT)
        else:
            self.choose(Mode.DARK_CONTRAST if is_high else Mode.DARK)

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is self._palette:
            return
        self._palette = wanted
        apply_theme(self._app, wanted)
        self.changed.emit(wanted)

    def _wanted(self) -> Palette:
        hints = self._app.styleHints()
        is_high = (
            self._mode in _HIGH or hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
        )
        if self._mode is Mode.SYSTEM:
            is_dark = hints.colorScheme() is Qt.ColorScheme.Dark
        else:
            is_dark = self._mode in (Mode.DARK, Mode.DARK_CONTRAST)
        if is_high:
            return DARK_CONTRAST if is_dark else LIGHT_CONTRAST
        return DARK if is_dark else LIGHT
