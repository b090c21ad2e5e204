"""The line over the canvas: what Run does, which counts stand on it, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame

from app.canvas.figures import RunCounts
from app.desktop.scenario.forecasting.mode_switch import ModeSwitch
from app.desktop.scenario.forecasting.run_mode import RunModes
from app.desktop.scenario.live import LIVE_REPLICATIONS, Live, LiveState
from app.desktop.scenario.runner import Runner
from app.desktop.scenario.shown_run import ShownRun
from app.numbers import number
from app.scenario.graph import Scenario
from app.ui.elided import ElidedLabel
from app.ui.theme import STEP
from app.ui.widgets import button, row

_HEIGHT = 5 * STEP


class FiguresBar(QFrame):
    """Knows what stands there; tells what was asked for."""

    keep_wanted = Signal()
    rename_wanted = Signal()

    def __init__(self, live: Live, runner: Runner, modes: RunModes) -> None:
        super().__init__()
        self.setObjectName("figures_bar")
        self.setProperty("role", "bar")
        self.setAccessibleName("Counts on the canvas")
        self.setFixedHeight(_HEIGHT)
        self._live, self._runner = live, runner
        self.modes = ModeSwitch(modes)
        self._switch = QCheckBox("Live", self)
        self._switch.setObjectName("live_switch")
        self._switch.setAccessibleName("Count again after every change")
        self._switch.setToolTip("Count again after every change; nothing is stored until the run is kept.")
        self._switch.setChecked(live.is_on)
        self._switch.clicked.connect(lambda checked: live.switch(is_on=checked))
        self._words = ElidedLabel("", "small", name="figures_words")
        self._rename = button("Rename run…", "quiet", name="run_rename", on_click=self.rename_wanted.emit)
        self._keep = button("Keep this run", name="run_keep", on_click=self.keep_wanted.emit)
        line = row(self, gap=STEP)
        line.setContentsMargins(3 * STEP, 0, 2 * STEP, 0)
        line.addWidget(self.modes)
        line.addSpacing(STEP)
        line.addWidget(self._switch)
        line.addWidget(self._words, 1)
        line.addWidget(self._rename)
        line.addWidget(self._keep)

    def show_state(
        self, scenario: Scenario | None, counts: RunCounts | None, *, can_keep: bool, may_change: bool
    ) -> None:
        """Say what stands on the canvas of that scenario now: these counts."""
        run, is_live = self._runner.shown_run, self._live.state is not LiveState.IDLE
        is_old = scenario is not None and run is not None and not self._runner.shows_run_of(scenario)
        self._words.setText(self._in_words(scenario, run, counts, is_old=is_old))
        self._rename.setVisible(run is not None and run.info is not None and not is_live and may_change)
        self._keep.setVisible(is_live)
        self._keep.setEnabled(can_keep and self._live.state is LiveState.COUNTED)

    def _in_words(
        self, scenario: Scenario | None, run: ShownRun | None, counts: RunCounts | None, *, is_old: bool
    ) -> str:
        name = self._runner.dataset_name
        order = self._runner.order
        since = run.changes_to(scenario, name, order) if scenario is not None and run is not None and is_old else ""
        beside = f", beside the run {run.title}: {since}" if run is not None and since else ""
        match self._live.state:
            case LiveState.COUNTED:
                if order is not None:
                    often = number(min(LIVE_REPLICATIONS, order.replications))
                    return f"Forecast as it stands now in {often} replications, not kept{beside}"
                return f"Counted as it stands now, not kept{beside}"
            case LiveState.COUNTING:
                return f"{'Counting' if order is None else 'Forecasting'}…{beside}"
            case LiveState.REFUSED:
                is_kept = run is not None and counts is run.summary
                of = f"those of {run.title}" if run is not None and is_kept else f"older, not kept{beside}"
                old = f" The counts are {of}." if run is not None and counts is not None else ""
                return f"Not counted: first mend what is listed under the canvas.{old}"
            case LiveState.IDLE:
                if run is None or counts is None:
                    how = "change something, or press Run" if self._live.is_on else "press Run"
                    return f"Not counted yet: {how}." if scenario is not None else ""
                if counts is not run.summary:
                    return f"Counted live before, not kept{beside}"
                kind = "Run" if run.forecast is None else "Forecast"
                return f"{kind} {run.title}" if not since else f"Stale: counts of {run.title}. Changed since: {since}"
