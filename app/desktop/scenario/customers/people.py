"""Beside the canvas: the customers behind one of its numbers, and the way of one of them with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import Shiboken

from app.canvas.figures import Door, NodePart, RunCounts
from app.canvas.modelled import Modelling
from app.canvas.session import ScenarioSession
from app.desktop.background import Job
from app.desktop.open_workspace import Desk
from app.desktop.results.people.panel import People, PeoplePanel
from app.desktop.scenario.customers.why_panel import WhyPanel
from app.desktop.scenario.forecasting.modelled_panel import ModelledPanel
from app.desktop.scenario.runner import Runner
from app.jobs.runs.people_at_node import NEEDED, Tables, customers_behind, played_tables
from app.look.palette import Palette
from app.progress import Progress
from app.runtime.explanation import Explanation
from app.runtime.forecast.forecast_order import ForecastOrder
from app.runtime.playback.timeline import tables_until
from app.scenario.graph import Scenario
from app.scenario.segments import with_segments
from app.ui.theme import STEP
from app.workspace.contents.loaded_datasets import LoadedDatasets
from app.workspace.store import Workspace

LEAST_WIDTH = 46 * STEP


@dataclass(frozen=True, slots=True)
class Counted:
    """What the counts on the canvas are of; `run` is the stored run that has the rows, if there is one."""

    scenario: Scenario
    datasets: LoadedDatasets
    dataset_name: str
    workspace: Workspace | None
    run: int | None
    order: ForecastOrder | None = None  # of the forecast that stands beside them


class CanvasPeople(QObject):
    """Looks in the background for who is asked for, also where counts are not stored: they are played once more."""

    came = Signal()  # something is to be seen in `side`
    left = Signal()
    keyboard_freed = Signal()  # `side` had the keyboard, and what had it before is not there any more
    explained = Signal(str)  # the id of the customer whose way is asked for

    def __init__(self, desk: Desk, runner: Runner, palette: Palette, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._runner = desk, runner
        self._session: ScenarioSession | None = None
        self._asking: Job | None = None
        self._door: Door | None = None  # behind which the customers in sight were looked for
        self._typed_in: QWidget | None = None  # what had the keyboard when something was asked for
        self._shown: object = None  # the counts that the customers in sight are behind
        self.until: Callable[[], int] | None = None  # while a run is played back: the instant that its counts are of
        self.modelled_until: Callable[[], tuple[Modelling, RunCounts] | None] = _whole
        self._held: tuple[object, Tables] | None = None  # of the counts that were asked last, in a worker's thread
        self.panel = PeoplePanel(desk.reads, palette)
        self.why = WhyPanel(palette)
        self.modelled = ModelledPanel()
        self.side = QStackedWidget()
        self.side.setObjectName("people_side")
        self.side.setMinimumWidth(LEAST_WIDTH)
        self.side.addWidget(self.panel)
        self.side.addWidget(self.why)
        self.side.addWidget(self.modelled)
        self.side.hide()
        self.panel.customer_chosen.connect(self._explain)
        self.panel.left.connect(self._close)
        self.modelled.left.connect(self._close)
        self.why.back_wanted.connect(self._go_back)
        self.why.cancel_wanted.connect(self._stop)
        self.why.step_chosen.connect(self._show_node)

    def attend(self, session: ScenarioSession | None) -> None:
        """Another scenario is open."""
        self.leave()
        self._session, self._held, self._shown = session, None, None
        if session is not None:
            session.people_wanted.connect(self._ask)
            session.summary_changed.connect(self._forget)

    def show_beside(self, page: QWidget) -> None:
        """Show something else in the same place, of which `side` has the page."""
        self._stop()
        self._note_keyboard()
        self.side.setCurrentWidget(page)
        self._show_side()

    def leave(self) -> None:
        """Nobody is asked for any more."""
        self._end(gives_back=self._has_keyboard())

    def _close(self) -> None:
        """Somebody has closed it, and so worked in it."""
        self._end(gives_back=not self.side.isHidden())

    def _end(self, *, gives_back: bool) -> None:
        self._stop()
        if self._session is not None:
            self._session.light()
        if not self.side.isHidden():
            self.side.hide()
            self.left.emit()
        if gives_back:
            self._give_keyboard_back()

    def _has_keyboard(self) -> bool:
        here = QApplication.focusWidget()
        return here is not None and self.side.isAncestorOf(here)

    def _note_keyboard(self) -> None:
        if not self._has_keyboard():
            self._typed_in = QApplication.focusWidget()

    def _give_keyboard_back(self) -> None:
        to = self._typed_in
        if to is not None and Shiboken.isValid(to) and to.isVisible():
            to.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.keyboard_freed.emit()

    def show_palette(self, palette: Palette) -> None:
        """Everything in other colours."""
        self.panel.show_palette(palette)
        self.why.show_palette(palette)

    def _forget(self) -> None:
        """Other counts stand on the canvas: the customers in sight are not those behind them."""
        if self._session is not None and self._session.summary is self._shown:
            return
        self._held = self._shown = None
        if not self.side.isHidden() and self.side.currentWidget() in (self.panel, self.why, self.modelled):
            self.leave()

    def let_go_of_moment(self) -> None:
        """No moment is played back any more: numbers are those of the whole run."""
        self.until, self.modelled_until = None, _whole

    def counted(self) -> Counted | None:
        """What the counts on the canvas are of; None where there are none."""
        session, datasets = self._session, self._desk.datasets
        if session is None or datasets is None or not self._runner.dataset_name:
            return None
        run = self._runner.shown_run
        is_shown = run is not None and run.summary is session.summary and run.forecast is None
        stored = run.info.id if run is not None and run.info is not None and is_shown else None
        scenario = with_segments(session.rehearsed or session.scenario, self._desk.listing.segments)
        order = session.modelled.forecast.order if session.modelled is not None else None
        return Counted(scenario, datasets, self._runner.dataset_name, self._desk.workspace, stored, order)

    def ask_everybody(self) -> None:
        """List all customers of the dataset, so that one can be asked about who is behind no number."""
        self._door = None
        self._look_for(_everybody)

    def _ask(self, door: Door, words: str) -> None:
        session = self._session
        key = session.summary if session is not None else None
        until = self.until() if self.until is not None else None
        if session is not None and door.part is NodePart.MODELLED:
            self._shown = key
            self.modelled.show_door(session, door, words, self.modelled_until())
            self.show_beside(self.modelled)
            return

        def behind(counted: Counted, progress: Progress) -> People:
            if self._held is None or self._held[0] is not key:
                self._held = key, tables_of(counted, progress)
            tables = self._held[1] if until is None else tables_until(self._held[1], until)
            ids = customers_behind(tables, counted.scenario, door)
            return _people(ids, counted, words, progress)

        self._door = door
        self._look_for(behind)

    def _look_for(self, who: Callable[[Counted, Progress], People]) -> None:
        session, counted = self._session, self.counted()
        if session is None or counted is None:
            return
        self._stop()
        self._note_keyboard()
        key = session.summary

        def show(people: People) -> None:
            workspace = self._desk.workspace
            if session is self._session and key is session.summary:
                self._shown = key
                self._show_side()
                self.side.setCurrentWidget(self.panel)
                self.panel.show_people(people, may_change=workspace is not None and not workspace.read_only)
                self.panel.take_keyboard()

        self._asking = self._desk.reads.start("Looking for the customers", lambda told: who(counted, told), show)

    def _explain(self, row: int) -> None:
        session, counted, people = self._session, self.counted(), self.panel.people
        if session is None or counted is None or people is None:
            return
        self._stop()
        customer = str(people.dataset.customer_ids[row].as_py())
        self.why.begin(customer)
        self.explained.emit(customer)
        self.side.setCurrentWidget(self.why)

        def work(progress: Progress) -> Explanation:
            from app.runtime.explaining import explain  # the machine is loaded when it is first needed

            dataset = counted.datasets.get(counted.dataset_name, progress)
            return explain(counted.scenario, dataset, customer, progress=progress)

        job = self._asking = self._desk.reads.start("Explaining one customer", work)
        job.done.connect(lambda found: self._show_way(session, counted.scenario, found))
        job.stopped.connect(self.why.say_stopped)
        job.failed.connect(lambda _error: self.why.say_stopped())

    def _show_way(self, session: ScenarioSession, scenario: Scenario, found: Explanation) -> None:
        if session is self._session:
            self.why.show_explanation(scenario, found, self._door)
            session.light(*self.why.way)

    def _show_side(self) -> None:
        if self.side.isHidden():
            self.side.show()
            self.came.emit()

    def _show_node(self, node_id: str) -> None:
        if self._session is not None and any(node.id == node_id for node in self._session.scenario.nodes):
            self._session.node_wanted.emit(node_id)

    def _go_back(self) -> None:
        self._stop()
        if self._session is not None:
            self._session.light()
        self.side.setCurrentWidget(self.panel)

    def _stop(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None


def _whole() -> None:
    """No moment is played back."""


def _everybody(counted: Counted, progress: Progress) -> People:
    dataset = counted.datasets.get(counted.dataset_name, progress)
    return People(
        dataset,
        np.arange(dataset.customer_count, dtype=np.int64),
        f"Everybody in {counted.dataset_name}: click on one to see why they went their way",
    )


def tables_of(counted: Counted, progress: Progress, needed: Sequence[str] = NEEDED) -> Tables:
    """The rows of what is counted: those of a stored run or, where it is not stored, played once more."""
    if counted.workspace is not None and counted.run is not None:
        progress(0, 0, "Reading the run")
        return counted.workspace.runs.load(counted.run).tables
    return played_tables(counted.scenario, counted.datasets.get(counted.dataset_name, progress), progress, needed)


def _people(ids: pa.Array[Any], counted: Counted, words: str, progress: Progress) -> People:
    dataset = counted.datasets.get(counted.dataset_name, progress)
    found = pc.index_in(ids.cast(dataset.customer_ids.type), value_set=dataset.customer_ids).drop_null()
    return People(dataset, np.sort(found.to_numpy(zero_copy_only=False)).astype(np.int64), words)
