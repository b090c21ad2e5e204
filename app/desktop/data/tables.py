"""Customers and events as virtual tables over a dataset's columns; nothing is copied."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.desktop.data.cells import TYPE_ICONS, cell_reader
from app.look.palette import Palette
from app.numbers import data_instant
from app.ui.icons import icon

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its name, type, and the text of a row."""

    name: str
    type: ColumnType
    text: Callable[[int], str]


class ColumnsModel(QAbstractTableModel):
    """A read-only table that asks its columns for the rows in sight."""

    def __init__(
        self,
        columns: Sequence[TableColumn],
        rows: int,
        palette: Palette,
        parent: QObject | None = None,
        *,
        shows_types: bool = True,
    ) -> None:
        super().__init__(parent)
        self._shows_types = shows_types
        self._columns = tuple(columns)
        self._rows = rows
        self._palette = palette

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[index.column()].text(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return f"{section + 1}" if role == Qt.ItemDataRole.DisplayRole else None
        column = self._columns[section]
        is_number = column.type is ColumnType.NUMBER  # its header stands at the right: no place for an icon
        if role == Qt.ItemDataRole.DisplayRole:
            return f"# {column.name}" if is_number and self._shows_types else column.name
        if role == Qt.ItemDataRole.DecorationRole and self._shows_types and not is_number:
            return icon(TYPE_ICONS[column.type], self._palette.text_faint)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def show_palette(self, palette: Palette) -> None:
        """Icons in the palette's colours."""
        self._palette = palette
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def _alignment(self, section: int) -> Qt.AlignmentFlag:
        return _RIGHT if self._columns[section].type is ColumnType.NUMBER else _LEFT


def customers_model(dataset: Dataset, palette: Palette, parent: QObject | None = None) -> ColumnsModel:
    """One row per customer: id, number of events, attributes."""
    ids, offsets = dataset.customer_ids, dataset.offsets
    columns = [
        TableColumn("customer_id", ColumnType.TEXT, lambda at: str(ids[at].as_py())),
        TableColumn("events", ColumnType.NUMBER, lambda at: str(int(offsets[at + 1] - offsets[at]))),
        *(TableColumn(name, column.type, cell_reader(column)) for name, column in dataset.attributes.items()),
    ]
    return ColumnsModel(columns, dataset.customer_count, palette, parent)


def events_model(dataset: Dataset, palette: Palette, parent: QObject | None = None) -> ColumnsModel:
    """One row per event: customer, instant, name, properties; ordered by customer and instant."""
    ids, offsets, at_us = dataset.customer_ids, dataset.offsets, dataset.at
    columns = [
        TableColumn("customer_id", ColumnType.TEXT, lambda at: str(ids[customer_of_event(offsets, at)].as_py())),
        TableColumn("at (UTC)", ColumnType.INSTANT, lambda at: data_instant(int(at_us[at]))),
        TableColumn("event", ColumnType.TEXT, cell_reader(dataset.names)),
        *(TableColumn(name, column.type, cell_reader(column)) for name, column in dataset.properties.items()),
    ]
    return ColumnsModel(columns, dataset.event_count, palette, parent)


def customer_of_event(offsets: np.ndarray[tuple[int], np.dtype[np.int64]], at: int) -> int:
    """The customer's row of an event's row."""
    return int(np.searchsorted(offsets, at, side="right")) - 1


def first_customer_from(dataset: Dataset, text: str) -> int | None:
    """The row of the first customer whose id is `text` or sorts after it; None past the last."""
    at = bisect_left(range(dataset.customer_count), text, key=lambda row: str(dataset.customer_ids[row].as_py()))
    return at if at < dataset.customer_count else None
