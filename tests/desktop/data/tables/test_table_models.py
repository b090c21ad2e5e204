"""Customers and events as tables that copy nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from app.data.browsing.cells import cell_reader
from app.data.columns.column import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.data.dataset import Dataset
from app.desktop.data.tables.table_models import (
    ColumnsModel,
    ShownColumn,
    customer_of_event,
    customers_model,
    events_model,
)
from app.desktop.data.tables.table_page import dress_table
from app.look.palette import LIGHT
from tests.builders.datasets import even

NO_WORDS = pa.array([], pa.string())
FIRST_OF_2024 = 1_704_067_200_000_000


def _dataset(customers: int = 3, events_of_each: int = 2) -> Dataset:
    made = even(customers, events_of_each)
    return replace(
        made,
        attributes={"country": Column(ColumnType.TEXT, np.zeros(customers, np.int32), pa.array(["CZ"]))},
        at=made.at + FIRST_OF_2024,
        properties={"amount": Column(ColumnType.NUMBER, np.arange(made.event_count) / 2, NO_WORDS)},
    )


def _row(model: ColumnsModel, at: int) -> list[object]:
    return [model.data(model.index(at, column)) for column in range(model.columnCount())]


def test_that_a_customer_stands_with_her_events_and_attributes() -> None:
    assert _row(customers_model(_dataset(), LIGHT), 1) == ["c0000001", "2", "CZ"]


def test_that_an_event_stands_with_its_customer_and_instant() -> None:
    model = events_model(_dataset(), LIGHT)
    assert model.rowCount() == 6
    assert _row(model, 3) == ["c0000001", "2024-01-01 00:00:03", "purchase", "1.5"]


def test_that_a_customer_without_events_is_skipped_over() -> None:
    offsets = np.array([0, 2, 2, 3], dtype=np.int64)
    assert [customer_of_event(offsets, at) for at in range(3)] == [0, 0, 2]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (Column(ColumnType.TEXT, np.array([0, MISSING_CODE], np.int32), pa.array(["<b>x</b>"])), ["<b>x</b>", ""]),
        (Column(ColumnType.NUMBER, np.array([0.1, np.nan]), NO_WORDS), ["0.1", ""]),
        (Column(ColumnType.BOOLEAN, np.array([1, MISSING_BOOLEAN], np.int8), NO_WORDS), ["yes", ""]),
        (Column(ColumnType.DATE, np.array([-1, MISSING_DATE], np.int32), NO_WORDS), ["1969-12-31", ""]),
        (
            Column(ColumnType.INSTANT, np.array([FIRST_OF_2024, MISSING_INSTANT], np.int64), NO_WORDS),
            ["2024-01-01 00:00:00", ""],
        ),
    ],
    ids=lambda value: str(value.type) if isinstance(value, Column) else "",
)
def test_that_a_missing_value_shows_as_nothing(column: Column, texts: list[str]) -> None:
    read = cell_reader(column)
    assert [read(0), read(1)] == texts


def test_that_ten_million_events_open_at_once(qtbot: QtBot) -> None:
    dataset = _dataset(1_000_000, 10)
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(events_model(dataset, LIGHT, view))
    view.resize(800, 400)
    view.show()
    view.scrollToBottom()
    assert view.rowAt(view.viewport().height() - 1) == 9_999_999


def test_that_headers_tell_the_type_by_an_icon() -> None:
    model = customers_model(_dataset(), LIGHT)
    horizontal = Qt.Orientation.Horizontal
    assert model.headerData(2, horizontal) == "country"
    assert model.headerData(2, horizontal, Qt.ItemDataRole.DecorationRole) is not None
    assert model.headerData(1, horizontal) == "# events"


def test_that_given_rows_stand_in_their_order_with_their_places_in_the_dataset() -> None:
    model = customers_model(_dataset(), LIGHT)
    model.show_rows(np.array([2, 0]))
    assert [_row(model, at)[0] for at in range(model.rowCount())] == ["c0000002", "c0000000"]
    assert model.headerData(0, Qt.Orientation.Vertical) == "3"
    assert [model.place_of(row) for row in range(3)] == [1, None, 0]
    model.show_rows(None)
    assert model.rowCount() == 3


class Asked(ColumnsModel):
    """Notes for which rows its numbers are asked."""

    def __init__(self, rows: int, parent: QTableView) -> None:
        super().__init__([ShownColumn("number", ColumnType.NUMBER, str)], rows, LIGHT, parent)
        self.numbers: list[int] = []

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            self.numbers.append(section)
        return super().headerData(section, orientation, role)


def test_that_the_numbers_of_rows_are_as_wide_as_the_greatest_needs_and_no_row_is_asked(qtbot: QtBot) -> None:
    view = dress_table(QTableView(), "events_table", "Events")
    qtbot.addWidget(view)
    model = Asked(20_000, view)
    view.setModel(model)
    wide = view.verticalHeader().sizeHint().width()
    assert model.numbers == []
    assert wide > view.fontMetrics().horizontalAdvance("20000")
    model.show_rows(np.array([19_999]))
    assert view.verticalHeader().sizeHint().width() == wide
