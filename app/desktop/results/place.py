"""Results: the runs and the datasets of the workspace, and what each of them says."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.desktop.composer.opening import Composing
from app.desktop.data.undoing import DataUndo
from app.desktop.open_workspace import Desk
from app.desktop.results.about import About, about_data, about_run
from app.desktop.results.entries import Chosen, Entry, entries_over
from app.desktop.results.exporting import Exporting
from app.desktop.results.findings import Findings
from app.desktop.results.gallery.gallery import Gallery
from app.desktop.results.keeping import Keeping
from app.desktop.results.key_figures import KeyFigures, Remarks
from app.desktop.results.people.keeping import KeepingPeople
from app.desktop.results.report.page import BESIDE, ReportPage
from app.desktop.results.saving_audiences import SavingAudiences
from app.desktop.results.undoing import ResultsUndo
from app.desktop.shell.dialogs import ask_yes
from app.look.palette import Palette
from app.numbers import counted, moment
from app.ui.elided import ElidedLabel
from app.ui.icons import icon
from app.ui.page import Place
from app.ui.theme import STEP
from app.ui.two_lines import TwoLineList
from app.ui.widgets import EmptyState, button, column, frame, scrolling, tool_button
from app.workspace.contents.runs import RunInfo

_MARGIN = 3 * STEP  # at the right of a report, where the scroll bar comes and goes without another width of the chart


class ResultsPlace(Place):
    """A list of runs and datasets, the gallery of reports over the chosen one, and one of these large."""

    chosen_changed = Signal()
    scenario_wanted = Signal(str)  # id
    data_wanted = Signal(str)  # name of a dataset
    columns_wanted = Signal(str)  # name of a dataset
    people_wanted = Signal(object)  # People
    home_wanted = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, of_data: DataUndo, palette: Palette, window: QWidget) -> None:
        super().__init__("results", "Results")
        self._desk = desk
        self._window = window
        self._infos: dict[int, RunInfo] = {}
        self._first: object = None  # what is shown while nobody has chosen
        self._shown: Chosen | None = None
        self._entries: tuple[Entry, ...] = ()
        self._is_offered = False  # the report in sight was chosen by nobody
        self._is_anew = True  # no report was shown of this workspace yet
        self._is_listing = False  # people stand beside the report
        self.undo = ResultsUndo(desk)
        self._findings = Findings(desk)
        self._exporting = Exporting(desk, window)
        self._exporting.said.connect(self.said)
        self._composing = Composing(desk, palette, window)
        self._composing.said.connect(self.said)
        self._list = TwoLineList("run_list", "Runs and datasets", palette)
        self._list.currentItemChanged.connect(self._load)
        self._gallery = Gallery(desk, self._findings, palette, lambda: self._page.is_waiting)
        self._gallery.chosen.connect(self._show_report)
        self._findings.found.connect(self._pass_over)
        self._key_figures = KeyFigures()
        self._remarks = Remarks()
        self._remarks.place_wanted.connect(self._go_to_mend)
        self._page = ReportPage(desk, self._findings, self.undo, palette, self._folder)
        self._page.said.connect(self.said)
        self._page.view.mend.clicked.connect(lambda: self._go_to_mend("data"))
        self._page.view.chart.rested.connect(self._gallery.go_on)
        self._page.view.saved.connect(lambda path: self.said.emit(f"Saved {path}."))
        self._page.people.shown_wanted.connect(self.people_wanted)
        self._page.people.came.connect(lambda: self._page.bring_people(self._scrolled))
        self._page.room_wanted.connect(self._take_room)
        self.keeping_people = KeepingPeople(desk, self.undo, of_data)
        self.keeping_people.said.connect(self.said)
        self.keeping_people.attend(self._page.people)
        self._keeping = Keeping(desk, self.undo)
        self._keeping.kept.connect(lambda name: self._gallery.choose(f"kept {name}"))
        self._page.kept.connect(self._keeping.keep)
        self._page.renamed.connect(self._keeping.rename)
        self._page.removed.connect(self._keeping.remove)
        self._home = button("Go to Home", "primary", name="results_to_home", on_click=self.home_wanted.emit)
        self._empty = EmptyState("chart-box-outline", "", "", self._home, name="results_empty")
        self._pages = QStackedWidget()
        self._fill_bar()
        self.content.addWidget(self._layout())
        self._follow(desk)
        self.show_palette(palette)
        self._show_undo()
        self._fill()

    @property
    def counting(self) -> SignalInstance:
        """Told each Job of figures that somebody waits for."""
        return self._findings.begun

    @property
    def chosen_run(self) -> int | None:
        """The id of the run in sight."""
        key = self._list.key()
        return key if isinstance(key, int) else None

    @property
    def chosen_dataset(self) -> str | None:
        """The name of the dataset in sight."""
        key = self._list.key()
        return key if isinstance(key, str) else None

    def export_report(self) -> None:
        """Ask where to, and write the run's report there as one file."""
        if (run_id := self.chosen_run) is not None:
            self._exporting.ask(run_id, self._infos[run_id].scenario_name, self._folder())

    def compose_report(self) -> None:
        """Put the report on what is chosen together, section by section."""
        chosen = self.chosen_run if self.chosen_run is not None else self.chosen_dataset
        if chosen is not None:
            self._composing.compose(chosen, self._folder())

    @property
    def is_drawn(self) -> bool:
        """Whether the report in sight and the cards in sight are on the screen."""
        return self._page.view.is_drawn and not self._page.is_waiting and self._gallery.is_drawn

    def enter(self) -> None:
        """What is chosen is read when somebody looks."""
        self._load()

    def show_palette(self, palette: Palette) -> None:
        """Charts and icons in other colours."""
        self._undo.setIcon(icon("undo", palette.text_quiet))
        self._redo.setIcon(icon("redo", palette.text_quiet))
        self._compose.setIcon(icon("playlist-edit", palette.text_quiet))
        self._composing.show_palette(palette)
        self._export.setIcon(icon("file-chart-outline", palette.accent_text))
        self._audiences.show_palette(palette)
        self._open.setIcon(icon("sitemap-outline", palette.text_quiet))
        self._empty.show_palette(palette)
        self._list.show_palette(palette)
        self._gallery.show_palette(palette)
        self._page.show_palette(palette)

    def _fill_bar(self) -> None:
        self._about = ElidedLabel("", "quiet", name="run_about")
        self._undo = tool_button("Undo", name="results_undo", on_click=self.undo.undo)
        self._redo = tool_button("Redo", name="results_redo", on_click=self.undo.redo)
        self._open = button("Open scenario", "quiet", name="run_scenario", on_click=self._go_to_scenario)
        self._remove = button("Remove…", "quiet", name="run_remove", on_click=self._ask_remove)
        self._compose = button("Compose…", "quiet", name="compose", on_click=self.compose_report)
        self._export = button("Export report…", "primary", name="export", on_click=self.export_report)
        self.bar.addWidget(self._about, 1)
        self._audiences = SavingAudiences(self._desk, self._window)
        self._audiences.said.connect(self.said)
        audience = self._audiences.button
        for made in (self._undo, self._redo, self._open, self._remove, audience, self._compose, self._export):
            self.bar.addWidget(made)
        self.undo.changed.connect(self._show_undo)
        for keys, do in (
            (QKeySequence.StandardKey.Undo, self.undo.undo),
            (QKeySequence.StandardKey.Redo, self.undo.redo),
        ):
            QShortcut(keys, self, do)  # wherever the keyboard is, while the place is in sight: what had it may be gone

    def _show_undo(self) -> None:
        for made, what, words in (
            (self._undo, "Undo", self.undo.words),
            (self._redo, "Redo", self.undo.words_again),
        ):
            made.setEnabled(bool(words))
            made.setToolTip(f"{what} {words}" if words else f"Nothing to {what.lower()}")

    def _layout(self) -> QSplitter:
        self._side = frame("panel")
        self._side.setMinimumWidth(26 * STEP)
        column(self._side, margin=STEP).addWidget(self._list)
        page = QWidget()
        inner = column(page, gap=STEP)
        inner.setContentsMargins(STEP, 2 * STEP, _MARGIN, STEP)
        inner.addWidget(self._key_figures)
        inner.addWidget(self._remarks)
        inner.addWidget(self._page, 1)
        self._reports = QSplitter()
        self._reports.setObjectName("reports_split")
        self._reports.addWidget(self._gallery)
        self._scrolled = scrolling(page, "results_page", _MARGIN)
        bar = self._scrolled.verticalScrollBar()
        bar.valueChanged.connect(lambda: self._page.keep_people_beside(self._scrolled))
        self._reports.addWidget(self._scrolled)
        self._reports.setStretchFactor(0, 1)
        self._reports.setStretchFactor(1, 4)
        self._reports.setSizes([24 * STEP, 90 * STEP])
        self._reports.setChildrenCollapsible(False)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._reports)
        split = self._split = QSplitter()
        split.addWidget(self._side)
        split.addWidget(self._pages)
        split.setStretchFactor(1, 1)
        split.setSizes([28 * STEP, 100 * STEP])
        split.setChildrenCollapsible(False)
        return split

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _take_room(self, is_listing: bool) -> None:
        self._is_listing = is_listing
        self._make_room()

    def _make_room(self) -> None:
        """While people are listed the runs step aside, and the gallery too, where people have no room beside."""
        room = self._split.width() - 6 * STEP - BESIDE if self._is_listing else math.inf
        self._gallery.setVisible(room >= self._gallery.width())
        self._side.setVisible(bool(self._list.count()) and room >= self._gallery.width() + self._side.width())

    def _fill(self) -> None:
        listing = self._desk.listing
        chosen, was_first = self._list.key(), self._first
        self._infos = {info.id: info for info in listing.runs}
        self._shown = None
        self._list.clear()
        for info in listing.runs:
            name = f"{info.scenario_name} (forecast)" if info.forecast else info.scenario_name
            self._list.add(info.id, name, _run_words(info, listing.run_names.get(info.id, "")))
        for data in listing.datasets:
            self._list.add(data.name, data.name, f"recorded  ·  {counted(data.events, 'event', 'events')}")
        keys: list[object] = [*self._infos, *(data.name for data in listing.datasets)]
        self._first = next(iter(keys), None)
        self._make_room()
        if keys:
            is_reading = chosen in keys and chosen != was_first  # something that somebody has chosen
            self._list.choose(chosen if is_reading else keys[0])
        else:
            self._about.setText("")
            self._findings.begin(None, ())
            self._gallery.show_entries((), "")
            self._say_why_empty()
            self._pages.setCurrentWidget(self._empty)
        self._show_what_can_be_done()
        self.chosen_changed.emit()

    def _show_what_can_be_done(self) -> None:
        workspace, is_run = self._desk.workspace, self.chosen_run is not None
        for made in (self._open, self._remove, self._export):
            made.setVisible(is_run)
        if not is_run:
            self._audiences.offer(None, (), self._folder())
        self._compose.setVisible(is_run or self.chosen_dataset is not None)
        self._remove.setEnabled(workspace is not None and not workspace.read_only)

    def _say_why_empty(self) -> None:
        self._home.setVisible(self._desk.workspace is None)
        if self._desk.workspace is None:
            self._empty.say("No workspace is open", "Open one on Home, or make a new one; its runs will stand here.")
        else:
            text = "Import data, and its reports stand here; rehearse a scenario, and so do those of every run."
            self._empty.say("Nothing to count yet", text)

    def _load(self) -> None:
        self._show_what_can_be_done()
        self.chosen_changed.emit()
        chosen = self._chosen()
        if chosen is None or not self.isVisibleTo(self.window()):
            return
        self._pages.setCurrentWidget(self._reports)
        if chosen == self._shown:
            return
        self._shown = chosen
        if chosen != self._page.chosen:
            self._scrolled.verticalScrollBar().setValue(0)  # of something other the top is seen first
        self._entries = entries_over(chosen, self._desk.listing.kept)
        self._findings.begin(chosen, self._entries)
        self._tell_about(chosen)
        self._show_entries(chosen)

    def _follow(self, desk: Desk) -> None:
        self._findings.given_up.connect(self.undo.give_up)
        self._findings.found.connect(self.undo.settle)
        desk.kept_changed.connect(self._offer)
        desk.workspace_changed.connect(self._begin_anew)
        for changed in (desk.workspace_changed, desk.runs_changed, desk.datasets_changed, desk.segments_changed):
            changed.connect(self._fill)

    def _begin_anew(self) -> None:
        """In another workspace the first report with figures is offered, whatever was in sight in the one before."""
        self._is_anew = True

    def _offer(self) -> None:
        """Other reports are kept: their cards stand first, and what is found for the others still counts."""
        if self._shown is not None:
            self._entries = entries_over(self._shown, self._desk.listing.kept)
            self._findings.offer(self._entries)
            self._show_entries(self._shown)

    def _show_entries(self, chosen: Chosen) -> None:
        """The cards, and the report that was in sight, if it is still there, or else the first one that is not kept."""
        before = None if self._is_anew else self._page.entry
        self._is_anew = False
        entry = next((each for each in self._entries if before is not None and each.key == before.key), None)
        self._is_offered = self._is_offered or entry is None
        entry = entry or next(each for each in self._entries if not each.kept)
        self._gallery.show_entries(self._entries, entry.key)
        if entry != before or chosen != self._page.chosen or self._findings.get(entry.key) is None:
            self._page.show_entry(chosen, entry)

    def _chosen(self) -> Chosen | None:
        if (run_id := self.chosen_run) is not None:
            info = self._infos[run_id]
            latest = max(each.id for each in self._infos.values() if each.scenario_id == info.scenario_id)
            return Chosen(info.dataset_name, run_id, info.scenario_id, latest == run_id)
        return None if self.chosen_dataset is None else Chosen(self.chosen_dataset)

    def _tell_about(self, chosen: Chosen) -> None:
        """Say what was chosen, and in the background what has to be known about it."""
        self._key_figures.show_facts(())
        self._remarks.show_remarks(())
        self._audiences.offer(None, (), self._folder())
        reader, datasets = self._findings.run, self._desk.datasets
        if chosen.run is not None:
            name = " ".join(self._infos[chosen.run].scenario_name.split())
            self._about.setText(f"{name} over {chosen.dataset}")
        else:
            self._about.setText(f"Recorded events of {chosen.dataset}")

        def show(about: About) -> None:
            if chosen == self._shown:
                self._key_figures.show_facts(about.facts)
                self._remarks.show_remarks(about.remarks)
                self._audiences.offer(reader, about.audiences, self._folder())

        if reader is not None:
            self._desk.reads.start("Reading the run", lambda progress: about_run(reader, progress), show)
        elif datasets is not None:
            name = chosen.dataset
            self._desk.checks.start("Looking", lambda progress: about_data(datasets, name, progress), show)

    def _pass_over(self, key: str) -> None:
        """Of reports that nobody has chosen, offer the first that has figures."""
        found, entry = self._findings.get(key), self._page.entry
        if not self._is_offered or entry is None or key != entry.key or found is None or found.faces:
            return
        at = self._entries.index(entry)
        if at + 1 < len(self._entries):
            self._gallery.choose(self._entries[at + 1].key)
            self._is_offered = True

    def _show_report(self, key: str) -> None:
        self._is_offered = False
        entry = next((each for each in self._entries if each.key == key), None)
        if entry is not None and self._shown is not None:
            self._page.show_entry(self._shown, entry)
            self._scrolled.verticalScrollBar().setValue(self._page.y() - 2 * STEP)  # past the run's key figures

    def _ask_remove(self) -> None:
        run_id = self.chosen_run
        if run_id is None:
            return
        question = f"Remove this run of “{self._infos[run_id].scenario_name}”?"
        details = "Its figures go with it. You can run again."
        ask_yes(self._window, "Remove run", question, details, "Remove", self._drop)

    def _drop(self) -> None:
        workspace, run_id = self._desk.workspace, self.chosen_run
        if workspace is not None and run_id is not None:
            self._desk.works.start(
                "Removing the run", lambda _: workspace.runs.remove(run_id), lambda _: self._desk.look_again()
            )

    def _go_to_scenario(self) -> None:
        if self.chosen_run is not None:
            self.scenario_wanted.emit(self._infos[self.chosen_run].scenario_id)

    def _go_to_mend(self, place: str) -> None:
        if place == "scenario":
            self._go_to_scenario()
        elif self._shown is not None:
            wanted = self.columns_wanted if place == "columns" else self.data_wanted
            wanted.emit(self._shown.dataset)

    def _folder(self) -> Path:
        workspace = self._desk.workspace
        return workspace.path.parent if workspace else Path.home()


def _run_words(info: RunInfo, name: str) -> str:
    words = f"{info.dataset_name}  ·  {moment(datetime.fromtimestamp(info.ran_at / 1e6))}"
    return f"{name}  ·  {words}" if name else words
