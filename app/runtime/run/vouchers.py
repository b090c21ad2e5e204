"""Vouchers: a pool's codes go to its claims by instant, then in the order of customers, then of each one's claims.

Nobody knows, while one customer is played, how many codes the others have taken. So claims are counted first. As long
as a pool has a code for every claim, all is well; otherwise that pool is settled whose codes run out first, because
nothing that happened before can have been different, and the customers are played again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.nodes.instructions import TakeVoucher
from app.runtime.compiler.compiler import Program
from app.runtime.program.nodes import PoolRow
from app.runtime.run.counting import Tally

Play = Callable[[Program], Tally]


@dataclass(frozen=True, slots=True)
class Settled:
    """A program whose pools know their last claims, and the codes by claim, in the order of the table; null: none."""

    program: Program
    codes: pa.StringArray


@dataclass(frozen=True, slots=True)
class _Claims:
    """Claims in the order of the table: the pool, when, whose, which of theirs at that instant (from 1), granted?"""

    pool: NDArray[np.int64]
    at: NDArray[np.int64]
    customer: NDArray[np.int64]
    number: NDArray[np.int64]
    granted: NDArray[np.bool_]


def settle_vouchers(program: Program, dataset: Dataset, play: Play) -> Settled:
    """Play until no pool gives more codes than it has: one pass, and one more for each pool that runs dry."""
    if not program.names.pools:
        return Settled(program, pa.array([], pa.string()))
    sizes = [len(dataset.pools.get(name, ())) for name in program.names.pools]
    while True:
        claims = _claims(program, play(program))
        order = np.lexsort((claims.number, claims.customer, claims.at))
        dry = [_first_in_vain(claims, order, pool, size) for pool, size in enumerate(sizes)]
        overdrawn = [(row, pool) for pool, row in enumerate(dry) if row is not None]
        if not overdrawn:
            return Settled(program, _codes(program, dataset, claims, order))
        program = _with_last_claim(program, claims, order, *min(overdrawn))


def _claims(program: Program, tally: Tally) -> _Claims:
    actions = program.names.actions
    pools = [program.names.pools.index(a.pool) if isinstance(a, TakeVoucher) else -1 for a in actions]
    pool = np.array(pools, np.int64)[tally.actions("node").astype(np.int64)]
    rows = pool >= 0
    at, customer = tally.actions("at")[rows], tally.actions("customer")[rows]
    return _Claims(pool[rows], at, customer, _numbers(pool[rows], at, customer), tally.actions("result")[rows] == 1)


def _numbers(pool: NDArray[np.int64], at: NDArray[np.int64], customer: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number, from 1, of each claim among those of its customer on its pool at its instant."""
    order = np.lexsort((np.arange(len(at)), at, pool, customer))
    keys = np.stack([customer[order], pool[order], at[order]])
    begins = np.ones(len(at), np.bool_)
    begins[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    first = np.maximum.accumulate(np.where(begins, np.arange(len(at)), 0))
    numbers = np.empty(len(at), np.int64)
    numbers[order] = np.arange(len(at)) - first + 1
    return numbers


def _first_in_vain(claims: _Claims, order: NDArray[np.int64], pool: int, size: int) -> int | None:
    """The place in `order` of the first granted claim for which a pool has no code; None if it has enough."""
    places = np.flatnonzero((claims.pool == pool)[order] & claims.granted[order])
    return int(places[size]) if len(places) > size else None


def _with_last_claim(program: Program, claims: _Claims, order: NDArray[np.int64], place: int, pool: int) -> Program:
    """The program whose pool ends just before the claim at that place of the order."""
    row = order[place]
    pools: list[PoolRow] = list(program.tables["pools"])
    pools[pool] = PoolRow(int(claims.at[row]), int(claims.customer[row]), int(claims.number[row]) - 1)
    return replace(program, tables={**program.tables, "pools": pools})


def _codes(program: Program, dataset: Dataset, claims: _Claims, order: NDArray[np.int64]) -> pa.StringArray:
    """The code of each claim, in the order of the table."""
    codes = np.full(len(order), None, object)
    for pool, name in enumerate(program.names.pools):
        rows = order[(claims.pool == pool)[order] & claims.granted[order]]
        codes[rows] = dataset.pools.get(name, pa.array([], pa.string())).slice(0, len(rows)).to_pylist()
    return pa.array(codes, pa.string())
