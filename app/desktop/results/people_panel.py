"""The people behind a figure: how many, their first columns, and what can be made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QTableView

from app.data.dataset import Dataset
from app.desktop.data.table_page import dress_table, fit_columns, show_model
from app.desktop.data.tables import customers_model
from app.desktop.shell.dialogs import ask_text
from app.look.palette import Palette
from app.numbers import counted
from app.progress import Progress
from app.reports.report import Figures
from app.ui.elided import ElidedLabel
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row
from app.workspace.loaded_datasets import LoadedDatasets

_MOST_COLUMNS = 6
_LEAST_HEIGHT = 36 * STEP


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
    found = pc.index_in(ids.cast(dataset.customer_ids.type), value_set=dataset.customer_ids).drop_null()
    return People(dataset, np.unique(found.to_numpy(zero_copy_only=False)).astype(np.int64), words)


class PeoplePanel(QFrame):
    """Shown beside a chart until it is closed."""

    shown_wanted = Signal(object)  # People
    segment_wanted = Signal(object, str)  # People, name

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("people_panel")
        self.setProperty("role", "card")
        self._palette = palette
        self._people: People | None = None
        self._count = label("", "strong", name="people_count")
        self._words = ElidedLabel("", "small", name="people_words")
        self._close = button("Close", "quiet", name="people_close", on_click=self.leave)
        self._view = dress_table(QTableView(), "people_table", "Customers behind the figure")
        self._show = button("Show in Data", name="people_show", on_click=self._tell_shown)
        self._keep = button("Save as segment…", name="people_segment", on_click=self._ask)
        head = row(gap=STEP)
        head.addWidget(self._count, 1)
        head.addWidget(self._close)
        ways = row(gap=STEP)
        ways.addWidget(self._show)
        ways.addWidget(self._keep)
        ways.addStretch(1)
        lines = column(self, margin=STEP, gap=STEP // 2)
        lines.addLayout(head)
        lines.addWidget(self._words)
        lines.addWidget(self._view, 1)
        lines.addLayout(ways)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.hide()

    @property
    def people(self) -> People | None:
        """Who is shown."""
        return self._people

    def show_people(self, people: People, *, may_change: bool) -> None:
        """Show them."""
        self._people = people
        self._count.setText(counted(len(people.rows), "customer", "customers"))
        self._words.setText(people.words)
        model = customers_model(people.dataset, self._palette, self, most=_MOST_COLUMNS)
        model.show_rows(people.rows)
        show_model(self._view, model)
        fit_columns(self._view)
        for each in (self._show, self._keep):
            each.setEnabled(bool(len(people.rows)))
        self._keep.setEnabled(may_change and self._show.isEnabled())
        self.show()

    def leave(self) -> None:
        """Nobody is asked for any more."""
        self._people = None
        self.hide()

    def show_palette(self, palette: Palette) -> None:
        """Those shown next in other colours."""
        self._palette = palette

    def _tell_shown(self) -> None:
        if self._people is not None:
            self.shown_wanted.emit(self._people)

    def _ask(self) -> None:
        people = self._people
        if people is not None:
            question = "What is the segment called? It holds these customers as a list of that name."
            ask_text(self.window(), "Save as segment", question, lambda name: self.segment_wanted.emit(people, name))
