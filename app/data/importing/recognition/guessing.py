"""What a mapping leaves out, guessed from the names and values of a file's columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import NO_WORDS, keep, matches, words_of
from app.data.columns.column import ColumnType
from app.data.columns.texts import KnownTexts, Texts, encode
from app.data.importing.mapping import CustomersMapping, EventsMapping
from app.data.importing.recognition.missing import MissingColumnError
from app.data.importing.recognition.names import names_a_birthday
from app.data.importing.recognition.no_customer import no_key
from app.data.importing.recognition.no_event_names import names_abandoned, names_no_event
from app.data.importing.values.counted_time import BARE_NUMBER
from app.data.importing.values.moments import DayFirst, read_moments
from app.data.vocabulary.headers import (
    EMAILS,
    EVENT_IDS,
    EVENT_NAMES,
    INSTANTS,
    KEYS,
    PHONES,
    SURE_EVENT_NAMES,
    names_an_identifier,
    plain,
    ranked,
)
from app.data.vocabulary.roles import EVENT_ROLES, PROPERTY_ROLES
from app.errors import AppError

_LOOK = 1000
_LONGEST_NAME = 80
_MOST_NAMES = 60
_MOST, _NEARLY_ALL = 0.5, 0.9
_MOST_LOOKED_AT = 100
_FEW = 2
_ADDRESS = r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"
_DIALLED = r"^\s*\+[1-9]\d{6,14}\s*$"
_FULL_NAME = r"^\s*\p{L}[\p{L}.'’-]*(?:\s+\p{L}[\p{L}.'’-]*)+\s*$"
_CODE = r"^[\w-]{2,}$"
_COMPACT_DAY = r"^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$"
_OF_THINGS = ("order_id", "product", "opportunity_id")
_PERIODS = frozenset(
    {
        "order_interval_unit",
        "interval_unit",
        "interval",
        "billing_period",
        "billing_interval",
        "billing_cycle",
        "plan_interval",
        "period",
    }
)
_OF_PERIODS = frozenset(
    {"current_period_start", "current_period_start_utc", "current_period_end", "current_period_end_utc", "trial_start"}
    | {"trial_start_utc", "trial_end", "trial_end_utc", "next_billing_date", "next_payment_date", "renewal_date"}
    | {"next_charge_date", "next_charge_scheduled_at", "next_order_date", "next_charge_at", "next_renewal_date"}
)
"""What exports of subscriptions say of them."""
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


def require_columns(file: str, there: Sequence[str], wanted: Iterable[tuple[str, str]]) -> None:
    """An AppError in words unless all (what, column) are there."""
    absent = [f"“{column}” ({what})" for what, column in wanted if column not in there]
    if absent:
        columns = ", ".join(there)
        raise AppError(
            f"{file} has no column {' and no column '.join(absent)}. Its columns are: {columns}. Nothing was imported; "
            "name the right column, or choose another file."
        )


def customer_key(file: str, table: pa.Table, given: CustomersMapping) -> str:
    """The column that names the customer: of those called so the first that most rows fill."""
    if given.key is not None:
        require_columns(file, table.column_names, [("the customer's key", given.key)])
        return given.key
    found = next(iter(key_candidates(table)), None)
    if found is None:
        raise no_key(file, table)
    return found


def key_candidates(table: pa.Table) -> list[str]:
    """Columns that can name a customer, the likeliest first; an empty column is no key, one mostly empty a late one."""
    named = ranked(table.column_names, KEYS, people=True, ends=True)
    filled = {name: filled_share(table, name) for name in named}
    good = _constants_last(table, _senders_first(table, [name for name in named if filled[name] > _MOST]))
    sparse = sorted((name for name in named if 0 < filled[name] <= _MOST), key=lambda name: -filled[name])
    found = _names_last(table, list(dict.fromkeys([*good, *_unique_columns(table), *sparse])))
    phones = filled_columns(table, ranked(table.column_names, PHONES, people=True))
    return found or _unnamed_keys(table) or _of_values(table, _ADDRESS) or phones or _of_values(table, _DIALLED)


def _names_last(table: pa.Table, names: Sequence[str]) -> list[str]:
    """Columns with people's names behind those with ids and addresses: two may be called alike; what is an id stays."""
    asked = [name for name in names if not plain(name).endswith("id")]
    heads = {name: encode(table.column(name).slice(0, _LOOK)).distinct for name in asked}
    called = {name for name, words in heads.items() if len(words) and matches(words, _FULL_NAME).mean() > _MOST}
    return sorted(names, key=lambda name: name in called)


def _of_values(table: pa.Table, form: str) -> list[str]:
    """Columns that hold different addresses, or phones with a country's code, whatever they are called."""
    head = near_columns(table).slice(0, _LOOK)
    texts = {name: encode(head.column(name)).distinct for name in head.column_names}
    return [name for name, words in texts.items() if len(words) > 1 and bool(matches(words, form).mean() > _MOST)]


def _senders_first(table: pa.Table, names: Sequence[str]) -> list[str]:
    """Of the columns of addresses those behind the others that say the same in each row: the shop's own."""
    addresses = set(ranked(names, EMAILS, people=True, ends=True))
    same = [name for name in names if name in addresses and _says_one_thing(table, name)]
    return list(names) if len(same) == len(addresses) else [*(name for name in names if name not in same), *same]


def _constants_last(table: pa.Table, names: Sequence[str]) -> list[str]:
    """Ids that say the same in each row behind the others, where addresses differ: the account of who sends."""
    addresses = ranked(names, EMAILS, people=True, ends=True)
    if not any(not _says_one_thing(table, name) for name in addresses):
        return list(names)
    return sorted(names, key=lambda name: _says_one_thing(table, name))


def _says_one_thing(table: pa.Table, name: str) -> bool:
    return table.num_rows >= _FEW and len(encode(table.column(name).slice(0, _LOOK)).distinct) == 1


def event_columns(file: str, table: pa.Table, given: EventsMapping) -> EventColumns:
    """The columns with customer, instant and name of each event."""
    there = table.column_names
    named = [("the customer's key", given.key), ("the instant", given.at), ("the event's name", given.name)]
    require_columns(file, there, [(what, column) for what, column in named if column is not None])
    key = given.key or event_key(file, table)
    at = given.at or _instant_column(file, table)
    if given.name is not None or given.name_constant is not None:
        return EventColumns(key, at, given.name, given.name_constant)
    name = event_name_column(table, (key, at))
    return EventColumns(key, at, name, None if name else _constant(file, table))


def event_key(file: str, table: pa.Table) -> str:
    """The column that names the customer of an event; one with another value in each row names the event."""
    candidates = key_candidates(table)
    unique = set(_all_differ(table))
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
        return next((name for name in sure if not _says_one_thing(table, name)), sure[0])
    known = {word for role in EVENT_ROLES.values() for word in role.known}
    for name in dict.fromkeys([*called, *free]):
        texts = encode(table.column(name).slice(0, _LOOK)).distinct
        if 0 < len(texts) <= _MOST_NAMES and sum(plain(word) in known for word in words_of(texts)) >= len(texts) / 3:
            return name
    return next(iter(called), None)


def surely_named(table: pa.Table) -> list[str]:
    """Columns that are called as those with the names of events are, and hold words, not numbers."""
    named = filled_columns(table, ranked(table.column_names, SURE_EVENT_NAMES))
    return [name for name in named if _holds_words(table, name)]


def _holds_words(table: pa.Table, name: str) -> bool:
    words = encode(table.column(name).slice(0, _LOOK)).distinct
    return not len(words) or bool(matches(words, r"\p{L}").mean() > _MOST)


def look_like_events(table: pa.Table, moments: Sequence[str] | None = None) -> bool:
    """Whether a file has an instant column and names the same customer again and again, or names events.

    `moments` are its instant columns, where they are known.
    """
    moments = instant_columns(table) if moments is None else moments
    key = next(iter(key_candidates(table)), None)
    repeated = key is not None and _comes_again(encode(table.column(key)))
    return bool(moments) and (repeated or bool(surely_named(table)) or names_others_again(table))


def names_others_again(table: pa.Table) -> bool:
    """Whether each row has an id of its own, and names people who come again: tickets, orders, payments."""
    candidates = key_candidates(table)
    if not candidates:
        return False
    has_own = any(plain(name) in _OWN_IDS for name in _all_differ(table))
    if plain(candidates[0]) not in _OWN_IDS and not (has_own and _comes_again(encode(table.column(candidates[0])))):
        return False
    others = ranked(table.column_names, (*KEYS, "customer_name"), people=True)
    texts = [encode(table.column(name).slice(0, _LOOK)) for name in others if plain(name) not in _OWN_IDS]
    return any(map(_comes_again, texts))


def _comes_again(texts: Texts) -> bool:
    """Whether the same stand there again and again, upper and lower case and blanks aside."""
    words: Any = pc.utf8_trim_whitespace(pc.utf8_lower(texts.distinct))
    return len(words.unique()) < _NEARLY_ALL * int(texts.filled.sum())


def instant_columns(table: pa.Table) -> list[str]:
    """Columns that hold dates or instants, but for the days on which people were born."""
    near = near_columns(table)
    return _with_instants(near, [name for name in near.column_names if not names_a_birthday(name)])


def filled_columns(table: pa.Table, names: Iterable[str]) -> list[str]:
    """Those of the columns in which one of the first rows has something; all of a table without rows."""
    if not table.num_rows:
        return list(names)
    blank = pa.scalar("")
    return [name for name in names if _any(pc.not_equal(table.column(name).slice(0, _LOOK), blank))]


def _any(mask: Any) -> bool:
    return bool(pc.any(mask).as_py())


def filled_share(table: pa.Table, name: str) -> float:
    """The share of the first rows with a value there; 1 without rows."""
    texts = encode(table.column(name).slice(0, _LOOK))
    return float(texts.filled.mean()) if len(texts) else 1.0


def _all_differ(table: pa.Table) -> list[str]:
    """Columns that have another value in each of the first rows."""
    head = near_columns(table).slice(0, _LOOK)
    if head.num_rows < _FEW:
        return []
    return [name for name in head.column_names if len(encode(head.column(name)).distinct) == head.num_rows]


def near_columns(table: pa.Table) -> pa.Table:
    """The first columns of a wide file, and those that are called as keys and instants are."""
    if table.num_columns <= _MOST_LOOKED_AT:
        return table
    names = table.column_names
    called = {name for known in (KEYS, PHONES, INSTANTS, EVENT_NAMES) for name in ranked(names, known)}
    return table.select([place for place, name in enumerate(names) if place < _MOST_LOOKED_AT or name in called])


def _unnamed_keys(table: pa.Table) -> list[str]:
    """In a file without a header: columns of codes that come again and are neither dates nor amounts."""
    head = table.slice(0, _LOOK)
    found = []
    for name in head.column_names if is_unnamed(table.column_names) else ():
        texts = encode(head.column(name))
        codes = len(texts.distinct) > 1 and bool(matches(texts.distinct, _CODE).all())
        if codes and texts.filled.all() and len(texts.distinct) < head.num_rows and not _with_instants(table, [name]):
            found.append(name)
    return sorted(found, key=lambda name: -len(encode(head.column(name)).distinct))


def is_unnamed(columns: Sequence[str]) -> bool:
    """Whether a file has no header, so that its columns are called by their place."""
    return all(re.fullmatch(r"column \d+", name) for name in columns)


def unnamed_roles(columns: Mapping[str, Texts], types: Mapping[str, ColumnType]) -> dict[str, str]:
    """In a file without a header: the first decimals are the amount, the first small whole numbers the quantity."""
    numbers = [name for name, type_ in types.items() if type_ is ColumnType.NUMBER]
    decimal = [name for name in numbers if matches(columns[name].distinct, r"\d[.,]\d").mean() > _MOST]
    whole_ = [name for name in numbers if matches(columns[name].distinct, r"^\s*-?\d{1,3}\s*$").all()]
    return {role: names[0] for role, names in (("amount", decimal), ("quantity", whole_)) if names}


def _unique_columns(table: pa.Table) -> list[str]:
    """Columns that have another value in each row and may be keys by their name; those of things name nobody."""
    known = {word for role in _OF_THINGS for word in PROPERTY_ROLES[role].known} | {*EVENT_IDS}
    names = table.column_names
    of_things = {*ranked(names, known), *(name for name in names if plain(name) in known)}
    return _all_differ(table.select([each for each in names if names_an_identifier(each) and each not in of_things]))


def _instant_column(file: str, table: pa.Table) -> str:
    table = near_columns(table)
    named = ranked(table.column_names, INSTANTS)
    others = [name for name in table.column_names if name not in named]
    found = next((here[0] for some in (named, others) if (here := _with_instants(table, some))), None)
    if found is None and named:
        return named[0]
    if found is None:
        what = "the instant of an event"
        raise MissingColumnError("no-instant", file, what, table.column_names, "When it happened", "--at")
    return found


def _with_instants(table: pa.Table, names: Sequence[str]) -> list[str]:
    """Those of the columns whose first values are dates or instants; bare numbers are, only under such a name.

    All of one sort are read together, which for many columns is ten times as fast.
    """
    texts = {name: encode(table.column(name).slice(0, _LOOK)).distinct for name in names}
    filled = [name for name in names if len(texts[name])]
    bare = [name for name in filled if _may_be_bare(name, texts[name])]
    fits: dict[str, float] = {}
    for some, are_bare in ((bare, True), ([name for name in filled if name not in bare], False)):
        words = pa.concat_arrays([NO_WORDS, *(texts[name] for name in some)])
        mask = matches(words, r"\d")
        mask[mask] = read_moments(keep(words, mask), serials=are_bare).fits
        mask &= are_bare | ~matches(words, BARE_NUMBER)
        ends = np.cumsum([0, *(len(texts[name]) for name in some)]).tolist()
        fits |= {name: mask[first:last].mean() for name, first, last in zip(some, ends, ends[1:], strict=False)}
    return [name for name in filled if fits[name] > _MOST]


def _may_be_bare(name: str, texts: pa.StringArray) -> bool:
    return bool(ranked([name], INSTANTS)) or (is_unnamed([name]) and bool(matches(texts, _COMPACT_DAY).all()))


def _holds_names(table: pa.Table, name: str) -> bool:
    """Whether the texts are short words, and few where there are many rows."""
    if not _holds_words(table, name):
        return False
    texts = encode(table.column(name).slice(0, _LOOK))
    longest = max(map(len, words_of(texts.distinct)), default=0)
    return longest <= _LONGEST_NAME and len(texts.distinct) <= max(_MOST_NAMES, len(texts) / 5)


def names_an_order(columns: Sequence[str]) -> bool:
    """Whether a column has an order's id, by a name that says so."""
    named = ranked(columns, PROPERTY_ROLES["order_id"].known, ends=True)
    return any(plain(name) not in ("order", "receipt") for name in named)


def names_a_subscription(columns: Sequence[str]) -> bool:
    """Whether columns say for which period and how long something was subscribed to."""
    names = set(map(plain, columns))
    return bool(names & _PERIODS) and bool(names & _OF_PERIODS)


def has_income(table: pa.Table, amounts: Sequence[str]) -> bool:
    """Whether some amount is not taken off: what each message cost the sender is nobody's purchase."""
    heads = [encode(table.column(name).slice(0, _LOOK)).distinct for name in amounts]
    return any(not len(words) or bool((~matches(words, r"^\s*[-\x{2212}(]")).any()) for words in heads)


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
        return "purchase"
    return plain(PurePath(file).name.split(".")[0]) or "event"
