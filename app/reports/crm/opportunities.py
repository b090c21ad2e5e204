"""Opportunities, put together from the events that speak of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.arrow import words_of
from app.data.columns import Column, ColumnType
from app.data.dataset import Dataset
from app.reports.attribution_models.cents import cents_of
from app.reports.crm.way import NEVER, Longs, Way, rows_of

OPEN, WON, LOST = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Opportunities:
    """o opportunities by (customer, opened); every array is (o,).

    `customer` are rows of the dataset, `opened` and `closed` instants (NEVER while it is open), `outcome` is one of
    OPEN, WON and LOST, `cents` the amount as it was last recorded.
    """

    ids: tuple[str, ...]
    customer: Longs
    opened: Longs
    closed: Longs
    outcome: Longs
    cents: Longs

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, mask: NDArray[np.bool_]) -> Opportunities:
        """Those where the mask is true."""
        ids = tuple(id_ for id_, kept in zip(self.ids, mask.tolist(), strict=True) if kept)
        arrays = (self.customer, self.opened, self.closed, self.outcome, self.cents)
        return Opportunities(ids, *(array[mask] for array in arrays))


def opportunities_of(dataset: Dataset, way: Way) -> Opportunities:
    """Events of one id are one opportunity, whoever did them; it is that of the customer for whom it was opened.

    Without an id, a customer's events from one opening until the next are one. The last of opened, won and lost says
    what became of it.
    """
    rows = rows_of(dataset, *(name for name in (way.opportunity, way.stage, way.won, way.lost) if name))
    whose = dataset.event_customers()[rows].astype(np.int64)
    opens = np.isin(rows, rows_of(dataset, way.opportunity))
    ids, keys = _keys(dataset.properties.get(way.opportunity_id), rows, whose, opens)
    order = np.lexsort((np.arange(len(rows)), ~opens, dataset.at[rows], keys))
    rows, whose, opens, keys = rows[order], whose[order], opens[order], keys[order]
    groups, first = np.unique(keys, return_index=True)
    group = np.searchsorted(groups, keys)
    at = dataset.at[rows]
    opening = _least_row(group, opens, first)
    won, lost = np.isin(rows, rows_of(dataset, way.won)), np.isin(rows, rows_of(dataset, way.lost))
    ending = _last_row(group, opens | won | lost, len(groups))
    ended = (ending >= 0) & (won | lost)[ending]
    outcome = np.where(ended, np.where(won[ending], WON, LOST), OPEN)
    cents = _last_cents(dataset.properties.get(way.amount), rows, group, len(groups))
    closed = np.where(ended, at[ending], NEVER)
    by = np.lexsort((at[opening], whose[opening]))
    names = tuple(ids[int(groups[each])] for each in by.tolist())
    return Opportunities(names, whose[opening][by], at[opening][by], closed[by], outcome[by], cents[by])


def _keys(column: Column | None, rows: Longs, whose: Longs, opens: NDArray[np.bool_]) -> tuple[list[str], Longs]:
    """The names that opportunities may have, and which of them each row's has."""
    runs = np.cumsum(opens | (np.diff(whose, prepend=-1) != 0))
    named, codes = _texts(column, rows)
    unnamed = [f"opportunity {number}" for number in range(int(runs[-1]) + 1 if len(runs) else 0)]
    return [*named, *unnamed], np.where(codes >= 0, codes, runs + len(named))


def _texts(column: Column | None, rows: Longs) -> tuple[list[str], Longs]:
    """Ids as texts, also where they were read as numbers."""
    if column is None:
        return [], np.full(len(rows), -1, np.int64)
    if column.type is ColumnType.TEXT:
        return list(words_of(column.words)), column.values[rows].astype(np.int64)
    distinct, codes = np.unique(column.values[rows], return_inverse=True)
    names = [str(value) for value in pa.array(distinct).to_pylist()]
    return names, np.where(column.filled[rows], codes.reshape(-1), -1).astype(np.int64)


def _least_row(group: Longs, mask: NDArray[np.bool_], otherwise: Longs) -> Longs:
    """For each group the first row where the mask is true, else the one that is given."""
    found = np.full(len(otherwise), len(group), np.int64)
    np.minimum.at(found, group[mask], np.flatnonzero(mask))
    return np.where(found < len(group), found, otherwise)


def _last_row(group: Longs, mask: NDArray[np.bool_], groups: int) -> Longs:
    """For each group the last row where the mask is true, -1 if there is none."""
    found = np.full(groups, -1, np.int64)
    np.maximum.at(found, group[mask], np.flatnonzero(mask))
    return found


def _last_cents(column: Column | None, rows: Longs, group: Longs, groups: int) -> Longs:
    if column is None:
        return np.zeros(groups, np.int64)
    amounts = column.values[rows]
    last = _last_row(group, ~np.isnan(amounts), groups)
    return np.where(last >= 0, cents_of(amounts)[last], 0) if len(amounts) else np.zeros(groups, np.int64)
