"""Replay or forecast, and how often a forecast is repeated: beside the button that runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QPushButton, QWidget

from app.desktop.scenario.forecasting.run_mode import REPLICATIONS, RunMode, RunModes
from app.desktop.shell.dialogs import ask_text
from app.numbers import counted, number, parsed
from app.ui.widgets import button, row

_TIPS = {
    RunMode.REPLAY: "Run over what was recorded: nobody reacts to a message that was never sent.",
    RunMode.FORECAST: "Let people react to messages by chance, again and again: means and ranges beside what was "
    "recorded.",
}


class ModeSwitch(QFrame):
    """Two buttons of which one is down, and a menu; knows the mode of the open scenario."""

    responses_wanted = Signal()

    def __init__(self, modes: RunModes) -> None:
        super().__init__()
        self.setObjectName("mode_switch")
        self.setAccessibleName("What Run does")
        self._modes = modes
        self._buttons: dict[RunMode, QPushButton] = {}
        group = QButtonGroup(self)
        line = row(self, gap=0)
        for mode in RunMode:
            made = self._buttons[mode] = button(mode.value.capitalize(), "segment", name=f"mode_{mode.value}")
            made.setCheckable(True)
            made.setToolTip(_TIPS[mode])
            made.clicked.connect(partial(self._choose, mode))
            group.addButton(made)
            line.addWidget(made)
        self.more = button("", "times", name="mode_more")
        self.more.setToolTip("How often a forecast is repeated, and how people react")
        self._menu = QMenu(self.more)
        self._menu.setObjectName("mode_menu")
        self._offered: list[QAction] = []
        self.more.setMenu(self._menu)
        line.addWidget(self.more)
        self._fill()
        self.show_mode()
        modes.changed.connect(self.show_mode)
        modes.repeated.connect(self.show_mode)

    def show_mode(self) -> None:
        """Press the button of the mode that is chosen; a replay is not repeated."""
        for mode, made in self._buttons.items():
            made.setChecked(mode is self._modes.mode)
        often = self._modes.replications
        self._other.setVisible(often not in REPLICATIONS)
        self._other.setData(often)
        self._other.setText(counted(often, "replication", "replications"))
        for offered in self._offered:
            offered.setChecked(offered.data() == often)
        self.more.setText(f"{number(often)} ×")
        self.more.setAccessibleName(counted(often, "replication", "replications"))
        self.more.setVisible(self._modes.mode is RunMode.FORECAST)

    def _choose(self, mode: RunMode, _checked: bool = False) -> None:
        self._modes.choose(mode)
        self.show_mode()

    def _fill(self) -> None:
        for times in REPLICATIONS:
            self._offer(times)
        self._other = self._offer(0)
        self._menu.addSeparator()
        self._add("Another number…", "replications_more", self._ask)
        self._menu.addSeparator()
        self._add("How people react…", "responses_open", self.responses_wanted.emit)

    def _offer(self, times: int) -> QAction:
        made = self._menu.addAction(counted(times, "replication", "replications"))
        made.setObjectName(f"replications_{times or 'other'}")
        made.setCheckable(True)
        made.setData(times)
        made.triggered.connect(lambda _checked=False: self._modes.repeat(made.data()))
        self._offered.append(made)
        return made

    def _add(self, text: str, name: str, do: Callable[[], object]) -> None:
        made = self._menu.addAction(text)
        made.setObjectName(name)
        made.triggered.connect(lambda _checked=False: do())

    def _ask(self) -> None:
        window: QWidget = self.window()
        ask_text(window, "Replications", "How often is a forecast repeated?", self._take)

    def _take(self, text: str) -> None:
        try:
            times = parsed(text)
        except ValueError:
            return
        if times >= 1:
            self._modes.repeat(round(times))
