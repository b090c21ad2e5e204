"""The people behind a figure: how many, their first columns, and what can be made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.data.browsing.table import customers_table, rows_of
from app.data.dataset import Dataset
from app.desktop.background import Workers
from app.desktop.data.tables.table_models import model_of_some
from app.desktop.data.tables.table_page import TablePage
from app.desktop.results.people.saved import SavedPeople
from app.desktop.shell.dialogs import ask_text
from app.look.palette import Palette
from app.numbers import counted, number
from app.progress import Progress
from app.reports.report import Figures
from app.ui.elided import ElidedLabel
from app.ui.fields import SearchField
from app.ui.flow_layout import FlowLayout
from app.ui.tab_order import tab_as_laid_out
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row
from app.workspace.contents.loaded_datasets import LoadedDatasets

_LEAST_HEIGHT, _LEAST_TABLE = 44 * STEP, 32 * STEP


@dataclass(frozen=True, slots=True)
class People:
    """Rows of customers of a dataset, ascending, and what they have in common."""

    dataset: Dataset
    rows: NDArray[np.int64]
    words: str


def people_behind(
    figures: Figures, cell: tuple[int, int], words: str, datasets: LoadedDatasets, name: str, progress: Progress
) -> People | None:
    """Who is behind a cell of the figures' table, in a worker's thread; None where it does not count customers."""
    ids = figures.people(*cell)
    if ids is None:
        return None
    dataset = datasets.get(name, progress)
    return People(dataset, _rows_of_ids(dataset, ids.cast(dataset.customer_ids.type)), words)


def how_many(figures: Figures, row: int, column: int) -> int | None:
    """How many customers are behind a cell of the figures' table; None where it does not count customers."""
    ids = figures.people(row, column)
    if ids is None:
        return None
    is_ascending = len(ids) > 1 and pc.all(pc.greater(ids[1:], ids[:-1])).as_py()  # as they mostly are
    return len(ids) if is_ascending else len(pc.unique(ids))


def _rows_of_ids(dataset: Dataset, ids: pa.Array[Any]) -> NDArray[np.int64]:
    """The rows of these customers, ascending; it is the fewer ids that are looked for, and all of them not at all."""
    if ids.equals(dataset.customer_ids):
        return np.arange(dataset.customer_count)
    is_there = pc.is_in(dataset.customer_ids, value_set=ids)
    return np.flatnonzero(is_there.to_numpy(zero_copy_only=False))


class PeoplePanel(QFrame):
    """Shown beside or below a chart until it is closed; rows are searched, filtered and sorted as in Data."""

    shown_wanted = Signal(object)  # People
    segment_wanted = Signal(object, str)  # People, name
    list_wanted = Signal(object, str)  # People, name
    customer_chosen = Signal(int)  # the row in the dataset
    came = Signal()  # into its place in the layout
    left = Signal()

    def __init__(self, workers: Workers, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("people_panel")
        self.setProperty("role", "card")
        self._palette = palette
        self._people: People | None = None
        self._found: NDArray[np.int64] | None = None  # places among the people
        self._count = label("", "strong", name="people_count")
        self._words = ElidedLabel("", "small", name="people_words")
        self._close = button("Close", "quiet", name="people_close", on_click=self.leave)
        self._find = SearchField("people_find", "Search in all columns", "Search these customers")
        self._page = TablePage("people", "Customers behind the figure", "Nobody is counted here.", workers, palette, "")
        self._page.setMinimumWidth(_LEAST_TABLE)  # narrower than its columns: they scroll
        self._page.let_import(False)
        self._page.heads.leave_bars_out()
        self._page.lines.setContentsMargins(0, 0, 0, 0)
        self._find.textChanged.connect(self._page.search)
        self._page.arranged.connect(self._take_found)
        self._page.row_chosen.connect(self._tell_customer)
        self._show = button("Show in Data", name="people_show", on_click=self._tell_shown)
        self._segment = button("Save as segment…", name="people_segment", on_click=self._ask_segment)
        self._list = button("Save as list…", name="people_list", on_click=self._ask_list)
        self.saved = SavedPeople()
        self._lay_out()
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.hide()

    @property
    def people(self) -> People | None:
        """Who is shown, without whom a search or a filter leaves out."""
        people = self._people
        if people is None or self._found is None:
            return people
        return replace(people, rows=np.sort(people.rows[self._found]))

    def take_keyboard(self) -> None:
        """The keyboard goes to where one types whom to find."""
        self._find.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_people(self, people: People, *, may_change: bool) -> None:
        """Show them."""
        self._people, self._found = people, None
        self._words.setText(people.words)
        self._find.clear()
        table = rows_of(customers_table(people.dataset), people.rows)
        self._page.show_table(table, model_of_some(people.dataset, people.rows, self._palette, self))
        self._show.setEnabled(bool(len(people.rows)))
        for keep in (self._segment, self._list):
            keep.setEnabled(may_change and self._show.isEnabled())
        self.saved.hide()
        self._say_count()
        self.show()
        self._place_soon()

    def leave(self) -> None:
        """Nobody is asked for any more."""
        self._people = None
        self.hide()
        self.left.emit()

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        self._palette = palette
        self._page.show_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_soon()

    def _lay_out(self) -> None:
        head = row(gap=STEP)
        head.addWidget(self._count, 1)
        head.addWidget(self._close)
        feet = QWidget()
        ways = FlowLayout(feet)
        for way in (self._show, self._segment, self._list):
            ways.addWidget(way)
        lines = column(self, margin=STEP, gap=STEP // 2)
        lines.addLayout(head)
        lines.addWidget(self._words)
        lines.addWidget(self._find)
        lines.addWidget(self._page, 1)
        lines.addWidget(self.saved)
        lines.addWidget(feet)
        tab_as_laid_out(lines)

    def _place_soon(self) -> None:
        """Once those around it know its size too."""
        QTimer.singleShot(0, self, lambda: self.came.emit() if self.isVisible() else None)

    def _take_found(self, found: NDArray[np.int64] | None) -> None:
        self._found = found
        self._say_count()

    def _say_count(self) -> None:
        people = self._people
        if people is None:
            return
        many = counted(len(people.rows), "customer", "customers")
        self._count.setText(many if self._found is None else f"{number(len(self._found))} of {many}")

    def _tell_customer(self, place: int) -> None:
        if self._people is not None:
            self.customer_chosen.emit(int(self._people.rows[place]))

    def _tell_shown(self) -> None:
        if self.people is not None:
            self.shown_wanted.emit(self.people)

    def _ask_segment(self) -> None:
        people = self.people
        if people is not None:
            many = counted(len(people.rows), "customer", "customers")
            question = f"What is the segment called? It holds {many}, as a list of that name."
            ask_text(self.window(), "Save as segment", question, lambda name: self.segment_wanted.emit(people, name))

    def _ask_list(self) -> None:
        people = self.people
        if people is not None:
            many = counted(len(people.rows), "customer", "customers")
            question = f"What is the list called? It holds {many}, and conditions can ask for it."
            ask_text(self.window(), "Save as list", question, lambda name: self.list_wanted.emit(people, name))
