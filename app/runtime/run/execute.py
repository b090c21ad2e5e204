"""Running a program: customers in contiguous ranges, played by an engine, and handed over in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import pairwise

import numpy as np

from app.progress import Progress
from app.runtime.compiler.compiler import Program
from app.runtime.engine import PLAYING, Chunk, Engine, Part
from app.runtime.run.counting import Tally
from app.runtime.run.local_engine import cores

_ROWS_WORTH_A_WORKER = 20_000
_ROWS_OF_A_RANGE = 1 << 18


def execute(
    program: Program,
    progress: Progress,
    engine: Engine,
    *,
    partitions: int | None = None,
    take: Callable[[Chunk], None] | None = None,
) -> Tally:
    """Play all customers and count; `take` is given the rows, chunk by chunk, in the order of customers.

    Neither depends on the engine nor on the number of partitions. Raises what `progress` or `take` raises, after all
    workers have stopped.
    """
    replication = program.tables["settings"][0].replication
    parts = [Part(replication, first, end) for first, end in _ranges(program, partitions)]
    told = (0, program.customers, PLAYING)

    def tell(done: int, total: int, what: str) -> None:
        nonlocal told
        told = (done, total, what)
        progress(done, total, what)

    tally = Tally()
    with closing(engine.play(program, parts, tell, keeps_rows=take is not None)) as played:
        for one in played:
            tally.add(one)
            if take is not None:
                for chunk in one.chunks:
                    take(chunk)
                    progress(*told)  # taking may take long, and can be cancelled too
    return tally


def execute_replications(
    program: Program, replications: Sequence[int], progress: Progress, engine: Engine
) -> Iterator[Tally]:
    """Play all customers once for each replication, and count; the counts of each, in order."""
    parts = [Part(replication, 0, program.customers) for replication in replications]
    with closing(engine.play(program, parts, progress, keeps_rows=False)) as played:
        for one in played:
            tally = Tally()
            tally.add(one)
            yield tally


def _ranges(program: Program, partitions: int | None) -> list[tuple[int, int]]:
    """Contiguous ranges of customers with about as many events each; one at least."""
    ends = np.asarray(program.tables["customers"]["end_event"])
    weights = ends + np.arange(1, program.customers + 1)
    total = int(weights[-1]) if program.customers else 0
    workers = max(1, min(cores(), total // _ROWS_WORTH_A_WORKER))
    count = partitions or max(workers, -(-total // _ROWS_OF_A_RANGE))
    cuts = np.searchsorted(weights, [total * part // count for part in range(1, count)])
    return list(pairwise([0, *cuts.tolist(), program.customers]))
