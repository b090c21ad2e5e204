"""Columns that name the customers of rows in which the first key is empty."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from app.data.importing.recognition.guessing import key_candidates
from app.data.importing.recognition.headers import COOKIES, EMAILS, KEYS, plain, ranked
from app.data.importing.values.identifiers import EMAIL, identified
from app.data.texts import are_blank, encode

_HEAD = 1000


def cookies_beside(table: pa.Table, known: Sequence[str]) -> list[str]:
    """The cookie of events whose customer is not always known."""
    if plain(known[0]) in COOKIES:
        return []
    sparse = bool(pc.any(pc.equal(table.column(known[0]), pa.scalar(""))).as_py())
    others = [name for name in key_candidates(_head(table)) if plain(name) in COOKIES and name not in known]
    return others[:1] if sparse else []


def people_behind(table: pa.Table, known: Sequence[str]) -> list[str]:
    """The customer's id on events that are kept by cookie, where some name one."""
    if plain(known[0]) not in COOKIES:
        return []
    named = ranked(table.column_names, KEYS)
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
    alone = are_blank(table.column(known[0])) & ~are_blank(table.column(found))
    return [found] if alone.any() else []


def _head(table: pa.Table) -> pa.Table:
    return table.slice(0, _HEAD)
