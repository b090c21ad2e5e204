"""The desk: the open workspace, the work on it, and who is told when it changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.data.dataset import Dataset
from app.desktop.background import Workers
from app.desktop.listing import Listing, read_listing
from app.errors import AppError
from app.progress import Progress
from app.reports import kernels
from app.ui.turns import Turns
from app.workspace.contents.loaded_datasets import LoadedDatasets
from app.workspace.opening.recent import remember
from app.workspace.store import Workspace


def _nothing() -> None:
    """Nothing is left to do."""


class Desk(QObject):
    """At most one open workspace; places draw its lists, and put jobs on it."""

    workspace_changed = Signal()
    datasets_changed = Signal()
    scenarios_changed = Signal()
    runs_changed = Signal()
    segments_changed = Signal()
    kept_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.works = Workers(self)  # what the user waits for
        self.storing = Workers(self)  # what goes on behind them
        self.saving = Workers(self)
        self.entering = Workers(self)  # workspaces, and what has to be done to a file before
        self.opening = Workers(self)
        self.reads = Workers(self)
        self.pictures = Workers(self)  # small pictures of reports, which nobody waits for
        self.lists = Workers(self)
        self.browsing = Workers(self)  # rows found and sorted, columns described
        self.checks = Workers(self)
        self.live = Workers(self)  # counts that follow the changes of the open scenario
        self.upkeep = Workers(self)  # checks and backups of the file, which nobody waits for
        self.turns = Turns(self)  # parts of the window that are put together when somebody first looks
        self.listing = Listing()
        self._is_warm = False
        self._workspace: Workspace | None = None
        self._datasets: LoadedDatasets | None = None
        self._made: list[Workspace] = []  # by the job that opens one, until it is taken
        self._when_idle: Callable[[], object] | None = None
        for workers in (self.works, self.storing, self.saving, self.entering):
            workers.ended.connect(self._look_if_idle)

    @property
    def workspace(self) -> Workspace | None:
        """The open workspace."""
        return self._workspace

    @property
    def datasets(self) -> LoadedDatasets | None:
        """The datasets of the open workspace, for whoever reads them in the background."""
        return self._datasets

    @property
    def is_busy(self) -> bool:
        """Whether something is at work in the workspace that closing it would stop."""
        return any(workers.is_busy for workers in (self.works, self.storing, self.saving))

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing at all is at work."""
        return not self.turns.is_busy and not any(workers.is_busy for workers in self.all_workers)

    @property
    def all_workers(self) -> tuple[Workers, ...]:
        """Whoever does something in the background."""
        by_themselves = (self.reads, self.pictures, self.lists, self.browsing, self.checks, self.upkeep, self.live)
        return self.works, self.storing, self.saving, self.entering, self.opening, *by_themselves

    def open(
        self,
        path: Path,
        then: Callable[[], object] = _nothing,
        instead: Callable[[AppError], object] | None = None,
        *,
        before: Callable[[], object] = _nothing,
    ) -> None:
        """Open a workspace, behind the window, in place of the one that is open; `before` is done right before that.

        Then goes on with `then`. An AppError, of which `instead` is told, changes nothing.
        """

        def work(progress: Progress) -> Workspace:
            return Workspace.open(path, only_trusted=True, progress=progress)

        self._enter(path, work, then, instead, before)

    def trust(
        self,
        then: Callable[[], object] = _nothing,
        instead: Callable[[AppError], object] | None = None,
        *,
        before: Callable[[], object] = _nothing,
    ) -> None:
        """Trust the open workspace, and open it for writing, behind the window, as `open` does."""
        workspace = self._workspace
        if workspace is None:
            return

        def work(progress: Progress) -> Workspace:
            trusted = Workspace.open(workspace.path, progress=progress)  # gives an earlier version's file its identity
            trusted.trust()
            return trusted

        self._enter(workspace.path, work, then, instead, before)

    def create(
        self, path: Path, then: Callable[[], object] = _nothing, instead: Callable[[AppError], object] | None = None
    ) -> None:
        """Make a workspace behind the window, in place of a file that the user gave up, and open it as `open` does."""
        self._enter(path, lambda _progress: Workspace.create(path, is_replacing=True), then, instead, _nothing)

    def close(self) -> None:
        """Close the workspace, if one is open."""
        self._take(None, Listing())

    def shut_down(self) -> None:
        """Stop all work and let go of the file."""
        self.turns.forget()
        for workers in self.all_workers:
            workers.close()
        for opened in self._made:
            opened.close()
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def wind_down(self, then: Callable[[], object]) -> None:
        """Ask all work to stop, and go on with `then` once none is left; the window stays alive meanwhile."""
        for awaited in (self.works, self.storing, self.entering):
            awaited.cancel()
        passing = (self.opening, self.reads, self.pictures, self.lists, self.browsing, self.checks, self.live)
        for workers in (*passing, self.upkeep):
            workers.forget()
        self._when_idle = then
        self._look_if_idle()

    def stop(self) -> None:
        """Ask all work to stop."""
        self.works.cancel()
        self.storing.cancel()

    def look_again(self, then: Callable[[], object] | None = None) -> None:
        """Something in the workspace was changed: read its lists anew, tell which differ, and go on with `then`."""
        workspace = self._workspace
        if workspace is None:
            return

        def take(listing: Listing) -> None:
            if workspace is self._workspace:
                self._show(listing)
                if then is not None:
                    then()

        self.lists.start("Reading the lists", partial(read_listing, workspace), take)

    def load_dataset(
        self, name: str, then: Callable[[Dataset], None], instead: Callable[[AppError], None] | None = None
    ) -> None:
        """Call back with a dataset, which is got in the background, or with why it cannot be read."""
        datasets = self._datasets
        if datasets is None:
            return

        def take(dataset: Dataset) -> None:
            if datasets is self._datasets:
                then(dataset)
                self._warm_up(dataset)

        job = self.reads.start("Reading the dataset", lambda progress: datasets.get(name, progress), take)
        if instead is not None:
            job.failed.connect(instead)

    def _warm_up(self, dataset: Dataset) -> None:
        """Where there is much to count, load what counts it in the background, before somebody waits for it."""
        if not self._is_warm and dataset.event_count >= kernels.ENOUGH_EVENTS:
            self._is_warm = True
            self.upkeep.start("Getting reports ready", kernels.load_kernels)

    def _look_if_idle(self) -> None:
        then = self._when_idle
        if then is not None and not self.is_busy and not self.entering.is_busy:
            self._when_idle = None
            then()

    def _show(self, listing: Listing) -> None:
        before, self.listing = self.listing, listing
        for changed, is_same in (
            (self.datasets_changed, before.datasets == listing.datasets),
            (self.scenarios_changed, before.scenarios == listing.scenarios),
            (self.runs_changed, (before.runs, before.run_names) == (listing.runs, listing.run_names)),
            (self.segments_changed, before.segments == listing.segments),
            (self.kept_changed, list(before.kept.items()) == list(listing.kept.items())),
        ):
            if not is_same:
                changed.emit()

    def _enter(
        self,
        path: Path,
        opened: Callable[[Progress], Workspace],
        then: Callable[[], object],
        instead: Callable[[AppError], object] | None,
        before: Callable[[], object],
    ) -> None:
        """Open one with its lists in the background; whatever else is being opened is given up."""
        self._give_up_entering()
        made = self._made = list[Workspace]()

        def work(progress: Progress) -> Listing:
            made.append(opened(progress))
            try:
                return read_listing(made[0], progress)
            except BaseException:
                made.pop().close()
                raise

        def take(listing: Listing) -> None:
            if self._made is not made:  # nobody waits for it any more
                made.pop().close()
                return
            before()
            self._take(made.pop(), listing)
            then()

        job = self.entering.start(f"Opening {path.name}", work, take)
        if instead is not None:
            job.failed.connect(lambda error: instead(error) if self._made is made else None)

    def _give_up_entering(self) -> None:
        """Nobody waits any more for what is being opened; it is closed as soon as it is open."""
        self.entering.cancel()
        self._made = []

    def _take(self, workspace: Workspace | None, listing: Listing) -> None:
        self._give_up_entering()
        for workers in (self.opening, self.reads, self.pictures, self.lists, self.browsing, self.live, self.upkeep):
            workers.forget()
        before, self._workspace = self._workspace, workspace
        if before is not None:
            before.close()
        if workspace is not None and (workspace.identity or not workspace.is_foreign):
            remember(workspace.path)  # what has no identity is trusted by having been open here
        self.listing = listing
        self._datasets = LoadedDatasets(workspace.datasets) if workspace is not None else None
        self.workspace_changed.emit()
