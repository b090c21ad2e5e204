"""The products of a dataset: what was sold of each, how long its stock lasts, and what the catalogue knows."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Signal

from app.data.browsing.product_table import COVER, REVENUE, products_table
from app.data.browsing.profile import Profile, profiles
from app.data.browsing.table import Table
from app.data.dataset import Dataset
from app.data.product_figures import ProductFigures, buyers_of, product_figures, sales_currency
from app.desktop.background import Workers
from app.desktop.data.tables.table_models import table_model
from app.desktop.data.tables.table_page import TablePage
from app.look.palette import Palette
from app.numbers import Rate, counted, money, rounded
from app.progress import Progress
from app.ui.theme import STEP
from app.ui.widgets import label

NO_PRODUCTS = (
    "Drop a catalogue here, or press Import: a file with a row for each product, its name, price and stock. "
    "Events name products in a property such as product or sku."
)
HOW = "Click on a column’s name to sort, on a row to see the customers whose events name the product."
ENDLESS = "∞"


class ProductsView(TablePage):
    """A line of what the catalogue knows, and the products, those with most revenue first."""

    people_wanted = Signal(object, str)  # rows, words

    def __init__(self, workers: Workers, palette: Palette) -> None:
        super().__init__("products", "Products", NO_PRODUCTS, workers, palette, HOW)
        self._in_background = workers
        self._colours = palette
        self._dataset: Dataset | None = None
        self._ids: list[str] = []
        self._known = label("", "quiet", wraps=True, name="products_known")
        self._known.setContentsMargins(0, 0, 0, STEP)
        self.lines.insertWidget(0, self._known)
        self.row_chosen.connect(self._tell_people)

    def show_dataset(self, dataset: Dataset) -> None:
        """Count the products of this dataset in the background."""
        self._dataset = dataset
        has_products = bool(len(dataset.products)) or dataset.roles.properties.get("product") in dataset.properties
        self._show(Table((), 0), "Counting …" if has_products else "")
        if not has_products:
            return

        def work(progress: Progress) -> tuple[Table, str, tuple[Profile, ...]]:
            figures = product_figures(dataset)
            table = products_table(dataset, figures)
            return table, known_words(figures), profiles(table, progress)

        def show(found: tuple[Table, str, tuple[Profile, ...]]) -> None:
            if dataset is self._dataset:
                self._show(*found[:2])
                self.show_profiles(found[2])

        self._in_background.start("Counting products", work, show)

    def show_palette(self, palette: Palette) -> None:
        """Everything in other colours."""
        self._colours = palette
        super().show_palette(palette)

    def _show(self, table: Table, words: str) -> None:
        self._known.setText(words)
        self._known.setVisible(bool(words))
        currency = sales_currency(self._dataset) if self._dataset is not None else ""
        says: dict[str, Callable[[float], str]] = {
            REVENUE: lambda amount: money(amount, currency),
            COVER: cover_words,
        }
        self.show_table(table, table_model(table, self._colours, self, says), is_coming=bool(words))
        products = table.columns[0].values() if table.columns else None
        self._ids = [str(products.words[code]) for code in products.values] if products is not None else []

    def _tell_people(self, row: int) -> None:
        dataset, product = self._dataset, self._ids[row]
        if dataset is None:
            return

        def show(rows: object) -> None:
            if dataset is self._dataset:
                self.people_wanted.emit(rows, f"events name {product}")

        self._in_background.start("Looking for customers", lambda _: buyers_of(dataset, product), show)


def cover_words(days: float) -> str:
    """How many days a stock lasts."""
    return ENDLESS if math.isinf(days) else rounded(days)


def known_words(figures: ProductFigures) -> str:
    """How many products there are, and how much of what events name the catalogue knows."""
    count = len(figures.ids)
    if not figures.known.any():
        return f"Events name {counted(count, 'product', 'products')}; import a catalogue to know more of them."
    unknown = int(((figures.events > 0) & ~figures.known).sum())
    known = Rate(int(figures.events[figures.known].sum()), int(figures.events.sum()))
    return (
        f"{counted(int(figures.known.sum()), 'product', 'products')} in the catalogue, "
        f"{counted(unknown, 'more is', 'more are')} named by events: "
        f"the catalogue knows {known.percent()} of the events that name one."
    )
