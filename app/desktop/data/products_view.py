"""The products of a dataset: what was sold of each, and how well the catalogue covers what events name."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QTableView, QWidget

from app.data.browsing.arranging import Rows
from app.data.browsing.cells import cell_reader
from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.data.product_figures import ProductFigures, product_figures
from app.desktop.background import Workers
from app.desktop.data.table_page import dress_table, fit_columns, show_model
from app.desktop.data.tables import ColumnsModel, ShownColumn
from app.look.palette import Palette
from app.numbers import NOTHING, Rate, counted, money, number, rounded
from app.ui.theme import STEP
from app.ui.widgets import column, label

_NAMED = ("name", "category")


class ProductsView(QWidget):
    """A line of what the catalogue covers, and the products, those with most revenue first."""

    def __init__(self, workers: Workers, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("products_view")
        self._workers = workers
        self._palette = palette
        self._dataset: Dataset | None = None
        self._said = label("", "quiet", wraps=True, name="products_said")
        self._table = dress_table(QTableView(), "products_table", "Products")
        lines = column(self)
        lines.setContentsMargins(0, 2 * STEP, 0, 0)
        lines.addWidget(self._said)
        lines.addWidget(self._table, 1)

    def show_dataset(self, dataset: Dataset) -> bool:
        """Count the products of this dataset in the background; whether it can have any."""
        self._dataset = dataset
        has_products = bool(len(dataset.products)) or dataset.roles.properties.get("product") in dataset.properties
        if has_products:
            self._said.setText("Counting …")

            def show(figures: ProductFigures) -> None:
                if dataset is self._dataset:
                    self._show(dataset, figures)

            self._workers.start("Counting products", lambda _: product_figures(dataset), show)
        return has_products

    def show_palette(self, palette: Palette) -> None:
        """What is shown next is shown in other colours."""
        self._palette = palette

    def _show(self, dataset: Dataset, figures: ProductFigures) -> None:
        order = np.lexsort((-figures.events, -np.nan_to_num(figures.revenue)))
        self._said.setText(cover_words(figures))
        columns = _columns(dataset, figures, order)
        show_model(self._table, ColumnsModel(columns, len(order), self._palette, self, shows_types=False))
        fit_columns(self._table)


def _columns(dataset: Dataset, figures: ProductFigures, order: Rows) -> list[ShownColumn]:
    def figure(values: NDArray[np.float64], at: int) -> str:
        value = float(values[order[at]])
        return NOTHING if math.isnan(value) else rounded(value)

    def revenue(at: int) -> str:
        value = float(figures.revenue[order[at]])
        return NOTHING if math.isnan(value) else money(value)

    columns = [ShownColumn("Product", ColumnType.TEXT, lambda at: str(figures.ids[int(order[at])]))]
    for role in _NAMED:
        title = dataset.products.roles.get(role, "")
        if title in dataset.products.columns:
            columns.append(ShownColumn(role.capitalize(), ColumnType.TEXT, _said_of(dataset, figures, order, title)))
    return [
        *columns,
        ShownColumn("Events", ColumnType.NUMBER, lambda at: number(int(figures.events[order[at]]))),
        ShownColumn("Customers", ColumnType.NUMBER, lambda at: number(int(figures.customers[order[at]]))),
        ShownColumn("Sold", ColumnType.NUMBER, lambda at: figure(figures.pieces, at)),
        ShownColumn("Revenue", ColumnType.NUMBER, revenue),
        ShownColumn("In the catalogue", ColumnType.TEXT, lambda at: "yes" if figures.known[order[at]] else "no"),
    ]


def _said_of(dataset: Dataset, figures: ProductFigures, order: Rows, title: str) -> Callable[[int], str]:
    read = cell_reader(dataset.products.columns[title])

    def text(at: int) -> str:
        row = int(figures.catalogue[order[at]])
        return read(row) if row >= 0 else NOTHING

    return text


def cover_words(figures: ProductFigures) -> str:
    """How many products there are, and how much of what events name the catalogue has."""
    count = len(figures.ids)
    if not figures.known.any():
        return f"Events name {counted(count, 'product', 'products')}; import a catalogue to know more of them."
    named = figures.events > 0
    known = int(figures.events[figures.known].sum())
    cover = Rate(known, int(figures.events.sum()))
    return (
        f"{counted(int(figures.known.sum()), 'product', 'products')} in the catalogue, "
        f"{counted(int((named & ~figures.known).sum()), 'more is', 'more are')} named by events: "
        f"it covers {cover.percent()} of the events that name one."
    )
