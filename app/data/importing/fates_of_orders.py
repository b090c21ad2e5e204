"""What became of orders, as columns of a status, of a kind, or of yes and no say it of their rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.columns.arrow import matches, numpy_of
from app.data.columns.column import Column, ColumnType
from app.data.columns.texts import encode
from app.data.vocabulary.headers import plain, ranked
from app.data.vocabulary.roles import PROPERTY_ROLES
from app.data.vocabulary.words_of_consent import PLAIN_NO, PLAIN_YES, TRUE_WORDS
from app.data.vocabulary.words_of_orders import (
    AWAITS_PAYMENT,
    CANCELLED_LATE,
    DRAFTS,
    FAILED,
    FEES,
    MISSED,
    PAID,
    PAYOUTS,
    SALES,
    TAKEN_BACK,
    WAITING,
    WAITING_BESIDE_PAID,
)

OF_ORDERS = (
    *("purchase", "refund", "failed_purchase", "fee", "payout", "draft_order"),
    *("pending_purchase", "no_show"),
)
OF_LINES = (
    *("ordered_product", "refunded_product", "failed_product", "fee_line", "payout_line", "draft_product"),
    *("pending_product", "no_show_product"),
)
RESERVATION = "reservation"
OF_RESERVATIONS = (
    *(RESERVATION, "cancelled_reservation", "failed_reservation", "fee", "payout", "draft_reservation"),
    *("pending_reservation", "no_show"),
)
"""The same of what was booked and costs nothing."""
LINES_OF_RESERVATIONS = tuple(f"{name}_line" for name in OF_RESERVATIONS)
BACK, NOT_PAID, FEE, PAYOUT, DRAFT, AWAITED, NO_SHOW = range(1, len(OF_ORDERS))
"""By their place in the names of events what became of a row; 0 for none of it."""
UNPAID = tuple(
    names[fate]
    for names in (OF_ORDERS, OF_LINES, OF_RESERVATIONS, LINES_OF_RESERVATIONS)
    for fate in (AWAITED, NO_SHOW)
)
"""Names of the events that are no revenue until somebody pays."""

_FATES = {BACK: TAKEN_BACK, NOT_PAID: FAILED, FEE: FEES, PAYOUT: PAYOUTS, DRAFT: DRAFTS}
"""The words of a status or type that say so."""
_UNPAID = {AWAITED: WAITING, NO_SHOW: MISSED}
"""The same of what is revenue all the same once another column says that it was paid."""
_STATUSES = (
    *(*PROPERTY_ROLES["status"].known, "state", "etat", "statut", "stato", "stav", "статус", "ステータス"),
    *("transaction_type", "transaction_status", "receipt_type", "type", "event_type", "event", "attendance", "label"),
)
"""Columns that may say what became of an order, or that a row is none."""
_STATE = re.compile(r"_(?:status|state|statut|estado|stav)(?:_(?:name|text|label))?$")
_OF_OTHERS = re.compile(r"subscription|e?_?mail|customer|account|user|contact|recovery|member|lead|deal|ship|billing")
_OF_SENDING = re.compile(r"fulfil|deliver|dispatch|versand|liefer|env[ií]o|exp[ée]di|livrais|verzend|wysy|doru[cč]")
_CREDITS = frozenset({"credit"})
_SAID: frozenset[str] = frozenset().union(*_FATES.values(), *_UNPAID.values())
_TAKEN_BACK = ("refunded", "is_refunded", "fully_refunded", "cancelled", "canceled", "is_cancelled", "is_canceled")
_LATE = ("late_cancel", "late_cancelled", "late_canceled", "late_cancellation", "is_late_cancel")
_FLAGS = (*_TAKEN_BACK, *_LATE, "voided")
DAYS_BACK = ("refunded_at", "refunded_on", "refund_date", "date_refunded", "voided_at", "chargeback_date")
PARTS_BACK = ("amount_refunded", "refunded_amount", "refund_amount", "total_refunded", "refunded_total")
"""Columns of the day on which an order was given back, and of how much of it."""
_MISSED_FLAGS = ("no_show", "noshow", "is_no_show", "did_not_attend", "did_not_show", "missed")
_PAID_FLAGS = (
    "paid",
    "is_paid",
    "payment_received",
    "bezahlt",
    "paye",
    "payé",
    "payee",
    "payée",
    "pagado",
    "pagato",
    "pago",
)
"""Columns that say of each order yes or no."""


def says_taken_back(table: pa.Table) -> bool:
    """Whether a column of states, of yes and no, or of days says that some orders were refunded, failed or none."""
    flags = ranked(table.column_names, _FLAGS)
    days = [encode(table.column(name)).filled for name in ranked(table.column_names, DAYS_BACK)]
    if any(there.any() and not there.all() for there in days) and not ranked(table.column_names, PARTS_BACK):
        return True
    return status_of_orders(table) is not None or any(_says(table, name, TRUE_WORDS) for name in flags)


def status_of_orders(table: pa.Table) -> str | None:
    """The column that calls some rows refunded, failed or fees: a status, a type, or a “state” that is no country's."""
    return next((name for name in _statuses(table.column_names) if _says(table, name, _SAID)), None)


def says_missed(table: pa.Table) -> bool:
    """Whether a column says of some rows that nobody came, or cancelled too late: only bookings are called so."""
    flags = ranked(table.column_names, (*_MISSED_FLAGS, *_LATE))
    if any(_says(table, name, PLAIN_YES | PLAIN_NO) for name in flags):
        return True
    return any(_says(table, name, MISSED | CANCELLED_LATE) for name in _statuses(table.column_names))


def are_words_of_orders(table: pa.Table, name: str) -> bool:
    """Whether a column says nothing but what became of orders: “Payment” and “Refund”."""
    distinct = encode(table.column(name)).distinct
    return len(distinct) > 0 and bool(_are_called(distinct, SALES | PAID | _SAID).all())


def said_of_rows(rows: EventRows, roles: Mapping[str, str]) -> NDArray[np.int64]:
    """What became of each row: as its status says it, else as another column of the kind does.

    Who has not paid yet, or did not come, has by any other of them.
    """
    said, unpaid = np.zeros(len(rows.at), np.int64), np.zeros(len(rows.at), np.int64)
    paid = np.zeros(len(rows.at), np.bool_)
    own = [roles["status"]] if "status" in roles else []
    for name in dict.fromkeys([*own, *(_statuses(rows.properties) if own else ())]):
        column = rows.properties[name]
        said = np.where(said == 0, _said_in(column), said)
        if not _OF_SENDING.search(plain(name)):
            unpaid = np.where(unpaid == 0, _unpaid_in(column), unpaid)
            paid |= _says_so(column, PAID)
    for name in ranked(rows.properties, _PAID_FLAGS):
        no = _says_yes_or_no(rows.properties[name])
        if no is not None:
            unpaid = np.where((unpaid == 0) & no, AWAITED, unpaid)
            paid |= rows.properties[name].filled & ~no
    for name in ranked(rows.properties, _MISSED_FLAGS):
        unpaid[_says_yes(rows.properties[name])] = NO_SHOW
    return np.where((said == 0) & ~paid, unpaid, said)


def flagged_back(rows: EventRows, first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Orders that a column of yes and no calls refunded or cancelled."""
    back = np.zeros(len(first), np.bool_)
    for name in ranked(rows.properties, _FLAGS):
        back |= _says_yes(rows.properties[name])[first]
    return back


def _said_in(column: Column) -> NDArray[np.int64]:
    """What a column says of each row."""
    found = np.zeros(len(column), np.int64)
    are_sales = _are_sales(column)
    for fate, words in _FATES.items():
        if are_sales or fate not in (FEE, PAYOUT):
            found[_says_so(column, words)] = fate
    if are_sales:
        found[_says_so(column, _CREDITS)] = BACK
    return found


def _unpaid_in(column: Column) -> NDArray[np.int64]:
    """The same of what nobody has paid; some words say so only beside others that say that something was paid."""
    found = np.zeros(len(column), np.int64)
    for fate, words in _UNPAID.items():
        found[_says_so(column, words)] = fate
    if column.type is ColumnType.TEXT:
        found[np.append(matches(_lowered(column.words), AWAITS_PAYMENT), False)[column.values]] = AWAITED
    if _says_so(column, PAID).any():
        found[_says_so(column, WAITING_BESIDE_PAID)] = AWAITED
    return found


def _statuses(names: Iterable[str]) -> list[str]:
    """Columns that may say what became of an order, the likeliest first."""
    every = list(names)
    called_so = [name for name in every if _STATE.search(plain(name)) and not _OF_OTHERS.search(plain(name))]
    return list(dict.fromkeys([*ranked(every, _STATUSES), *called_so]))


def _says(table: pa.Table, name: str, words: Collection[str]) -> bool:
    distinct = encode(table.column(name)).distinct
    says = bool(_are_called(distinct, words).any())
    return says or (words is _SAID and bool(matches(_lowered(distinct), AWAITS_PAYMENT).any()))


def _are_sales(column: Column) -> bool:
    """Whether some rows are called sales, so that a fee is no sale, and a credit the opposite of one."""
    return column.type is ColumnType.TEXT and bool(_are_called(column.words, SALES).any())


def _says_so(column: Column, said: Collection[str]) -> NDArray[np.bool_]:
    """Rows whose status is one of these."""
    if column.type is not ColumnType.TEXT:
        return np.zeros(len(column), np.bool_)
    found: NDArray[np.bool_] = np.append(_are_called(column.words, said), False)[column.values]
    return found


def _says_yes(column: Column) -> NDArray[np.bool_]:
    """Rows of which a column of yes and no, in words or as 1 and 0, says yes."""
    if column.type is ColumnType.TEXT:
        return _says_so(column, TRUE_WORDS)
    return np.asarray(column.values == 1) & (column.type in (ColumnType.NUMBER, ColumnType.BOOLEAN))


def _says_yes_or_no(column: Column) -> NDArray[np.bool_] | None:
    """Rows of which a column that says nothing but yes and no says no; None where it says more."""
    if column.type is ColumnType.BOOLEAN:
        return np.asarray(column.values == 0)
    if column.type is not ColumnType.TEXT or not _are_called(column.words, PLAIN_YES | PLAIN_NO).all():
        return None
    return _says_so(column, PLAIN_NO)


def _are_called(words: pa.StringArray, said: Collection[str]) -> NDArray[np.bool_]:
    return numpy_of(pc.is_in(_lowered(words), pa.array(sorted(said))))


def _lowered(words: pa.StringArray) -> pa.StringArray:
    """Texts as the words are compared with them."""
    return pc.replace_substring_regex(pc.utf8_lower(pc.utf8_trim_whitespace(words)), "[-_ ]+", " ")
