"""Who was known by less than an id and has one by now: visitors by their cookies, guests by their addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of, pick, words_of
from app.data.columns.selection import union_of_words
from app.data.columns.texts import encode
from app.data.importing.keys.identities import Identifiers, Merge


def known_by_now(
    before: pa.StringArray, own: pa.StringArray, now: pa.StringArray, told: Collection[str]
) -> Iterator[Merge]:
    """Customers of a dataset who were known by an address or a cookie alone, and whom a file names otherwise now.

    `own` are their ids in normal form: who is merely spelled otherwise is no other. Ids in `told` are left out.
    """
    is_other: Any = pc.and_(pc.not_equal(before, now), pc.not_equal(own, now))
    rows = np.flatnonzero(numpy_of(is_other))
    found: dict[str, list[str]] = {}
    for lesser, kept in zip(words_of(pick(before, rows)), words_of(pick(now, rows)), strict=True):
        if lesser not in told:
            found.setdefault(kept, []).append(lesser)
    yield from (Merge(kept, tuple(merged)) for kept, merged in found.items())


def joined_visits(
    tables: Sequence[Sequence[Identifiers]],
    lesser: Sequence[Collection[str]],
    own: Sequence[pa.StringArray],
    customers: Sequence[pa.StringArray],
) -> Iterator[Merge]:
    """The cookies and addresses of rows that name nobody else, whose customers have other ids.

    A merge for each such customer. Table by table `lesser` are the kinds of its identifiers that are such, `own` each
    row's best identifier and `customers` whose row it is. What reads like an id of a customer is left out: nobody could
    tell which is meant.
    """
    parts = []
    for table, kinds, ids, names in zip(tables, lesser, own, customers, strict=True):
        rows = _nameless(table, kinds, len(ids))
        parts.append((kinds, pick(ids, rows), pick(names, rows)))
    every = union_of_words([encode(names).distinct for names in customers])
    found: dict[str, list[str]] = {}
    for kinds, ids, names in parts:
        for customer, id_ in _others(kinds, ids, names, every):
            found.setdefault(customer, []).append(id_)
    for customer, group in found.items():
        yield Merge(customer, (group[0],) if len(group) == 1 else tuple(dict.fromkeys(group)))


def _nameless(table: Sequence[Identifiers], lesser: Collection[str], count: int) -> NDArray[np.int64]:
    """Rows that no identifier of another kind names."""
    if not lesser:
        return np.array([], np.int64)
    is_named = np.zeros(count, np.bool_)
    for column in table:
        if column.kind not in lesser:
            is_named |= column.texts.filled
    return np.flatnonzero(~is_named)


def _others(
    kinds: Collection[str], own: pa.StringArray, customers: pa.StringArray, every: pa.StringArray
) -> Iterator[tuple[str, str]]:
    """Each customer with an identifier of these kinds that is not the customer's id."""
    if not len(own):
        return
    words, whose = encode(own), encode(customers)
    both = np.flatnonzero(words.filled & whose.filled)
    pairs = np.unique(whose.codes[both].astype(np.int64) << 32 | words.codes[both])
    ids, kept = pick(words.distinct, pairs & 0xFFFFFFFF), pick(whose.distinct, pairs >> 32)
    join_texts: Any = pc.binary_join_element_wise  # the stubs do not know that it takes plain texts
    stays = numpy_of(pc.is_in(ids, every))
    for kind in kinds:
        stays |= numpy_of(pc.equal(join_texts(ids, f" ({kind})", ""), kept))
    rows = np.flatnonzero(~stays)
    yield from zip(words_of(pick(kept, rows)), words_of(pick(ids, rows)), strict=True)
