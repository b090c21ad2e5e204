"""The products of a dataset as a table, those with most revenue first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.data.browsing.arranging import Rows
from app.data.browsing.cells import cell_reader
from app.data.browsing.table import Table, TableColumn, number_column, text_column
from app.data.columns.arrow import pick, words_of
from app.data.dataset import Dataset
from app.data.product_figures import RECENT_DAYS, ProductFigures

NAMED = ("name", "category")
REVENUE, COVER = "Revenue", "Cover, days"
RECENTLY_SOLD, RECENT_CUSTOMERS = f"Sold, {RECENT_DAYS} days", f"Customers, {RECENT_DAYS} days"


def by_revenue(figures: ProductFigures) -> Rows:
    """The products in their order: most revenue, then most events, then by id."""
    return np.lexsort((-figures.events, -np.nan_to_num(figures.revenue)))


def products_table(dataset: Dataset, figures: ProductFigures) -> Table:
    """One row per product of the catalogue and of events."""
    order = by_revenue(figures)
    named = [
        _of_catalogue(dataset, figures, order, role)
        for role in NAMED
        if dataset.products.roles.get(role, "") in dataset.products.columns
    ]
    columns = (
        text_column("Product", lambda: words_of(pick(figures.ids, order))),
        *named,
        number_column(RECENTLY_SOLD, lambda: figures.recent_pieces[order]),
        number_column(RECENT_CUSTOMERS, lambda: figures.recent_customers[order]),
        number_column("Stock", lambda: figures.stock[order]),
        number_column(COVER, lambda: figures.cover_days[order]),
        number_column("Sold", lambda: figures.pieces[order]),
        number_column(REVENUE, lambda: figures.revenue[order]),
        number_column("Events", lambda: figures.events[order]),
        number_column("Customers", lambda: figures.customers[order]),
        text_column("In the catalogue", lambda: ["yes" if known else "no" for known in figures.known[order]]),
    )
    return Table(columns, len(order))


def _of_catalogue(dataset: Dataset, figures: ProductFigures, order: Rows, role: str) -> TableColumn:
    read = cell_reader(dataset.products.columns[dataset.products.roles[role]])

    def texts() -> Sequence[str]:
        return [read(int(row)) if row >= 0 else "" for row in figures.catalogue[order]]

    return text_column(role.capitalize(), texts)
