"""Rehearsing from the window: the counts on the canvas as soon as all customers are played, the tables stored after."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.canvas.beside import Beside, Stop
from app.canvas.session import ScenarioSession
from app.data.dataset import Dataset
from app.desktop.open_workspace import Desk
from app.desktop.scenario.counting import match_words
from app.desktop.scenario.editor import Editor
from app.desktop.scenario.rehearsal import Attempt, KeptRun, Rehearsal, get_ready, last_run, store
from app.desktop.shell.sweeping import sweep_seldom
from app.errors import Problem
from app.progress import Progress
from app.workspace.runs import RunInfo, StoredRun

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

    def __init__(self, desk: Desk, editor: Editor) -> None:
        super().__init__(editor)
        self._desk = desk
        self._editor = editor
        self._dataset_name = ""
        self._shown: Attempt | None = None
        self._kept: KeptRun | None = None
        self._keeping = Keeping.STORED
        self._is_settled = False
        editor.opened.connect(self._offer)
        editor.opened.connect(self._show_last_run)
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
    def can_run(self) -> bool:
        """Whether there are a scenario and a dataset, nothing else runs, and not too many runs wait to be stored."""
        is_free = not self._desk.works.is_busy and self._desk.storing.count < MOST_WAITING
        return bool(self._editor.session and not self._editor.is_opening and self._dataset_name and is_free)

    def choose_dataset(self, name: str) -> None:
        """Run over this one from now on; it is read, and the machine loaded, before somebody presses Run."""
        self._dataset_name = name
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
                self._desk.reads.start("Getting ready", partial(get_ready, dataset), lambda _: self._settle())

        self._desk.load_dataset(name, show)

    def _offer(self) -> None:
        """The conditions of the open scenario may ask for segments, and say how many customers they hold for."""
        if self._editor.session is not None:
            self._editor.session.beside = Beside(self._desk.listing.segments, self._count)

    def _count(self, document: Any, then: Callable[[str], None]) -> Stop:
        datasets, name, segments = self._desk.datasets, self._dataset_name, self._desk.listing.segments
        if datasets is None or not name or not self._desk.checks.is_open:
            then("")
            return lambda: None

        def work(progress: Progress) -> str:
            return match_words(document, segments, datasets.get(name, progress), progress)

        return self._desk.checks.start("Counting customers", work, then).cancel

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
            if session is self._editor.session and scenario is session.scenario:
                session.set_problems(found)
                self.validated.emit(sum(not problem.is_remark for problem in found))

        self._desk.checks.start("Checking", lambda _: self._editor.check(scenario, schema), show)

    def run(self) -> None:
        """Rehearse the scenario as it stands, saved or not; problems are shown instead of a run."""
        workspace, datasets, session = self._desk.workspace, self._desk.datasets, self._editor.session
        if workspace is None or datasets is None or session is None or not self.can_run:
            return
        rehearsal = Rehearsal(workspace, datasets, session.scenario, self._dataset_name, self._kept)
        title = f"Rehearsing “{session.scenario.name}”"
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
        if is_open:
            session.show_summary(made.run.summary, made.scenario)
            self._shown, self._kept = made, None
        words = f"Rehearsed “{made.scenario.name}” over {made.dataset_name}: the counts stand on the canvas."
        self.said.emit(words)
        self._store(made)

    def _store(self, made: Attempt) -> None:
        workspace = self._desk.workspace
        if workspace is None or workspace.read_only:
            self._note(made, Keeping.NOT_KEPT)
            return
        self._note(made, Keeping.STORING)

        def keep(info: RunInfo) -> None:
            if made is self._shown:
                self._kept = made.kept_as(info.id)
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

    def _show_last_run(self) -> None:
        """What the workspace knows of the scenario that was opened, read in the background."""
        self._shown, self._kept, self._keeping = None, None, Keeping.STORED
        self.keeping_changed.emit()
        workspace, session = self._desk.workspace, self._editor.session
        if workspace is None or session is None:
            return

        def show(stored: StoredRun | None) -> None:
            if session is not self._editor.session or workspace is not self._desk.workspace:
                return
            names = {info.name for info in self._desk.listing.datasets}
            last = stored.info.dataset_name if stored else ""
            if stored is not None and self._shown is None:
                session.show_summary(stored.summary, stored.scenario)
            self.choose_dataset(last if last in names else self._dataset_name)

        self._desk.reads.start("The last run", partial(last_run, workspace, session.scenario.id), show)

    def _choose_again(self) -> None:
        names = [info.name for info in self._desk.listing.datasets]
        kept = self._dataset_name if self._dataset_name in names else next(iter(names), "")
        self.choose_dataset(kept)
