"""The side bar: the five places, and the switch between light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QToolButton

from app.look.palette import Palette
from app.ui.icons import choice_icon, icon
from app.ui.theme import STEP, beside_words, with_words
from app.ui.widgets import column, tool_button

WIDTH = 80
MARK = "drama-masks"


class PlaceName(Enum):
    """The five places: (key, title, icon)."""

    HOME = ("home", "Home", "home-variant-outline")
    DATA = ("data", "Data", "database-outline")
    SCENARIO = ("scenario", "Scenario", "sitemap-outline")
    RESULTS = ("results", "Results", "chart-box-outline")
    LEARN = ("learn", "Learn", "school-outline")

    @property
    def key(self) -> str:
        """The place's name in object names."""
        return self.value[0]

    @property
    def title(self) -> str:
        """The place's name for people."""
        return self.value[1]

    @property
    def icon(self) -> str:
        """The icon's name."""
        return self.value[2]


class SideBar(QFrame):
    """A rail of five buttons, of which one is down."""

    chosen = Signal(object)  # PlaceName
    toggled_appearance = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side_bar")
        self.setFixedWidth(beside_words(WIDTH))
        self._mark = QLabel()
        self._mark.setObjectName("mark")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._group = QButtonGroup(self)
        lines = column(self, margin=STEP, gap=STEP // 2)
        lines.addWidget(self._mark)
        lines.addSpacing(STEP)
        self._buttons = {place: self._button(place) for place in PlaceName}
        for made in self._buttons.values():
            lines.addWidget(made)
        lines.addStretch(1)
        self._switch = tool_button("Light or dark", name="toggle_appearance", on_click=self.toggled_appearance.emit)
        lines.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_chosen(self, place: PlaceName) -> None:
        """Put the place's button down."""
        self._buttons[place].setChecked(True)

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Say with each place the keys that lead there; by the names of the commands."""
        for place, made in self._buttons.items():
            shown = keys.get(f"action_{place.key}", "")
            made.setToolTip(f"{place.title} ({shown})" if shown else place.title)

    def show_palette(self, palette: Palette) -> None:
        """Icons in the palette's colours."""
        self._mark.setPixmap(icon(MARK, palette.accent).pixmap(32, 32))
        for place, made in self._buttons.items():
            made.setIcon(choice_icon(place.icon, palette.text_quiet, palette.accent))
        other = "white-balance-sunny" if palette.is_dark else "weather-night"
        self._switch.setIcon(icon(other, palette.text_quiet))

    def _button(self, place: PlaceName) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"go_{place.key}")
        made.setText(place.title)
        made.setAccessibleName(place.title)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(24, 24))
        made.setProperty("kind", "place")
        made.setCheckable(True)
        made.setFixedSize(beside_words(WIDTH) - 2 * STEP, 5 * STEP + with_words(2 * STEP))
        made.clicked.connect(lambda _checked=False: self.chosen.emit(place))
        self._group.addButton(made)
        return made
