"""Presentation: the scenario on the whole screen, with nothing around it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from app.canvas.camera import Sight
from app.desktop.scenario.editing_area import EditingArea
from app.desktop.scenario.place import ScenarioPlace
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow


class Presentation(QObject):
    """Begins and ends by the same key; Escape ends it too, and all is as it was before."""

    def __init__(self, window: MainWindow, scenario: ScenarioPlace) -> None:
        super().__init__(window)
        self._window = window
        self._scenario = scenario
        self._is_on = False
        self._sight: Sight | None = None
        self._leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._leave.setEnabled(False)
        self._leave.activated.connect(self.toggle)

    @property
    def is_on(self) -> bool:
        """Whether the scenario is presented."""
        return self._is_on

    def toggle(self) -> None:
        """Begin or end."""
        area = self._scenario.area
        if not self._is_on and area is None:
            return
        self._is_on = not self._is_on
        self._leave.setEnabled(self._is_on)
        if self._is_on:
            self._window.show_place(PlaceName.SCENARIO)
        if self._is_on and area is not None:
            self._sight = area.view.camera.sight
        self._window.show_frame(is_shown=not self._is_on)
        self._scenario.present(is_on=self._is_on)
        state, full = self._window.windowState(), Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if self._is_on else state & ~full)
        if area is not None:
            self._frame(area)

    def _frame(self, area: EditingArea) -> None:
        """Show everything, or afterwards what was in sight before, whatever has been looked at meanwhile."""
        camera, sight = area.view.camera, self._sight
        show = camera.fit if self._is_on or sight is None else partial(camera.look, sight)
        show()
        QTimer.singleShot(0, area, show)  # once the panels around it have their room again
