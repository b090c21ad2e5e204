"""Customers and events as virtual tables over a dataset's columns; nothing is copied."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.data.browsing.arranging import Rows
from app.data.browsing.cells import cell_reader
from app.data.browsing.table import Table, TableColumn
from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.look.palette import Palette
from app.numbers import NOTHING, data_instant, rounded
from app.ui.icons import icon
from app.ui.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex
TYPE_ICONS = {
    ColumnType.TEXT: "format-letter-case",
    ColumnType.NUMBER: "pound",
    ColumnType.BOOLEAN: "toggle-switch-outline",
    ColumnType.DATE: "calendar-blank-outline",
    ColumnType.INSTANT: "clock-outline",
}
TOP = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a table: its name, type, the text of a row, and what a delegate draws there."""

    name: str
    type: ColumnType
    text: Callable[[int], str]
    drawn: Callable[[int], object] | None = None


class ColumnsModel(QAbstractTableModel):
    """A read-only table that asks its columns for the rows in sight: all of them, or those it was given, in order."""

    def __init__(
        self,
        columns: Sequence[ShownColumn],
        rows: int,
        palette: Palette,
        parent: QObject | None = None,
        *,
        shows_types: bool = True,
    ) -> None:
        super().__init__(parent)
        self._shows_types = shows_types
        self._columns = tuple(columns)
        self._count = rows
        self._rows: Rows | None = None
        self._tips: Callable[[int], str] | None = None
        self._palette = palette

    @property
    def stored_rows(self) -> int:
        """How many rows there are, also of those that are left out."""
        return self._count

    def show_rows(self, rows: Rows | None) -> None:
        """Show these rows; None for all as they are."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def stored_row(self, at: int) -> int:
        """The place that the row in sight has in the dataset."""
        return at if self._rows is None else int(self._rows[at])

    def place_of(self, row: int) -> int | None:
        """Where a row of the dataset stands; None where it is left out."""
        if self._rows is None:
            return row
        places = np.flatnonzero(self._rows == row)
        return int(places[0]) if len(places) else None

    def show_tips(self, tips: Callable[[int], str]) -> None:
        """Say this of the columns where the mouse rests on their heads."""
        self._tips = tips

    def rowCount(self, parent: Index = TOP) -> int:
        if parent.isValid():
            return 0
        return self._count if self._rows is None else len(self._rows)

    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[index.column()].text(self.stored_row(index.row()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._columns[index.column()].text(self.stored_row(index.row())))
        drawn = self._columns[index.column()].drawn
        return drawn(self.stored_row(index.row())) if role == Qt.ItemDataRole.UserRole and drawn is not None else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's name, type and tip; of a row, its place in the dataset from 1."""
        if orientation is Qt.Orientation.Vertical:
            return f"{self.stored_row(section) + 1}" if role == Qt.ItemDataRole.DisplayRole else None
        if section >= len(self._columns):  # a view that changes its model asks for what the last one had
            return None
        column = self._columns[section]
        is_number = column.type is ColumnType.NUMBER  # its header stands at the right: no place for an icon
        if role == Qt.ItemDataRole.DisplayRole:
            return f"# {column.name}" if is_number and self._shows_types else column.name
        if role == Qt.ItemDataRole.DecorationRole and self._shows_types and not is_number:
            return icon(TYPE_ICONS[column.type], self._palette.text_faint)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role == Qt.ItemDataRole.ToolTipRole and self._tips is not None:
            return self._tips(section)
        return None

    def show_palette(self, palette: Palette) -> None:
        """Icons in the palette's colours."""
        self._palette = palette
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def _alignment(self, section: int) -> Qt.AlignmentFlag:
        return _RIGHT if self._columns[section].type is ColumnType.NUMBER else _LEFT


def customers_model(dataset: Dataset, palette: Palette, parent: QObject | None = None) -> ColumnsModel:
    """One row per customer, in the columns of `customers_table`."""
    return ColumnsModel(_customer_columns(dataset), dataset.customer_count, palette, parent)


def model_of_some(dataset: Dataset, rows: Rows, palette: Palette, parent: QObject | None = None) -> ColumnsModel:
    """The same for these customers alone, as a table of their own."""
    columns = [replace(each, text=partial(_text_of_some, each.text, rows)) for each in _customer_columns(dataset)]
    return ColumnsModel(columns, len(rows), palette, parent)


def _text_of_some(text: Callable[[int], str], rows: Rows, at: int) -> str:
    return text(int(rows[at]))


def _customer_columns(dataset: Dataset) -> list[ShownColumn]:
    ids, offsets = dataset.customer_ids, dataset.offsets
    return [
        ShownColumn("customer_id", ColumnType.TEXT, lambda at: str(ids[at].as_py())),
        ShownColumn("events", ColumnType.NUMBER, lambda at: str(int(offsets[at + 1] - offsets[at]))),
        *(ShownColumn(name, column.type, cell_reader(column)) for name, column in dataset.attributes.items()),
    ]


def events_model(dataset: Dataset, palette: Palette, parent: QObject | None = None) -> ColumnsModel:
    """One row per event, in the columns of `events_table`."""
    ids, offsets, at_us = dataset.customer_ids, dataset.offsets, dataset.at
    columns = [
        ShownColumn("customer_id", ColumnType.TEXT, lambda at: str(ids[customer_of_event(offsets, at)].as_py())),
        ShownColumn("at (UTC)", ColumnType.INSTANT, lambda at: data_instant(int(at_us[at]))),
        ShownColumn("event", ColumnType.TEXT, cell_reader(dataset.names)),
        *(ShownColumn(name, column.type, cell_reader(column)) for name, column in dataset.properties.items()),
    ]
    return ColumnsModel(columns, dataset.event_count, palette, parent)


def table_model(
    table: Table, palette: Palette, parent: QObject | None, words: Mapping[str, Callable[[float], str]]
) -> ColumnsModel:
    """The table as it is read; `words` say the numbers of some columns in their own way."""
    return ColumnsModel(shown_columns(table, words), table.rows, palette, parent, shows_types=False)


def shown_columns(table: Table, words: Mapping[str, Callable[[float], str]]) -> list[ShownColumn]:
    """The table's columns as they are read."""
    return [ShownColumn(each.name, each.type, _reader(each, words.get(each.name))) for each in table.columns]


def _reader(column: TableColumn, words: Callable[[float], str] | None) -> Callable[[int], str]:
    values = column.values()
    if column.type is not ColumnType.NUMBER:
        return cell_reader(values)
    say = words or rounded

    def text(at: int) -> str:
        value = float(values.values[at])
        return NOTHING if math.isnan(value) else say(value)

    return text


def customer_of_event(offsets: np.ndarray[tuple[int], np.dtype[np.int64]], at: int) -> int:
    """The customer's row of an event's row."""
    return int(np.searchsorted(offsets, at, side="right")) - 1
