"""Short ways to play a scenario, and to read what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.data.dataset import Dataset
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.scenario.graph import Scenario

PLAIN = RunOptions(compiled=False)


def play(journey: Scenario, dataset: Dataset, options: RunOptions = PLAIN) -> Run:
    """Run without the compiler, which a handful of customers does not need."""
    return rehearse(journey, dataset, options)


def rows(run: Run, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a table, instants as `05-01 10:00`."""
    values = [[_short(value) for value in run.tables[table].column(name).to_pylist()] for name in columns]
    return list(zip(*values, strict=True))


def _short(value: Any) -> Any:
    return f"{value:%m-%d %H:%M}" if isinstance(value, datetime) else value
