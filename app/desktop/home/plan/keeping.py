"""The plan of the open workspace: read and counted in the background, changed step by step, each step taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.desktop.open_workspace import Desk
from app.desktop.results.undoing import ResultsUndo
from app.errors import AppError
from app.guides.plan.ground import Ground
from app.jobs.guides.planning import ground_of
from app.progress import Progress
from app.workspace.settings.plan import EMPTY_PLAN, Plan, PlanChange

Read = tuple[Plan, Ground]


class PlanKeeping(QObject):
    """`shown` tells that plan or ground are other ones; `failed` that the plan cannot be read."""

    shown = Signal()
    failed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.undo = ResultsUndo(desk)
        self.plan: Plan = EMPTY_PLAN
        self.ground: Ground | None = None
        self._is_read = False
        desk.workspace_changed.connect(self._forget)
        for changed in (desk.datasets_changed, desk.scenarios_changed, desk.runs_changed, desk.segments_changed):
            changed.connect(self._is_old)

    @property
    def may_write(self) -> bool:
        """Whether the plan can be changed."""
        workspace = self._desk.workspace
        return workspace is not None and not workspace.read_only

    def read(self) -> None:
        """Read the plan and count what it is judged by, unless that is done already."""
        workspace, datasets = self._desk.workspace, self._desk.datasets
        if workspace is None or datasets is None or self._is_read:
            return
        self._is_read = True

        def work(progress: Progress) -> Read:
            plan = workspace.plan.get()
            return plan, ground_of(workspace, plan, date.today(), datasets.get, progress)

        def take(read: Read) -> None:
            if workspace is self._desk.workspace:
                self.plan, self.ground = read
                self.shown.emit()

        job = self._desk.reads.start("Reading the plan", work, take)
        job.failed.connect(lambda error: self.failed.emit(error.message))

    def change(self, words: str, change: PlanChange) -> None:
        """Change the plan, as in “the goal Orders”; what would change nothing is no step, and a refusal is said."""
        workspace = self._desk.workspace
        if workspace is None or self._is_same(change):
            return
        store = workspace.plan

        def tell(both: tuple[Plan, Plan]) -> None:
            before, after = both
            self.undo.push(words, partial(self._put, words, before), partial(self._put, words, after))
            self._take(after)

        self._start(words, lambda: store.change(change), tell)

    def _put(self, words: str, plan: Plan) -> None:
        workspace = self._desk.workspace
        if workspace is not None:
            store = workspace.plan
            self._start(words, lambda: store.put(plan), lambda _nothing: self._take(plan))

    def _is_same(self, change: PlanChange) -> bool:
        try:
            return change(self.plan) == self.plan
        except AppError:  # said where it is written
            return False

    def _start(self, words: str, work: Callable[[], object], tell: Callable[[Any], None]) -> None:
        job = self._desk.works.start(f"Changing {words}", lambda _progress: work(), tell)
        job.failed.connect(lambda _error: self.shown.emit())  # what was typed and refused does not stay

    def _take(self, plan: Plan) -> None:
        """Another plan: what is counted for it is counted anew where it asks for something else."""
        is_same = (plan.dataset, plan.profile) == (self.plan.dataset, self.plan.profile)
        self.plan = plan
        self._desk.look_again()  # whoever asks for the rule of names or the day of the review gets them from the lists
        if not is_same:
            self._is_read = False
            self.read()
        self.shown.emit()

    def _is_old(self) -> None:
        self._is_read = False

    def _forget(self) -> None:
        self.plan, self.ground, self._is_read = EMPTY_PLAN, None, False
