"""How long a stored dataset takes to open: the workspace, and all that a run needs of it.

`python -m tests.benchmarks.bench_open [events …]`, 10 million if left out. Each time in a process of its own; beside it
pyarrow reads instants, names and amounts of the same events from a plain Parquet file.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import import_steps
from tests.benchmarks.apart import Line, say, taken

EVENTS = 10_000_000


def lines(folder: Path, events: int) -> Iterator[Line]:
    """The figures of one size, as they are measured."""
    workspace, parquet = folder / f"{events}.rehearse", folder / f"{events}.parquet"
    taken(import_steps.MODULE, import_steps.store_dataset, str(workspace), str(parquet), events)
    what = f"{events:,} events"
    plain = taken(import_steps.MODULE, import_steps.read_parquet, str(parquet))["seconds"]
    yield Line(f"{what}: pyarrow reads three columns of Parquet", plain, "s")
    opened = min(
        taken(import_steps.MODULE, import_steps.open_dataset, str(workspace))["seconds"]
        for _ in range(import_steps.TIMES)
    )
    yield Line(f"{what}: stored dataset opened", opened, "s", 1.5)
    yield Line(f"{what}: stored dataset opened, against pyarrow", opened / plain, "×")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for size in map(int, sys.argv[1:] or [str(EVENTS)]):
            say(lines(Path(temporary), size))
