"""The back-test: of each customer and month, where the next new product stood among those recommended before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.data.product_figures import stock_and_cover
from app.progress import Progress
from app.reports.counting.kernel_tables import checked
from app.reports.recommendations.outcome import Longs, Tested
from app.reports.recommendations.tables import ELEMENTS, Tables
from app.runtime.recommending import Model, Wanted, event_products, model_of

_ENOUGH_EVENTS = 60_000  # from so many on the compiled loop is worth its compiling
_CUSTOMERS_AT_ONCE = 1 << 16
_LONGEST_COVER = 180.0
_TESTING = "Looking what was bought next"
_Tables = dict[str, NDArray[Any]]
_FOUND = ("customers", "months", "ranks", "popular_ranks")


def tested(dataset: Dataset, wanted: Wanted, progress: Progress) -> Tested:
    """Test a way to recommend against what is popular, over the same customers."""
    model = model_of(dataset, wanted, progress)
    popular = model_of(dataset, replace(wanted, basis="popular", overstock=0.0), progress)
    bought = _bought(dataset, model, wanted.event)
    named = np.zeros(len(model.ids), np.uint8)
    given = {**bought, **_of_models(bought, model, popular), "named": named}
    parts = list(_parts(given, wanted.count, progress))
    customers, months, ranks, popular_ranks = (
        np.concatenate([np.zeros(0, np.int32), *(part[name] for part in parts)]) for name in _FOUND
    )
    # so narrow as they are, they are sorted by counting
    order = np.argsort(months.astype(np.min_scalar_type(months.max(initial=0))), kind="stable")
    which = np.flatnonzero(named)
    return Tested(
        customers[order].astype(np.int64),
        months[order].astype(np.int64) + _first_month(bought["at"]),
        ranks[order].astype(np.int64),
        popular_ranks[order].astype(np.int64),
        len(which),
        len(model.ids),
        _overstock(dataset, which),
    )


def _bought(dataset: Dataset, model: Model, event: str) -> _Tables:
    """The events on products."""
    names = words_of(dataset.names.words)
    product = event_products(dataset, model.ids)
    rows = np.flatnonzero((dataset.names.values == names.index(event)) & (product >= 0))
    at = dataset.at[rows]
    month = _months(at) - _first_month(at)
    offsets = np.searchsorted(rows, dataset.offsets).astype(np.int64)
    return {"offsets": offsets, "at": at, "product": product[rows], "month": month.astype(np.int32)}


def _months(at: Longs) -> Longs:
    return at.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)


def _first_month(at: Longs) -> int:
    return int(_months(at.min(keepdims=True))[0]) if len(at) else 0


def _of_models(bought: _Tables, model: Model, popular: Model) -> _Tables:
    """The models, and which of their months counts in each of those of the events."""
    months = _first_month(bought["at"]) + np.arange(int(bought["month"].max(initial=-1)) + 1)
    starts = months.astype("datetime64[M]").astype("datetime64[us]").astype(np.int64)
    return {
        "table": (np.searchsorted(model.months, starts, side="right") - 1).astype(np.int32),
        "counts": np.array([len(model.months), model.popular], np.int64),
        "slots": model.slots,
        "begins": model.begins,
        "sizes": model.sizes,
        "of": model.of,
        "products": model.products,
        "popular_begins": popular.begins,
        "popular_sizes": popular.sizes,
        "popular_products": popular.products,
    }


def _parts(given: _Tables, wanted: int, progress: Progress) -> Iterator[_Tables]:
    """What is found of some customers after the other."""
    offsets, events = given["offsets"], len(given["at"])
    if not events:
        return
    products = len(given["named"])
    own: _Tables = {"owner": np.zeros(products, np.int32), "met": np.zeros(products, np.int64)}
    for first in range(0, len(offsets) - 1, _CUSTOMERS_AT_ONCE):
        progress(first, len(offsets) - 1, _TESTING)
        end = min(first + _CUSTOMERS_AT_ONCE, len(offsets) - 1)
        room = {name: np.zeros(int(offsets[end] - offsets[first]), np.int32) for name in _FOUND}
        every: _Tables = {**given, **own, **room}
        tables = checked(tuple(every[name] for name in ELEMENTS), ELEMENTS, "The back-test's")
        tests = _examine(tables, first, end, wanted, compiled=events >= _ENOUGH_EVENTS)
        yield {name: found[:tests] for name, found in room.items()}


def _examine(tables: tuple[NDArray[Any], ...], first: int, end: int, wanted: int, *, compiled: bool) -> int:
    from app.reports.recommendations.kernel import (  # late: numba takes a while to import
        examine_customers,
        examine_customers_of,
    )
    from app.runtime.native.addresses import addresses_of

    if compiled:
        return examine_customers(addresses_of(tables), first, end, wanted)
    return examine_customers_of(Tables(*tables), first, end, wanted)


def _overstock(dataset: Dataset, named: Longs) -> float:
    """Pieces of the products named that are more than 180 days sell, as things stand."""
    every_stock, every_cover = stock_and_cover(dataset)
    if np.isnan(every_stock).all():
        return float("nan")
    stock, cover = every_stock[named], every_cover[named]
    share = np.where(np.isinf(cover), 1.0, np.maximum(1 - _LONGEST_COVER / np.maximum(cover, 1e-9), 0.0))
    return float(np.nansum(np.maximum(stock, 0.0) * share))
