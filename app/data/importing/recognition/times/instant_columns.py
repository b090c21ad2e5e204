"""Columns that hold dates or instants, by their first rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from app.data.columns.arrow import NO_WORDS, keep, matches
from app.data.importing.recognition.columns.first_rows import is_unnamed, near_columns, words_in
from app.data.importing.recognition.columns.names import names_a_birthday
from app.data.importing.recognition.missing import MissingColumnError
from app.data.importing.values.counted_time import BARE_NUMBER
from app.data.importing.values.moments import read_moments
from app.data.vocabulary.headers import INSTANTS, ranked

_MOST = 0.5
_COMPACT_DAY = r"^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$"


def instant_columns(table: pa.Table) -> list[str]:
    """Columns that hold dates or instants, but for the days on which people were born."""
    near = near_columns(table)
    return with_instants(near, [name for name in near.column_names if not names_a_birthday(name)])


def instant_column(file: str, table: pa.Table) -> str:
    """The column with the instant of each event: of those called so the first that holds instants."""
    table = near_columns(table)
    named = ranked(table.column_names, INSTANTS)
    others = [name for name in table.column_names if name not in named]
    found = next((here[0] for some in (named, others) if (here := with_instants(table, some))), None)
    if found is None and named:
        return named[0]
    if found is None:
        what = "the instant of an event"
        raise MissingColumnError("no-instant", file, what, table.column_names, "When it happened", "--at")
    return found


def with_instants(table: pa.Table, names: Sequence[str]) -> list[str]:
    """Those of the columns whose first values are dates or instants; bare numbers are, only under such a name.

    All of one sort are read together, which for many columns is ten times as fast.
    """
    texts = {name: words_in(table, name) for name in names}
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
