"""What the rows of a file are, guessed from its header and its values, and why."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from app.data.columns.arrow import matches, words_of
from app.data.columns.texts import encode
from app.data.files.code_lists import NAMES_OF_CODES
from app.data.importing.fates_of_orders import are_words_of_orders, says_taken_back
from app.data.importing.mapping import Kind
from app.data.importing.presets import recognised
from app.data.importing.recognition.columns.first_rows import filled_columns, filled_share, is_unnamed
from app.data.importing.recognition.customers.customer_keys import key_candidates
from app.data.importing.recognition.events.bookings import are_bookings
from app.data.importing.recognition.events.event_columns import (
    event_name_column,
    look_like_events,
    names_others_again,
    surely_named,
)
from app.data.importing.recognition.events.purchases import (
    has_income,
    names_a_subscription,
    names_abandoned,
    names_an_order,
)
from app.data.importing.recognition.guessed_roles import event_roles
from app.data.importing.recognition.times.instant_columns import instant_columns
from app.data.vocabulary.headers import ABOUT_PRODUCTS, KEYS, PRODUCT_IDS, plain, ranked
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, PROPERTY_ROLES

_BESIDE_CODES = re.compile(
    r"valid|expir|redeem|used|usage|times|limit|start|end|from|until|till|to$|value|amount|discount|percent|currency"
    r"|status|state|active|enabled|description|note|campaign|promotion|pool|batch|type|created|updated|gultig|ablauf"
    r"|wert|rabatt|betrag|wahrung|platnost|hodnota|sleva"
)
"""What a list of codes says of them: for how long they are good, how often, and what for."""
_SOME_TAKEN_BACK = "Each row is an order, and some were cancelled, refunded or not made."
_LOOK, _NEARLY_ALL, _HALF = 1000, 0.95, 0.5
_CODE = r"^[A-Z0-9]+(?:[-_][A-Z0-9]+)*$"
_COUNTED = r"^[A-Z_-]*[0-9]*$|^[0-9_-]*$"
"""Words, and numbers behind what they count: customers and orders are called so too."""


_OF_PEOPLE = frozenset(word for role in ATTRIBUTE_ROLES.values() for word in role.known)


class Judgement(NamedTuple):
    """What a file is taken for, a sentence that says why, and the export it was recognised as."""

    kind: Kind
    why: str
    preset: str | None = None


def kind_of(table: pa.Table) -> Judgement:
    """What the rows of a table are."""
    preset = recognised(table.column_names)
    if preset is not None:
        return Judgement(preset.kind, f"The header is that of an export: {preset.title}.", preset.title)
    head = table.slice(0, _LOOK)
    moments = instant_columns(head)
    for judged in (_codes, _products, _subscriptions, _abandoned, _orders, _bookings, _payments, _members):
        found = judged(head, moments)
        if found is not None:
            return found
    if look_like_events(head, moments):
        amounts = filled_columns(head, ranked(head.column_names, PROPERTY_ROLES["amount"].known, ends=True))
        is_named = event_name_column(head, moments) is not None
        if amounts and not is_named and has_income(head, amounts) and says_taken_back(head):
            return Judgement("orders", _SOME_TAKEN_BACK)
        return Judgement("events", _why_events(head, moments))
    if moments and (_are_purchases(head) or (_has(head, "amount") and names_others_again(head))):
        return Judgement("events", f"Each row has an amount or an order's id, and “{moments[0]}”, as purchases have.")
    key = next(iter(key_candidates(head)), None)
    if key is None or len(encode(head.column(key)).distinct) < head.num_rows:
        return Judgement("customers", "Nothing in it says what happened when.")
    return Judgement("customers", f"Each row has another “{key}”, and none says what happened when.")


def _codes(head: pa.Table, _: list[str]) -> Judgement | None:
    """Another code in each row, and beside it nothing but what is said of codes: no column of a customer's."""
    if _are_bare_codes(head):
        return Judgement("pool", "It has another code in each row and names nobody.")
    code = next((name for name in head.column_names if plain(name) in NAMES_OF_CODES), None)
    others = [name for name in head.column_names if name != code]
    if code is None or not all(_BESIDE_CODES.search(plain(name)) and not _names_a_person(name) for name in others):
        return None
    texts = encode(head.column(code))
    if len(texts.distinct) < int(texts.filled.sum()):
        return None
    return Judgement("pool", f"It has another code in each “{code}” and names nobody.")


def _are_bare_codes(head: pa.Table) -> bool:
    """Whether there is nothing but codes without a name above them, with digits before letters as no counted id has."""
    if head.num_columns != 1:
        return False
    texts = encode(head.column(0))
    words = pa.concat_arrays([texts.distinct, pa.array(head.column_names, pa.string())])
    is_code = matches(words, _CODE)
    differs = len(texts.distinct) == int(texts.filled.sum()) and head.column_names[0] not in words_of(texts.distinct)
    are_codes = bool(is_code[-1]) and is_code.mean() >= _NEARLY_ALL and matches(words, _COUNTED).mean() < _HALF
    return len(texts.distinct) > 0 and differs and bool(are_codes)


def _names_a_person(name: str) -> bool:
    """Whether a column of that name says who somebody is."""
    return bool(ranked([name], KEYS, people=True)) or plain(name) in _OF_PEOPLE


def _products(head: pa.Table, moments: list[str]) -> Judgement | None:
    """A catalogue: an id of a product that is another in each row, and what one says of products."""
    people = [name for name in ranked(head.column_names, KEYS) if plain(name) != "id"]
    said = frozenset(ranked(head.column_names, ABOUT_PRODUCTS))
    about = [name for name in head.column_names if name in said]
    key = product_key(head)
    if people or key is None or len(moments) > 1 or len(about) < 1 + (plain(key) == "id"):
        return None
    if len(encode(head.column(key)).distinct) < head.num_rows:
        return None
    return Judgement("products", f"Each row has another “{key}” and its “{about[0]}”.")


def product_key(table: pa.Table) -> str | None:
    """The column that names the product of each row."""
    return next((name for name in ranked(table.column_names, PRODUCT_IDS) if filled_share(table, name) > 0.5), None)


def _orders(head: pa.Table, moments: list[str]) -> Judgement | None:
    """Lines of orders: an order's id comes again, with a product or a quantity and a price."""
    ids = filled_columns(head, ranked(head.column_names, PROPERTY_ROLES["order_id"].known, ends=True))
    lines = _has(head, "product") or (_has(head, "quantity") and (_has(head, "price") or _has(head, "amount")))
    if not moments or not key_candidates(head):
        return None
    if named := surely_named(head):
        return _lines_of_payments(head, ids[0], named) if ids and lines and _has(head, "amount") else None
    if ids and lines:
        texts = encode(head.column(ids[0]))
        if len(texts.distinct) < int(texts.filled.sum()):
            return Judgement("orders", f"Several rows share one “{ids[0]}”: they are the lines of an order.")
    if not _are_purchases(head) and not (_has(head, "amount") and names_others_again(head)):
        return None
    if says_taken_back(head):
        return Judgement("orders", _SOME_TAKEN_BACK)
    prices = filled_columns(head, ranked(head.column_names, PROPERTY_ROLES["price"].known))
    unit_price = [name for name in prices if plain(name) != "price"]
    amounts = filled_columns(head, ranked(head.column_names, PROPERTY_ROLES["amount"].known))
    if unit_price and _has(head, "quantity") and not amounts:
        return Judgement("orders", f"Each row is an order of so many pieces at “{unit_price[0]}”.")
    return None


def _lines_of_payments(head: pa.Table, order_id: str, named: list[str]) -> Judgement | None:
    """Lines of payments and refunds, which a column tells from each other and says nothing else."""
    if not all(are_words_of_orders(head, name) for name in named):
        return None
    ids, names = encode(head.column(order_id)), encode(head.column(named[0]))
    pairs = ids.codes[ids.filled].astype(np.int64) << 32 | names.codes[ids.filled] + 1
    if len(np.unique(pairs)) == len(pairs):
        return None
    return Judgement("orders", f"Several rows share one “{order_id}”: they are the lines of a payment.")


def _bookings(head: pa.Table, moments: list[str]) -> Judgement | None:
    """Each row is something that was booked, and no column says of it that it could be anything else."""
    if not moments or surely_named(head) or not key_candidates(head) or not are_bookings(head):
        return None
    name = event_name_column(head, moments)
    if name is not None and event_roles(words_of(encode(head.column(name)).distinct)):
        return None
    return Judgement("orders", f"Each row is a booking, for “{moments[0]}”.")


def _subscriptions(head: pa.Table, moments: list[str]) -> Judgement | None:
    """Each row is a plan that somebody subscribed to: one that was cancelled later was no refund."""
    if not moments or not names_a_subscription(head.column_names) or not key_candidates(head):
        return None
    return Judgement("events", f"Each row is a subscription, begun at “{moments[0]}”.")


def _abandoned(head: pa.Table, moments: list[str]) -> Judgement | None:
    """Each row is a cart that somebody left: what it would have cost was not paid."""
    if not moments or not names_abandoned(head.column_names) or not key_candidates(head):
        return None
    return Judgement("events", f"Each row is a checkout that was left, at “{moments[0]}”.")


def _payments(head: pa.Table, moments: list[str]) -> Judgement | None:
    """Each row has an amount and a number of its own, and no column says that it could be anything but a payment."""
    of_orders, of_amounts = (_filled_throughout(head, role) for role in ("order_id", "amount"))
    says_more = any(len(encode(head.column(name)).distinct) > 1 for name in surely_named(head))
    if not moments or not of_orders or not of_amounts or says_more or not key_candidates(head):
        return None
    texts = encode(head.column(of_orders[0]))
    if len(texts.distinct) < len(texts):
        return None
    return Judgement("orders", f"Each row is a payment, with “{of_orders[0]}” and “{of_amounts[0]}”.")


def _filled_throughout(head: pa.Table, role: str) -> list[str]:
    named = ranked(head.column_names, PROPERTY_ROLES[role].known, ends=True)
    return [name for name in named if filled_share(head, name) >= _NEARLY_ALL]


def _are_purchases(head: pa.Table) -> bool:
    """Whether there is an amount, or a price of pieces, with a product or in a currency; or an order's id alone."""
    costs = _has(head, "amount") or (_has(head, "price") and _has(head, "quantity"))
    says_so = names_an_order(head.column_names) and names_an_order(filled_columns(head, head.column_names))
    return says_so or (costs and (_has(head, "product") or _has(head, "currency")))


def _members(head: pa.Table, _: list[str]) -> Judgement | None:
    if head.num_columns == 1 and (
        ranked(head.column_names, KEYS) or (is_unnamed(head.column_names) and key_candidates(head))
    ):
        return Judgement("list", f"It has nothing but “{head.column_names[0]}”: the members of a list.")
    return None


def _has(head: pa.Table, role: str) -> bool:
    return bool(filled_columns(head, ranked(head.column_names, PROPERTY_ROLES[role].known, ends=True)))


def _why_events(head: pa.Table, moments: list[str]) -> str:
    name = event_name_column(head, moments)
    if name is not None:
        return f"Each row says in “{name}” what happened, and in “{moments[0]}” when."
    return f"The same customers stand there again and again, at different times (“{moments[0]}”)."
