"""Rehearsing: a scenario replayed over a dataset in virtual time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter

import pyarrow as pa

from app.data.dataset import Dataset
from app.data.progress import Progress, silent
from app.errors import AppError
from app.runtime.buffers import Chunk
from app.runtime.compiler.compiler import Program, compile_program
from app.runtime.compiler.settings import quiet_problems
from app.runtime.counting import beyond_data, edge_counts, entered_customers, goal_counts, node_counts, row_count
from app.runtime.execute import execute
from app.runtime.summary import Summary
from app.runtime.tables import run_tables
from app.scenario.graph import Scenario
from app.scenario.validation import scenario_problems


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run: up to and including the instant `until`, with the draws of `seed`.

    The result depends on these two alone, not on the number of `partitions` (default: by cores and size) nor on whether
    the machine is `compiled`; uncompiled it needs no compiler and is some hundred times as slow.
    """

    until: int | None = None
    seed: int = 0
    partitions: int | None = None
    compiled: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """What a run yields: the tables `instances`, `visits`, `messages`, `conversions`, `scores`, and the summary.

    Columns are those of scenario.md, section 8; texts of which there are few (nodes, ports, reasons) are dictionaries.
    """

    tables: Mapping[str, pa.Table]
    summary: Summary


def rehearse(
    scenario: Scenario, dataset: Dataset, options: RunOptions = RunOptions(), progress: Progress = silent
) -> Run:
    """Run a scenario over a dataset; an AppError lists everything that forbids it."""
    started = perf_counter()
    problems = (*scenario_problems(scenario, dataset.schema()), *quiet_problems(scenario.settings))
    if problems:
        raise AppError(f"“{scenario.name}” cannot run over “{dataset.name}” before this is mended:", problems)
    progress(0, dataset.customer_count, "Compiling the scenario")
    program = compile_program(scenario, dataset, options.seed, options.until)
    compiled = perf_counter()
    chunks = execute(program, progress, compiled=options.compiled, partitions=options.partitions)
    played = perf_counter()
    tables = run_tables(chunks, program.names, dataset)
    timings = {"compile": compiled - started, "kernel": played - compiled, "write": perf_counter() - played}
    return Run(tables, _summary(scenario, dataset, options, program, chunks, timings))


def _summary(
    scenario: Scenario,
    dataset: Dataset,
    options: RunOptions,
    program: Program,
    chunks: Sequence[Chunk],
    timings: Mapping[str, float],
) -> Summary:
    nodes = node_counts(chunks, program.names)
    return Summary(
        seed=options.seed,
        version=_version(),
        fingerprint=dataset.fingerprint,
        scenario=scenario.id,
        timings={"read": 0.0, **timings},
        visits=row_count(chunks, "visits"),
        customers=entered_customers(chunks),
        instances=row_count(chunks, "instances"),
        nodes=nodes,
        edges=edge_counts(scenario, nodes),
        goals=goal_counts(chunks, program.names),
        beyond_data=beyond_data(chunks, dataset.data_end),
        zone_fallbacks=program.zone_fallbacks,
        warnings=program.warnings,
    )


def _version() -> str:
    try:
        return version("rehearse")
    except PackageNotFoundError:
        return "not installed"
