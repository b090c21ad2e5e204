"""Rehearsing from the window: the counts on the canvas as soon as all customers are played, the tables stored after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.canvas.beside import Beside, Of, Stop, Told
from app.canvas.session import ScenarioSession
from app.data.dataset import Dataset
from app.data.list_versions import ListVersions
from app.desktop.open_workspace import Desk
from app.desktop.scenario.counting import match_words, value_counts
from app.desktop.scenario.editor import Editor
from app.desktop.scenario.forecasting.channel_responses import ChannelResponses
from app.desktop.scenario.forecasting.run_mode import RunMode, RunModes
from app.desktop.scenario.rehearsal import (
    Attempt,
    KeptRun,
    LastRun,
    Rehearsal,
    get_ready,
    last_dataset,
    last_run,
    store,
)
from app.desktop.scenario.shown_run import ShownRun
from app.desktop.shell.sweeping import sweep_seldom
from app.errors import Problem
from app.jobs.runs.keeping_runs import KeptAs
from app.numbers import moment
from app.progress import Progress
from app.runtime.forecast.forecast_order import ForecastOrder
from app.scenario.graph import Scenario

MOST_WAITING = 2
"""Runs that are being stored or wait for it, and hold their rows: until one of them is done, no other can be begun."""


class Keeping(Enum):
    """What has become of the run whose counts are shown, in words for the user; empty where there is nothing to say."""

    STORED = ""
    STORING = "Storing the run…"
    NOT_KEPT = "Counts are not kept"


class Runner(QObject):
    """Knows the chosen dataset; runs the open scenario over it and shows the newest counts."""

    dataset_changed = Signal()
    validated = Signal(int)  # the number of problems that stand in the way of a run
    refused = Signal(int)  # the number of problems that stand in the way
    said = Signal(str)  # what has come of a run
    keeping_changed = Signal()
    ready = Signal(str)  # the fingerprint of the chosen dataset, which is in memory
    run_shown = Signal()  # what the counts are compared with is another run, or called otherwise

    def __init__(self, desk: Desk, editor: Editor, modes: RunModes, responses: ChannelResponses) -> None:
        super().__init__(editor)
        self._desk = desk
        self._editor = editor
        self._modes, self._responses = modes, responses
        self._dataset_name = self._fingerprint = ""
        self._list_versions = ListVersions()
        self._shown: Attempt | None = None
        self._run: ShownRun | None = None
        self._kept: KeptRun | None = None
        self._keeping = Keeping.STORED
        self._is_settled = False
        editor.opened.connect(self._offer)
        editor.opened.connect(self._show_last_run)
        modes.changed.connect(self._turn)
        responses.changed.connect(self._offer)
        desk.segments_changed.connect(self._offer)
        desk.datasets_changed.connect(self._choose_again)
        desk.workspace_changed.connect(self._choose_again)

    @property
    def dataset_name(self) -> str:
        """The dataset to run over; empty for none."""
        return self._dataset_name

    @property
    def keeping(self) -> Keeping:
        """What has become of the run whose counts are shown."""
        return self._keeping

    @property
    def shown_run(self) -> ShownRun | None:
        """The run that was made last, or was kept last; live counts are compared with it."""
        return self._run

    def shows_run_of(self, scenario: Scenario) -> bool:
        """Whether that run is one of what the scenario means now, over the data that are chosen."""
        chosen = (self._dataset_name, self._fingerprint, self._list_versions, self._modes.order)
        return self._run is not None and self._run.is_of(scenario, *chosen)

    @property
    def order(self) -> ForecastOrder | None:
        """What a run of the open scenario has to forecast; None for a replay."""
        return self._modes.order

    @property
    def list_versions(self) -> ListVersions:
        """What the dataset that is chosen was before its lists were changed."""
        return self._list_versions

    @property
    def can_run(self) -> bool:
        """Whether there are a scenario and a dataset, nothing else runs, and not too many runs wait to be stored."""
        is_free = not self._desk.works.is_busy and self._desk.storing.count < MOST_WAITING
        return bool(self._editor.session and not self._editor.is_opening and self._dataset_name and is_free)

    def choose_dataset(self, name: str) -> None:
        """Run over this one from now on; it is read, and the machine loaded, before somebody presses Run."""
        self._dataset_name, self._fingerprint, self._list_versions = name, "", ListVersions()
        self.dataset_changed.emit()
        session = self._editor.session
        if session is None:
            return
        if not name:
            session.set_schema(None)
            return

        def show(dataset: Dataset) -> None:
            if session is self._editor.session and name == self._dataset_name:
                session.set_schema(dataset.schema())
                self._fingerprint, self._list_versions = dataset.fingerprint, dataset.list_versions
                self.ready.emit(dataset.fingerprint)
                self._desk.reads.start("Getting ready", partial(get_ready, dataset), lambda _: self._settle())

        self._desk.load_dataset(name, show)

    def _offer(self) -> None:
        """The conditions of the open scenario may ask for segments, and say how many customers they hold for."""
        if self._editor.session is not None:
            self._editor.session.beside = Beside(
                self._desk.listing.segments,
                self._count,
                self._values,
                self._responses.now,
                self._responses.guessed,
                is_forecast=self._modes.mode is RunMode.FORECAST,
            )
            self._editor.session.beside_changed.emit()

    def _count(self, document: Any, then: Callable[[str], None]) -> Stop:
        datasets, name, segments = self._desk.datasets, self._dataset_name, self._desk.listing.segments
        if datasets is None or not name or not self._desk.checks.is_open:
            then("")
            return lambda: None

        def work(progress: Progress) -> str:
            return match_words(document, segments, datasets.get(name, progress), progress)

        return self._desk.checks.start("Counting customers", work, then).cancel

    def _values(self, of: Of, name: str, then: Told) -> Stop:
        datasets, dataset_name = self._desk.datasets, self._dataset_name
        if datasets is None or not dataset_name or not self._desk.checks.is_open:
            return lambda: None

        def work(progress: Progress) -> list[tuple[str, int]]:
            return value_counts(datasets.get(dataset_name, progress), of, name)

        return self._desk.checks.start("Looking for values", work, then).cancel

    def _settle(self) -> None:
        """The machine is loaded, and stays."""
        if not self._is_settled:
            self._is_settled = True
            sweep_seldom()

    def validate(self) -> None:
        """Check everything; how many problems stand in the way is told in the end."""
        session = self._editor.session
        if session is None:
            return
        scenario, schema = session.scenario, session.schema

        def show(found: tuple[Problem, ...]) -> None:
            now = self._editor.session
            if now is not None and scenario is now.scenario:
                now.set_problems(found)
                self.validated.emit(sum(not problem.is_remark for problem in found))

        self._desk.checks.start("Checking", lambda _: self._editor.check(scenario, schema), show)

    def run(self) -> None:
        """Rehearse the scenario as it stands, saved or not; problems are shown instead of a run."""
        workspace, datasets, session = self._desk.workspace, self._desk.datasets, self._editor.session
        if workspace is None or datasets is None or session is None or not self.can_run:
            return
        order = self._modes.order
        rehearsal = Rehearsal(workspace, datasets, session.scenario, self._dataset_name, self._kept, order)
        title = f"{'Rehearsing' if order is None else 'Forecasting'} “{session.scenario.name}”"
        self._desk.works.start(title, rehearsal.attempt, lambda made: self._take(session, made))

    def _take(self, session: ScenarioSession, made: Attempt) -> None:
        """Show what came of a click, and have a run stored."""
        is_open = session is self._editor.session
        if is_open and session.scenario is made.scenario:
            session.set_problems(made.findings)
        if made.problems:
            self.refused.emit(made.problems)
            return
        if made.run is None:
            self.said.emit("Nothing has changed since the last run: its counts stand on the canvas.")
            return
        if is_open and (made.order is None) is (self._modes.mode is RunMode.REPLAY):
            summary, now = made.summary, datetime.now()
            self._shown, self._kept = made, None
            assert summary is not None
            self._run = ShownRun(summary, made.scenario, made.dataset_name, now, None, "", made.played, made.forecast)
            self._run.show_in(session)
            self.run_shown.emit()
        done = "Rehearsed" if made.order is None else "Forecast"
        self.said.emit(f"{done} “{made.scenario.name}” over {made.dataset_name}: the counts stand on the canvas.")
        self._store(made)

    def _store(self, made: Attempt) -> None:
        workspace = self._desk.workspace
        if workspace is None or workspace.read_only:
            self._note(made, Keeping.NOT_KEPT)
            return
        self._note(made, Keeping.STORING)

        def keep(kept: KeptAs) -> None:
            if made is self._shown and self._run is not None:
                self._kept = made.kept_as(kept.info.id)
                self._run = self._run.kept(kept.info, kept.name)
                self.run_shown.emit()
            if not kept.is_new:
                self.said.emit(f"This was run before: {_title(kept)}. Nothing new was stored.")
            self._note(made, Keeping.STORED)
            self._desk.look_again()

        job = self._desk.storing.start(f"Storing “{made.scenario.name}”", partial(store, workspace, made), keep)
        for not_kept in (job.stopped, job.failed, job.broken):
            not_kept.connect(lambda *_: self._note(made, Keeping.NOT_KEPT))

    def _note(self, made: Attempt, keeping: Keeping) -> None:
        """Say what has become of a run, if its counts are still those shown."""
        if made is self._shown and keeping is not self._keeping:
            self._keeping = keeping
            self.keeping_changed.emit()
        if keeping is Keeping.NOT_KEPT:
            self.said.emit(f"The run of “{made.scenario.name}” was not stored: Results does not have it.")

    def _turn(self) -> None:
        """The other mode is chosen: its last run is shown, and none of the other's."""
        if self._editor.session is not None:
            self._editor.session.show_summary(None)
            self._offer()
            self._show_last_run(is_opened=False)

    def _show_last_run(self, *, is_opened: bool = True) -> None:
        """What the workspace knows of the scenario that was opened, read in the background."""
        self._shown, self._kept, self._run, self._keeping = None, None, None, Keeping.STORED
        self.keeping_changed.emit()
        self.run_shown.emit()
        workspace, session = self._desk.workspace, self._editor.session
        if workspace is None or session is None:
            return

        mode, scenario_id = self._modes.mode, session.scenario.id

        def read(progress: Progress) -> tuple[LastRun | None, str]:
            found = last_run(workspace, scenario_id, mode is RunMode.FORECAST, progress)
            return found, found.stored.info.dataset_name if found else last_dataset(workspace, scenario_id)

        def show(came: tuple[LastRun | None, str]) -> None:
            found, last = came
            is_left = session is not self._editor.session or workspace is not self._desk.workspace
            if is_left or mode is not self._modes.mode:
                return
            names = {info.name for info in self._desk.listing.datasets}
            if is_opened:
                self.choose_dataset(last if last in names else self._dataset_name)
            if found is not None and self._shown is None:
                self._show_stored(session, found)

        self._desk.reads.start("The last run", read, show)

    def _show_stored(self, session: ScenarioSession, found: LastRun) -> None:
        stored, told, info = found.stored, found.forecast, found.stored.info
        order = told.order if told is not None else None
        self._kept = KeptRun(stored.scenario, info.dataset_name, info.dataset_fingerprint, info.id, order)
        at, summary = datetime.fromtimestamp(info.ran_at / 1e6), told.replay if told is not None else stored.summary
        self._run = ShownRun(summary, stored.scenario, info.dataset_name, at, info, found.name, None, told)
        self._run.show_in(session)
        self.run_shown.emit()

    def rename_run(self, name: str) -> None:
        """Call the run that is kept otherwise."""
        workspace, run = self._desk.workspace, self._run
        if workspace is None or run is None or run.info is None:
            return
        info = run.info

        def show(_nothing: object) -> None:
            if self._run is not None and self._run.info is info:
                self._run = self._run.kept(info, " ".join(name.split()))
                self.run_shown.emit()
            self._desk.look_again()

        self._desk.saving.start("Renaming the run", lambda _: workspace.run_names.put(info, name), show)

    def _choose_again(self) -> None:
        names = [info.name for info in self._desk.listing.datasets]
        kept = self._dataset_name if self._dataset_name in names else next(iter(names), "")
        self.choose_dataset(kept)


def _title(kept: KeptAs) -> str:
    at = moment(datetime.fromtimestamp(kept.info.ran_at / 1e6))
    return f"“{kept.name}”, {at}" if kept.name else at
