"""Results: the runs and the datasets of the workspace, and what each of them says."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.results.figures_view import FiguresView
from app.desktop.results.key_figures import KeyFigures
from app.desktop.results.reading import read_report, save_report
from app.desktop.results.recorded_view import RecordedView
from app.desktop.shell.dialogs import ask_save, ask_yes
from app.errors import AppError
from app.look.palette import Palette
from app.numbers import counted, moment
from app.reports.catalogue import reports
from app.reports.documents.content import ReportContent
from app.reports.documents.formats import report_formats
from app.ui.elided import ElidedLabel
from app.ui.icons import icon
from app.ui.page import Place
from app.ui.theme import STEP
from app.ui.two_lines import TwoLineList
from app.ui.widgets import EmptyState, button, column, frame, scrolling
from app.workspace.runs import RunInfo


class ResultsPlace(Place):
    """A list of runs and datasets at the left, the chosen one at the right."""

    chosen_changed = Signal()
    scenario_wanted = Signal(str)  # id
    said = Signal(str)

    def __init__(self, desk: Desk, palette: Palette, window: QWidget) -> None:
        super().__init__("results", "Results")
        self._desk = desk
        self._window = window
        self._infos: dict[int, RunInfo] = {}
        self._first: object = None  # what is shown while nobody has chosen
        self._shown: int | str | None = None
        self._about = ElidedLabel("", "quiet", name="run_about")
        self._open = button("Open scenario", "quiet", name="run_scenario", on_click=self._go_to_scenario)
        self._remove = button("Remove…", "quiet", name="run_remove", on_click=self._ask_remove)
        self._export = button("Export report…", "primary", name="export", on_click=self.export_report)
        self.bar.addWidget(self._about, 1)
        for made in (self._open, self._remove, self._export):
            self.bar.addWidget(made)
        self._list = TwoLineList("run_list", "Runs and datasets", palette)
        self._list.currentItemChanged.connect(self._load)
        self._key_figures = KeyFigures()
        self._tabs = QTabWidget()
        self._tabs.setObjectName("result_tabs")
        self._tabs.setDocumentMode(True)
        self._views = {each.key: FiguresView(each.key, each.title, desk, palette, self._folder) for each in reports()}
        for each in reports():
            self._tabs.addTab(self._views[each.key], each.title)
            self._views[each.key].saved.connect(lambda path: self.said.emit(f"Saved {path}."))
        self._recorded = RecordedView(desk, palette, self._folder)
        self._recorded.said.connect(self.said)
        self._recorded.saved.connect(lambda path: self.said.emit(f"Saved {path}."))
        self._empty = EmptyState("chart-box-outline", "", "", name="results_empty")
        self._pages = QStackedWidget()
        self.content.addWidget(self._layout())
        for changed in (desk.workspace_changed, desk.runs_changed, desk.datasets_changed):
            changed.connect(self._fill)
        self.show_palette(palette)
        self._fill()

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
        workspace, run_id = self._desk.workspace, self.chosen_run
        if workspace is None or run_id is None:
            return
        name = " ".join(self._infos[run_id].scenario_name.split())
        suggested = self._folder() / f"{name}.{report_formats()[0].suffixes[0]}"

        def write(path: Path) -> None:
            self._desk.works.start(
                "Writing the report",
                lambda progress: save_report(workspace, run_id, path, progress),
                lambda written: self.said.emit(f"Wrote the report to {written}."),
            )

        kinds = ";;".join(each.filter for each in report_formats())
        ask_save(self._window, "Export report", kinds, suggested, write)

    @property
    def is_drawn(self) -> bool:
        """Whether the chart in sight is on the screen."""
        views = (*self._views.values(), *self._recorded.views)
        return any(view.chart.has_picture for view in views if view.isVisible())

    def enter(self) -> None:
        """The newest run is read when somebody looks."""
        self._load()

    def show_palette(self, palette: Palette) -> None:
        """Charts and icons in other colours."""
        self._export.setIcon(icon("file-chart-outline", palette.accent_text))
        self._open.setIcon(icon("sitemap-outline", palette.text_quiet))
        self._empty.show_palette(palette)
        self._list.show_palette(palette)
        for view in (*self._views.values(), *self._recorded.views):
            view.show_palette(palette)

    def _layout(self) -> QSplitter:
        self._side = frame("panel")
        self._side.setMinimumWidth(26 * STEP)
        column(self._side, margin=STEP).addWidget(self._list)
        page = QWidget()
        inner = column(page, gap=STEP)
        inner.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, STEP)
        inner.addWidget(self._key_figures)
        inner.addWidget(self._tabs, 1)
        self._scrolled = scrolling(page, "results_page")
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scrolled)
        around = QWidget()
        margins = column(around)
        margins.setContentsMargins(3 * STEP, STEP, 3 * STEP, STEP)
        margins.addWidget(self._recorded)
        self._over_data = scrolling(around, "recorded_page")
        self._pages.addWidget(self._over_data)
        split = QSplitter()
        split.addWidget(self._side)
        split.addWidget(self._pages)
        split.setStretchFactor(1, 1)
        split.setSizes([30 * STEP, 100 * STEP])
        split.setChildrenCollapsible(False)
        return split

    def _fill(self) -> None:
        listing = self._desk.listing
        chosen, was_first = self._list.key(), self._first
        self._infos = {info.id: info for info in listing.runs}
        self._shown = None
        self._list.clear()
        for info in listing.runs:
            name = f"{info.scenario_name} (forecast)" if info.forecast else info.scenario_name
            self._list.add(info.id, name, _run_words(info))
        for data in listing.datasets:
            self._list.add(data.name, data.name, f"recorded  ·  {counted(data.events, 'event', 'events')}")
        keys: list[object] = [*self._infos, *(data.name for data in listing.datasets)]
        self._first = next(iter(keys), None)
        self._side.setVisible(bool(keys))
        if keys:
            is_reading = chosen in keys and chosen != was_first  # something that somebody has chosen
            self._list.choose(chosen if is_reading else keys[0])
        else:
            self._about.setText("")
            self._say_why_empty()
            self._pages.setCurrentWidget(self._empty)
        self._show_what_can_be_done()
        self.chosen_changed.emit()

    def _show_what_can_be_done(self) -> None:
        workspace, is_run = self._desk.workspace, self.chosen_run is not None
        for made in (self._open, self._remove, self._export):
            made.setVisible(is_run)
        self._remove.setEnabled(workspace is not None and not workspace.read_only)

    def _say_why_empty(self) -> None:
        if self._desk.workspace is None:
            self._empty.say("No workspace is open", "Open one on Home, or make a new one; its runs will stand here.")
        else:
            text = "Import data, and its funnels and cohorts stand here; rehearse a scenario, and so does every run."
            self._empty.say("Nothing to count yet", text)

    def _load(self) -> None:
        self._show_what_can_be_done()
        self.chosen_changed.emit()
        if not self.isVisibleTo(self.window()):
            return
        if (dataset := self.chosen_dataset) is not None:
            self._load_dataset(dataset)
        else:
            self._load_run()

    def _load_dataset(self, name: str) -> None:
        self._pages.setCurrentWidget(self._over_data)
        self._about.setText(f"Recorded events of {name}")
        if name != self._shown:
            self._shown = name
            self._recorded.show_dataset(name)

    def _load_run(self) -> None:
        workspace, run_id = self._desk.workspace, self.chosen_run
        if workspace is None or run_id is None:
            return
        self._pages.setCurrentWidget(self._scrolled)
        if run_id == self._shown:
            return
        self._shown = run_id
        info = self._infos[run_id]
        self._about.setText(f"{' '.join(info.scenario_name.split())} over {info.dataset_name}")

        def show(content: ReportContent) -> None:
            if run_id == self._shown:
                self._show(content)

        self._key_figures.show_facts((), ())
        for view in self._views.values():
            view.wait()

        def say_why_not(error: AppError) -> None:
            if run_id == self._shown:
                for view in self._views.values():
                    view.show_figures((), error.message)

        job = self._desk.reads.start("Reading the run", lambda progress: read_report(workspace, run_id, progress), show)
        job.failed.connect(say_why_not)

    def _show(self, content: ReportContent) -> None:
        self._key_figures.show_facts(content.facts, content.warnings)
        for section in content.sections:
            self._views[section.key].show_figures(section.measured, section.why_none)

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

    def _folder(self) -> Path:
        workspace = self._desk.workspace
        return workspace.path.parent if workspace else Path.home()


def _run_words(info: RunInfo) -> str:
    return f"{info.dataset_name}  ·  {moment(datetime.fromtimestamp(info.ran_at / 1e6))}"
