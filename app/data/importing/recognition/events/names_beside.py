"""Rows whose event has no name of its own, and are told by what they are instead: installs, pages, sessions."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import words_of
from app.data.columns.texts import are_blank, encode
from app.data.importing.prepared import with_columns
from app.data.vocabulary.headers import ranked
from app.numbers import stored_number

_LOOK = 1000
_KINDS = (
    *("activity_kind", "event_kind", "event_type", "kind", "activity_type", "hit_type", "call_type", "type", "action"),
)
_SAYS_NOTHING = frozenset({"event", "events", "track", "custom", "custom_event", "other", ""})
_MOST_WORDS = 60
_NEARLY_ALL = 0.95


class NamesBeside(NamedTuple):
    """A table whose events all have names, and how that is told."""

    table: pa.Table
    sentence: str = ""


def kind_beside(table: pa.Table, event: str) -> str | None:
    """The column that says what the rows are which the column of names leaves empty."""
    head = table.slice(0, _LOOK)
    empty = are_blank(head.column(event))
    if not empty.any() or empty.all():
        return None
    bare = pa.array(empty)
    for name in ranked([each for each in table.column_names if each != event], _KINDS):
        texts = encode(head.column(name).filter(bare))
        says = {word.strip().lower() for word in words_of(texts.distinct)} - _SAYS_NOTHING
        if says and len(says) <= _MOST_WORDS and texts.filled.mean() >= _NEARLY_ALL:
            return name
    return None


def with_names_beside(table: pa.Table, event: str | None) -> NamesBeside:
    """The table with the kind of each row for its name where it has none; what says nothing of it stays empty."""
    kind = kind_beside(table, event) if event is not None and event in table.column_names else None
    if kind is None or event is None:
        return NamesBeside(table)
    names, kinds = table.column(event), table.column(kind)
    lower: Any = pc.utf8_lower(pc.utf8_trim_whitespace(kinds))
    says = pc.invert(pc.is_in(lower, value_set=pa.array(sorted(_SAYS_NOTHING))))
    bare = pa.chunked_array([pa.array(are_blank(names))])
    filled = pc.and_(bare, says)
    count = int(np.asarray(pc.sum(filled).as_py() or 0))
    changed = pc.if_else(filled, kinds, names)
    sentence = f"{stored_number(count)} rows without “{event}” are called as “{kind}” has it."
    return NamesBeside(with_columns(table, {event: changed}), sentence)
