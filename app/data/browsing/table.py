"""Customers and events as tables of typed columns, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, numpy_of
from app.data.columns.column import MISSING_CODE, Column, ColumnType
from app.data.columns.selection import places, union_of_words
from app.data.dataset import Dataset


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table; `values` makes it once, which for millions of rows is nothing for a window's thread."""

    name: str
    type: ColumnType
    make: Callable[[], Column]
    _made: list[Column] = field(default_factory=list, init=False, repr=False, compare=False)

    def values(self) -> Column:
        """The column itself."""
        if not self._made:
            self._made.append(self.make())
        return self._made[0]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` rows of some columns."""

    columns: tuple[TableColumn, ...]
    rows: int


def text_column(name: str, texts: Callable[[], Sequence[str]]) -> TableColumn:
    """A column of these texts; an empty one is missing."""

    def make() -> Column:
        written = pa.array([text or None for text in texts()], pa.string())
        words = union_of_words([written.drop_null()])
        codes = np.full(len(written), MISSING_CODE, np.int32)
        there = numpy_of(pc.is_valid(written))
        codes[there] = places(written.drop_null(), words)
        return Column(ColumnType.TEXT, codes, words)

    return TableColumn(name, ColumnType.TEXT, make)


def number_column(name: str, values: Callable[[], np.ndarray[tuple[int], np.dtype[Any]]]) -> TableColumn:
    """A column of these numbers; NaN is missing."""
    return TableColumn(name, ColumnType.NUMBER, lambda: Column(ColumnType.NUMBER, values().astype(float), NO_WORDS))


def customers_table(dataset: Dataset) -> Table:
    """One row per customer: id, number of events, attributes."""
    count = dataset.customer_count
    columns = (
        TableColumn("customer_id", ColumnType.TEXT, lambda: _texts(np.arange(count), dataset)),
        TableColumn("events", ColumnType.NUMBER, lambda: _numbers(np.diff(dataset.offsets))),
        *_stored(dataset.attributes),
    )
    return Table(columns, count)


def events_table(dataset: Dataset) -> Table:
    """One row per event: customer, instant, name, properties; ordered by customer and instant."""
    columns = (
        TableColumn("customer_id", ColumnType.TEXT, lambda: _texts(dataset.event_customers(), dataset)),
        TableColumn("at (UTC)", ColumnType.INSTANT, lambda: Column(ColumnType.INSTANT, dataset.at, NO_WORDS)),
        TableColumn("event", ColumnType.TEXT, lambda: dataset.names),
        *_stored(dataset.properties),
    )
    return Table(columns, dataset.event_count)


def rows_of(table: Table, rows: NDArray[np.integer]) -> Table:
    """These rows of a table as a table of their own; columns are cut when they are first asked for."""
    columns = (TableColumn(each.name, each.type, partial(_taken, each, rows)) for each in table.columns)
    return Table(tuple(columns), len(rows))


def _taken(column: TableColumn, rows: NDArray[np.integer]) -> Column:
    whole = column.values()
    return Column(whole.type, whole.values[rows], whole.words)


def _stored(columns: Mapping[str, Column]) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(name, column.type, partial(_same, column)) for name, column in columns.items())


def _same(column: Column) -> Column:
    return column


def _texts(customers: np.ndarray[tuple[int], np.dtype[np.integer]], dataset: Dataset) -> Column:
    return Column(ColumnType.TEXT, customers.astype(np.int32, copy=False), dataset.customer_ids)


def _numbers(values: np.ndarray[tuple[int], np.dtype[np.integer]]) -> Column:
    return Column(ColumnType.NUMBER, values.astype(np.float64), NO_WORDS)
