"""Data: the datasets of the workspace, each as tables, and the way in for new files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.data.browsing.arranging import Rows
from app.data.dataset import Dataset
from app.data.files.registry import offered_formats
from app.data.importing.accounting.accounts import Account
from app.data.importing.read import Imported
from app.data.quality.finding import Mend
from app.desktop.data.dataset.parts import DatasetParts
from app.desktop.data.dataset.view import DatasetView
from app.desktop.data.read_only import CANNOT_ADD
from app.desktop.data.saved_list import SavedListBar, saving
from app.desktop.data.undoing import DataUndo
from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_yes
from app.errors import AppError
from app.jobs.datasets.dataset_changes import replace_dataset
from app.jobs.datasets.importing import undo_merge
from app.jobs.datasets.segments import save_as_list
from app.look.palette import Palette
from app.numbers import counted_in_brief, data_day
from app.progress import Progress
from app.ui.elided import ElidedLabel
from app.ui.icons import icon
from app.ui.page import Place
from app.ui.theme import STEP, beside_words
from app.ui.two_lines import TwoLineList
from app.ui.widgets import EmptyState, button, column, frame, tool_button
from app.workspace.contents.datasets import DatasetInfo
from app.workspace.store import Workspace

NO_DATA = (
    f"Drop files here, or press Import: customers and what they did, as {offered_formats()}. "
    "You see the first rows and what the columns mean before anything is read."
)

NO_WORKSPACE = (
    "Drop exports of your shop or mailing tool here, or press Import: you see what they are taken for, and a workspace "
    "is made for them. Or open one on Home; its data will stand here."
)


class DataPlace(Place):
    """A list of datasets at the left, the chosen one at the right."""

    import_wanted = Signal()
    import_into_wanted = Signal(str)  # the name of the dataset that the files belong to

    def __init__(self, desk: Desk, palette: Palette) -> None:
        super().__init__("data", "Data")
        self._desk = desk
        self.undo = DataUndo(desk)
        self._undo = tool_button("Undo", name="data_undo", on_click=self.undo.undo)
        self._redo = tool_button("Redo", name="data_redo", on_click=self.undo.redo)
        self.undo.changed.connect(self._show_undo)
        for keys, do in (
            (QKeySequence.StandardKey.Undo, self.undo.undo),
            (QKeySequence.StandardKey.Redo, self.undo.redo),
        ):
            QShortcut(keys, self, do)  # wherever the keyboard is, while the place is in sight: what had it may be gone
        self._infos: dict[str, DatasetInfo] = {}
        self._about = ElidedLabel("", "quiet", name="dataset_about")
        self._remove = button("Remove…", "quiet", name="dataset_remove", on_click=self._ask_remove)
        self._import = button("Import…", "primary", name="data_import", on_click=self.import_wanted.emit)
        self.bar.addWidget(self._about, 1)
        for made in (self._remove, self._undo, self._redo, self._import):  # what may go stands before what stays
            self.bar.addWidget(made)
        self._list = TwoLineList("dataset_list", "Datasets", palette)
        self._list.currentItemChanged.connect(self._load)
        self._palette = palette
        self._parts: DatasetParts | None = None  # put together when somebody first looks
        self._is_making = False
        self._is_unread = False  # the chosen dataset, which nobody has looked at
        self._first = button("Import…", "primary", name="data_first_import", on_click=self.import_wanted.emit)
        self._empty = EmptyState("database-outline", "", "", self._first, name="data_empty")
        self._loading = EmptyState("timer-sand", "Reading the dataset", "One moment.", name="data_loading")
        self._pages = QStackedWidget()
        self._whole = QStackedWidget()
        self._whole.addWidget(self._layout())
        self._saved_list = SavedListBar(self.undo)
        self._saved_list.shown_wanted.connect(self.show_people)
        self.content.addWidget(self._saved_list)
        self.content.addWidget(self._whole)
        for changed in (desk.workspace_changed, desk.datasets_changed):
            changed.connect(self._fill)
        self._awaited: tuple[str, Rows, str] | None = None  # who is shown once their dataset is read
        self.show_palette(palette)
        self._show_undo()
        self._fill()

    @property
    def view(self) -> DatasetView:
        """The tabs of the dataset in sight; there are none before the first visit."""
        assert self._parts is not None
        return self._parts.view

    def enter(self) -> None:
        """What is chosen is read when somebody looks."""
        self._when_made(self._load_unread)

    @property
    def chosen(self) -> str:
        """The name of the dataset in sight; empty for none."""
        return str(self._list.key() or "")

    def choose(self, name: str) -> None:
        """Show the dataset of that name."""
        self._list.choose(name)

    def show_page(self, page: QWidget) -> None:
        """Show a page of its own in place of the datasets, such as that of an import."""
        self._whole.addWidget(page)  # one that is there already is not added again
        self._whole.setCurrentWidget(page)
        page.setFocus()
        self._show_bar()

    def show_datasets(self) -> None:
        """Show the datasets again."""
        self._whole.setCurrentIndex(0)
        self._show_bar()

    def show_accounts(self) -> None:
        """Show how the rows of the dataset in sight were accounted for."""
        self._when_made(lambda: self.view.show_accounts())

    def show_people(self, name: str, rows: Rows, words: str) -> None:
        """Show these customers of that dataset alone, as soon as it is read."""
        self.show_datasets()
        self._awaited = (name, rows, words)
        if self.chosen != name:
            self.choose(name)
        elif self._pages.currentWidget() is self._tables:
            self._show_awaited()

    def show_quality(self, *, of_columns: bool = False) -> None:
        """Show what is wrong with the dataset in sight, or which columns it has."""
        self.show_datasets()
        page = (lambda: self.view.columns) if of_columns else (lambda: self._made.quality)
        self._when_made(lambda: self.view.tabs.setCurrentWidget(page()))

    def show_segments(self) -> None:
        """Show the segments over the dataset in sight."""
        self.show_datasets()
        self._when_made(lambda: self.view.tabs.setCurrentWidget(self._made.segments))

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        self._undo.setIcon(icon("undo", palette.text_quiet))
        self._redo.setIcon(icon("redo", palette.text_quiet))
        self._import.setIcon(icon("tray-arrow-down", palette.accent_text, palette.text_faint))
        self._palette = palette
        if self._parts is not None:
            self._parts.show_palette(palette)
        self._list.show_palette(palette)
        self._empty.show_palette(palette)
        self._loading.show_palette(palette)

    @property
    def _made(self) -> DatasetParts:
        assert self._parts is not None
        return self._parts

    def _when_made(self, do: Callable[[], object]) -> None:
        """Do it once there are tabs: at the first visit they are put together, a few in each turn."""
        if self._parts is not None:
            do()
            return
        if not self._is_making:
            self._is_making = True
            parts = DatasetParts(self._desk, self.undo, self._palette)
            self._desk.turns.do(*parts.pieces, lambda: self._take_parts(parts))
        self._desk.turns.do(do)

    def _take_parts(self, parts: DatasetParts) -> None:
        self._parts = parts
        self._inside.addWidget(parts.view)
        parts.show_palette(self._palette)
        parts.quality.mend_wanted.connect(self._mend)
        parts.quality.list_wanted.connect(self._save_list)
        parts.segments.list_saved.connect(self._saved_list.tell)
        parts.quality.file_wanted.connect(lambda: self.import_into_wanted.emit(self.chosen))
        parts.merges.apart_wanted.connect(self._tell_apart)
        for wanting in (parts.view, parts.quality):
            wanting.import_wanted.connect(self.import_wanted)
        self._let_import()

    def _let_import(self) -> None:
        if self._parts is not None:
            workspace = self._desk.workspace
            self._parts.view.let_import(workspace is not None and not workspace.read_only)

    def _show_undo(self) -> None:
        words = self.undo.words
        self._undo.setEnabled(bool(words))
        self._undo.setToolTip(f"Undo {words}" if words else "Nothing to undo")
        again = self.undo.words_again
        self._redo.setEnabled(bool(again))
        self._redo.setToolTip(f"Redo {again}" if again else "Nothing to redo")

    def _show_bar(self) -> None:
        """What can be done with datasets, while they are in sight."""
        shown = self._whole.currentIndex() == 0
        for made in (self._about, self._undo, self._redo, self._import):
            made.setVisible(shown)
        self._remove.setVisible(shown and bool(self.chosen))

    def _layout(self) -> QSplitter:
        side = frame("panel")
        side.setMinimumWidth(beside_words(26 * STEP))
        column(side, margin=STEP).addWidget(self._list)
        tables = frame("page")
        self._inside = column(tables)
        self._inside.setContentsMargins(3 * STEP, STEP, 3 * STEP, 2 * STEP)
        for page in (self._empty, self._loading, tables):
            self._pages.addWidget(page)
        self._tables = tables
        split = QSplitter()
        split.addWidget(side)
        split.addWidget(self._pages)
        split.setStretchFactor(1, 1)
        split.setSizes([30 * STEP, 100 * STEP])
        split.setChildrenCollapsible(False)
        self._side = side
        return split

    def _fill(self) -> None:
        chosen, workspace = self.chosen, self._desk.workspace
        infos = self._desk.listing.datasets
        self._infos = {info.name: info for info in infos}
        self._list.clear()
        for info in infos:
            self._list.add(info.name, info.name, _size_words(info))
        self._side.setVisible(bool(infos))
        may_change = workspace is not None and not workspace.read_only
        takes_files = workspace is None or may_change
        self._import.setEnabled(takes_files)
        self._remove.setEnabled(may_change)
        self._let_import()
        self._first.setVisible(takes_files)
        self._empty.take_files(takes_files, CANNOT_ADD)
        if infos:
            self.choose(chosen if chosen in self._infos else infos[0].name)
            return
        self._about.setText("")
        self._remove.setVisible(False)
        if workspace is None:
            self._empty.say("No workspace is open", NO_WORKSPACE)
        else:
            self._empty.say("No data yet", NO_DATA)
        self._pages.setCurrentWidget(self._empty)

    def _load(self) -> None:
        name = self.chosen
        if not name:
            return
        info = self._infos[name]
        self._about.setText(_period_words(info))
        self._show_bar()
        self._pages.setCurrentWidget(self._loading)
        self._is_unread = True
        if self.isVisibleTo(self.window()) and self._parts is not None:
            self._load_unread()

    def _load_unread(self) -> None:
        name = self.chosen
        if not name or not self._is_unread:
            return
        self._is_unread = False

        def show(dataset: Dataset) -> None:
            if name == self.chosen:
                self._made.show_dataset(dataset, may_change=self._remove.isEnabled())
                self._pages.setCurrentWidget(self._tables)
                self._show_awaited()
                self._load_accounts(name)

        def say_why_not(error: AppError) -> None:
            if name == self.chosen:
                self._empty.say("This dataset cannot be shown", error.message)
                self._first.hide()
                self._empty.take_files(False)
                self._pages.setCurrentWidget(self._empty)

        self._desk.load_dataset(name, show, say_why_not)

    def _show_awaited(self) -> None:
        """The customers who were asked for before their dataset was read."""
        awaited, self._awaited = self._awaited, None
        if awaited is not None and awaited[0] == self.chosen:
            self.view.show_people(*awaited[1:])

    def _load_accounts(self, name: str) -> None:
        workspace = self._desk.workspace
        if workspace is None:
            return

        def show(accounts: tuple[Account, ...]) -> None:
            if name == self.chosen:
                self.view.accounts.show_accounts(accounts)

        self._desk.reads.start("Reading the import", lambda _: workspace.datasets.accounts(name), show)

    def _mend(self, mend: Mend, words: str) -> None:
        """Do what the quality report offers."""

        def work(workspace: Workspace, name: str, progress: Progress) -> None:
            changed = mend.apply(workspace.datasets.load(name, progress))
            replace_dataset(workspace, name, changed, progress)

        self._change(words, work)

    def _save_list(self, rows: Rows, list_name: str) -> None:
        """Keep the customers of a finding as a list."""
        self._change(
            saving(list_name),
            lambda workspace, name, progress: save_as_list(workspace, name, list_name, rows, progress),
            lambda: self._saved_list.tell(list_name, self.chosen, rows),
        )

    def _tell_apart(self, id_: str) -> None:
        """Make a merged id a customer of its own again."""
        self._change(
            f"telling “{id_}” apart", lambda workspace, name, progress: undo_merge(workspace, name, id_, progress)
        )

    def _change(
        self,
        words: str,
        change: Callable[[Workspace, str, Progress], object],
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Change the dataset in sight, and `then` say so; undone, it is as it was."""
        workspace, name = self._desk.workspace, self.chosen
        if workspace is None:
            return
        before: list[Imported] = []

        def work(progress: Progress) -> None:
            datasets = workspace.datasets
            before.append(Imported(datasets.load(name, progress), datasets.mapping(name), datasets.accounts(name)))
            change(workspace, name, progress)

        def take_back(progress: Progress) -> None:
            workspace.datasets.save(before[0], progress)

        def tell(_nothing: object) -> None:
            self.undo.push(words, take_back, lambda progress: change(workspace, name, progress))
            then()
            self._desk.look_again()

        self._desk.works.start(f"{words[:1].upper()}{words[1:]}", work, tell)

    def _ask_remove(self) -> None:
        name = self.chosen
        details = "Runs over it keep their figures. The files it came from are not touched."
        question = f"Remove the dataset “{name}” from the workspace?"
        ask_yes(self, "Remove dataset", question, details, "Remove", self._drop)

    def _drop(self) -> None:
        workspace, name = self._desk.workspace, self.chosen
        if workspace is None:
            return
        datasets = workspace.datasets

        def remove(progress: Progress) -> Imported | None:
            try:
                kept = Imported(datasets.load(name, progress), datasets.mapping(name), datasets.accounts(name))
            except AppError:  # what is damaged can be removed, and not brought back
                kept = None
            datasets.remove(name)
            return kept

        def tell(kept: Imported | None) -> None:
            if kept is not None:
                back = partial(datasets.save, kept)
                self.undo.push(f"removing “{name}”", back, lambda _: datasets.remove(name))
            self._desk.look_again()

        self._desk.works.start(f"Removing “{name}”", remove, tell)


def _size_words(info: DatasetInfo) -> str:
    sizes = (info.customers, "customer", "customers"), (info.events, "event", "events")
    return ", ".join(counted_in_brief(*size) for size in sizes)


def _period_words(info: DatasetInfo) -> str:
    if info.first_at is None or info.last_at is None:
        return info.name
    return f"{info.name}  ·  {data_day(info.first_at)} to {data_day(info.last_at)}"
