"""The counting of pairs, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runtime.machine.pairs import pairs
from app.runtime.machine.pairs.pair_tables import PairTables
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled

_tables_at = structure_at(StructureType("PairTables", PairTables.ELEMENTS))


@compiled
def note_pairs(
    addresses: NDArray[np.int64],
    first: int,
    end: int,
    within: int,
    from_anchor: int,
    to_anchor: int,
    is_counting: int,
) -> None:
    """`pairs.note_pairs` on tables at these addresses."""
    pairs.note_pairs(_tables_at(addresses), first, end, within, from_anchor, to_anchor, is_counting)


@compiled
def count_popular(addresses: NDArray[np.int64], first: int, end: int, lately: int) -> None:
    """`pairs.count_popular` on tables at these addresses."""
    pairs.count_popular(_tables_at(addresses), first, end, lately)


@compiled
def rank_popular(addresses: NDArray[np.int64], month: int, overstock: float, keep: int) -> None:
    """`pairs.rank_popular` on tables at these addresses."""
    pairs.rank_popular(_tables_at(addresses), month, overstock, keep)


@compiled
def rank_anchors(
    addresses: NDArray[np.int64],
    first: int,
    end: int,
    min_support: int,
    overstock: float,
    categories: int,
    keep: int,
) -> int:
    """`pairs.rank_anchors` on tables at these addresses."""
    return pairs.rank_anchors(_tables_at(addresses), first, end, min_support, overstock, categories, keep)
