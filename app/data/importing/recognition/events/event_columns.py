"""Which columns have the customer, the instant and the name of each event, where a mapping leaves it out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import pyarrow as pa

from app.data.columns.arrow import words_of
from app.data.columns.texts import KnownTexts, encode
from app.data.importing.fates_of_orders import RESERVATION
from app.data.importing.mapping import CustomersMapping, EventsMapping
from app.data.importing.recognition.columns.first_rows import (
    LOOK,
    come_again,
    differing_columns,
    filled_columns,
    holds_words,
    near_columns,
    says_one_thing,
    words_in,
)
from app.data.importing.recognition.customers.customer_keys import customer_key, key_candidates
from app.data.importing.recognition.customers.no_customer import no_key
from app.data.importing.recognition.events.bookings import are_bookings, name_of_orders
from app.data.importing.recognition.events.no_event_names import names_an_occasion, names_no_event
from app.data.importing.recognition.events.purchases import (
    has_income,
    names_a_subscription,
    names_abandoned,
    names_an_order,
)
from app.data.importing.recognition.missing import require_columns
from app.data.importing.recognition.times.instant_columns import instant_column, instant_columns
from app.data.importing.values.moments import DayFirst
from app.data.vocabulary.headers import EVENT_NAMES, KEYS, SURE_EVENT_NAMES, plain, ranked
from app.data.vocabulary.roles import EVENT_ROLES, PROPERTY_ROLES

_LONGEST_NAME = 80
_MOST_NAMES = 60
_SHARE, _SURE_SHARE = 0.2, 0.5
_FEW = 2
_OWN_IDS = frozenset({"id", "uid", "uuid", "record_id", "external_id"})


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Where the events of a file have their customer, instant and name; one of `name` and `constant` is None."""

    key: str
    at: str
    name: str | None
    constant: str | None
    day_first: DayFirst | None = None
    names: KnownTexts | None = None
    """The column of names as it was when it was looked at."""


def event_columns(file: str, table: pa.Table, given: EventsMapping) -> EventColumns:
    """The columns with customer, instant and name of each event."""
    there = table.column_names
    named = [("the customer's key", given.key), ("the instant", given.at), ("the event's name", given.name)]
    require_columns(file, there, [(what, column) for what, column in named if column is not None])
    key = given.key or event_key(file, table)
    at = given.at or instant_column(file, table)
    if given.name is not None or given.name_constant is not None:
        return EventColumns(key, at, given.name, given.name_constant)
    name = event_name_column(table, (key, at))
    return EventColumns(key, at, name, None if name else _constant(file, table))


def event_key(file: str, table: pa.Table) -> str:
    """The column that names the customer of an event; one with another value in each row names the event."""
    candidates = key_candidates(table)
    unique = set(differing_columns(table))
    repeating = [name for name in candidates if name not in unique or plain(name) not in _OWN_IDS]
    if not repeating and candidates and table.num_rows > _FEW and _are_payments(table):
        raise no_key(file, table, candidates[0])
    return next(iter(repeating), None) or customer_key(file, table, CustomersMapping())


def _are_payments(table: pa.Table) -> bool:
    amounts = filled_columns(table, ranked(table.column_names, PROPERTY_ROLES["amount"].known, ends=True))
    return bool(amounts) and not surely_named(table)


def event_name_column(table: pa.Table, taken: Collection[str]) -> str | None:
    """The column with few distinct texts that is called so, or whose texts are what tools call events."""
    table = near_columns(table)
    free = [name for name in table.column_names if name not in taken and not names_no_event(table, name)]
    free = filled_columns(table, free)
    called = [name for name in ranked(free, EVENT_NAMES) if _holds_names(table, name)]
    sure = ranked(called, SURE_EVENT_NAMES)
    if sure:
        return next((name for name in sure if not says_one_thing(table, name)), sure[0])
    known = {word for role in EVENT_ROLES.values() for word in role.known}
    for name in dict.fromkeys([*called, *free]):
        texts = words_in(table, name)
        if 0 < len(texts) <= _MOST_NAMES and sum(plain(word) in known for word in words_of(texts)) >= len(texts) / 3:
            return name
    return next(iter(called), None)


def surely_named(table: pa.Table) -> list[str]:
    """Columns that are called as those with the names of events are, and hold words, not numbers."""
    named = filled_columns(table, ranked(table.column_names, SURE_EVENT_NAMES))
    return [name for name in named if holds_words(table, name) and not names_an_occasion(table, name)]


def look_like_events(table: pa.Table, moments: Sequence[str] | None = None) -> bool:
    """Whether a file has an instant column and names the same customer again and again, or names events.

    `moments` are its instant columns, where they are known.
    """
    moments = instant_columns(table) if moments is None else moments
    key = next(iter(key_candidates(table)), None)
    repeated = key is not None and come_again(encode(table.column(key)))
    return bool(moments) and (repeated or bool(surely_named(table)) or names_others_again(table))


def names_others_again(table: pa.Table) -> bool:
    """Whether each row has an id of its own, and names people who come again: tickets, orders, payments."""
    candidates = key_candidates(table)
    if not candidates:
        return False
    has_own = any(plain(name) in _OWN_IDS for name in differing_columns(table))
    if plain(candidates[0]) not in _OWN_IDS and not (has_own and come_again(encode(table.column(candidates[0])))):
        return False
    others = ranked(table.column_names, (*KEYS, "customer_name"), people=True)
    texts = [encode(table.column(name).slice(0, LOOK)) for name in others if plain(name) not in _OWN_IDS]
    return any(map(come_again, texts))


def _holds_names(table: pa.Table, name: str) -> bool:
    """Whether the texts are short words, and few where there are many rows."""
    if not holds_words(table, name):
        return False
    texts = encode(table.column(name).slice(0, LOOK))
    longest = max(map(len, words_of(texts.distinct)), default=0)
    share = _SURE_SHARE if ranked([name], SURE_EVENT_NAMES) else _SHARE
    return longest <= _LONGEST_NAME and len(texts.distinct) <= max(_MOST_NAMES, len(texts) * share)


def _constant(file: str, table: pa.Table) -> str:
    """ "subscription" for a file with their periods, "purchase" for one with amounts or orders, else its own name."""
    if names_a_subscription(table.column_names):
        return "subscription"
    if names_abandoned(table.column_names):
        return "abandoned_checkout"
    named = {name: ranked(table.column_names, role.known, ends=True) for name, role in PROPERTY_ROLES.items()}
    there = {name: found for name, known in named.items() if (found := filled_columns(table, known))}
    if (
        has_income(table, there.get("amount", ()))
        or {"order_id", "product"} <= there.keys()
        or names_an_order(there.get("order_id", ()))
    ):
        return name_of_orders(table)
    return RESERVATION if are_bookings(table) else plain(PurePath(file).name.split(".")[0]) or "event"
