"""Opportunities, put together from the events that speak of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.columns.cores import CORES, each
from app.data.dataset import Dataset
from app.reports.by_customer.counting import ENOUGH_EVENTS, did
from app.reports.counting.kept import kept_among
from app.reports.crm.deals import Became, Events, Won
from app.reports.crm.grouping import IS_WORTH, OPENS, Grouped, grouped
from app.reports.crm.grouping import LOST as LOST
from app.reports.crm.grouping import OPEN as OPEN
from app.reports.crm.grouping import WON as WON
from app.reports.crm.openings import ids_of, opened_by_customers
from app.reports.crm.speaking import SPEAKING, Speaking, speaking
from app.reports.crm.telling import told_of
from app.reports.crm.way import Longs, Way

ENOUGH_ROWS = 200_000
"""From so many on a compiled loop over them is worth its loading."""


@dataclass(frozen=True, slots=True)
class Opportunities:
    """o opportunities by (customer, opened); every array is (o,).

    `customer` are rows of the dataset, `opened` and `closed` instants (NEVER while it is open), `outcome` is one of
    OPEN, WON and LOST, `cents` the amount as it was last recorded. `key` is the place of its id among `words`; beyond
    them are those without an id.
    """

    words: pa.Array[Any]
    key: Longs
    customer: Longs
    opened: Longs
    closed: Longs
    outcome: Longs
    cents: Longs

    def __len__(self) -> int:
        return len(self.key)

    @property
    def ids(self) -> tuple[str, ...]:
        """What each is called; a number of its own where it has no id."""
        words, many = self.words.to_pylist(), len(self.words)
        return tuple(str(words[at]) if at < many else f"opportunity {at - many}" for at in self.key.tolist())

    def only(self, chosen: NDArray[np.bool_] | Longs) -> Opportunities:
        """Those where a mask is true, or those in these places, in that order."""
        return Opportunities(self.words, *(column[chosen] for column in self.columns()))

    def columns(self) -> Became:
        """What is known of each."""
        return Became(self.key, self.customer, self.opened, self.closed, self.outcome, self.cents)


def opportunities_of(dataset: Dataset, way: Way) -> Opportunities:
    """Events of one id are one opportunity, whoever did them; it is that of the customer for whom it was opened.

    Without an id, a customer's events from one opening until the next are one. The last of opened, won and lost says
    what became of it. They are worked out once for all that is asked with these events; of few definitions they are
    kept, so that the next finds room for its own without new memory.
    """
    steps = tuple(way.step(role).model_dump_json() for role in SPEAKING)
    asked = (steps, way.opportunity_id, way.amount)
    return kept_among(dataset, "opportunities", asked, lambda: _put_together(dataset, way))


def _put_together(dataset: Dataset, way: Way) -> Opportunities:
    if dataset.event_count < ENOUGH_EVENTS:
        made = plainly(dataset, way, speaking(dataset, way), _amounts(dataset, way))
    else:
        ids = ids_of(dataset, way.opportunity_id)
        made = Opportunities(ids.words, *opened_by_customers(dataset, events_of(dataset, way), len(ids.words)))
    order = in_order(made.customer, made.opened)
    return made if order is None else made.only(order)


def events_of(dataset: Dataset, way: Way) -> Events:
    """The columns that the compiled loops put opportunities together from."""
    said, ids = speaking(dataset, way), ids_of(dataset, way.opportunity_id)
    return Events(said.codes, dataset.offsets, dataset.at, said.means, ids.codes, _amounts(dataset, way))


def plainly(dataset: Dataset, way: Way, events: Speaking, amounts: NDArray[np.float64]) -> Opportunities:
    """The same in columns, without the compiled loops; in the order of their keys."""
    rows = events.rows()
    counts = did(dataset, events.which(), ("count",)).count
    whose = np.repeat(np.arange(dataset.customer_count), counts)
    means = events.meaning(rows)
    if len(amounts):
        means |= np.where(np.isnan(amounts[rows]), 0, IS_WORTH)
    words, keys = _keys(dataset.properties.get(way.opportunity_id), rows, whose, means & OPENS > 0)
    found = grouped(keys, dataset.at[rows], means)
    at_rows = np.append(rows, -1)
    told = told_of(Grouped(found.key, *(at_rows[each] for each in found[1:])), events, dataset.at, amounts)
    return Opportunities(words, found.key, whose[found.opening], *told)


def _amounts(dataset: Dataset, way: Way) -> NDArray[np.float64]:
    column = dataset.properties.get(way.amount)
    return np.zeros(0) if column is None else column.values


def in_order(customer: Longs, at: Longs) -> Longs | None:
    """The places by customer and instant; None where they are so already, as they mostly are."""
    if len(customer) < ENOUGH_ROWS:
        return in_order_plainly(customer, at)
    from app.reports.crm.deals_kernel import are_in_order, put_in_order  # late: numba takes a while to import

    if are_in_order(customer, at):
        return None
    order = np.empty(len(customer), np.int64)
    is_done = put_in_order(customer, at, np.zeros(int(customer.max()) + 2, np.int64), order)
    return order if is_done else np.lexsort((at, customer))


def in_order_plainly(customer: Longs, at: Longs) -> Longs | None:
    """The same in columns, without the compiled loops."""
    later = (customer[1:] > customer[:-1]) | ((customer[1:] == customer[:-1]) & (at[1:] >= at[:-1]))
    return None if later.all() else np.lexsort((at, customer))


def won_of(deals: Opportunities) -> Won:
    """Those that were won, by (customer, closed)."""
    won = won_plainly(deals) if len(deals) < ENOUGH_ROWS else _won_in_threads(deals)
    order = in_order(won.customer, won.closed)
    return won if order is None else Won(*(each[order] for each in won))


def won_plainly(deals: Opportunities) -> Won:
    """The same in columns, as they were opened."""
    chosen = deals.only(deals.outcome == WON)
    return Won(chosen.customer, chosen.opened, chosen.closed, chosen.cents)


def _won_in_threads(deals: Opportunities) -> Won:
    from app.reports.crm.deals_kernel import note_won  # late: numba takes a while to import

    cuts = list(pairwise(np.linspace(0, len(deals), CORES + 1).astype(int).tolist()))
    counts = each(lambda part: int(np.count_nonzero(deals.outcome[slice(*part)] == WON)), cuts)
    places = np.cumsum([0, *counts]).tolist()
    won = Won(*(np.empty(places[-1], np.int64) for _ in range(4)))

    columns = deals.columns()

    def note(part: tuple[tuple[int, int], int]) -> None:
        note_won(columns, *part[0], part[1], won)

    each(note, list(zip(cuts, places[:-1], strict=True)))
    return won


def _keys(column: Column | None, rows: Longs, whose: Longs, opens: NDArray[np.bool_]) -> tuple[pa.Array[Any], Longs]:
    """The ids that opportunities may have, and which of them each row's has; further keys where there is none."""
    if column is None:
        return pa.array([], pa.string()), _runs(whose, opens)
    words, codes = _texts(column, rows)
    without = codes < 0
    return words, np.where(without, _runs(whose, opens) + len(words), codes) if without.any() else codes


def _runs(whose: Longs, opens: NDArray[np.bool_]) -> Longs:
    """A number for each row, one more at each opening and at each other customer."""
    begins = opens.copy()
    begins[:1] = True
    begins[1:] |= whose[1:] != whose[:-1]
    return np.cumsum(begins)


def _texts(column: Column, rows: Longs) -> tuple[pa.Array[Any], Longs]:
    """Ids as they are, also where they were read as numbers."""
    if column.type is ColumnType.TEXT:
        return column.words, column.values[rows].astype(np.int64)
    distinct, codes = np.unique(column.values[rows], return_inverse=True)
    return pa.array(distinct), np.where(column.filled[rows], codes.reshape(-1), -1).astype(np.int64)
