"""Opportunities, put together from the events that speak of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns import Column, ColumnType
from app.data.dataset import Dataset
from app.reports.by_customer.counting import ENOUGH_EVENTS, did
from app.reports.crm.grouping import IS_WORTH, OPENS, grouped
from app.reports.crm.grouping import LOST as LOST
from app.reports.crm.grouping import OPEN as OPEN
from app.reports.crm.grouping import WON as WON
from app.reports.crm.openings import Opened, opened_by_customers
from app.reports.crm.speaking import Speaking, speaking
from app.reports.crm.telling import told_of
from app.reports.crm.way import Longs, Way


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
        arrays = (self.key, self.customer, self.opened, self.closed, self.outcome, self.cents)
        return Opportunities(self.words, *(array[chosen] for array in arrays))


def opportunities_of(dataset: Dataset, way: Way) -> Opportunities:
    """Events of one id are one opportunity, whoever did them; it is that of the customer for whom it was opened.

    Without an id, a customer's events from one opening until the next are one. The last of opened, won and lost says
    what became of it. They are worked out once for all that is asked with these events.
    """
    asked = (way.opportunity, way.stage, way.won, way.lost, way.opportunity_id, way.amount, way.where)
    return dataset.kept(("opportunities", *asked), lambda: _put_together(dataset, way))


def _put_together(dataset: Dataset, way: Way) -> Opportunities:
    column, events = dataset.properties.get(way.opportunity_id), speaking(dataset, way)
    if column is None and dataset.event_count >= ENOUGH_EVENTS:
        return _without_ids(dataset, way, events)
    rows = events.rows()
    counts = did(dataset, events.which(), ("count",)).count
    whose = np.repeat(np.arange(dataset.customer_count), counts)
    means = events.meaning(rows)
    amounts = _amounts(dataset, way)
    if len(amounts):
        means |= np.where(np.isnan(amounts[rows]), 0, IS_WORTH)
    words, keys = _keys(column, rows, whose, means & OPENS > 0)
    found = grouped(keys, dataset.at[rows], means)
    at_rows = np.append(rows, -1)
    made = Opened(whose[found.opening], *(at_rows[each] for each in found[1:]))
    told = _told(dataset, way, events, words, found.key, made)
    order = in_order(told.customer, told.opened)
    return told if order is None else told.only(order)


def _without_ids(dataset: Dataset, way: Way, events: Speaking) -> Opportunities:
    made = opened_by_customers(dataset, events, _amounts(dataset, way))
    return Opportunities(pa.array([], pa.string()), *made)


def _told(
    dataset: Dataset, way: Way, events: Speaking, words: pa.Array[Any], key: Longs, made: Opened
) -> Opportunities:
    """With what the rows say that open and end each, and the last with an amount."""
    told = told_of(made, events, dataset.at, _amounts(dataset, way))
    return Opportunities(words, key, made.customer, *told)


def _amounts(dataset: Dataset, way: Way) -> NDArray[np.float64]:
    column = dataset.properties.get(way.amount)
    return np.zeros(0) if column is None else column.values


def in_order(customer: Longs, at: Longs) -> Longs | None:
    """The places by customer and instant; None where they are so already, as they mostly are."""
    later = (customer[1:] > customer[:-1]) | ((customer[1:] == customer[:-1]) & (at[1:] >= at[:-1]))
    return None if later.all() else np.lexsort((at, customer))


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
