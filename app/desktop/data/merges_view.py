"""Ids that were found to name one customer, and one of them told apart again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableView, QWidget

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.desktop.data.table_page import dress_table, fit_columns, show_model
from app.desktop.data.tables import ColumnsModel, ShownColumn
from app.look.palette import Palette
from app.numbers import counted
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row


class MergesView(QWidget):
    """`apart_wanted` tells the id that is to be a customer of its own again."""

    apart_wanted = Signal(str)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("merges_view")
        self._palette = palette
        self._dataset: Dataset | None = None
        self._rows: list[int] = []
        self._said = label("", "quiet", wraps=True, name="merges_said")
        self._apart = button("Tell apart", name="merges_apart", on_click=self._tell)
        self._table = dress_table(QTableView(), "merges_table", "Ids that became one customer")
        lines = column(self)
        lines.setContentsMargins(0, 2 * STEP, 0, 0)
        head = row(gap=STEP)
        head.addWidget(self._said, 1)
        head.addWidget(self._apart)
        lines.addLayout(head)
        lines.addWidget(self._table, 1)

    def show_dataset(self, dataset: Dataset, *, may_change: bool) -> bool:
        """Show the merges of a dataset; whether there are any."""
        self._dataset = dataset
        merged = dataset.merged
        ids, kept = merged.ids.to_pylist(), merged.kept.to_pylist()
        self._rows = rows = [at for at in range(len(ids)) if ids[at] != kept[at]]
        columns = [
            ShownColumn("Id", ColumnType.TEXT, lambda at: str(ids[rows[at]])),
            ShownColumn("is part of the customer", ColumnType.TEXT, lambda at: str(kept[rows[at]])),
        ]
        show_model(self._table, ColumnsModel(columns, len(rows), self._palette, self, shows_types=False))
        fit_columns(self._table)
        if rows:
            self._table.selectRow(0)
        self._said.setText(
            f"{counted(len(rows), 'id was', 'ids were')} found to name a customer who has another id too."
        )
        self._apart.setEnabled(may_change and bool(rows))
        return bool(rows)

    def show_palette(self, palette: Palette) -> None:
        """What is shown next is shown in other colours."""
        self._palette = palette

    def _tell(self) -> None:
        at = self._table.currentIndex().row()
        if self._dataset is not None and 0 <= at < len(self._rows):
            self.apart_wanted.emit(str(self._dataset.merged.ids[self._rows[at]]))
