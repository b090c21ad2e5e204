"""The back-test: of each customer and month, where the next new product stood among those recommended before it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from app.data.arrow import words_of
from app.data.dataset import Dataset
from app.data.product_figures import product_figures
from app.reports.recommendations.outcome import Longs, Tested
from app.runtime.recommending import Model, Wanted, event_products, model_of

NOT_AMONG = 0
_LONGEST_COVER = 180.0


class _Bought(NamedTuple):
    """Events on products by customer, then time, and the first of each customer on each product."""

    customer: Longs
    at: Longs
    product: Longs
    month: Longs
    keys: Longs
    firsts: Longs
    products: int


class _Asked(NamedTuple):
    """Tests: who, in which month, the first event of it, and the instant of the first new product."""

    customer: Longs
    month: Longs
    first_row: Longs
    new_at: Longs


def tested(dataset: Dataset, wanted: Wanted) -> Tested:
    """Test a way to recommend against what is popular, over the same customers."""
    model = model_of(dataset, wanted)
    bought = _bought(dataset, model, wanted.event)
    asked = _asked(bought)
    ranks, named = _ranks(model, bought, asked)
    popular = model_of(dataset, replace(wanted, basis="popular", overstock=0.0))
    popular_ranks, _ = _ranks(popular, bought, asked)
    return Tested(
        asked.customer, asked.month, ranks, popular_ranks, len(named), len(model.ids), _overstock(dataset, named)
    )


def _bought(dataset: Dataset, model: Model, event: str) -> _Bought:
    names = words_of(dataset.names.words)
    product = event_products(dataset, model.ids)
    rows = np.flatnonzero((dataset.names.values == names.index(event)) & (product >= 0))
    customer = dataset.event_customers()[rows].astype(np.int64)
    at, of = dataset.at[rows], product[rows].astype(np.int64)
    month = at.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    keys, firsts = np.unique(customer * len(model.ids) + of, return_index=True)
    return _Bought(customer, at, of, month, keys, firsts.astype(np.int64), len(model.ids))


def _asked(bought: _Bought) -> _Asked:
    """Customers by month who had bought before it, and bought something new in it."""
    if not len(bought.at):
        nothing = np.zeros(0, np.int64)
        return _Asked(nothing, nothing, nothing, nothing)
    news = np.sort(bought.firsts)
    span = int(bought.month.max()) + 1
    low = min(int(bought.month.min()), 0)
    places = bought.customer * (span - low) + bought.month - low
    _, first = np.unique(places[news], return_index=True)
    new = news[first]
    first_row = np.searchsorted(places, places[new])
    before = np.maximum(first_row - 1, 0)
    known = (first_row > 0) & (bought.customer[before] == bought.customer[new])
    new, first_row = new[known], first_row[known]
    order = np.argsort(bought.month[new], kind="stable")
    new, first_row = new[order], first_row[order]
    return _Asked(bought.customer[new], bought.month[new], first_row.astype(np.int64), bought.at[new])


def _ranks(model: Model, bought: _Bought, asked: _Asked) -> tuple[Longs, Longs]:
    """At which place the new product stood, and which products were recommended at all."""
    begins, sizes = _lists(model, bought, asked)
    found, ranks = np.zeros(len(begins), np.int64), np.full(len(begins), NOT_AMONG, np.int64)
    named = np.zeros(bought.products, np.bool_)
    going, step = np.arange(len(begins)), 0
    while True:
        going = going[(sizes[going] > step) & (found[going] < model.wanted.count)]
        if not len(going):
            return ranks, np.flatnonzero(named)
        product = model.products[begins[going] + step].astype(np.int64)
        key = asked.customer[going] * bought.products + product
        place = np.minimum(np.searchsorted(bought.keys, key), len(bought.keys) - 1)
        first = np.where(bought.keys[place] == key, bought.firsts[place], len(bought.at))
        offered = first >= asked.first_row[going]
        found[going] += offered
        named[product[offered]] = True
        is_new = np.append(bought.at, -1)[first] == asked.new_at[going]
        hit = offered & (first < len(bought.at)) & is_new & (ranks[going] == NOT_AMONG)
        ranks[going[hit]] = found[going[hit]]
        step += 1


def _lists(model: Model, bought: _Bought, asked: _Asked) -> tuple[Longs, Longs]:
    """Where the list of each test begins in the model, and how long it is."""
    starts = asked.month.astype("datetime64[M]").astype("datetime64[us]").astype(np.int64)
    table = np.searchsorted(model.months, starts, side="right") - 1
    months = len(model.months)
    slot = model.slots[bought.product[asked.first_row - 1]].astype(np.int64)
    if model.wanted.basis == "popular":
        slot = np.full(len(slot), -1, np.int64)
    place = np.maximum(slot, 0) * months + table
    has_pairs = (slot >= 0) & (model.of[place] > 0)
    place = np.where(has_pairs, place, model.popular * months + table)
    return model.begins[place], model.sizes[place].astype(np.int64)


def _overstock(dataset: Dataset, named: Longs) -> float:
    """Pieces of the products named that are more than 180 days sell, as things stand."""
    figures = product_figures(dataset)
    stock, cover = figures.stock[named], figures.cover_days[named]
    if np.isnan(figures.stock).all():
        return float("nan")
    share = np.where(np.isinf(cover), 1.0, np.maximum(1 - _LONGEST_COVER / np.maximum(cover, 1e-9), 0.0))
    return float(np.nansum(np.maximum(stock, 0.0) * share))
