"""What events say of each product, how long its stock lasts, and how much of it the catalogue knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.arrow import words_of
from app.data.columns.column import MISSING_CODE, Column, ColumnType
from app.data.columns.selection import places, union_of_words
from app.data.dataset import Dataset
from app.numbers import exact

RECENT_DAYS = 90
_DAY_US = 86_400_000_000
_SOLD_BY = ("order_line", "purchase")  # where orders have lines, the lines name products


@dataclass(frozen=True, slots=True)
class ProductFigures:
    """k products, of the catalogue and of events, sorted by id.

    `catalogue` (k,) is the row in the catalogue, -1 where it lacks the product; `events` and `customers` (k,) name it;
    `pieces` and `revenue` (k,) were sold, NaN where no event says so. Refunds are not taken off. `recent_pieces` and
    `recent_customers` (k,) are those of the last `RECENT_DAYS` of the data. `stock` (k,) is the catalogue's, NaN where
    it says none; `cover_days` (k,) is how long that lasts if it goes on so, infinite where nothing was sold lately.
    """

    ids: pa.StringArray
    catalogue: NDArray[np.int64]
    events: NDArray[np.int64]
    customers: NDArray[np.int64]
    pieces: NDArray[np.float64]
    revenue: NDArray[np.float64]
    recent_pieces: NDArray[np.float64]
    recent_customers: NDArray[np.int64]
    stock: NDArray[np.float64]
    cover_days: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which products the catalogue has."""
        return self.catalogue >= 0


def product_figures(dataset: Dataset) -> ProductFigures:
    """Count the events that name each product, and add up what was sold of it."""
    codes, words = products_of_events(dataset)
    ids, rows, places_of = _products(dataset, words)
    naming = np.flatnonzero(codes >= 0)
    which = places_of[codes[naming]]
    is_sale = sales(dataset)[naming]
    pieces, revenue = _sold(dataset, naming[is_sale], which[is_sale], len(ids))
    is_recent = is_sale & (dataset.at[naming] > _recently(dataset))
    recent = _pieces(dataset, naming[is_recent], which[is_recent], len(ids))
    stock = stock_of(dataset, rows)
    return ProductFigures(
        ids,
        rows,
        np.bincount(which, minlength=len(ids)),
        _customers(dataset, naming, which, len(ids)),
        pieces,
        revenue,
        recent,
        _customers(dataset, naming[is_recent], which[is_recent], len(ids)),
        stock,
        _cover(stock, recent),
    )


def stock_and_cover(dataset: Dataset) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The `stock` and the `cover_days` of the figures alone, for which only what was sold lately is looked at."""
    codes, words = products_of_events(dataset)
    ids, rows, places_of = _products(dataset, words)
    stock = stock_of(dataset, rows)
    if np.isnan(stock).all():
        return stock, stock
    sold = np.flatnonzero((dataset.at > _recently(dataset)) & (codes >= 0) & sales(dataset))
    return stock, _cover(stock, _pieces(dataset, sold, places_of[codes[sold]], len(ids)))


def _products(dataset: Dataset, words: pa.StringArray) -> tuple[pa.StringArray, NDArray[np.int64], NDArray[np.int64]]:
    """All products, by the catalogue and these words of events: their rows in the one, and the places of the others."""
    catalogue = dataset.products.ids
    ids = union_of_words([catalogue, words])
    rows = np.full(len(ids), -1, np.int64)
    rows[places(catalogue, ids)] = np.arange(len(catalogue))
    return ids, rows, places(words, ids).astype(np.int64)


def _recently(dataset: Dataset) -> int:
    """The instant after which events are recent."""
    return (dataset.data_end or 0) - RECENT_DAYS * _DAY_US


def sales_currency(dataset: Dataset) -> str:
    """That of what was sold; empty where none stood beside the amounts."""
    roles = dataset.roles
    columns = (roles.properties.get(role, "") for role in ("line_amount", "amount", "price"))
    return next((roles.property_currencies[name] for name in columns if name in roles.property_currencies), "")


def buyers_of(dataset: Dataset, product: str) -> NDArray[np.int64]:
    """The rows of the customers with an event that names the product, ascending."""
    codes, words = products_of_events(dataset)
    code = words_of(words).index(product) if product in words_of(words) else None
    named = codes == code if code is not None else np.zeros(len(codes), np.bool_)
    return np.unique(np.searchsorted(dataset.offsets, np.flatnonzero(named), side="right") - 1).astype(np.int64)


def _customers(dataset: Dataset, events: NDArray[np.int64], which: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """How many different customers the events of each product have."""
    of = max(1, dataset.customer_count)
    pairs = which * of + dataset.event_customers()[events]
    pairs.sort()  # faster than `unique`, which looks each up
    is_new = np.diff(pairs, prepend=-1) != 0
    return np.bincount(pairs[is_new] // of, minlength=count)


def stock_of(dataset: Dataset, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """What the catalogue has in stock of each product."""
    column = dataset.products.columns.get(dataset.products.roles.get("stock", ""))
    if column is None or column.type is not ColumnType.NUMBER:
        return np.full(len(rows), np.nan)
    stock: NDArray[np.float64] = np.append(column.values, np.nan)[rows]
    return stock


def _cover(stock: NDArray[np.float64], recent: NDArray[np.float64]) -> NDArray[np.float64]:
    a_day = recent / RECENT_DAYS
    lasts = np.divide(stock, a_day, out=np.full(len(stock), np.inf), where=a_day > 0)
    return np.where(np.isnan(stock), np.nan, lasts)


def products_of_events(dataset: Dataset) -> tuple[NDArray[np.int32], pa.StringArray]:
    """The product of each event as a code of the words, -1 for none; ids read as numbers are as the file has them."""
    column = _property(dataset, "product")
    if column is None or column.type not in (ColumnType.TEXT, ColumnType.NUMBER):
        return np.full(dataset.event_count, MISSING_CODE, np.int32), pa.array([], pa.string())
    if column.type is ColumnType.TEXT:
        return column.values, column.words
    there, inverse = np.unique(column.values[column.filled], return_inverse=True)
    codes = np.full(len(column), MISSING_CODE, np.int32)
    codes[column.filled] = inverse
    return codes, pa.array([exact(value, 15) for value in there.tolist()], pa.string())


def _sold(
    dataset: Dataset, sold: NDArray[np.int64], product: NDArray[np.int64], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pieces and worth of the products in events that sell: the amount of a line, else price times quantity."""
    amount, of_line, price = (_numbers(dataset, role, sold) for role in ("amount", "line_amount", "price"))
    amount = np.where(np.isnan(of_line), amount, of_line)
    pieces = _quantity(dataset, sold)
    worth = np.where(np.isnan(amount), price * pieces, amount)
    return _sum(product, pieces, count), _sum(product, worth, count)


def _pieces(dataset: Dataset, sold: NDArray[np.int64], product: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """The pieces alone, none where no event says so."""
    return np.nan_to_num(_sum(product, _quantity(dataset, sold), count))


def _quantity(dataset: Dataset, sold: NDArray[np.int64]) -> NDArray[np.float64]:
    quantity = _numbers(dataset, "quantity", sold)
    return np.where(np.isnan(quantity), 1.0, quantity)


def sales(dataset: Dataset) -> NDArray[np.bool_]:
    """Which events sell something: those of `sold_by`."""
    words, name = words_of(dataset.names.words), sold_by(dataset)
    if not name:
        return np.zeros(dataset.event_count, np.bool_)
    is_sale: NDArray[np.bool_] = dataset.names.values == words.index(name)
    return is_sale


def sold_by(dataset: Dataset) -> str:
    """The first kind of sale that the dataset has, by the name of its events; empty where it has none."""
    words = words_of(dataset.names.words)
    names = (dataset.roles.events.get(role, "") for role in _SOLD_BY)
    return next((name for name in names if name in words), "")


def _numbers(dataset: Dataset, role: str, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    column = _property(dataset, role)
    if column is None or column.type is not ColumnType.NUMBER:
        return np.full(len(rows), np.nan)
    values: NDArray[np.float64] = column.values[rows]
    return values


def _property(dataset: Dataset, role: str) -> Column | None:
    return dataset.properties.get(dataset.roles.properties.get(role, ""))


def _sum(which: NDArray[np.int64], values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    known = ~np.isnan(values)
    sums = np.bincount(which[known], values[known], minlength=count)
    return np.where(np.bincount(which[known], minlength=count) > 0, np.round(sums, 6), np.nan)
