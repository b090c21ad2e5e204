"""Orders that come to others: lines that a dataset has already, and how amounts are called there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.changes.known_events import events_of, known_among, only_rows, rows_of_known
from app.data.columns.arrow import NO_WORDS, words_of
from app.data.columns.column import Column, ColumnType
from app.data.columns.selection import codes_in, take
from app.data.columns.texts import Texts
from app.data.dataset import Dataset
from app.data.importing.fates_of_orders import (
    AWAITED,
    BACK,
    LINES_OF_RESERVATIONS,
    NO_SHOW,
    OF_LINES,
    OF_ORDERS,
    OF_RESERVATIONS,
    UNPAID,
    said_of_rows,
)
from app.data.importing.orders import AMOUNT, LINE_AMOUNT, grouped

_HALF_A_CENT = 0.005


def names_of_sums(rows: EventRows, roles: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """How the amounts of orders and of their lines are called: as in the events they come to, whose properties' roles
    are `known`, unless another column that says something is called so."""
    others = {name for name, column in rows.properties.items() if column.filled.any()} - {roles.get("amount")}
    own = {AMOUNT: AMOUNT, LINE_AMOUNT: LINE_AMOUNT}
    names = {role: name if (name := known.get(role, role)) not in others else role for role in own}
    return names if names[AMOUNT] != names[LINE_AMOUNT] else own


def known_lines(
    rows: EventRows,
    roles: Mapping[str, str],
    once: Collection[str],
    sums: Mapping[str, str],
    dataset: Dataset,
    ids: pa.StringArray | None,
) -> NDArray[np.bool_]:
    """Which lines are of orders that the dataset has: by the order's id, or by all that they say where they have none.

    `roles`, `once` and `sums` are as `grouped` has them, `ids` as `known_rows` has them.
    """
    order_id = roles["order_id"]
    known = rows_of_known(rows, dataset, (order_id,))
    alone = ~rows.properties[order_id].filled
    if rows.rows is not None and len(dataset.at) and alone.any():
        amounts = dict.fromkeys([sums[AMOUNT], roles.get("amount", ""), dataset.roles.properties.get("amount", "")])
        one_by_one = _Alone(order_id, roles.get("quantity"), tuple(amounts), sums[LINE_AMOUNT])
        there = one_by_one.rows(events_of(dataset, ids, (int(rows.at.min()), int(rows.at.max()))))
        lines = one_by_one.rows(grouped(rows, roles, once, sums).rows)
        new = ~known_among(lines, there)
        known[alone] = ~np.isin(rows.rows[alone], _numbers(lines)[new])
    return known


def paid_by_now(rows: EventRows, roles: Mapping[str, str], dataset: Dataset) -> NDArray[np.bool_]:
    """Which lines are of orders that nobody had paid when the dataset got them, and of which they say otherwise now."""
    order_id = roles["order_id"]
    there = rows_of_known(rows, dataset, (order_id,), UNPAID)
    if not there.any():
        return there
    ids = rows.properties[order_id].values
    still = np.isin(said_of_rows(rows, roles), (AWAITED, NO_SHOW))
    return there & ~np.isin(ids, ids[still])


def changed_orders(
    rows: EventRows, roles: Mapping[str, str], once: Collection[str], sums: Mapping[str, str], dataset: Dataset
) -> int:
    """Of how many orders the dataset has another sum than these lines say, or did not know that they came back."""
    order_id = roles["order_id"]
    amounts = dict.fromkeys([sums[AMOUNT], roles.get("amount", ""), dataset.roles.properties.get("amount", "")])
    stored = dataset.properties[order_id]
    there = only_rows(events_of(dataset, None), stored.filled)
    words, now = _sums(grouped(rows, roles, once, sums).rows, order_id, tuple(amounts))
    before_words, before = _sums(there, order_id, tuple(amounts))
    place = codes_in(words, before_words)
    met = np.flatnonzero(place >= 0)
    return int((np.abs(now[met] - before[place[met]]) >= _HALF_A_CENT).sum())


def _sums(events: EventRows, order_id: str, amounts: Collection[str]) -> tuple[pa.StringArray, NDArray[np.float64]]:
    """The ids of orders, and the sum of each without its lines, less what came back; NaN where none is known."""
    column = events.properties[order_id]
    names = words_of(events.names.words)
    is_line, is_back = (
        np.append(np.isin(names, of), False)[events.names.values]
        for of in ((*OF_LINES, *LINES_OF_RESERVATIONS), (OF_ORDERS[BACK], OF_RESERVATIONS[BACK]))
    )
    costs = np.full(len(events.at), np.nan)
    for each in (events.properties[name] for name in amounts if name in events.properties):
        costs = np.where(np.isnan(costs) & (each.type is ColumnType.NUMBER), each.values, costs)
    there = column.filled & ~is_line & ~np.isnan(costs)
    codes, weights = column.values[there], np.where(is_back, -costs, costs)[there]
    count = np.bincount(codes, minlength=len(column.words))
    return column.words, np.where(count > 0, np.bincount(codes, weights, len(column.words)), np.nan)


@dataclass(frozen=True, slots=True)
class _Alone:
    """How a line without an order's id is told from others whatever the other lines of its file are.

    It is one event where every order of a file has one line, else one for the order and one for its product, and what
    all lines of an order say stands in the first of those. `amounts` are the properties that may hold what it costs.
    """

    order_id: str
    quantity: str | None
    amounts: tuple[str, ...]
    line_amount: str

    def rows(self, events: EventRows) -> EventRows:
        """Each such line as one event that says all of it; `events` of one customer and instant stand as they came."""
        column = events.properties.get(self.order_id)
        own = events if column is None else only_rows(events, ~column.filled)
        order = np.lexsort((own.at, own.ids.codes))
        orders, lines = _pairs(own, order)
        properties = {
            name: _first_filled(self._bare(name, each), orders, lines)
            for name, each in own.properties.items()
            if name not in (self.order_id, self.line_amount, *self.amounts)
        }
        costs = [own.properties[name] for name in self.amounts if name in own.properties]
        if costs:
            values = take(costs[0], orders).values
            for each in costs[1:]:
                values = np.where(np.isnan(values), take(each, orders).values, values)
            properties[AMOUNT] = Column(ColumnType.NUMBER, np.round(np.abs(values), 6), NO_WORDS)
        return EventRows(
            Texts(own.ids.distinct, own.ids.codes[orders]),
            own.at[orders],
            take(own.names, orders),
            properties,
            None,
            None if own.rows is None else own.rows[orders],
        )

    def _bare(self, name: str, column: Column) -> Column:
        """The column without the sign that pieces have until they are known to come back."""
        is_signed = name == self.quantity and column.type is ColumnType.NUMBER
        return Column(column.type, np.abs(column.values), NO_WORDS) if is_signed else column


def _pairs(events: EventRows, order: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of orders, in that order, and for each the row of its product, -1 where the order says that itself.

    Of one customer and instant a file's orders stand before their products, as many of both.
    """
    are_lines = np.append(np.isin(words_of(events.names.words), (*OF_LINES, *LINES_OF_RESERVATIONS)), False)[
        events.names.values
    ][order]
    whose, at = events.ids.codes[order], events.at[order]
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (whose[1:] != whose[:-1]) | (at[1:] != at[:-1]) | (are_lines[1:] != are_lines[:-1])
    starts = np.flatnonzero(begins)
    lengths = np.diff(starts, append=len(order))
    run = np.cumsum(begins) - 1
    places = np.arange(len(order))
    partners = places - lengths[run]
    there = np.clip(partners, 0, None)
    paired = are_lines & (partners >= 0) & (whose[there] == whose) & (at[there] == at) & ~are_lines[there]
    of_order = np.full(len(order), -1, np.int64)
    of_order[partners[paired]] = order[paired]
    heads = ~paired
    return order[heads], of_order[heads]


def _first_filled(column: Column, rows: NDArray[np.int64], others: NDArray[np.int64]) -> Column:
    """The column at those rows, at the others where it is missing there."""
    return take(column, np.where(column.filled[rows], rows, others))


def _numbers(rows: EventRows) -> NDArray[np.int64]:
    return np.array([], np.int64) if rows.rows is None else rows.rows
