"""Visits under a cookie that became those of a customer, because events name the customer beside the same cookie."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import numpy_of, pick, words_of
from app.data.identities import Identifiers, Merge
from app.data.selection import union_of_words
from app.data.texts import encode


def joined_visits(
    tables: Sequence[Sequence[Identifiers]],
    cookies: Sequence[Collection[str]],
    own: Sequence[pa.StringArray],
    customers: Sequence[pa.StringArray],
) -> Iterator[Merge]:
    """The cookies of rows that name nobody else, whose customers have other ids; a merge for each such customer.

    Table by table `cookies` are the kinds of its identifiers that are some, `own` each row's best identifier and
    `customers` whose row it is. A cookie that reads like an id of a customer is left out: nobody could tell which is
    meant.
    """
    parts = []
    for table, kinds, ids, names in zip(tables, cookies, own, customers, strict=True):
        rows = _nameless(table, kinds, len(ids))
        parts.append((next(iter(kinds), ""), pick(ids, rows), pick(names, rows)))
    every = union_of_words([encode(names).distinct for names in customers])
    found: dict[str, list[str]] = {}
    for kind, ids, names in parts:
        for customer, cookie in _others(kind, ids, names, every):
            found.setdefault(customer, []).append(cookie)
    for customer, group in found.items():
        yield Merge(customer, (group[0],) if len(group) == 1 else tuple(dict.fromkeys(group)))


def _nameless(table: Sequence[Identifiers], cookies: Collection[str], count: int) -> NDArray[np.int64]:
    """Rows that no identifier but a cookie names."""
    if not cookies:
        return np.array([], np.int64)
    is_named = np.zeros(count, np.bool_)
    for column in table:
        if column.kind not in cookies:
            is_named |= column.texts.filled
    return np.flatnonzero(~is_named)


def _others(
    kind: str, own: pa.StringArray, customers: pa.StringArray, every: pa.StringArray
) -> Iterator[tuple[str, str]]:
    """Each customer with a cookie that is not the customer's id."""
    if not len(own):
        return
    words, whose = encode(own), encode(customers)
    both = np.flatnonzero(words.filled & whose.filled)
    pairs = np.unique(whose.codes[both].astype(np.int64) << 32 | words.codes[both])
    ids, kept = pick(words.distinct, pairs & 0xFFFFFFFF), pick(whose.distinct, pairs >> 32)
    join_texts: Any = pc.binary_join_element_wise  # the stubs do not know that it takes plain texts
    stays = numpy_of(pc.equal(join_texts(ids, f" ({kind})", ""), kept)) | numpy_of(pc.is_in(ids, every))
    rows = np.flatnonzero(~stays)
    yield from zip(words_of(pick(kept, rows)), words_of(pick(ids, rows)), strict=True)
