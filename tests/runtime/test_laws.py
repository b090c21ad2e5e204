"""What holds for every scenario: conservation, and the same result however it is worked out."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.dataset import Dataset
from app.data.mapping import MappingDocument
from app.data.progress import silent
from app.data.rows import dataset_from_rows
from app.nodes.times import Moment
from app.runtime.buffers import TABLES, Columns
from app.runtime.compiler.compiler import Program, compile_program
from app.runtime.execute import Memory, execute
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario
from tests.benchmarks.abandoned_cart import abandoned_cart, synthetic_dataset
from tests.runtime.random_cases import CaseMaker

SEEDS = st.integers(0, 2**32)
SOME = settings(max_examples=30, deadline=None)


def _parts(seed: int) -> tuple[Scenario, Dataset, int | None]:
    case = CaseMaker(seed).case()
    mapping = MappingDocument.model_validate_json(json.dumps(case["mapping"]))
    dataset = dataset_from_rows("random", mapping, case["customers"], case["events"])
    until = Moment.parse(case["until"]).us if "until" in case else None
    return parse_scenario(json.dumps(case["scenario"])), dataset, until


def _program(seed: int) -> Program:
    journey, dataset, until = _parts(seed)
    return compile_program(journey, dataset, until=until)


def _play(program: Program, **options: Any) -> dict[str, Columns]:
    chunks = execute(program, silent, **{"compiled": True, **options})
    return {
        table: {name: np.concatenate([chunk[table][name] for chunk in chunks]) for name in chunks[0][table]}
        for table in TABLES
    }


def _assert_same(one: dict[str, Columns], other: dict[str, Columns]) -> None:
    for table in TABLES:
        assert list(one[table]) == list(other[table])
        for name, values in one[table].items():
            np.testing.assert_array_equal(values, other[table][name], err_msg=f"{table}.{name}")


@SOME
@given(SEEDS)
def test_that_whoever_arrives_leaves_waits_or_ends_there(seed: int) -> None:
    journey, dataset, until = _parts(seed)
    run = rehearse(journey, dataset, RunOptions(until=until))
    summary = run.summary
    for node, counts in summary.nodes.items():
        assert counts.arrived == sum(counts.left.values()) + counts.waiting + counts.ended, node
        assert counts.waiting >= 0
        assert counts.ended >= 0
    assert summary.visits == sum(counts.arrived for counts in summary.nodes.values())
    arrivals = dict.fromkeys(summary.nodes, 0)
    for (_, _, target), count in summary.edges.items():
        arrivals[target] += count
    for node, counts in summary.nodes.items():
        if arrivals[node]:
            assert counts.arrived <= arrivals[node], "a token made at a fan-out may die with its instance"


@SOME
@given(SEEDS, st.integers(1, 7))
def test_that_partitions_change_nothing(seed: int, partitions: int) -> None:
    program = _program(seed)
    _assert_same(_play(program, partitions=1), _play(program, partitions=partitions))


@SOME
@given(SEEDS)
def test_that_the_compiled_and_the_plain_machine_are_the_same(seed: int) -> None:
    program = _program(seed)
    _assert_same(_play(program), _play(program, compiled=False))


@SOME
@given(SEEDS, st.booleans())
def test_that_memory_that_runs_short_changes_nothing(seed: int, compiled: bool) -> None:
    program = _program(seed)
    _assert_same(_play(program), _play(program, compiled=compiled, memory=Memory(size=1, chunk_rows=2)))


def test_that_partitions_change_nothing_for_many_customers() -> None:
    program = compile_program(abandoned_cart(), synthetic_dataset(5_000))
    whole = _play(program, partitions=1)
    assert len(whole["visits"]["node"]) > 50_000
    for partitions in (2, 7):
        _assert_same(whole, _play(program, partitions=partitions))
    _assert_same(whole, _play(program, partitions=3, memory=Memory(size=2, chunk_rows=1_000)))
