"""Rehearsing: scenarios replayed over a dataset in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from types import TracebackType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.response import Response
from app.numbers import stored_number
from app.progress import Progress, silent
from app.runtime.compiler.compiler import Circumstances, Program, compile_program
from app.runtime.engine import Chunk, Engine
from app.runtime.prepared import Prepared
from app.runtime.program.opcodes import INSTANCE_LIMIT, REACTION_LIMIT
from app.runtime.run import local_engine
from app.runtime.run.counting import Tally, edge_counts
from app.runtime.run.execute import execute
from app.runtime.run.kept_rows import KeptRows
from app.runtime.run.tables import Words, run_tables
from app.runtime.run.vouchers import Settled, settle_vouchers
from app.runtime.summary import Summary
from app.scenario.checks.validation import scenarios_problems
from app.scenario.combined import joined
from app.scenario.graph import Scenario
from app.version import product_version

Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run: up to and including the instant `until`, with the draws of `seed`.

    `replication` 0 is a replay; with 1 and more people react to messages, as those say or as the `responses` of their
    channels do, and each replication draws anew. The result depends on these alone, not on the number of `partitions`
    (default: by size), nor on the `engine` that plays (default: this machine), nor on whether its kernel is `compiled`
    (default: whatever gives the result first). `prepared` is what earlier runs over the dataset have left to the next.
    """

    until: int | None = None
    seed: int = 0
    partitions: int | None = None
    compiled: bool | None = None
    replication: int = 0
    responses: Mapping[str, Response] = field(default_factory=dict)
    engine: Engine | None = None
    prepared: Prepared | None = field(default=None, compare=False)

    def playing(self) -> Engine:
        """The engine that plays."""
        return self.engine or local_engine.LocalEngine(self.compiled)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run yields: the tables of scenario.md, section 8, and the summary.

    `instances`, `visits`, `messages`, `conversions`, `scores`, `tasks`, `webhooks`, `vouchers`,
    `audiences`, `recommendations`; texts of which there are few (nodes, ports, reasons) are dictionaries.
    """

    tables: Tables
    summary: Summary

    @property
    def row_count(self) -> int:
        """How many rows all tables have."""
        return sum(table.num_rows for table in self.tables.values())

    def in_parts(self) -> Iterator[Tables]:
        """All tables, in one part."""
        yield self.tables


class Played:
    """A run that has been counted, and whose tables are made of its rows when somebody asks for them.

    Used in a `with`, or closed: until then it holds the rows, in memory as far as they fit.
    """

    def __init__(self, dataset: Dataset, settled: Settled, rows: KeptRows, summary: Summary) -> None:
        self._dataset = dataset
        self._settled = settled
        self._rows = rows
        self.summary = summary

    @property
    def row_count(self) -> int:
        """How many rows all tables have."""
        return self._rows.row_count

    def in_parts(self) -> Iterator[Tables]:
        """The tables, those of some customers after the other; at least one part."""
        words = Words(self._settled.program.names, self._dataset, self._settled.codes)
        return map(words.tables, self._rows)

    def close(self) -> None:
        """Let the rows go."""
        self._rows.close()

    def __enter__(self) -> Played:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def play(
    scenarios: Sequence[Scenario], dataset: Dataset, options: RunOptions = RunOptions(), progress: Progress = silent
) -> Played:
    """Run scenarios that have no problems over this dataset (the caller has seen to that), and keep the rows.

    The counts are there as soon as the machine has played all customers; the tables cost no second pass.
    """
    rows = KeptRows()
    try:
        settled, summary = _rehearse(scenarios, dataset, options, progress, lambda _: rows.append)
    except BaseException:
        rows.close()
        raise
    return Played(dataset, settled, rows, summary)


def customers_entering(
    scenario: Scenario, dataset: Dataset, options: RunOptions = RunOptions(), progress: Progress = silent
) -> NDArray[np.int64]:
    """The row of its customer for each journey of a scenario that has no problems; no table is made."""
    found = [np.zeros(0, np.int64)]

    def take(chunk: Chunk) -> None:
        found.append(chunk["instances"]["customer"].astype(np.int64))  # a copy: the rows are written over

    _rehearse((scenario,), dataset, options, progress, lambda _: take)
    return np.concatenate(found)


def rehearse(
    scenarios: Scenario | Sequence[Scenario],
    dataset: Dataset,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> Run:
    """Run scenarios together over a dataset; an AppError lists everything that forbids it."""
    parts: list[Tables] = []
    summary = rehearse_in_parts(scenarios, dataset, parts.append, options, progress)
    return Run(run_tables(parts), summary)


def rehearse_in_parts(
    scenarios: Scenario | Sequence[Scenario],
    dataset: Dataset,
    take: Callable[[Tables], None],
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> Summary:
    """As `rehearse`, but the tables are given to `take` part by part, and not kept; there is one part at least."""
    together = _checked(scenarios, dataset)

    def taker(settled: Settled) -> Callable[[Chunk], None]:
        words = Words(settled.program.names, dataset, settled.codes)
        return lambda chunk: take(words.tables(chunk))

    return _rehearse(together, dataset, options, progress, taker)[1]


def count(
    scenarios: Scenario | Sequence[Scenario],
    dataset: Dataset,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> Summary:
    """As `rehearse`, but the tables are not made: what the canvas shows, in less time."""
    return count_sound(_checked(scenarios, dataset), dataset, options, progress)


def count_sound(
    scenarios: Sequence[Scenario],
    dataset: Dataset,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> Summary:
    """Count scenarios that have no problems (the caller has seen to that)."""
    return _rehearse(scenarios, dataset, options, progress, None)[1]


def get_ready(dataset: Dataset) -> None:
    """Load what a run over this dataset will need, so that whoever starts one does not wait for it."""
    local_engine.get_ready(dataset.customer_count + dataset.event_count)


def refuse_problems(scenarios: Sequence[Scenario], dataset: Dataset) -> None:
    """AppError with everything that forbids a run of these scenarios over that dataset."""
    problems = scenarios_problems(scenarios, dataset.schema())
    if problems:
        names = ", ".join(f"“{scenario.name}”" for scenario in scenarios)
        raise AppError(f"{names} cannot run over “{dataset.name}” before this is mended:", problems)


def _checked(scenarios: Scenario | Sequence[Scenario], dataset: Dataset) -> tuple[Scenario, ...]:
    together = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    refuse_problems(together, dataset)
    return together


def _rehearse(
    scenarios: Sequence[Scenario],
    dataset: Dataset,
    options: RunOptions,
    progress: Progress,
    taker: Callable[[Settled], Callable[[Chunk], None]] | None,
) -> tuple[Settled, Summary]:
    """Compile and play; `taker` gives what takes the rows, chunk by chunk, once the vouchers are settled."""
    started = perf_counter()
    progress(0, dataset.customer_count, "Compiling the scenario")
    circumstances = Circumstances(
        options.seed, options.until, options.replication, options.responses, prepared=options.prepared
    )
    program = compile_program(scenarios, dataset, circumstances, progress)
    compiled = perf_counter()

    def play(program: Program, keep: Callable[[Chunk], None] | None = None) -> Tally:
        return execute(program, progress, options.playing(), partitions=options.partitions, take=keep)

    settled = settle_vouchers(program, dataset, play)
    writing = 0.0
    take = None if taker is None else taker(settled)

    def hand_over(chunk: Chunk) -> None:
        nonlocal writing
        began = perf_counter()
        if take is not None:
            take(chunk)
        writing += perf_counter() - began

    tally = play(settled.program, None if take is None else hand_over)
    kernel = perf_counter() - compiled - writing
    timings = {"read": 0.0, "compile": compiled - started, "kernel": kernel, "write": writing}
    return settled, summary_of(scenarios, dataset, options, settled, tally, timings)


def summary_of(
    scenarios: Sequence[Scenario],
    dataset: Dataset,
    options: RunOptions,
    settled: Settled,
    tally: Tally,
    timings: Mapping[str, float],
) -> Summary:
    """The summary of a run that has been counted."""
    program = settled.program
    nodes = tally.nodes(program.names)
    return Summary(
        seed=options.seed,
        version=product_version(),
        fingerprint=dataset.fingerprint,
        scenario=joined(scenarios).id,
        timings=dict(timings),
        visits=tally.visits,
        customers=tally.customers,
        instances=tally.instances,
        nodes=nodes,
        edges=edge_counts(program.names.edges, nodes),
        goals=tally.goals(program.names),
        beyond_data=tally.beyond_data,
        zone_fallbacks=program.zone_fallbacks,
        warnings=(*program.warnings, *_warnings(tally, options)),
        replication=options.replication,
        known_until_us=_known_until(dataset, options),
    )


def _known_until(dataset: Dataset, options: RunOptions) -> int | None:
    ends = [end for end in (dataset.data_end, options.until) if end is not None]
    return min(ends) if dataset.data_end is not None else None


def _warnings(tally: Tally, options: RunOptions) -> Iterator[str]:
    if options.replication:
        yield f"Replication {options.replication} of a forecast: reactions to messages are modelled, not observed."
    if tally.unmodelled:
        yield (
            f"{stored_number(tally.unmodelled)} modelled reactions were left out, because a customer reacts at most "
            f"{stored_number(REACTION_LIMIT)} times; does a reaction let customers in again?"
        )
    if tally.refused:
        who = "1 customer" if tally.refused == 1 else f"{stored_number(tally.refused)} customers"
        yield (
            f"{who} entered a scenario {stored_number(INSTANCE_LIMIT)} times, and later entries were refused; "
            "does the scenario let people in again and again?"
        )
