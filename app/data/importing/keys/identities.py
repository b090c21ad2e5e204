"""Which identifiers name one customer: connected ones do, and the best-ranked stays her id."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, keep, numpy_of, pick, whole, words_of
from app.data.columns.selection import places
from app.data.columns.texts import Texts
from app.numbers import stored_number

_NO_NODES = np.zeros(0, np.int64)
_MOST_NAMED = 3
MOST_SHARING = 10
"""How many ids one address, phone or device may stand beside and still make them one customer."""

_Pair: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """One column of identifiers in normal form: `kind` says what they are; columns of one kind are compared."""

    kind: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Merge:
    """Ids that would have been customers of their own and are one: `kept` stays, `through` names what links them."""

    kept: str
    merged: tuple[str, ...]
    through: tuple[str, ...] = ()

    def sentence(self) -> str:
        """The merge in words."""
        return f"{', '.join(f'“{id_}”' for id_ in self.merged)} and “{self.kept}” are one customer" + (
            f": {', '.join(f'“{id_}”' for id_ in self.through)} belongs to both." if self.through else "."
        )


@dataclass(frozen=True, slots=True)
class Shared:
    """An identifier that stands beside so many ids of one table that it names nobody: info@ of a company, a till."""

    text: str
    ids: int


def shared_sentences(shared: Sequence[Shared]) -> Iterator[str]:
    """What names nobody because it stands beside too many ids: the first ones by name, the others by their number."""
    for each in shared[:_MOST_NAMED]:
        yield f"“{each.text}” stands beside {stored_number(each.ids)} ids: it names none of them, and makes none one."
    left = len(shared) - _MOST_NAMED
    if left > 0:
        others = "one other stands" if left == 1 else f"{stored_number(left)} others stand"
        yield f"So {others} beside several ids: devices, addresses or phones that several people use."


@dataclass(frozen=True, slots=True)
class Resolved:
    """The customer of every row of every table, each row's own best identifier, and which ids became one.

    A text is "" where no identifier is filled.
    """

    customers: tuple[pa.StringArray, ...]
    own: tuple[pa.StringArray, ...]
    merges: tuple[Merge, ...]
    shared: tuple[Shared, ...] = ()


def resolve(
    tables: Sequence[Sequence[Identifiers]],
    ranking: Sequence[str],
    apart: Collection[str] = (),
    known: pa.StringArray = NO_WORDS,
    foreign: Collection[str] = (),
) -> Resolved:
    """One id for all identifiers that rows of any table connect.

    `ranking` holds all kinds, the best first; of several identifiers of the best kind the one that stands first stays.
    Rows of ids in `apart` connect nothing, nor does what stands beside more than `MOST_SHARING` better ones; nor, where
    a chain would make one customer of more ids than that, what stands beside several. Where an id of another kind
    reads the same, the lower one's kind stands beside it; what reads as one of the ids that are `known` is that,
    but for `foreign` kinds, whose ids are others.
    """
    space = _Space(tables, ranking)
    nodes = [[space.nodes(column) for column in table] for table in tables]
    loose = numpy_of(pc.is_in(space.words, pa.array(sorted(apart), pa.string()))) if apart else None
    every = [pair for table in nodes for pair in _links(table, loose)]
    many = {number: count for pair in every for number, count in space.shared(*pair)}
    labels = space.connected(every, many)
    blank = pa.array([""], pa.string())
    texts = whole(pa.chunked_array([space.words, blank]))
    ids = whole(pa.chunked_array([space.ids(labels, known, foreign), blank]))
    found = [_first_filled(table) for table in nodes]
    own = [np.where(first >= 0, first, len(labels)) for first in found]
    names = np.append(labels, len(labels))
    customers = tuple(pick(ids, names[first]) for first in own)
    shared = tuple(Shared(str(space.words[number]), count) for number, count in many.items())
    return Resolved(customers, tuple(pick(texts, first) for first in own), tuple(space.merges(labels)), shared)


def components(count: int, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each of `count` nodes the least node that links connect it to.

    Each root hooks onto the least root it is linked to, and paths are halved until all point to roots: the way of
    Shiloach and Vishkin (1982), a few passes over the links.
    """
    labels = np.arange(count)
    while len(first):
        low, high = np.minimum(labels[first], labels[second]), np.maximum(labels[first], labels[second])
        apart = low != high
        first, second, low, high = first[apart], second[apart], low[apart], high[apart]
        np.minimum.at(labels, high, low)
        while True:
            further = labels[labels]
            if np.array_equal(further, labels):
                break
            labels = further
    return labels


class _Space:
    """All identifiers, numbered by rank of kind and order of first sight."""

    def __init__(self, tables: Sequence[Sequence[Identifiers]], ranking: Sequence[str]) -> None:
        parts, starts, offset = [], {}, 0
        for kind in ranking:
            same = [column.texts.distinct for table in tables for column in table if column.kind == kind]
            words = whole(pa.chunked_array(same, pa.string()).unique()) if same else NO_WORDS
            starts[kind] = offset, words
            parts.append(words)
            offset += len(words)
        self.words: pa.StringArray = whole(pa.chunked_array(parts, pa.string()))
        self._starts = starts
        self._kinds = list(ranking)
        self._kinds_of_nodes = np.repeat(np.arange(len(parts)), [len(part) for part in parts])

    def nodes(self, column: Identifiers) -> NDArray[np.int64]:
        """The number of each row's identifier; -1 where there is none."""
        start, words = self._starts[column.kind]
        numbers = places(column.texts.distinct, words).astype(np.int64) + start
        return np.append(numbers, -1)[column.texts.codes]

    def shared(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
        """Identifiers that these links connect with more better ones than customers share one, and with how many."""
        kinds = (self._kinds_of_nodes[side] for side in (first, second))
        differ = np.flatnonzero(np.not_equal(*kinds))
        counts = np.bincount(np.maximum(first, second)[differ]) if len(differ) else np.zeros(0, np.int64)
        yield from ((int(number), int(counts[number])) for number in np.flatnonzero(counts > MOST_SHARING))

    def connected(self, every: Sequence[_Pair], many: dict[int, int]) -> NDArray[np.int64]:
        """For each identifier the least that links connect it to; what links so much that it names nobody joins `many`.

        Devices that several people use connect their customers to chains: where more ids of one kind than
        `MOST_SHARING` hang together, what stands beside several better ones names nobody; the worst kind first.
        """
        for kind in range(len(self._kinds) - 1, 0, -1):
            first, second = _joined(every, many)
            chained = self._in_chains(components(len(self.words), first, second))
            if not chained.any():
                break
            pairs = np.unique(np.minimum(first, second) << 32 | np.maximum(first, second))
            counts = np.bincount(pairs & 0xFFFFFFFF, minlength=len(self.words))
            several = np.flatnonzero((self._kinds_of_nodes == kind) & (counts > 1) & chained)
            many |= {int(number): int(counts[number]) for number in several}
        return components(len(self.words), *_joined(every, many))

    def _in_chains(self, labels: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which identifiers hang together with more ids of the best kind among them than share one of another."""
        is_best = self._kinds_of_nodes == self._kinds_of_nodes[labels]
        return (np.bincount(labels[is_best], minlength=len(labels)) > MOST_SHARING)[labels]

    def ids(self, labels: NDArray[np.int64], known: pa.StringArray, foreign: Collection[str]) -> pa.StringArray:
        """The text of each identifier, distinct for those that stand for customers; `known` ids are there already.

        Ids of `foreign` kinds are none of those.
        """
        parts: list[pa.StringArray] = []
        taken = NO_WORDS
        join_texts: Any = pc.binary_join_element_wise  # the stubs do not know that it takes plain texts
        for kind in self._kinds:
            start, words = self._starts[kind]
            stays = labels[start : start + len(words)] == np.arange(start, start + len(words))
            beside = join_texts(words, f" ({kind})", "")
            same = numpy_of(pc.is_in(words, value_set=taken)) | numpy_of(pc.is_in(beside, value_set=known))
            is_known = numpy_of(pc.is_in(words, value_set=known))
            same |= is_known & (kind in foreign)
            taken = whole(pa.chunked_array([taken, keep(words, ~is_known)], pa.string()))
            named: Any = pc.if_else(pa.array(same & stays), beside, words) if (same & stays).any() else words
            parts.append(named)
        return whole(pa.chunked_array(parts, pa.string()))

    def merges(self, labels: NDArray[np.int64]) -> Iterator[Merge]:
        """Ids of a kind that were found to be one of the same kind."""
        same = self._kinds_of_nodes == self._kinds_of_nodes[labels]
        merged = np.flatnonzero((labels != np.arange(len(labels))) & same)
        if not len(merged):
            return
        is_kept = np.zeros(len(labels), np.bool_)
        is_kept[labels[merged]] = True
        kept = np.flatnonzero(is_kept)
        ids = words_of(pick(self.words, kept))
        groups = self._named_by(labels, kept, merged)
        through = self._named_by(labels, kept, np.flatnonzero(is_kept[labels] & ~same), _MOST_NAMED)
        yield from map(Merge, ids, groups, through)

    def _named_by(
        self, labels: NDArray[np.int64], kept: NDArray[np.int64], nodes: NDArray[np.int64], most: int | None = None
    ) -> Iterator[tuple[str, ...]]:
        """For each label in `kept` the texts of the nodes that have it, the first ones where there may be too many."""
        order = nodes[np.argsort(labels[nodes], kind="stable")]
        starts = np.searchsorted(labels[order], kept)
        if most is not None:
            order = order[np.arange(len(order)) - starts[np.searchsorted(kept, labels[order])] < most]
            starts = np.searchsorted(labels[order], kept)
        texts = words_of(pick(self.words, order))
        bounds = [*starts.tolist(), len(texts)]
        return (tuple(texts[first:last]) for first, last in itertools.pairwise(bounds))


def _links(
    columns: Sequence[NDArray[np.int64]], loose: NDArray[np.bool_] | None
) -> Iterable[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Identifiers that stand in one row: each with the row's first."""
    first = _first_filled(columns)
    for column in columns[1:]:
        both = np.flatnonzero((column >= 0) & (first != column))
        if loose is not None:
            both = both[~loose[first[both]] & ~loose[column[both]]]
        pairs = first[both] << 32 | column[both]
        pairs.sort()
        pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]
        yield pairs >> 32, pairs & 0xFFFFFFFF


def _joined(every: Sequence[_Pair], many: Collection[int]) -> _Pair:
    """All links of all tables but those of `many`."""
    links = [_without(many, *pair) for pair in every]
    first, second = (
        np.concatenate([_NO_NODES, *side]) for side in ([pair[0] for pair in links], [pair[1] for pair in links])
    )
    return first, second


def _without(
    numbers: Collection[int], first: NDArray[np.int64], second: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The links without those of these identifiers."""
    kept = ~np.isin(np.maximum(first, second), list(numbers)) if numbers else np.ones(len(first), np.bool_)
    return first[kept], second[kept]


def _first_filled(columns: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    found = columns[0]
    for column in columns[1:]:
        found = np.where(found >= 0, found, column)
    return found
