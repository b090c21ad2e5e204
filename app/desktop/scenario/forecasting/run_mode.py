"""Replay or forecast: how the open scenario is run, remembered for each."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.desktop.scenario.editor import Editor
from app.desktop.scenario.forecasting.channel_responses import ChannelResponses
from app.desktop.shell.preferences import Preferences
from app.runtime.forecast.forecast_order import USUAL_REPLICATIONS, ForecastOrder

REPLICATIONS = (20, 50, 100, 200, 500, 1_000)
"""What the menu offers."""

MOST_REPLICATIONS = 100_000
_MOST_REMEMBERED = 200
_MODES, _REPLICATIONS = "run_modes", "replications"


class RunMode(StrEnum):
    """Whether people only do what was recorded, or also react to messages."""

    REPLAY = "replay"
    FORECAST = "forecast"


class RunModes(QObject):
    """The mode of the open scenario and the number of its replications, kept in the user's own preferences."""

    changed = Signal()  # another mode is chosen
    repeated = Signal()  # another number of replications is

    def __init__(self, editor: Editor, preferences: Preferences, responses: ChannelResponses) -> None:
        super().__init__(editor)
        editor.opened.connect(self.repeated)  # those of another scenario
        self._editor, self._preferences, self._responses = editor, preferences, responses

    @property
    def mode(self) -> RunMode:
        """That of the open scenario; a replay where nothing else was chosen."""
        found = self._remembered(_MODES).get(self._origin)
        return RunMode.FORECAST if found == RunMode.FORECAST else RunMode.REPLAY

    @property
    def replications(self) -> int:
        """How often a forecast of it is repeated."""
        found = self._remembered(_REPLICATIONS).get(self._origin)
        return found if isinstance(found, int) and 1 <= found <= MOST_REPLICATIONS else USUAL_REPLICATIONS

    @property
    def order(self) -> ForecastOrder | None:
        """What a run has to forecast; None for a replay."""
        if self.mode is RunMode.REPLAY:
            return None
        return ForecastOrder(self.replications, self._responses.now)

    def choose(self, mode: RunMode) -> None:
        """Run the open scenario so from now on."""
        if self._editor.session is not None and mode is not self.mode:
            self._remember(_MODES, mode.value)
            self.changed.emit()

    def toggle(self) -> None:
        """Choose the other one."""
        self.choose(RunMode.REPLAY if self.mode is RunMode.FORECAST else RunMode.FORECAST)

    def repeat(self, replications: int) -> None:
        """Repeat forecasts of the open scenario so often from now on."""
        if self._editor.session is not None:
            self._remember(_REPLICATIONS, max(1, min(replications, MOST_REPLICATIONS)))
            self.repeated.emit()

    @property
    def _origin(self) -> str:
        return self._editor.session.origin if self._editor.session is not None else ""

    def _remembered(self, name: str) -> dict[str, Any]:
        found = self._preferences.get(name, {})
        return found if isinstance(found, dict) else {}

    def _remember(self, name: str, value: str | int) -> None:
        kept = {key: each for key, each in self._remembered(name).items() if key != self._origin}
        self._preferences.put(name, dict([*kept.items(), (self._origin, value)][-_MOST_REMEMBERED:]))
