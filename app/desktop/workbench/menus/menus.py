"""The menu bar: everything that can be done, with its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.desktop.shell.appearance import Appearance, Mode
from app.desktop.shell.regional_format import CHOICES, RegionalFormat
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.ui.shortcuts import Keys, key_sequences

_Choice = TypeVar("_Choice", bound=str)
MODE_TITLES = {
    Mode.SYSTEM: "&As the system",
    Mode.LIGHT: "&Light",
    Mode.DARK: "&Dark",
    Mode.LIGHT_CONTRAST: "Light, &high contrast",
    Mode.DARK_CONTRAST: "Dark, h&igh contrast",
}


class Need(Enum):
    """What must be there for an action to be enabled."""

    NOTHING = auto()
    WORKSPACE = auto()
    SCENARIO = auto()
    DATASET = auto()
    RUN = auto()
    PLAYBACK = auto()


class Menus(QObject):
    """Builds menus and enables their actions by what is there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._needs: list[tuple[QAction, Need]] = []

    def menu(self, title: str, name: str) -> QMenu:
        """A new menu in the menu bar."""
        made = self._window.menuBar().addMenu(title)
        made.setObjectName(name)
        made.setToolTipsVisible(True)
        return made

    def action(
        self,
        menu: QMenu,
        text: str,
        do: Callable[[], object],
        keys: Keys | tuple[Keys, ...] = (),
        name: str = "",
        need: Need = Need.NOTHING,
    ) -> QAction:
        """A new line in a menu."""
        made = QAction(text, menu)
        made.setObjectName(name)
        made.setMenuRole(QAction.MenuRole.NoRole)  # never moved by what its text resembles
        made.setShortcuts(key_sequences(*(keys if isinstance(keys, tuple) else (keys,))))
        made.triggered.connect(lambda _checked=False: do())
        menu.addAction(made)
        self._needs.append((made, need))
        return made

    def enable(self, there: set[Need]) -> None:
        """Enable what can be done with what is there."""
        for made, need in self._needs:
            made.setEnabled(need is Need.NOTHING or need in there)

    def add_places(self, menu: QMenu) -> None:
        """The five places, with Ctrl+1 to Ctrl+5."""
        for number, place in enumerate(PlaceName, start=1):
            self.action(
                menu,
                f"&{place.title}",
                partial(self._window.place_wanted.emit, place),
                f"Ctrl+{number}",
                f"action_{place.key}",
            )

    def add_appearance(self, menu: QMenu, appearance: Appearance) -> None:
        """Light, dark, or as the system."""
        self._add_choice(
            menu.addMenu("A&ppearance"), "appearance", MODE_TITLES, lambda: appearance.mode, appearance.choose
        )

    def add_regions(self, menu: QMenu, regional: RegionalFormat) -> None:
        """Whose numbers and dates there are."""
        self._add_choice(
            menu.addMenu("Numbers and da&tes"), "region", CHOICES, lambda: regional.chosen, regional.choose
        )

    def _add_choice(
        self,
        choices: QMenu,
        name: str,
        titles: Mapping[_Choice, str],
        chosen: Callable[[], _Choice],
        choose: Callable[[_Choice], None],
    ) -> None:
        group = QActionGroup(choices)
        for value, title in titles.items():
            made = self.action(choices, title, partial(choose, value), name=f"{name}_{value}")
            made.setCheckable(True)
            group.addAction(made)

        def show_chosen() -> None:
            for made, value in zip(group.actions(), titles, strict=True):
                made.setChecked(value == chosen())

        choices.aboutToShow.connect(show_chosen)
        show_chosen()
