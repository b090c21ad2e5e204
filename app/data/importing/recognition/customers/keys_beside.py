"""Columns that name the customers of rows beside the first key, or where it is empty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.texts import Texts, are_blank, encode
from app.data.importing.file_plan import Key
from app.data.importing.recognition.customers.customer_keys import key_candidates
from app.data.importing.recognition.customers.guests import rows_of_nobody
from app.data.importing.values.identifiers import EMAIL, PHONE, identified, normal_texts
from app.data.vocabulary.headers import COOKIES, EMAILS, KEYS, plain, ranked

_HEAD = 1000
_NEARLY_ALL = 0.9


def cookies_beside(table: pa.Table, known: Sequence[str]) -> list[str]:
    """The cookie of events whose customer is not always known."""
    if plain(known[0]) in COOKIES:
        return []
    others = [name for name in key_candidates(_head(table)) if plain(name) in COOKIES and name not in known]
    if not others:
        return []
    has_blanks = bool(pc.any(pc.equal(table.column(known[0]), pa.scalar(""))).as_py())
    return others[:1] if has_blanks or rows_of_nobody(table, known[0])[0].any() else []


def people_behind(table: pa.Table, known: Sequence[str]) -> list[str]:
    """The customer's id on events that are kept by cookie, where some name one."""
    if plain(known[0]) not in COOKIES:
        return []
    named = ranked(table.column_names, KEYS, people=True)
    people = [name for name in key_candidates(_head(table)) if name in named and plain(name) not in {*COOKIES, "id"}]
    return people[:1]


def addresses_beside(table: pa.Table, known: Sequence[str]) -> list[str]:
    """The address where some row has one and no id: guests of a shop, contacts that another system does not know."""
    if plain(known[0]) in {*COOKIES, *EMAILS}:
        return []
    named = [name for name in ranked(table.column_names, EMAILS, people=True) if name not in known]
    found = next((name for name in named if identified(name, encode(_head(table).column(name))) == EMAIL), None)
    if found is None:
        return []
    alone = are_blank(table.column(known[0])) | rows_of_nobody(table, known[0])[0]
    alone &= ~are_blank(table.column(found))
    return [found] if alone.any() else []


def address_of_customers(table: pa.Table, keys: Sequence[Key]) -> str | None:
    """The column with the customers' own addresses on events that are kept by another id, which all rows have.

    It has about one address for each id and one id for each address: an agent's, or the shop's, has many.
    """
    if not keys or plain(keys[0].column) in COOKIES or any(key.identifies == EMAIL for key in keys):
        return None
    head = _head(table)
    ids = encode(head.column(keys[0].column))
    for name in ranked(table.column_names, EMAILS, people=True):
        texts = encode(head.column(name))
        if identified(name, texts) == EMAIL and _are_one_to_one(ids, normal_texts(texts, EMAIL)):
            return name
    return None


def roles_of_keys(keys: Sequence[Key]) -> dict[str, str]:
    """The roles of key columns that hold addresses and phones, whatever they are called."""
    return {key.identifies: key.column for key in reversed(keys) if key.identifies in (EMAIL, PHONE)}


def _are_one_to_one(ids: Texts, addresses: Texts) -> bool:
    both = np.flatnonzero(ids.filled & addresses.filled)
    pairs = np.unique(ids.codes[both].astype(np.int64) << 32 | addresses.codes[both])
    counts = (len(np.unique(pairs >> 32)), len(np.unique(pairs & 0xFFFFFFFF)))
    return bool(len(pairs)) and min(counts) >= _NEARLY_ALL * len(pairs)


def _head(table: pa.Table) -> pa.Table:
    return table.slice(0, _HEAD)
