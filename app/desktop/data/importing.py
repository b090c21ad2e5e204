"""Importing in the window: files are looked into, what they are is confirmed on one page, and then they are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from platformdirs import user_downloads_path
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.data.dataset import Dataset
from app.data.files.registry import file_patterns
from app.data.importing.file_plan import Doubt
from app.data.importing.keys.joining import Join
from app.data.importing.mapping import OnDuplicate
from app.data.importing.plan import ImportPlan, answered, propose, with_file, with_join
from app.data.importing.read import Imported
from app.data.importing.remembered import as_guessed
from app.desktop.background import Job
from app.desktop.data.import_page.done import DonePage
from app.desktop.data.import_page.mapping_file import save_mapping
from app.desktop.data.import_page.page import ImportPage
from app.desktop.data.import_page.target import Target, fresh_name
from app.desktop.data.undoing import DataUndo
from app.desktop.data.workspace_places import WorkspacePlaces
from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_open
from app.desktop.shell.preferences import Preferences
from app.guides.adapting import Adapted
from app.jobs.datasets.corrections import Corrections
from app.jobs.datasets.importing import proposed_for, read_planned, store_planned
from app.jobs.datasets.looking_into import Refused, readable, related_dataset
from app.jobs.guides.template_choice import templates_that_fit
from app.look.palette import Palette
from app.progress import Progress

_COUNTED_AT_ONCE = 64 << 20
"""So many bytes in all are read to their end while the page is looked at; more of them when Import is pressed."""


class ImportCommand(QObject):
    """The way of files into the open workspace. `page` and `done_page` are shown by whoever owns the place for them."""

    page_wanted = Signal(object)  # QWidget: show it in place of the datasets
    finished = Signal()  # the datasets are in sight again
    done = Signal(str)  # the dataset's name
    rows_wanted = Signal()  # those that were repaired or rejected
    template_wanted = Signal(str, str)  # the template's id, the dataset's name

    def __init__(
        self,
        desk: Desk,
        workspaces: WorkspacePlaces,
        window: QWidget,
        preferences: Preferences,
        palette: Palette,
        undo: DataUndo,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._workspaces = workspaces
        self._undo = undo
        self._window = window
        self._preferences = preferences
        self._corrections = Corrections()
        self._paths: tuple[Path, ...] = ()
        self._refused_files: tuple[Refused, ...] = ()
        self._plan: ImportPlan | None = None
        self._imported: Imported | None = None
        self._stored: Dataset | None = None
        self._target: Target | None = None
        self._place: Path | None = None  # of the workspace that is being made for the import
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
        self._ask(self.look)

    def choose_into(self, dataset: str) -> None:
        """Ask for files that belong to a dataset of the open workspace."""
        self._ask(lambda paths: self.look(paths, dataset))

    def _ask(self, then: Callable[[list[Path]], object]) -> None:
        remembered = self._preferences.get("import_folder")
        folder = Path(remembered) if isinstance(remembered, str) else user_downloads_path()
        kinds = f"Tables ({' '.join(file_patterns())});;All files (*)"
        ask_open(self._window, "Import data", kinds, folder, then, many=True)

    def look(self, paths: Sequence[Path], into: str = "") -> None:
        """Look into the files and show what they are; nothing is made for them before they are imported.

        They are proposed to join the dataset `into`, if one is named.
        """
        self._stop()
        self._preferences.put("import_folder", str(paths[0].parent))
        self._paths, self._refused_files = tuple(paths), ()
        self._plan = self._imported = self._stored = self._place = None
        self.page.begin(len(paths))
        self._suggest(paths[0])
        self.page_wanted.emit(self.page)
        self._propose(may_belong=bool(self._open_one), into=into)

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

    @property
    def _open_one(self) -> str:
        """The name of the open workspace, if it can take anything."""
        workspace = self._desk.workspace
        return workspace.path.stem if workspace is not None and not workspace.read_only else ""

    @property
    def _stored_names(self) -> list[str]:
        return [info.name for info in self._desk.listing.datasets] if self._open_one else []

    def _suggest(self, path: Path) -> None:
        """Propose a dataset named after a file, in a new workspace unless the open one is empty."""
        name, stored, open_one = path.name.split(".")[0] or "data", self._stored_names, self._open_one
        place = self._workspaces.place_for(name)
        is_new = not open_one or bool(stored)
        self.page.fields.begin(fresh_name(name, stored), stored, open_one, place, is_new=is_new)
        self._target = self.page.target

    def _connect(self) -> None:
        page, done = self.page, self.done_page
        page.cancelled.connect(self.cancel)
        page.file_changed.connect(self._change_file)
        page.file_forgotten.connect(self._guess_file)
        page.join_chosen.connect(self._choose_join)
        page.doubt_answered.connect(self._answer)
        page.repetition_answered.connect(self._answer_repetition)
        page.target_changed.connect(self._change_target)
        page.fields.elsewhere_wanted.connect(self._ask_place)
        page.import_wanted.connect(self._import)
        page.mapping_wanted.connect(lambda: save_mapping(self._window, self._plan, page))
        done.look_wanted.connect(self.finished)
        done.rows_wanted.connect(self.rows_wanted)
        done.template_wanted.connect(self.template_wanted)
        self._desk.workspace_changed.connect(self._leave_workspace)

    def _leave_workspace(self) -> None:
        """Another workspace is open: nothing is stored any more, unless it was made for that."""
        workspace = self._desk.workspace
        if self._place is None or workspace is None or workspace.path.resolve() != self._place.resolve():
            self.cancel()

    def _ask_place(self) -> None:
        self._workspaces.ask_place(self._workspaces.place_for(self.page.target.dataset), self.page.fields.put_elsewhere)

    def _propose(self, *, may_belong: bool = False, into: str = "") -> None:
        """The beginnings of the files at once, then all of them with their joins, and maybe the dataset they are of."""
        workspace, datasets, target = self._desk.workspace, self._desk.datasets, self.page.target
        is_stored = target.place is None and target.dataset in self._stored_names
        may_name = self._stored is None and self._plan is None
        said: dict[str, Any] = {"timezone": target.timezone, "remembered": self._corrections.remembered()}
        said["leaves_open"] = True
        self.page.say("Looking into the files …")

        def heads(progress: Progress) -> tuple[ImportPlan, tuple[Refused, ...]]:
            return readable(
                self._paths,
                lambda some: propose(some, heads_only=True, progress=progress, **said),
            )

        def plan_of(paths: Sequence[Path], progress: Progress) -> ImportPlan:
            if workspace is not None and is_stored:
                return proposed_for(workspace, paths, target.dataset, progress=progress, **said)
            return propose(paths, progress=progress, **said)

        def whole(progress: Progress) -> tuple[ImportPlan, tuple[Refused, ...], str]:
            plan, refused = readable(self._paths, lambda some: plan_of(some, progress))
            if into or not may_belong or workspace is None or datasets is None:
                return plan, refused, into
            return plan, refused, related_dataset(workspace, datasets, plan, progress)

        def show_heads(found: tuple[ImportPlan, tuple[Refused, ...]]) -> None:
            self._show_readable(*found)
            files = found[0].files
            if may_name and self.page.target == self._target:  # what was suggested may be after one that is refused
                self._suggest(next((file for file in files if file.kind == "customers"), files[0]).path)
            self.page.say("Reading the files to see how they join …")
            self._start("Reading the files", whole, show_whole)

        def show_whole(found: tuple[ImportPlan, tuple[Refused, ...], str]) -> None:
            plan, refused, owner = found
            self._show_readable(plan, refused)
            if owner and self._target == self.page.target:
                self._belong_to(plan, owner)
            else:
                self._take(plan)

        self._start("Looking into the files", heads, show_heads)

    def _show_readable(self, plan: ImportPlan, refused: tuple[Refused, ...]) -> None:
        """Go on with the files of a plan; the others are named."""
        self._paths = tuple(file.path for file in plan.files)
        self._refused_files += refused
        self.page.show_plan(plan)
        self.page.show_refused(self._refused_files)

    def _belong_to(self, plan: ImportPlan, dataset: str) -> None:
        """The files are of a dataset that is there: they are proposed to join it."""
        self._plan = plan
        self.page.fields.choose_dataset(dataset)
        self._target = self.page.target
        self._desk.load_dataset(dataset, self._join_stored)

    def _take(self, plan: ImportPlan) -> None:
        """Show this plan from now on, and count what would become of its rows."""
        self._plan, self._imported = plan, None
        self.page.show_changed((), None)
        self.page.show_plan(plan)
        self._count(plan)

    def _count(self, plan: ImportPlan) -> None:
        target = self.page.target
        workspace = self._desk.workspace if target.place is None else None
        if plan.unanswered or not target.dataset:
            self.page.show_accounts(None)
            return
        if sum(_size(path) for path in self._paths) > _COUNTED_AT_ONCE:
            self.page.say("The rows are counted when they are imported.")
            return
        self.page.say("Counting the rows …")

        def show(imported: Imported) -> None:
            self._show_counted(plan, imported)

        def count(progress: Progress) -> Imported:
            return read_planned(workspace, plan, target.dataset, progress=progress)

        self._start("Counting the rows", count, show)

    def _show_counted(self, plan: ImportPlan, imported: Imported) -> None:
        self._imported = imported
        self.page.show_accounts(imported.accounts)
        self.page.show_changed(imported.changed, plan.on_duplicate)

    def _change_file(self, place: int, changes: Any) -> None:
        plan = self._plan
        if plan is not None:
            self._start(
                "Looking into the file", lambda progress: with_file(plan, place, progress, **changes), self._take
            )

    def _guess_file(self, place: int) -> None:
        """Forget what was said of files with this header before."""
        if self._plan is not None:
            file = self._plan.files[place]
            self._corrections.forget([file])
            self._change_file(place, as_guessed(file.given))

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
        if target == self._target or self._plan is None:
            return
        self._target = target
        if not target.is_whole:
            self.page.show_plan(self._plan)
        elif target.place is None and target.dataset in self._stored_names:
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
        """Read what was not read yet, make the workspace if it is to be a new one, and store."""
        plan, target = self._plan, self.page.target
        workspace = self._desk.workspace if target.place is None else None
        if plan is None:
            return
        if self._imported is not None:
            self._keep(plan, self._imported, target)
            return

        def read(progress: Progress) -> Imported:
            return read_planned(workspace, plan, target.dataset, progress=progress)

        def go_on(made: Imported) -> None:
            if made.changed and plan.on_duplicate is None:
                self._show_counted(plan, made)  # nobody has seen yet that the dataset says otherwise
            else:
                self._keep(plan, made, target)

        self._stop()
        self._desk.works.start("Reading the files", read, go_on)

    def _keep(self, plan: ImportPlan, imported: Imported, target: Target) -> None:
        named = replace(imported, dataset=replace(imported.dataset, name=target.dataset))
        if target.place is None:
            self._store(plan, named, self._stored)
            return
        self._place = target.place
        QTimer.singleShot(0, self, partial(self._workspaces.make, target.place, lambda: self._store(plan, named, None)))

    def _store(self, plan: ImportPlan, named: Imported, stored: Dataset | None) -> None:
        workspace, name = self._desk.workspace, named.dataset.name
        if workspace is None:
            return
        before: Imported | None = None

        def work(progress: Progress) -> tuple[Adapted, ...]:
            nonlocal before
            if stored is not None:
                before = Imported(stored, workspace.datasets.mapping(name), workspace.datasets.accounts(name))
            store_planned(workspace, named, progress)
            self._corrections.keep(plan.files)
            return templates_that_fit(named.dataset)

        def take_back(progress: Progress) -> None:
            if before is not None:
                workspace.datasets.save(before, progress)
            else:
                workspace.datasets.remove(name)

        def tell(templates: tuple[Adapted, ...]) -> None:
            self._undo.push(
                f"the import into “{name}”", take_back, lambda progress: store_planned(workspace, named, progress)
            )
            self._paths, self._plan, self._imported, self._stored = (), None, None, None
            self.done_page.show_result(plan, named, templates, workspace.path if self._place else None)
            self._place = None
            self.page_wanted.emit(self.done_page)
            self._desk.look_again(lambda: self.done.emit(name))

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


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else _COUNTED_AT_ONCE + 1
