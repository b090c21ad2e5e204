"""Which column names the customer of each row, where nobody has said it."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from app.data.columns.arrow import matches
from app.data.columns.texts import encode
from app.data.importing.mapping import CustomersMapping
from app.data.importing.recognition.columns.first_rows import (
    LOOK,
    are_mostly,
    differing_columns,
    filled_columns,
    filled_share,
    is_unnamed,
    near_columns,
    says_one_thing,
    words_in,
)
from app.data.importing.recognition.customers.no_customer import FULL_NAME, no_key
from app.data.importing.recognition.missing import require_columns
from app.data.importing.recognition.times.instant_columns import with_instants
from app.data.vocabulary.headers import EMAILS, EVENT_IDS, KEYS, PHONES, names_an_identifier, plain, ranked
from app.data.vocabulary.roles import PROPERTY_ROLES

_FEW = 2
_ADDRESS = r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"
_MOST = 0.5
_DIALLED = r"^\s*\+[1-9]\d{6,14}\s*$"
_CODE = r"^[\w-]{2,}$"
_OF_THINGS = ("order_id", "product", "opportunity_id")


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
    heads = {name: words_in(table, name) for name in asked}
    called = {name for name, words in heads.items() if are_mostly(words, FULL_NAME)}
    return sorted(names, key=lambda name: name in called)


def _of_values(table: pa.Table, form: str) -> list[str]:
    """Columns that hold different addresses, or phones with a country's code, whatever they are called."""
    head = near_columns(table).slice(0, LOOK)
    texts = {name: encode(head.column(name)).distinct for name in head.column_names}
    return [name for name, words in texts.items() if len(words) > 1 and are_mostly(words, form)]


def _senders_first(table: pa.Table, names: Sequence[str]) -> list[str]:
    """Of the columns of addresses those behind the others that say the same in each row: the shop's own."""
    addresses = set(ranked(names, EMAILS, people=True, ends=True))
    same = [name for name in names if name in addresses and says_one_thing(table, name)]
    return list(names) if len(same) == len(addresses) else [*(name for name in names if name not in same), *same]


def _constants_last(table: pa.Table, names: Sequence[str]) -> list[str]:
    """Ids that say the same in each row behind the others, where addresses differ: the account of who sends."""
    addresses = ranked(names, EMAILS, people=True, ends=True)
    if not any(not says_one_thing(table, name) for name in addresses):
        return list(names)
    return sorted(names, key=lambda name: says_one_thing(table, name))


def _unnamed_keys(table: pa.Table) -> list[str]:
    """In a file without a header: columns of codes that come again and are neither dates nor amounts."""
    head = table.slice(0, LOOK)
    found = []
    for name in head.column_names if is_unnamed(table.column_names) else ():
        texts = encode(head.column(name))
        codes = len(texts.distinct) > 1 and bool(matches(texts.distinct, _CODE).all())
        if codes and texts.filled.all() and len(texts.distinct) < head.num_rows and not with_instants(table, [name]):
            found.append(name)
    return sorted(found, key=lambda name: -len(encode(head.column(name)).distinct))


def _unique_columns(table: pa.Table) -> list[str]:
    """Columns that have another value in each row and may be keys by their name; those of things name nobody."""
    known = {word for role in _OF_THINGS for word in PROPERTY_ROLES[role].known} | {*EVENT_IDS}
    names = table.column_names
    of_things = {*ranked(names, known, ends=True), *(name for name in names if plain(name) in known)}
    identifiers = [name for name in names if names_an_identifier(name) and name not in of_things]
    return differing_columns(table.select(identifiers))
