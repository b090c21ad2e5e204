"""What may be recommended when: a table per calendar month (UTC) of what goes with what, without hindsight.

The table of a month is counted over the events before its first instant. Between months after which something has
changed one table serves all: the months here are those in which it does, the first of them that in which anything is
known. Popularity and cover look back 90 days, so five months after the last event they change no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.arrow import words_of
from app.data.columns.column import Column, ColumnType
from app.data.columns.selection import codes_in, union_of_words
from app.data.dataset import Dataset
from app.data.product_figures import products_of_events, sold_by, stock_of
from app.progress import Progress, silent
from app.runtime.counting_pairs import Events, Ranked, Rule, rank_pairs
from app.runtime.program.opcodes import NO_PAIRS, NONE

Basis = Literal["next", "together", "popular"]
Category = Literal["any", "same", "other"]
CATEGORIES: tuple[Category, ...] = ("any", "same", "other")

LATELY_DAYS = 90
_DAY_US = 86_400_000_000
_MONTHS_THAT_CHANGE = 5  # so long after an event, as four months may have less than 90 days
_COUNTING = "Counting what was bought after what"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the model depends on; `within_us` counts for `next`, `keep` is how many of a list are ever asked for."""

    event: str
    basis: Basis = "next"
    within_us: int = 60 * _DAY_US
    overstock: float = 0.0
    category: Category = "any"
    in_stock: bool = True
    exclude_bought: bool = True
    min_support: int = 5
    count: int = 1


@dataclass(frozen=True, slots=True)
class Model:
    """Ranked products by anchor and month.

    `ids` (p,) are all products, sorted by code point, and `categories` (p,) their codes. `months` (t,) are the first
    instants of the months with a table of their own, ascending. `slots` (p,) is the slot of an anchor, -1 where
    nothing ever had enough support; the slot behind theirs is what is popular. The rows of a slot and month are `sizes`
    from `begins` on (slot times t plus month), `firsts` their first product (-1: none; `NO_PAIRS`), and `of` the
    customers behind the anchor, 0 where nothing has support.
    `cover` (t * p,) are days, NaN where the stock is not known, and empty where none is.
    """

    wanted: Wanted
    ids: pa.StringArray
    categories: NDArray[np.int32]
    months: NDArray[np.int64]
    slots: NDArray[np.int32]
    popular: int
    begins: NDArray[np.int64]
    sizes: NDArray[np.int32]
    firsts: NDArray[np.int32]
    of: NDArray[np.int32]
    products: NDArray[np.int32]
    supports: NDArray[np.int32]
    scores: NDArray[np.float64]
    cover: NDArray[np.float64]

    def codes(self, dataset: Dataset) -> NDArray[np.int32]:
        """The product of each event of this dataset, or a part of it, as its place among `ids`; -1 for none."""
        return event_products(dataset, self.ids)

    @property
    def nbytes(self) -> int:
        """What its tables take in memory."""
        tables = (
            self.slots, self.begins, self.sizes, self.firsts, self.of, self.products, self.supports, self.scores,
            self.cover,
        )  # fmt: skip
        return sum(table.nbytes for table in tables)


def product_ids(dataset: Dataset) -> pa.StringArray:
    """All products, of the catalogue and of events, sorted by code point."""
    return union_of_words([dataset.products.ids, products_of_events(dataset)[1]])


def event_products(dataset: Dataset, ids: pa.StringArray) -> NDArray[np.int32]:
    """The product of each event as its place among `ids`; -1 for none."""
    codes, words = products_of_events(dataset)
    return np.append(codes_in(words, ids).astype(np.int32), np.int32(-1))[codes]


def model_of(dataset: Dataset, wanted: Wanted, progress: Progress = silent) -> Model:
    """The model of a dataset, which is kept for whoever asks again."""
    return dataset.kept(("recommending", wanted), lambda: _counted(dataset, wanted, progress))


def _counted(dataset: Dataset, wanted: Wanted, progress: Progress) -> Model:
    ids = product_ids(dataset)
    products = event_products(dataset, ids)
    named = _named(dataset, wanted.event)
    rows = np.flatnonzero(named & (products >= 0))
    months = months_of(dataset.at[rows])
    category = _categories(dataset, ids)
    stock = _stock(dataset, ids)
    allowed = ~(stock <= 0) if wanted.in_stock else np.ones(len(ids), np.bool_)
    rule = Rule(
        within_us=-1 if wanted.basis == "together" else wanted.within_us,
        counts_pairs=wanted.basis != "popular",
        min_support=wanted.min_support,
        overstock=wanted.overstock,
        categories=CATEGORIES.index(wanted.category),
        count=wanted.count,
        exclude_bought=wanted.exclude_bought,
        lately_us=LATELY_DAYS * _DAY_US,
    )
    events = Events(
        offsets=np.searchsorted(rows, dataset.offsets).astype(np.int64),
        at=dataset.at[rows],
        product=products[rows],
        known=np.searchsorted(months, dataset.at[rows], side="right").astype(np.int32),
        order=_orders(dataset, rows) if wanted.basis == "together" else None,
        months=months,
        allowed=allowed.astype(np.uint8),
        category=category,
        cover=_cover(dataset, products, stock, months),
    )
    ranked = rank_pairs(events, rule, lambda done, total: progress(done, total, _COUNTING))
    return Model(
        wanted, ids, category, months, ranked.slots, ranked.popular, ranked.begins, ranked.sizes, _firsts(ranked),
        ranked.of, ranked.products, ranked.supports, ranked.scores, events.cover,
    )  # fmt: skip


def _firsts(ranked: Ranked) -> NDArray[np.int32]:
    firsts = np.append(ranked.products, np.int32(NONE))[np.where(ranked.sizes > 0, ranked.begins, -1)]
    firsts[ranked.of == 0] = NO_PAIRS
    return firsts


def months_of(at: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first instants of the months whose tables differ from those of the months before, by when events were."""
    began = np.unique(at.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64))
    months = np.unique(began[:, None] + np.arange(1, _MONTHS_THAT_CHANGE + 1)[None, :])
    return months.astype("datetime64[M]").astype("datetime64[us]").astype(np.int64)


def _named(dataset: Dataset, event: str) -> NDArray[np.bool_]:
    words = words_of(dataset.names.words)
    if event not in words:
        return np.zeros(dataset.event_count, np.bool_)
    named: NDArray[np.bool_] = dataset.names.values == words.index(event)
    return named


def _orders(dataset: Dataset, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """A code for each of these events' orders, -1 for none; two customers' orders are not the same."""
    column = dataset.properties.get(dataset.roles.properties.get("order_id", ""))
    if column is None:
        return np.full(len(rows), -1, np.int64)
    values = column.values[rows]
    filled = Column(column.type, values, column.words).filled
    if column.type is ColumnType.TEXT:  # an empty text is no order
        blank = words_of(column.words).index("") if "" in words_of(column.words) else -1
        filled &= values != blank
    codes = np.full(len(rows), -1, np.int64)
    codes[filled] = np.unique(values[filled], return_inverse=True)[1]
    return codes


def _categories(dataset: Dataset, ids: pa.StringArray) -> NDArray[np.int32]:
    """The category of each product, as a code; -1 where the catalogue names none."""
    column = dataset.products.columns.get(dataset.products.roles.get("category", ""))
    if column is None:
        return np.full(len(ids), -1, np.int32)
    filled = column.filled
    codes = np.full(len(column) + 1, -1, np.int32)
    codes[:-1][filled] = np.unique(column.values[filled], return_inverse=True)[1]
    if column.type is ColumnType.TEXT and "" in words_of(column.words):
        codes[:-1][column.values == words_of(column.words).index("")] = -1
    return codes[codes_in(ids, dataset.products.ids)]


def _stock(dataset: Dataset, ids: pa.StringArray) -> NDArray[np.float64]:
    return stock_of(dataset, codes_in(ids, dataset.products.ids))


def _cover(
    dataset: Dataset, products: NDArray[np.int32], stock: NDArray[np.float64], months: NDArray[np.int64]
) -> NDArray[np.float64]:
    """For how many days the stock of each product lasts in each month, at the pace of the 90 days before it."""
    if np.isnan(stock).all():
        return np.zeros(0)
    rows = np.flatnonzero(_named(dataset, sold_by(dataset)) & (products >= 0))
    rows = rows[np.argsort(dataset.at[rows], kind="stable")]
    units = _units(dataset, rows)
    ends = np.searchsorted(dataset.at[rows], months)
    begins = np.searchsorted(dataset.at[rows], months - LATELY_DAYS * _DAY_US)
    cover = np.empty((len(months), len(stock)))
    for month, (first, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        sold = np.bincount(products[rows[first:end]], units[first:end], minlength=len(stock))
        a_day = sold / LATELY_DAYS
        lasts = np.divide(stock, a_day, out=np.full(len(stock), np.inf), where=a_day > 0)
        cover[month] = np.where(np.isnan(stock), np.nan, lasts)
    return cover.ravel()


def _units(dataset: Dataset, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """How many pieces each of these events sells; one where none says."""
    column = dataset.properties.get(dataset.roles.properties.get("quantity", ""))
    if column is None or column.type is not ColumnType.NUMBER:
        return np.ones(len(rows))
    values: NDArray[np.float64] = column.values[rows]
    return np.where(np.isnan(values), 1.0, values)
