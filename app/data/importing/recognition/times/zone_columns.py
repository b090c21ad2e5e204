"""Files that say in a column of its own in which zone the instant of each row is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import matches, numpy_of, pick, words_of
from app.data.columns.texts import encode
from app.data.importing.values.zone_names import zone_as_written, zone_of_header
from app.data.vocabulary.headers import ranked
from app.data.vocabulary.roles import ATTRIBUTE_ROLES
from app.numbers import stored_number

NO_COLUMN = ""
"""Said in a mapping: no column says it, whatever it is called."""
_LOOK = 1000
_ENOUGH = 0.9
_ENDS_WITH_CLOCK = r"(?i)\d:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?\s*$"
_MOST_NAMED = 3


def zone_column(table: pa.Table, at: str, time: str | None) -> str | None:
    """The column with the zones of instants that carry none, of whom nobody in particular is said to be.

    None where the header of the instants says their zone, or nothing else does.
    """
    named = [name for name in ranked(table.column_names, ATTRIBUTE_ROLES["timezone"].known) if name != at]
    if not named or zone_of_header(at) or (time and zone_of_header(time)):
        return None
    clocks = encode(table.column(time or at).slice(0, _LOOK)).distinct
    if not matches(clocks, _ENDS_WITH_CLOCK).any():
        return None
    return next((name for name in named if _holds_zones(table, name)), None)


def is_called_zone(name: str) -> bool:
    """Whether a column is called as those with zones are."""
    return bool(ranked([name], ATTRIBUTE_ROLES["timezone"].known))


def with_zones(table: pa.Table, at: str, zone: str) -> tuple[pa.Table, tuple[str, ...]]:
    """The table with its zone behind each instant that has a time of day and none, and what the user hears of it."""
    texts = encode(table.column(zone))
    words = words_of(texts.distinct)
    read = pa.array([*zone_as_written(words), ""], pa.string())
    behind: Any = pick(read, texts.codes)
    instants: Any = table.column(at)
    is_naive: Any = pc.match_substring_regex(instants, _ENDS_WITH_CLOCK)
    are_both: Any = pc.and_(is_naive, pc.not_equal(behind, pa.scalar("")))
    if not pc.any(are_both).as_py():
        return table, ()
    join_texts: Any = pc.binary_join_element_wise  # the stubs do not know that it takes plain texts
    joined = pc.if_else(are_both, join_texts(pc.utf8_trim_whitespace(instants), behind, " "), instants)
    remarks = [f"The times in “{at}” were read in the zones that “{zone}” says."]
    unread = np.flatnonzero(np.append(numpy_of(pc.equal(read, pa.scalar("")))[:-1], False)[texts.codes])
    if len(unread):
        some = dict.fromkeys(texts.at(int(row)) for row in unread[:_LOOK])
        named = ", ".join(f"“{word}”" for word in list(some)[:_MOST_NAMED])
        rows = "1 row" if len(unread) == 1 else f"{stored_number(len(unread))} rows"
        verb = "names" if len(unread) == 1 else "name"
        remarks.append(f"“{zone}”: {rows} such as {named} {verb} no one zone: those times are local times.")
    return table.set_column(table.column_names.index(at), at, joined), tuple(remarks)


def _holds_zones(table: pa.Table, name: str) -> bool:
    texts = encode(table.column(name).slice(0, _LOOK))
    if not texts.filled.any():
        return False
    known = np.array([*(bool(zone) for zone in zone_as_written(words_of(texts.distinct))), False], np.bool_)
    return bool(known[texts.codes[texts.filled]].mean() >= _ENOUGH)
