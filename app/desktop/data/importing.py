"""Importing in the window: files are looked into, what they are is confirmed on one page, and then they are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.data.dataset import Dataset
from app.data.files.registry import file_patterns
from app.data.importing.file_plan import Doubt
from app.data.importing.plan import ImportPlan, OnDuplicate, answered, propose, with_file, with_join
from app.data.importing.read import Imported
from app.data.importing.recognition.joining import Join
from app.desktop.background import Job
from app.desktop.data.import_page.done import DonePage
from app.desktop.data.import_page.page import ImportPage, Target
from app.desktop.data.undoing import DataUndo
from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_open
from app.desktop.shell.preferences import Preferences
from app.jobs.importing import proposed_for, read_planned, store_planned
from app.look.palette import Palette
from app.progress import Progress

_COUNTED_AT_ONCE = 64 << 20
"""So many bytes in all are read to their end while the page is looked at; more of them when Import is pressed."""


class ImportCommand(QObject):
    """The way of files into the open workspace. `page` and `done_page` are shown by whoever owns the place for them."""

    page_wanted = Signal(object)  # QWidget: show it in place of the datasets
    finished = Signal()  # the datasets are in sight again
    done = Signal(str)  # the dataset's name
    workspace_wanted = Signal(object)  # Callable[[], None]: make a workspace, then go on
    template_wanted = Signal()

    def __init__(self, desk: Desk, window: QWidget, preferences: Preferences, palette: Palette, undo: DataUndo) -> None:
        super().__init__(window)
        self._desk = desk
        self._undo = undo
        self._window = window
        self._preferences = preferences
        self._paths: tuple[Path, ...] = ()
        self._plan: ImportPlan | None = None
        self._imported: Imported | None = None
        self._stored: Dataset | None = None
        self._target: Target | None = None
        self._job: Job | None = None
        self.page = ImportPage(palette)
        self.done_page = DonePage()
        self.show_palette(palette)
        self._connect()

    @property
    def is_counted(self) -> bool:
        """Whether it is known what would become of the rows."""
        return self._imported is not None

    def choose(self) -> None:
        """Ask for files."""
        workspace = self._desk.workspace
        if workspace is None:
            return
        remembered = self._preferences.get("import_folder")
        folder = Path(remembered) if isinstance(remembered, str) else workspace.path.parent
        kinds = f"Tables ({' '.join(file_patterns())});;All files (*)"
        ask_open(self._window, "Import data", kinds, folder, self.look, many=True)

    def look(self, paths: Sequence[Path]) -> None:
        """Look into the files and show what they are; without a workspace, one is made first."""
        workspace = self._desk.workspace
        if workspace is None:
            self.workspace_wanted.emit(lambda: self.look(paths))
            return
        if workspace.read_only:
            return
        self._preferences.put("import_folder", str(paths[0].parent))
        self._paths = tuple(paths)
        self._plan = self._imported = self._stored = None
        names = [info.name for info in self._desk.listing.datasets]
        self.page.begin(len(paths), names, _fresh(paths[0].name.split(".")[0] or "data", names), "UTC")
        self._target = self.page.target
        self.page_wanted.emit(self.page)
        self._propose()

    def cancel(self) -> None:
        """Leave the page; nothing was stored."""
        self._stop()
        if self._plan is not None or self._paths:
            self._paths, self._plan, self._imported, self._stored = (), None, None, None
            self.finished.emit()

    def show_palette(self, palette: Palette) -> None:
        """Both pages in other colours."""
        self.page.show_palette(palette)
        self.done_page.show_palette(palette)

    def _connect(self) -> None:
        page = self.page
        page.cancelled.connect(self.cancel)
        page.file_changed.connect(self._change_file)
        page.join_chosen.connect(self._choose_join)
        page.doubt_answered.connect(self._answer)
        page.repetition_answered.connect(self._answer_repetition)
        page.target_changed.connect(self._change_target)
        page.import_wanted.connect(self._import)
        self.done_page.look_wanted.connect(self.finished)
        self.done_page.template_wanted.connect(self.template_wanted)
        self._desk.workspace_changed.connect(self.cancel)

    def _propose(self) -> None:
        """The beginnings of the files at once, then all of them with their joins."""
        workspace, paths, target = self._desk.workspace, self._paths, self.page.target
        if workspace is None:
            return
        self.page.say("Looking into the files …")

        def whole(plan: ImportPlan) -> None:
            self.page.show_plan(plan)
            self.page.say("Reading the files to see how they join …")
            self._start("Reading the files", read, self._take)

        def read(progress: Progress) -> ImportPlan:
            return proposed_for(workspace, paths, target.dataset, timezone=target.timezone, progress=progress)

        def heads(progress: Progress) -> ImportPlan:
            return propose(paths, timezone=target.timezone, heads_only=True, progress=progress)

        self._start("Looking into the files", heads, whole)

    def _take(self, plan: ImportPlan) -> None:
        """Show this plan from now on, and count what would become of its rows."""
        self._plan, self._imported = plan, None
        self.page.show_plan(plan)
        self._count(plan)

    def _count(self, plan: ImportPlan) -> None:
        workspace, name = self._desk.workspace, self.page.target.dataset
        if plan.unanswered or workspace is None or not name:
            self.page.show_accounts(None)
            return
        if sum(_size(path) for path in self._paths) > _COUNTED_AT_ONCE:
            self.page.say("The rows are counted when they are imported.")
            return
        self.page.say("Counting the rows …")

        def show(imported: Imported) -> None:
            self._imported = imported
            self.page.show_accounts(imported.accounts)

        self._start("Counting the rows", lambda progress: read_planned(workspace, plan, name, progress=progress), show)

    def _change_file(self, place: int, changes: Any) -> None:
        plan = self._plan
        if plan is not None:
            self._start("Looking into the file", lambda _: with_file(plan, place, **changes), self._take)

    def _choose_join(self, join: Join) -> None:
        if self._plan is not None:
            self._take(with_join(self._plan, join))

    def _answer(self, doubt: Doubt) -> None:
        if self._plan is not None:
            self._take(answered(self._plan, doubt))

    def _answer_repetition(self, meant: OnDuplicate) -> None:
        if self._plan is not None:
            self._take(replace(self._plan, on_duplicate=meant))

    def _change_target(self, target: Target) -> None:
        """Another dataset may hold customers to join; another zone moves instants.

        A field is also left unchanged: what was answered for the files must outlive that.
        """
        datasets = self._desk.datasets
        if target == self._target or self._plan is None or datasets is None or self._desk.workspace is None:
            return
        self._target = target
        if not target.is_whole:
            self.page.show_plan(self._plan)
            return
        names = {info.name for info in self._desk.listing.datasets}
        if target.dataset in names:
            self._desk.load_dataset(target.dataset, self._join_stored)
        elif self._stored is not None:
            self._stored = None
            self._propose()
        else:
            self._take(replace(self._plan, timezone=target.timezone))

    def _join_stored(self, dataset: Dataset) -> None:
        if self._paths and dataset.name == self.page.target.dataset:
            self._stored = dataset
            self._propose()

    def _import(self) -> None:
        workspace, plan, imported = self._desk.workspace, self._plan, self._imported
        name, stored = self.page.target.dataset, self._stored
        if workspace is None or plan is None:
            return

        before: Imported | None = None

        def work(progress: Progress) -> Imported:
            nonlocal before
            if stored is not None:
                before = Imported(stored, workspace.datasets.mapping(name), workspace.datasets.accounts(name))
            ready = imported or read_planned(workspace, plan, name, progress=progress)
            named = replace(ready, dataset=replace(ready.dataset, name=name))
            store_planned(workspace, named, progress)
            return named

        def take_back(progress: Progress) -> None:
            if before is not None:
                workspace.datasets.save(before, progress)
            else:
                workspace.datasets.remove(name)

        def tell(kept: Imported) -> None:
            self._undo.push(
                f"the import into “{name}”", take_back, lambda progress: store_planned(workspace, kept, progress)
            )
            self._paths, self._plan, self._imported, self._stored = (), None, None, None
            self.done_page.show_result(plan, kept)
            self.page_wanted.emit(self.done_page)
            self._desk.look_again(lambda: self.done.emit(kept.dataset.name))

        self._stop()
        self._desk.works.start(f"Importing into “{name}”", work, tell)

    def _start(self, title: str, work: Callable[[Progress], Any], on_done: Callable[[Any], None]) -> None:
        """Run this in place of what runs for the page."""
        self._stop()
        self._job = job = self._desk.reads.start(title, work, on_done)
        job.failed.connect(lambda _error: self._refused())
        job.ended.connect(lambda: self._forget(job))

    def _refused(self) -> None:
        """The error is said in a box: the plan stays as it was, and files that cannot be read leave no page."""
        if self._plan is None:
            self.cancel()
        else:
            self.page.show_plan(self._plan)
            self.page.show_accounts(None)

    def _forget(self, job: Job) -> None:
        if self._job is job:
            self._job = None

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job.blockSignals(True)
            self._job = None


def _fresh(name: str, taken: Sequence[str]) -> str:
    """The name, or with a number behind it that makes it new."""
    count = 2
    fresh = name
    while fresh in taken:
        fresh = f"{name} {count}"
        count += 1
    return fresh


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else _COUNTED_AT_ONCE + 1
