"""Ids that were found to name one customer, and one of them told apart again."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.data.browsing.merges_table import merged_rows, merges_table
from app.data.browsing.table import Table
from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.desktop.background import Workers
from app.desktop.data.tables.table_models import table_model
from app.desktop.data.tables.table_page import TablePage
from app.look.palette import Palette
from app.numbers import counted
from app.progress import Progress
from app.ui.theme import STEP
from app.ui.widgets import button, label, row

NO_MERGES = (
    "Where a file knows a customer by two ids, or by an id and an address, they become one and stand here, to be told "
    "apart if they are not. Drop such a file here, or press Import."
)
HOW = "Search or filter for an id, choose its row, and press Tell apart."


class MergesView(TablePage):
    """`apart_wanted` tells the id that is to be a customer of its own again."""

    apart_wanted = Signal(str)

    def __init__(self, workers: Workers, palette: Palette) -> None:
        super().__init__("merges", "Merges", NO_MERGES, workers, palette, HOW)
        self._in_background = workers
        self._colours = palette
        self._dataset: Dataset | None = None
        self._may_change = False
        self._known = label("", "quiet", wraps=True, name="merges_known")
        self._apart = button("Tell apart", name="merges_apart", on_click=self._tell)
        head = row(gap=STEP)
        head.addWidget(self._known, 1)
        head.addWidget(self._apart)
        self.lines.insertLayout(0, head)
        self.arranged.connect(lambda _rows: self._choose_first())

    def show_dataset(self, dataset: Dataset, *, may_change: bool) -> None:
        """Show the merges of a dataset, or how there come to be some."""
        self._dataset, self._may_change = dataset, may_change
        count = len(merged_rows(dataset.merged))
        self._show(Table((), 0), count)
        if not count:
            return

        def work(_progress: Progress) -> Table:
            table = merges_table(dataset)
            for column in table.columns:
                column.values()
            return table

        def show(table: Table) -> None:
            if dataset is self._dataset:
                self._show(table, count)

        self._in_background.start("Listing merges", work, show)

    def show_palette(self, palette: Palette) -> None:
        """Everything in other colours."""
        self._colours = palette
        super().show_palette(palette)

    def _show(self, table: Table, count: int) -> None:
        self._known.setText(f"{counted(count, 'id was', 'ids were')} found to name a customer who has another id too.")
        self._known.setVisible(count > 0)
        self._apart.setVisible(count > 0)
        self.show_table(table, table_model(table, self._colours, self, {}), is_coming=count > 0)
        self._choose_first()

    def _choose_first(self) -> None:
        """The first row of those in sight, so that there is something to tell apart."""
        rows = self.view.model().rowCount()
        if rows:
            self.view.selectRow(0)
        self._apart.setEnabled(self._may_change and rows > 0)

    def _tell(self) -> None:
        index = self.view.currentIndex()
        stored = self.stored_row(index.row()) if index.isValid() else None
        if self._dataset is not None and stored is not None:
            merged = self._dataset.merged
            (id_,) = words_of(merged.ids.slice(int(merged_rows(merged)[stored]), 1))
            self.apart_wanted.emit(id_)
