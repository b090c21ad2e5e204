"""Orders out of their lines: one event for each order, one for each product of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.changes.known_events import only_rows
from app.data.columns.arrow import NO_WORDS, matches, numpy_of, words_of
from app.data.columns.column import MISSING_CODE, Column, ColumnType, missing_column
from app.data.columns.selection import concatenate, take
from app.data.columns.texts import Texts, encode, text_column
from app.data.importing.fates_of_orders import (
    AWAITED,
    BACK,
    DAYS_BACK,
    DRAFT,
    FEE,
    LINES_OF_RESERVATIONS,
    NO_SHOW,
    NOT_PAID,
    OF_LINES,
    OF_ORDERS,
    OF_RESERVATIONS,
    PARTS_BACK,
    PAYOUT,
    RESERVATION,
    flagged_back,
    said_of_rows,
)
from app.data.importing.prepared import with_columns
from app.data.importing.repeated_totals import repeated_totals
from app.data.merged import RECORDED
from app.data.vocabulary.headers import ranked
from app.numbers import stored_number

AMOUNT, LINE_AMOUNT = "amount", "line_amount"
_CANCELLED = r"^[Cc]\d+$"


@dataclass(frozen=True, slots=True)
class Orders:
    """Events made of the lines of orders: how many lines, orders and refunds there were, and the properties' roles."""

    rows: EventRows
    property_roles: Mapping[str, str]
    lines: int
    orders: int
    refunds: int
    failed: int = 0
    others: int = 0
    waiting: int = 0
    missed: int = 0
    repeated: str = ""
    cost_nothing: bool = False

    def sentence(self) -> str:
        """What became of the lines, in words."""
        repeated = f" {self.repeated}" if self.repeated else ""
        if self.cost_nothing:
            return f"{self._of_reservations()}{repeated}"
        refunds = f", {stored_number(self.refunds)} of them cancelled or negative: refunds" if self.refunds else ""
        failed = f", {stored_number(self.failed)} never paid: failed_purchase" if self.failed else ""
        others = f", {stored_number(self.others)} of them fees, payouts or drafts" if self.others else ""
        waiting = f", {stored_number(self.waiting)} not paid yet, no revenue: pending_purchase" if self.waiting else ""
        missed = f", {stored_number(self.missed)} to which nobody came, no revenue: no_show" if self.missed else ""
        made = f"{stored_number(self.lines)} lines make {stored_number(self.orders)} orders"
        return f"{made}{refunds}{failed}{others}{waiting}{missed}.{repeated}"

    def _of_reservations(self) -> str:
        told = (
            (self.refunds, "of them cancelled: cancelled_reservation"),
            (self.failed, "not taken: failed_reservation"),
            (self.waiting, "not confirmed yet: pending_reservation"),
            (self.missed, "to which nobody came: no_show"),
        )
        said = "".join(f", {stored_number(count)} {what}" for count, what in told if count)
        return f"{stored_number(self.lines)} lines make {stored_number(self.orders)} reservations{said}."


def filled_down(table: pa.Table, order_id: str) -> tuple[pa.Table, frozenset[str]]:
    """The table with what only the first line of an order says on its other lines too, and which columns those are."""
    codes = encode(table.column(order_id)).codes
    if not len(codes):
        return table, frozenset()
    first_rows = _first_rows(codes)
    later = np.flatnonzero(first_rows != np.arange(len(codes)))
    filled: dict[str, pa.StringArray] = {}
    once = set()
    for name in table.column_names if len(later) else ():
        texts: Any = table.column(name)
        empty = numpy_of(pc.equal(texts, pa.scalar("")))
        if name == order_id or not empty[later].all() or empty.all():
            continue
        filled[name] = texts.take(pa.array(first_rows)).combine_chunks()
        once.add(name)
    return with_columns(table, filled), frozenset(once)


def grouped(rows: EventRows, roles: Mapping[str, str], once: Collection[str], sums: Mapping[str, str]) -> Orders:
    """Events for orders out of events for lines.

    `roles` name the properties with the order's id, its amount or the price and quantity of a line, its product and
    status; `once` are columns that speak of the whole order, `sums` name those of orders and of their lines. Quantity
    times price is summed where no column has the amount. An order of negative amount, with an id such as C536379 or a
    status such as “refunded” is a refund of the positive amount; one whose status says that its payment failed is no
    purchase. Where every order has one line, it stays one event with all its properties.
    """
    group, first = _groups(rows, roles.get("order_id"))
    again = repeated_totals(rows, roles, group, len(first))
    if again is not None:
        counted = grouped(only_rows(rows, ~again.rows), roles, once, sums)
        return replace(counted, repeated=again.sentence)
    said = said_of_rows(rows, roles)
    money = _Money(rows, roles, once, group, first, sums)
    if not money.is_whole and not _same(said, group, first):  # what was sold and what came back are two events
        group, first = _groups(rows, roles.get("order_id"), said)
        money = _Money(rows, roles, once, group, first, sums)
    count, fates = len(first), said[first]
    cost_nothing = words_of(rows.names.words) == [RESERVATION]
    fates[_taken_back(rows, roles, money, first) & (fates < FEE)] = BACK
    back = fates == BACK
    at = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(at, group, rows.at)
    orders = EventRows(
        Texts(rows.ids.distinct, rows.ids.codes[first]),
        at,
        _names(OF_RESERVATIONS if cost_nothing else OF_ORDERS, fates),
        {},
    )
    amounts = Column(ColumnType.NUMBER, np.where(back, np.abs(money.amounts), money.amounts), NO_WORDS)
    meant = {
        **{role: name for role, name in roles.items() if role != "price" or name != money.column},
        **({} if cost_nothing and not {"amount", "price"} & roles.keys() else {"amount": money.column}),
    }
    if count == len(group):
        properties = {name: take(column, first) for name, column in rows.properties.items()}
        if "amount" in meant:
            properties[money.column] = amounts
        whole = EventRows(orders.ids, orders.at, orders.names, properties, rows.files, rows.rows)
        return _made(whole, meant, len(group), fates, cost_nothing)
    both = _with_lines(rows, orders, amounts, money, roles, group, first, fates)
    if money.of_lines:
        meant[LINE_AMOUNT] = money.of_lines if money.of_lines != money.column else money.lines_apart
    return _made(both, meant, len(group), fates, cost_nothing)


def _taken_back(
    rows: EventRows, roles: Mapping[str, str], money: _Money, first: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Orders that something beside their status calls cancelled or refunded."""
    back = (money.amounts < 0) | money.taken_back() | _given_back(rows, first)
    back |= flagged_back(rows, first)
    if "order_id" in roles:
        back |= _cancelled(rows.properties[roles["order_id"]], first)
    return back


def _made(
    rows: EventRows, meant: Mapping[str, str], lines: int, fates: NDArray[np.int64], cost_nothing: bool
) -> Orders:
    counts = np.bincount(fates, minlength=len(OF_ORDERS))
    others = int(counts[[FEE, PAYOUT, DRAFT]].sum())
    refunds, failed, waiting, missed = counts[[BACK, NOT_PAID, AWAITED, NO_SHOW]].tolist()
    return Orders(rows, meant, lines, len(fates), refunds, failed, others, waiting, missed, "", cost_nothing)


def currencies_of_sums(known: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """The currencies of columns and, by their roles before and after, of the amounts that were made of them."""
    of = next((known[before[role]] for role in ("amount", "price") if before.get(role) in known), None)
    made = {} if of is None else {after[role]: of for role in ("amount", "line_amount") if role in after}
    return {**made, **known}


class _Money:
    """What each order costs: `column` is the property that holds it, `of_lines` the one in which lines have theirs.

    `lines_apart` is the one where those two would be the same.
    """

    def __init__(
        self,
        rows: EventRows,
        roles: Mapping[str, str],
        once: Collection[str],
        group: NDArray[np.int64],
        first: NDArray[np.int64],
        sums: Mapping[str, str],
    ) -> None:
        values = {
            role: rows.properties[roles[role]].values for role in ("amount", "price", "quantity") if role in roles
        }
        self.quantity_column = roles.get("quantity")
        of_each_line = (roles[role] for role in ("product", "quantity", "price") if role in roles)
        self.of_each_line = frozenset(of_each_line) - {name for name in once if name == roles.get("price")}
        self._quantities = values.get("quantity")
        self._group, self._count = group, len(first)
        of_line = values.get("amount")
        name = roles.get("amount")
        if name == roles.get("price"):
            of_line = None
        self.is_whole = is_whole = name is not None and (
            name in once
            or ("price" in values and of_line is not None and len(first) < len(group) and _same(of_line, group, first))
        )
        self.column, self.lines_apart = sums[AMOUNT], sums[LINE_AMOUNT]
        self.of_lines = ""
        if of_line is not None and name is not None and (is_whole or len(first) == len(group)):
            self.column = name
            self.amounts = of_line[first]
            return
        if of_line is not None:
            self.of_lines = name or ""
        elif "price" in values:
            of_line = values["price"] * (1.0 if self._quantities is None else self._quantities)
        self.amounts = np.full(self._count, np.nan) if of_line is None else self._sum(of_line)

    def units(self) -> NDArray[np.float64] | None:
        """How many pieces each order has."""
        return None if self._quantities is None else self._sum(self._quantities)

    def taken_back(self) -> NDArray[np.bool_]:
        """Orders whose pieces are all negative."""
        units = self.units()
        return np.zeros(self._count, np.bool_) if units is None else (units < 0) & ~(self.amounts > 0)

    def _sum(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        known = ~np.isnan(values)
        total = np.bincount(self._group, np.where(known, values, 0.0), self._count)
        some = np.bincount(self._group, known, self._count) > 0
        # sums of cents are rounded to what cents can be, so that 0.1 + 0.2 is 0.3
        return np.where(some, np.round(total, 6), np.nan)


def _with_lines(
    rows: EventRows,
    orders: EventRows,
    amounts: Column,
    money: _Money,
    roles: Mapping[str, str],
    group: NDArray[np.int64],
    first: NDArray[np.int64],
    fates: NDArray[np.int64],
) -> EventRows:
    """The orders with what is the same on all their lines, then the lines with the rest."""
    of_reservations = words_of(rows.names.words) == [RESERVATION]
    of_lines = LINES_OF_RESERVATIONS if of_reservations else OF_LINES
    properties = {}
    of_orders = Texts(orders.ids.distinct, orders.ids.codes)
    line_at = orders.at[group]
    for name, column in rows.properties.items():
        if name in (roles["order_id"], RECORDED):
            properties[name] = concatenate([take(column, first), column])
        elif name == money.column:
            continue
        elif name not in money.of_each_line and _same(column.values, group, first):
            properties[name] = concatenate([take(column, first), missing_column(column.type, len(group))])
        else:
            properties[name] = concatenate([_of_order(name, column, money, len(first)), _line(name, column, money)])
    if money.column == money.of_lines:
        column = rows.properties[money.column]
        properties[money.lines_apart] = concatenate([missing_column(column.type, len(first)), column])
    if not of_reservations or amounts.filled.any():
        properties[money.column] = concatenate([amounts, missing_column(ColumnType.NUMBER, len(group))])
    return EventRows(
        Texts(of_orders.distinct, np.concatenate([of_orders.codes, rows.ids.codes])),
        np.concatenate([orders.at, line_at]),
        concatenate([orders.names, _names(of_lines, fates[group])]),
        properties,
        None if rows.files is None else np.append(rows.files[first], rows.files),
        None if rows.rows is None else np.append(rows.rows[first], rows.rows),
    )


def _of_order(name: str, column: Column, money: _Money, count: int) -> Column:
    """What an order says in a column of its lines: nothing, but how many pieces it has."""
    units = money.units() if name == money.quantity_column else None
    return missing_column(column.type, count) if units is None else Column(column.type, np.abs(units), NO_WORDS)


def _line(name: str, column: Column, money: _Money) -> Column:
    return Column(column.type, np.abs(column.values), NO_WORDS) if name == money.quantity_column else column


def _groups(
    rows: EventRows, order_id: str | None, said: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of each row's order, and the first row of each; a row without an order's id is one of its own.

    Rows of which other things are `said` are orders of their own.
    """
    if order_id is None:
        return np.arange(len(rows.at)), np.arange(len(rows.at))
    codes = rows.properties[order_id].values.astype(np.int64)
    alone = np.flatnonzero(codes < 0)
    codes[alone] = codes.max(initial=0) + 1 + np.arange(len(alone))
    keys = codes * (len(rows.ids.distinct) + 1) + rows.ids.codes
    if said is not None:
        keys = keys * len(OF_ORDERS) + said
    there, first, group = np.unique(keys, return_index=True, return_inverse=True)
    rank = np.empty(len(there), np.int64)
    rank[np.argsort(first)] = np.arange(len(there))
    return rank[group.reshape(-1)], np.sort(first)


def _given_back(rows: EventRows, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Orders with a day on which their money went back, where no column says how much of it did."""
    back = np.zeros(len(first), np.bool_)
    if not ranked(rows.properties, PARTS_BACK):
        for name in ranked(rows.properties, DAYS_BACK):
            column = rows.properties[name]
            if column.type in (ColumnType.DATE, ColumnType.INSTANT):
                back |= column.filled[first]
    return back


def _first_rows(codes: NDArray[np.int32]) -> NDArray[np.int64]:
    """For each row the first of its order; rows without an order's id stand for themselves."""
    first = np.full(int(codes.max(initial=-1)) + 1, len(codes), np.int64)
    filled = np.flatnonzero(codes >= 0)
    np.minimum.at(first, codes[filled], filled)
    return np.where(codes >= 0, np.append(first, 0)[codes], np.arange(len(codes)))


def _same(values: NDArray[Any], group: NDArray[np.int64], first: NDArray[np.int64]) -> bool:
    """Whether all lines of each order say the same."""
    of_order = values[first][group]
    if values.dtype.kind == "f":
        return bool(((of_order == values) | (np.isnan(of_order) & np.isnan(values))).all())
    return bool((of_order == values).all())


def _cancelled(column: Column, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Orders with an id such as C536379, where most have none such."""
    words = matches(column.words, _CANCELLED)
    if column.type is not ColumnType.TEXT or words.mean() > 0.5 if len(words) else True:
        return np.zeros(len(first), np.bool_)
    cancelled: NDArray[np.bool_] = np.append(words, False)[column.values[first]]
    return cancelled


def _names(names: Sequence[str], fates: NDArray[np.int64]) -> Column:
    """The names of events, of which `fates` are the numbers."""
    if not len(fates):
        return Column(ColumnType.TEXT, np.full(0, MISSING_CODE, np.int32), NO_WORDS)
    there, codes = np.unique(fates, return_inverse=True)
    words = pa.array([names[number] for number in there.tolist()], pa.string())
    return text_column(Texts(words, codes.reshape(-1).astype(np.int32)))
