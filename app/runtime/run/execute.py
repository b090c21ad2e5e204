"""Running a program: customers in contiguous ranges, played by an engine, and handed over in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise

import numpy as np

from app.progress import Progress
from app.runtime.compiler.compiler import Program
from app.runtime.engine import PLAYING, Chunk, Engine, Part
from app.runtime.run.buffers import bytes_of_place
from app.runtime.run.counting import Tally
from app.runtime.run.local_engine import cores

_ROWS_WORTH_A_WORKER = 20_000
_ROWS_OF_A_RANGE = 1 << 18
_RANGES_A_CORE = 8  # of replications, so that no core is left over at the end
_COUNTED_A_CORE = 4  # without rows: a core that has other work to do, as that of a window, gets fewer of them
_MOST_AT_ONCE = 256
_BYTES_OF_COUNTS = 1 << 23


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
    a_core = 1 if take is not None else _COUNTED_A_CORE
    parts = [Part(replication, first, end) for first, end in _ranges(program, partitions, a_core=a_core)]
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
    program: Program, replications: range, progress: Progress, engine: Engine, *, partitions: int | None = None
) -> Iterator[Tally]:
    """Play all customers in each replication, and count; the counts of each, in order.

    As many are played side by side as their counts leave memory for, so that it does not grow with their number.
    """
    at_once = max(1, min(_MOST_AT_ONCE, _BYTES_OF_COUNTS // bytes_of_place(program.widths) // 2))
    batches = [replications[first : first + at_once] for first in range(0, len(replications), at_once)]
    before, after = 0, program.customers * len(replications)

    def tell(done: int, total: int, what: str) -> None:
        progress(before + done, before + total + after, what)

    for batch in batches:
        after -= program.customers * len(batch)
        ranges = _ranges(program, partitions, len(batch), a_core=1 if len(batch) == 1 else _RANGES_A_CORE)
        parts = [Part(batch[0], first, end, len(batch)) for first, end in ranges]
        tally = Tally()
        with closing(engine.play(program, parts, tell, keeps_rows=False)) as played:
            for one_part in played:
                tally.add(one_part)
        before += program.customers * len(batch)
        for one in tally.by_replication(len(batch)):
            yield one
            progress(before, before + after, PLAYING)  # what is made of the counts takes its time, and can be cancelled


def _ranges(program: Program, partitions: int | None, replications: int = 1, *, a_core: int) -> list[tuple[int, int]]:
    """Contiguous ranges of customers with about as many events each; one at least, and about `a_core` for each core."""
    rows = program.tables["customers"]
    weights = np.cumsum(rows["end_event"] - rows["first_event"] + 1)
    total = int(weights[-1]) if program.customers else 0
    workers = max(1, min(cores() * a_core, total * replications // _ROWS_WORTH_A_WORKER))
    ranges = max(workers, -(-total // _ROWS_OF_A_RANGE))
    count = partitions or -(-ranges // workers) * workers  # so that no core is left over at the end
    cuts = np.searchsorted(weights, [total * part // count for part in range(1, count)])
    return list(pairwise([0, *cuts.tolist(), program.customers]))
