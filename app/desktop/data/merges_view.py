"""Ids that were found to name one customer, and one of them told apart again."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTableView, QWidget

from app.data.arrow import numpy_of
from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.desktop.data.read_only import CANNOT_ADD
from app.desktop.data.table_page import dress_table, fit_columns, show_model
from app.desktop.data.tables import ColumnsModel, ShownColumn
from app.look.palette import Palette
from app.numbers import counted
from app.ui.theme import STEP
from app.ui.widgets import EmptyState, button, column, label, row

NO_MERGES = (
    "Where a file knows a customer by two ids, or by an id and an address, they become one and stand here, to be told "
    "apart if they are not. Drop such a file here, or press Import."
)


class MergesView(QWidget):
    """`apart_wanted` tells the id that is to be a customer of its own again; `import_wanted`, that files are wanted."""

    apart_wanted = Signal(str)
    import_wanted = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("merges_view")
        self._palette = palette
        self._dataset: Dataset | None = None
        self._rows = np.array([], np.int64)
        self._said = label("", "quiet", wraps=True, name="merges_said")
        self._apart = button("Tell apart", name="merges_apart", on_click=self._tell)
        self._table = dress_table(QTableView(), "merges_table", "Ids that became one customer")
        self._import = button("Import…", "primary", name="merges_import", on_click=self.import_wanted.emit)
        self._empty = EmptyState("account-group-outline", "No merges", NO_MERGES, self._import, name="merges_empty")
        found = QWidget()
        self._pages = QStackedWidget()
        self._pages.addWidget(found)
        self._pages.addWidget(self._empty)
        column(self, gap=0).addWidget(self._pages)
        lines = column(found)
        lines.setContentsMargins(0, 2 * STEP, 0, 0)
        head = row(gap=STEP)
        head.addWidget(self._said, 1)
        head.addWidget(self._apart)
        lines.addLayout(head)
        lines.addWidget(self._table, 1)
        self._found = found
        self._empty.show_palette(palette)

    def show_dataset(self, dataset: Dataset, *, may_change: bool) -> None:
        """Show the merges of a dataset, or how there come to be some."""
        self._dataset = dataset
        merged = dataset.merged
        self._rows = rows = np.flatnonzero(numpy_of(pc.not_equal(merged.ids, merged.kept)))
        columns = [
            ShownColumn("Id", ColumnType.TEXT, lambda at: str(merged.ids[int(rows[at])])),
            ShownColumn("is part of the customer", ColumnType.TEXT, lambda at: str(merged.kept[int(rows[at])])),
        ]
        show_model(self._table, ColumnsModel(columns, len(rows), self._palette, self, shows_types=False))
        fit_columns(self._table)
        if len(rows):
            self._table.selectRow(0)
        self._said.setText(
            f"{counted(len(rows), 'id was', 'ids were')} found to name a customer who has another id too."
        )
        self._apart.setEnabled(may_change and len(rows) > 0)
        self._import.setVisible(may_change)
        self._empty.take_files(may_change, CANNOT_ADD)
        self._pages.setCurrentWidget(self._found if len(rows) else self._empty)

    def show_palette(self, palette: Palette) -> None:
        """What is shown next is shown in other colours."""
        self._palette = palette
        self._empty.show_palette(palette)

    def _tell(self) -> None:
        at = self._table.currentIndex().row()
        if self._dataset is not None and 0 <= at < len(self._rows):
            self.apart_wanted.emit(str(self._dataset.merged.ids[int(self._rows[at])]))
