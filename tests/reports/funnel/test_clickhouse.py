"""ClickHouse's `windowFunnel` and the funnel over thousands of random logs, asked in one query."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.funnel.definition import FunnelDefinition
from app.reports.funnel.steps import funnel
from tests.builders.datasets import histories

chdb = pytest.importorskip("chdb", reason="ClickHouse is not to be had here")

LOGS, MOST_EVENTS, SECONDS = 6_000, 14, 20
STEPS = "abcd"
WINDOWS_S = (1, 3, 8, 40)
Log = list[tuple[int, str]]


@pytest.fixture(name="logs", scope="module")
def _logs() -> dict[str, Log]:
    """Steps and other events within a few seconds, so that many share their instant."""
    rng = np.random.default_rng(20_240_501)
    made: dict[str, Log] = {}
    for place in range(LOGS):
        many = int(rng.integers(1, MOST_EVENTS))
        at = np.sort(rng.integers(0, SECONDS, many)).tolist()
        made[f"log {place:05}"] = list(zip(at, rng.choice([*STEPS, "x"], many).tolist(), strict=True))
    return made


def test_that_clickhouse_comes_as_far_in_each_log(logs: dict[str, Log], tmp_path: Path) -> None:
    rows = [(who, at, name) for who, log in logs.items() for at, name in log]
    who, at, name = zip(*rows, strict=True)
    file = tmp_path / "events.parquet"
    pq.write_table(pa.table({"who": who, "at": pa.array(at, pa.uint64()), "name": name}), file)
    conditions = ", ".join(f"name = '{step}'" for step in STEPS)
    levels = ", ".join(f"windowFunnel({window})(at, {conditions})" for window in WINDOWS_S)
    answer = chdb.query(f"SELECT who, {levels} FROM file('{file}', Parquet) GROUP BY who ORDER BY who", "CSV")
    theirs = np.array([line.split(",")[1:] for line in str(answer).splitlines()], np.int64).T
    dataset = histories(logs, names=tuple(STEPS))
    steps = tuple(Step(event=step) for step in STEPS)
    for window, expected in zip(WINDOWS_S, theirs, strict=True):
        ours = funnel(dataset, FunnelDefinition(steps, Duration.parse(f"PT{window}S"))).levels.astype(np.int64)
        assert np.array_equal(ours, expected), (window, np.flatnonzero(ours != expected)[:5])
        assert len(np.unique(ours)) > 1
