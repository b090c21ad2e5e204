"""How long a file with very many columns takes to come in: customers with numbers, words, days, yes and no.

`python -m tests.benchmarks.bench_wide [columns …]`, 5,000 if left out, by 200 rows. Beside it pyarrow reads the same
file as strings.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import import_steps
from tests.benchmarks.apart import Line, say, taken

COLUMNS, ROWS = 5_000, 200


def lines(folder: Path, columns: int) -> Iterator[Line]:
    """The figures of one width, as they are measured."""
    file, workspace = folder / f"wide-{columns}.csv", folder / f"wide-{columns}.rehearse"
    import_steps.write_wide(file, columns, ROWS)
    what = f"{columns:,} columns × {ROWS} rows"
    plain = taken(import_steps.MODULE, import_steps.read_as_strings, str(file))["seconds"]
    yield Line(f"{what}: pyarrow reads strings", plain, "s")
    whole = taken(import_steps.MODULE, import_steps.command, str(file), str(workspace.with_stem("command")))
    yield Line(f"{what}: as a whole command", whole["seconds"], "s", 3.0)
    yield Line(f"{what}: of it processor time", whole["busy"], "s", 3.0)
    found = taken(import_steps.MODULE, import_steps.import_file, str(file), str(workspace))
    yield Line(f"{what}: imported into a workspace", found["seconds"], "s", 3.0)
    yield Line(f"{what}: of it processor time", found["busy"], "s", 3.0)
    yield Line(f"{what}: imported, against pyarrow", found["seconds"] / plain, "×")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for width in map(int, sys.argv[1:] or [str(COLUMNS)]):
            say(lines(Path(temporary), width))
