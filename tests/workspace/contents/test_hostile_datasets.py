"""A workspace that somebody crafted ends every command in a sentence; run in a child, which a crash would end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from tests.builders.workspaces import rewrite_part, small_workspace

COMMANDS = """
import sys
from app.cli import run
for path in sys.argv[1:]:
    for arguments in (
        ["data", path, "--dataset", "shop"],
        ["run", "reminder", "--workspace", path, "--dataset", "shop", "--out", path + "-out"],
        ["funnel", path, "--dataset", "shop", "--steps", "cart,buy", "--window", "P1D"],
        ["cohorts", path, "--dataset", "shop", "--start", "cart", "--return", "buy", "--period", "day"],
        ["report", path, "--out", path + ".html"],
    ):
        print(arguments[0], run(arguments), flush=True)
"""
COUNTS_THAT_WRAP = pa.array(np.array([2**62, 2**62, -(2**63) + 4], np.int64))
CODES_WITHOUT_WORDS = pa.array([0, 10**9, 0, 1], pa.int32())


def _with(column: str, values: pa.Array) -> Callable[[pa.Table], pa.Table]:  # type: ignore[type-arg]  # of any type
    return lambda table: table.set_column(table.column_names.index(column), column, values)


def test_that_a_crafted_dataset_ends_every_command_in_a_sentence(tmp_path: Path) -> None:
    counts, codes = (small_workspace(tmp_path / name) for name in ("counts.rehearse", "codes.rehearse"))
    rewrite_part(counts, "dataset", "customers", _with("events", COUNTS_THAT_WRAP))
    rewrite_part(codes, "dataset", "events", _with("name", CODES_WITHOUT_WORDS))
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS, str(counts), str(codes)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == 2 * ["data", "1", "run", "1", "funnel", "1", "cohorts", "1", "report", "1"]
    assert "Traceback" not in done.stderr
    assert done.stderr.count("“shop” is damaged") == 10
