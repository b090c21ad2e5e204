"""Columns of few words that are no names of events: states of things, and what people are called."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from app.data.columns.arrow import words_of
from app.data.columns.texts import Texts, encode
from app.data.importing.recognition.customers.customer_keys import key_candidates
from app.data.vocabulary.headers import EMAILS, KEYS, plain, ranked
from app.data.vocabulary.roles import EVENT_ROLES, PROPERTY_ROLES

_STATE = re.compile(r"(?:^|_)(?:status|state|statut|estado|stav)(?:_(?:name|text|label))?$|ステータス$|状態$")
_ENDS = frozenset({"won", "lost", "closed_won", "closed_lost"})
"""What becomes of deals, which is an event."""
_OCCASIONS = ("event", "event_name")
_OF_TICKETS = re.compile(
    r"(?:^|_)(?:tickets?|attendee|venue|admission|billets?|tarif|biglietto|entrada|ingresso)(?:_|$)"
)
_FEW = 2
_MOST_WORDS = 64


def names_no_event(table: pa.Table, name: str) -> bool:
    """Whether a column says how something stands, or what somebody is called."""
    word = plain(name)
    if word in PROPERTY_ROLES["status"].known:
        return True
    if _STATE.search(word):
        return not _ENDS & {plain(text) for text in words_of(encode(table.column(name)).distinct.slice(0, _MOST_WORDS))}
    return (word == "name" and _is_of_people(table, name)) or names_an_occasion(table, name)


def names_an_occasion(table: pa.Table, name: str) -> bool:
    """Whether an “event” is what tickets were bought for, and nothing that a customer did."""
    if name not in ranked(table.column_names, _OCCASIONS) or not any(
        _OF_TICKETS.search(plain(each)) for each in table.column_names
    ):
        return False
    known = {word for role in EVENT_ROLES.values() for word in role.known}
    return not any(plain(text) in known for text in words_of(encode(table.column(name)).distinct.slice(0, _MOST_WORDS)))


def _is_of_people(table: pa.Table, name: str) -> bool:
    """Whether each person who comes again has one name throughout, and they have several between them."""
    names = encode(table.column(name))
    called = ranked(table.column_names, (*EMAILS, *KEYS), people=True)
    keys = [each for each in dict.fromkeys((*called, *key_candidates(table))) if each != name]
    texts = next((found for each in keys if _comes_again(found := encode(table.column(each)))), None)
    if texts is None or len(names.distinct) <= _FEW:
        return False
    there = np.flatnonzero(texts.filled & names.filled)
    pairs = np.unique(texts.codes[there].astype(np.int64) << 32 | names.codes[there])
    return len(pairs) == len(np.unique(texts.codes[there]))


def _comes_again(texts: Texts) -> bool:
    return _FEW <= len(texts.distinct) < int(texts.filled.sum())
