"""Counting again after every change, away from the window: at once where that is quick, else after a rest."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from enum import Enum
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from app.canvas.modelled import Modelled
from app.canvas.session import ScenarioSession
from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.desktop.scenario.forecasting.channel_responses import ChannelResponses
from app.desktop.scenario.runner import Runner
from app.desktop.scenario.shown_run import ShownRun
from app.desktop.shell.preferences import Preferences
from app.jobs.runs.checking import all_findings, all_problems
from app.nodes.conditions import Condition
from app.progress import Progress
from app.runtime.forecast.forecast_order import ForecastOrder, used
from app.runtime.forecast.ranges import Forecast
from app.runtime.prepared import Prepared
from app.runtime.summary import Summary
from app.scenario.changes import meaning
from app.scenario.graph import Scenario
from app.scenario.lists_used import is_same_data
from app.scenario.segments import Segments, with_segments
from app.workspace.contents.loaded_datasets import LoadedDatasets

LIVE_REPLICATIONS = 20
"""Fewer than a forecast that is kept: enough to see where figures go."""

QUICK_S = 0.3
"""A scenario that is counted in less is counted at once after every change."""
SLOW_S = 1.0
"""One count that takes as long makes later ones wait; of shorter ones it takes several, as the machine may be busy."""
REST_MS = 500
_REMEMBERED = 64
_TIMES = 5  # of which the shortest counts: the machine may have been busy with something else
_AT_ONCE = 2  # one that is being counted, and one that waits for it and then takes the latest change
_SWITCH = "live_counts"


class LiveState(Enum):
    """What the counts on the canvas are."""

    IDLE = "idle"
    COUNTING = "counting"
    COUNTED = "counted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Request:
    """A scenario as it was after a change, and what to count it over."""

    session: ScenarioSession
    scenario: Scenario
    segments: Segments
    datasets: LoadedDatasets
    dataset_name: str
    order: ForecastOrder | None = None
    beside: ShownRun | None = None
    """The forecast that is kept, to compare the new one with."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a request; there is no summary where problems stand in the way.

    `seconds` is None where they do not tell how long the next count takes: it had been counted before, or was the first
    over its data.
    """

    request: Request
    summary: Summary | None
    seconds: float | None
    modelled: Modelled | None = None


class Live(QObject):
    """Counts the open scenario after each change; nothing of it is stored.

    While one change is being counted at most one more waits, and that is always the latest.
    """

    changed = Signal()

    def __init__(
        self, desk: Desk, editor: Editor, runner: Runner, preferences: Preferences, responses: ChannelResponses
    ) -> None:
        super().__init__(editor)
        self._desk, self._editor, self._runner, self._preferences = desk, editor, runner, preferences
        self._session: ScenarioSession | None = None
        self._is_on = bool(preferences.get(_SWITCH, True))
        self._state = LiveState.IDLE
        self._asked: object = None  # what the latest change means
        self._latest: Request | None = None
        self._begun: Request | None = None  # in the worker's thread
        self._prepared: Prepared | None = None  # likewise
        self._remembered: Remembered | None = None  # likewise
        self._kept: tuple[Forecast, Forecast] | None = None  # likewise: the kept one, and repeated as often as live
        self._seconds: deque[float] = deque(maxlen=_TIMES)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        editor.opened.connect(self._attend)
        runner.dataset_changed.connect(self._forget_times)
        runner.ready.connect(self._look_at_dataset)
        runner.run_shown.connect(self._follow_run)
        desk.live.ended.connect(self._go_on)
        responses.changed.connect(self._note_change)

    @property
    def is_on(self) -> bool:
        """Whether changes are counted by themselves."""
        return self._is_on

    @property
    def is_quick(self) -> bool:
        """Whether they are counted at once; until it is known how long that takes, they are."""
        most = QUICK_S if len(self._seconds) == _TIMES else SLOW_S
        return not self._seconds or min(self._seconds) < most

    @property
    def state(self) -> LiveState:
        """What the counts on the canvas are."""
        return self._state

    def switch(self, *, is_on: bool) -> None:
        """Count by itself from now on, or no longer; this is remembered."""
        self._is_on = is_on
        self._preferences.put(_SWITCH, is_on)
        if is_on:
            self._asked = None
            self._note_change()
        else:
            self._stop()
            if self._session is not None:
                self._session.follow(is_followed=False)
        self.changed.emit()

    def _attend(self) -> None:
        """Another scenario is open."""
        self._stop()
        self._asked = None
        self._session = self._editor.session
        self._let_go()
        if self._session is not None:
            self._asked = self._means(self._session)
            self._session.changed.connect(self._note_change)
        self.changed.emit()

    def _forget_times(self) -> None:
        self._seconds.clear()

    def _look_at_dataset(self, fingerprint: str) -> None:
        """Counts over other data than those that are chosen are counted again."""
        session = self._session
        summary = session.summary if session is not None else None
        if session is None or not isinstance(summary, Summary):
            return
        scenario = with_segments(session.scenario, self._desk.listing.segments)
        if not is_same_data(self._runner.list_versions, scenario, summary.fingerprint, fingerprint):
            self._asked = None
            self._note_change()

    def _follow_run(self) -> None:
        """A run was shown: live counts are compared with it from now on, if they are of something else."""
        self._asked = None
        if self._session is not None and not self._show_run(self._session):
            self._note_change()

    def _note_change(self) -> None:
        session = self._session
        if session is None or session is not self._editor.session or not self._is_on or not self._runner.dataset_name:
            return
        means = self._means(session)
        if means == self._asked:
            return
        self._asked = means
        if self._show_run(session):
            return
        session.follow(is_followed=self.is_quick and session.summary is not None)
        if self.is_quick:
            self._ask()
        else:
            self._desk.live.cancel()
            self._rest.start()
        self._tell(LiveState.COUNTING)

    def _means(self, session: ScenarioSession) -> object:
        """All that the counts depend on, but for the data."""
        order = self._runner.order
        return meaning(session.scenario), order and used(order.responses, session.scenario)

    def _show_run(self, session: ScenarioSession) -> bool:
        """Show the run that is kept where the scenario is again, or still, what was run."""
        run = self._runner.shown_run
        if run is None or not self._runner.shows_run_of(session.scenario):
            return False
        self._stop()
        if session.summary is not run.summary:
            run.show_in(session)
        self._tell(LiveState.IDLE)
        return True

    def _ask(self) -> None:
        datasets, session = self._desk.datasets, self._session
        if datasets is None or session is None or not self._desk.live.is_open:
            return
        segments: dict[str, Condition] = dict(self._desk.listing.segments)
        name, order, run = self._runner.dataset_name, self._runner.order, self._runner.shown_run
        beside = run if order is not None and run is not None and run.dataset_name == name else None
        self._latest = Request(session, session.scenario, segments, datasets, name, order, beside)
        self._start()

    def _start(self) -> None:
        if self._desk.live.count < _AT_ONCE:
            self._desk.live.start("Counting", self._work, self._take)

    def _let_go(self) -> None:
        """A scenario that was closed, and the data that it was counted over, are kept no longer than they are read."""
        if self._session is None and not self._desk.live.is_busy:
            self._begun = self._prepared = self._remembered = self._kept = None

    def _go_on(self) -> None:
        """A change that came while what was called off had not ended yet is counted now."""
        self._let_go()
        if self._latest is not None and self._latest is not self._begun and self._desk.live.is_open:
            self._start()

    def _work(self, progress: Progress) -> Counted | None:
        """Count the latest change, in the worker's thread; nothing where the work before has done that."""
        request = self._latest
        if request is None or request is self._begun:
            return None
        self._begun = request
        dataset = request.datasets.get(request.dataset_name, progress)
        is_first = self._prepared is None or self._prepared.dataset is not dataset
        if self._prepared is None or self._remembered is None or is_first:
            self._prepared = Prepared(dataset)
            self._remembered = Remembered(self._prepared)
        if request.order is None:
            made = counted(request, self._remembered, progress)
        else:
            made = self._forecast(request, self._prepared, progress)
        return replace(made, seconds=None) if is_first else made  # the first prepares what all later ones need

    def _forecast(self, request: Request, prepared: Prepared, progress: Progress) -> Counted:
        """Forecast it in few replications, beside the kept one in the very same: they have the same luck."""
        made = forecast_live(request, prepared, progress)
        kept = request.beside.forecast if request.beside is not None else None
        if made.modelled is None or request.beside is None or kept is None:
            return made
        if self._kept is None or self._kept[0] is not kept:
            played = request.beside.played or request.beside.scenario
            again = replace(request, scenario=played, order=kept.order)
            before = forecast_live(again, prepared, progress).modelled
            self._kept = (kept, before.forecast) if before is not None else None
        return replace(made, modelled=replace(made.modelled, kept=self._kept[1] if self._kept else None))

    def _take(self, made: Counted | None) -> None:
        session = self._session
        if made is None or session is None or made.request.session is not session or not self._is_on:
            return
        if made.request.dataset_name != self._runner.dataset_name or self._state is LiveState.IDLE:
            return
        if (made.request.order is None) is not (self._runner.order is None):
            return
        is_latest = made.request is self._latest
        if made.summary is None:
            session.follow(is_followed=False)
            self._tell(LiveState.REFUSED)
            return
        if made.seconds is not None:
            self._seconds.append(made.seconds)
        run = self._runner.shown_run
        kept = run.summary if run is not None and run.dataset_name == made.request.dataset_name else None
        session.follow(is_followed=self.is_quick)
        session.show_summary(made.summary, made.request.scenario, kept, made.modelled)
        self._tell(LiveState.COUNTED if is_latest else LiveState.COUNTING)

    def _stop(self) -> None:
        self._rest.stop()
        self._latest = None
        self._desk.live.cancel()
        self._tell(LiveState.IDLE)

    def _tell(self, state: LiveState) -> None:
        if state is not self._state:
            self._state = state
            self.changed.emit()


class Remembered:
    """Counts of scenarios over one dataset, the latest: a slider goes to and fro, and a change is taken back."""

    def __init__(self, prepared: Prepared) -> None:
        from app.runtime.recounting import Recounting  # the machine is loaded when it is first needed

        self.dataset = prepared.dataset
        self._counts: deque[tuple[object, Summary]] = deque(maxlen=_REMEMBERED)
        self._recounting = Recounting(prepared)

    def of(self, scenario: Scenario) -> Summary | None:
        """What was counted of a scenario that means the same."""
        means = meaning(scenario)
        return next((summary for one, summary in self._counts if one == means), None)

    def count(self, scenario: Scenario, progress: Progress) -> Summary:
        """Count a scenario that has no problems, and remember what it came to."""
        summary = self._recounting.count(scenario, progress)
        self._counts.appendleft((meaning(scenario), summary))
        return summary


def counted(request: Request, remembered: Remembered, progress: Progress) -> Counted:
    """Count a scenario, if nothing stands in the way, unless that has been done."""
    scenario = with_segments(request.scenario, request.segments)
    known = remembered.of(scenario)
    if known is not None:
        return Counted(request, known, None)
    started = perf_counter()
    if all_problems(scenario, remembered.dataset.schema()):
        return Counted(request, None, perf_counter() - started)
    summary = remembered.count(scenario, progress)
    return Counted(request, summary, perf_counter() - started)


def forecast_live(request: Request, prepared: Prepared, progress: Progress) -> Counted:
    """Forecast a scenario in few replications, if nothing stands in the way."""
    from app.runtime.forecast.forecast import ForecastOptions, forecast  # the machine is loaded when it is first needed

    assert request.order is not None
    scenario = with_segments(request.scenario, request.segments)
    started = perf_counter()
    if any(not problem.is_remark for problem in all_findings(scenario, prepared.dataset.schema())):
        return Counted(request, None, perf_counter() - started)
    often = min(LIVE_REPLICATIONS, request.order.replications)
    options = ForecastOptions(often, responses=request.order.responses, prepared=prepared)
    told = forecast(scenario, prepared.dataset, options, progress)
    return Counted(request, told.replay, perf_counter() - started, Modelled(told))
