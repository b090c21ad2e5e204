"""How long a copy of a workspace takes: complete, and with other people in it.

`python -m tests.benchmarks.bench_copy [events …]`, 10 million if left out, of customers who all have addresses, phones
and names. The longest silence is the longest time without a report of progress, and so about the longest that
cancelling takes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import copy_steps
from tests.benchmarks.apart import Line, say, taken

EVENTS = 10_000_000
_GB = 1e9
_MOST = {"all": None, "pseudonyms": 120.0}


def lines(folder: Path, events: int) -> Iterator[Line]:
    """The figures of one size, as they are measured."""
    workspace, target = folder / f"{events}.rehearse", folder / "copy.rehearse"
    taken(copy_steps.MODULE, copy_steps.store_people, str(workspace), events)
    for people, budget in _MOST.items():
        found = taken(copy_steps.MODULE, copy_steps.copy_people, str(workspace), str(target), people)
        what = f"{events:,} events copied, people: {people}"
        yield Line(what, found["seconds"], "s", budget)
        yield Line(f"{what}, processor time", found["busy"], "s")
        yield Line(f"{what}, peak of memory", found["peak"] / _GB, "GB", 2.0)
        yield Line(f"{what}, longest silence", found["silence"], "s", 0.5)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for size in map(int, sys.argv[1:] or [str(EVENTS)]):
            say(lines(Path(temporary), size))
