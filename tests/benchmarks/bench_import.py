"""How long a long file of events takes to come in.

`python -m tests.benchmarks.bench_import [events …]`, 10 million if left out: 444 MB of CSV into a new workspace, by the
way that the window and the command line take. Beside it pyarrow reads the same file as strings, which nobody can do
without; the ratio says what the meaning of columns, the accounting of every row and the storing cost. Reading takes
longer the first time, because memory is new to the process, as it is to an import; and what pyarrow and numpy take for
reading, typing, sorting, packing and hashing, without any meaning or accounting, is a floor. The longest
silence is the longest time without a report of progress, and so about the longest that cancelling takes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import import_steps
from tests.benchmarks.apart import Line, say, taken

EVENTS = 10_000_000
_GB, _MB = 1e9, 1e6


def lines(folder: Path, events: int) -> Iterator[Line]:
    """The figures of one length, as they are measured."""
    file, workspace = folder / f"events-{events}.csv", folder / f"{events}.rehearse"
    import_steps.write_events(file, events)
    what = f"{events:,} events"
    plain = taken(import_steps.MODULE, import_steps.read_as_strings, str(file))
    yield Line(f"{what}, {file.stat().st_size / _MB:.0f} MB of CSV: pyarrow reads strings", plain["seconds"], "s")
    yield Line(f"{what}: of it processor time", plain["busy"], "s")
    yield Line(f"{what}: the same the first time in its process", plain["first"], "s")
    yield Line(f"{what}: of it processor time", plain["first busy"], "s")
    packed = taken(import_steps.MODULE, import_steps.pack_events, str(file))["busy"]
    yield Line(f"{what}: read, typed, sorted, packed by pyarrow alone", packed, "s")
    found = taken(import_steps.MODULE, import_steps.import_file, str(file), str(workspace))
    yield Line(f"{what}: imported into a workspace", found["seconds"], "s")
    yield Line(f"{what}: of it processor time", found["busy"], "s")
    for how, clock, busy in (("", "seconds", "busy"), (" reading it first", "first", "first busy")):
        yield Line(f"{what}: imported, against pyarrow{how}", found["seconds"] / plain[clock], "×", 6.0)
        yield Line(f"{what}: the same in processor time", found["busy"] / plain[busy], "×", 6.0)
    yield Line(f"{what}: imported, against pyarrow alone", found["busy"] / packed, "×")
    yield Line(f"{what}: peak of memory", found["peak"] / _GB, "GB", 3.0)
    yield Line(f"{what}: longest silence of the import", found["silence"], "s", 0.5)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for length in map(int, sys.argv[1:] or [str(EVENTS)]):
            say(lines(Path(temporary), length))
