"""Columns: one row for each attribute and property, with what it means, what it holds and how that is spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QWidget

from app.data.browsing.profile import Profile
from app.data.browsing.profile_words import filled_words, range_words, top_words
from app.data.browsing.table import Table, number_column, text_column
from app.data.dataset import Dataset
from app.desktop.background import Workers
from app.desktop.data.tables.bars import BarsDelegate
from app.desktop.data.tables.table_models import ColumnsModel, ShownColumn, shown_columns
from app.desktop.data.tables.table_page import TablePage
from app.look.palette import Palette

NO_COLUMNS = (
    "Drop a file here, or press Import. What a file knows of customers, or of what they did, stands in columns."
)
HOW = "Click on a column’s name to sort. What columns mean is said at their heads when files are imported."
FILLED, DIFFERENT, VALUES = "Filled", "Different", "Values"
_VALUES_PX = 160


class ColumnsPage(TablePage):
    """The columns' figures come once they are known."""

    def __init__(self, workers: Workers, palette: Palette) -> None:
        super().__init__("columns", "Columns", NO_COLUMNS, workers, palette, HOW)
        self._colours = palette
        self._bars = BarsDelegate(palette)
        self.view.setItemDelegate(self._bars)
        self.heads.leave_bars_out()

    def show_columns(self, table: Table, figures: Sequence[Profile] = ()) -> None:
        """Show the columns of a dataset as `columns_table` has them, with those figures."""
        searched = self.searched
        self.show_table(table, columns_model(table, figures, self._colours, self))
        if searched:
            self.search(searched)

    def fit(self) -> None:
        """The same, with room for the bars."""
        super().fit()
        heads = [column.name for column in self._table.columns]
        if VALUES in heads:
            self.view.setColumnWidth(heads.index(VALUES), _VALUES_PX)

    def show_palette(self, palette: Palette) -> None:
        """Everything in other colours."""
        self._colours = palette
        self._bars.show_palette(palette)
        super().show_palette(palette)


def columns_table(dataset: Dataset, figures: Sequence[Profile]) -> Table:
    """Name, whose, type, role, and the figures where they are known; sorted and searched as any table.

    The figures are those of the customers' columns and then of the events'.
    """
    rows: list[tuple[str, str, str, str]] = []
    for whose, of, roles in (
        ("Customer", dataset.attributes, dataset.roles.attributes),
        ("Event", dataset.properties, dataset.roles.properties),
    ):
        role_of = {name: role.replace("_", " ") for role, name in roles.items()}
        rows += [(name, whose, values.type.value, role_of.get(name, "")) for name, values in of.items()]
    columns = [
        text_column("Column", lambda: [row[0] for row in rows]),
        text_column("Of", lambda: [row[1] for row in rows]),
        text_column("Type", lambda: [row[2] for row in rows]),
    ]
    if figures:
        columns += [
            text_column(VALUES, lambda: [""] * len(figures)),
            number_column(FILLED, lambda: np.array([each.filled / max(each.rows, 1) for each in figures])),
            number_column(DIFFERENT, lambda: np.array([each.distinct for each in figures])),
            text_column("Range", lambda: [range_words(each) for each in figures]),
            text_column("Most frequent", lambda: [top_words(each) for each in figures]),
        ]
    columns.append(text_column("Role", lambda: [row[3] for row in rows]))
    return Table(tuple(columns), len(rows))


def columns_model(table: Table, figures: Sequence[Profile], palette: Palette, parent: QWidget) -> ColumnsModel:
    """The table as it is read, with bars for the values."""
    shown = [_drawn(column, figures) for column in shown_columns(table, {})]
    return ColumnsModel(shown, table.rows, palette, parent, shows_types=False)


def _drawn(column: ShownColumn, figures: Sequence[Profile]) -> ShownColumn:
    if column.name == FILLED:
        return replace(column, text=lambda at: filled_words(figures[at]))
    return replace(column, drawn=lambda at: figures[at]) if column.name == VALUES else column
