"""Why one customer went that way: `explain` plays the customer alone, with a witness."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.instructions import TakeVoucher
from app.progress import Progress, silent
from app.runtime.compiler.compiler import Circumstances, Program, compile_program, recorded_span
from app.runtime.compiler.nodes import instructions_of
from app.runtime.engine import Chunk
from app.runtime.explain.context import Context
from app.runtime.explain.endings import still_waiting
from app.runtime.explain.entrances import entrances
from app.runtime.explain.lookup import Lookup
from app.runtime.explain.reactions import unapplied
from app.runtime.explain.recorder import Recorder
from app.runtime.explain.trace import Trace
from app.runtime.explanation import Explanation
from app.runtime.machine.customers import play_customers
from app.runtime.machine.state.machine import Machine
from app.runtime.program.nodes import PoolRow
from app.runtime.program.row_layout import objects_of
from app.runtime.rehearse import RunOptions, refuse_problems
from app.runtime.run.buffers import Buffers
from app.runtime.run.counting import Tally
from app.runtime.run.execute import execute
from app.runtime.run.tables import Words
from app.runtime.run.vouchers import settle_vouchers
from app.scenario.graph import Scenario

_ROOM = 16
_ROWS = 64
_NEAR_IDS = 3
_FEW_IDS = 20_000


@dataclass(frozen=True, slots=True)
class _Vouchers:
    """What the whole run knows of the pools: up to which claim each has codes, and the customer's own codes."""

    pools: tuple[PoolRow, ...]
    codes: tuple[str | None, ...]


def explain(
    scenarios: Scenario | Sequence[Scenario],
    dataset: Dataset,
    customer_id: str,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> Explanation:
    """Explain what `rehearse` with the same arguments makes of one customer.

    An AppError lists everything that forbids the run, or says that there is no such customer. Only where scenarios hand
    out vouchers, whose codes depend on everybody, is the whole run played first.
    """
    together = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    refuse_problems(together, dataset)
    row = _row_of(dataset, customer_id)
    recorded = recorded_span(dataset)
    circumstances = Circumstances(
        options.seed, options.until, options.replication, options.responses, recorded, True, whole=dataset
    )
    vouchers = _settled(together, dataset, row, options, circumstances, progress)
    progress(0, 1, "Explaining one customer")
    alone = dataset.only(row)
    program = compile_program(together, alone, circumstances, progress)
    if vouchers.pools:
        program = replace(program, tables={**program.tables, "pools": list(vouchers.pools)})
    lookup = Lookup(together, alone, options.responses, options.replication)
    trace, chunk = _play(program, lookup, vouchers.codes)
    steps = tuple(sorted(trace.steps, key=lambda step: step.at))
    words = Words(program.names, alone, pa.array(vouchers.codes, pa.string()))
    progress(1, 1, "Explaining one customer")
    zones = {str(scenario.id): zone for scenario, zone in zip(together, lookup.zones, strict=True)}
    return Explanation(customer_id, zones, steps, tuple(entrances(trace)), options.replication, words.tables(chunk))


def _play(program: Program, lookup: Lookup, codes: Sequence[str | None]) -> tuple[Trace, Chunk]:
    """Play the customer with a witness, after it is known how much room that needs; the story and the rows."""
    shared: dict[str, Any] = {name: objects_of(Machine.ELEMENTS[name], rows) for name, rows in program.tables.items()}
    shared["cancelled"] = [0]
    buffers = Buffers(program.widths, compiled=False, size=_ROOM, chunk_rows=_ROWS)
    while not _is_played(_machine(shared, buffers)):
        buffers.relieve(moved=False)
    machine = _machine(shared, buffers)
    machine.witness = recorder = Recorder(Context(lookup, machine, list(codes), program.names.recommenders))
    if not _is_played(machine):
        raise RuntimeError("the machine played otherwise before a witness")
    trace = recorder.trace
    trace.catch_up()
    _tell_rest(trace, program.tables["settings"][0].until)
    return trace, buffers.written()


def _machine(shared: Mapping[str, Any], buffers: Buffers) -> Machine:
    tables = {**shared, **buffers.tables}
    return Machine(*(tables[name] for name in Machine.ELEMENTS))


def _is_played(machine: Machine) -> bool:
    """Play the customer; whether there was room for all of it."""
    with np.errstate(over="ignore"):
        return play_customers(machine, 0, 1) == 1


def _tell_rest(trace: Trace, until: int) -> None:
    """After the play: reactions that were only written down, and tokens that still wait at the end of the run."""
    context = trace.context
    for at, node, instance, told in unapplied(context, trace.reactions):
        trace.add_late(at, told, context.lookup.places[node].scenario, node, instance)
    for node, instance, visit, told in still_waiting(context):
        trace.add_late(until, told, context.lookup.places[node].scenario, node, instance, visit)


def _settled(
    scenarios: Sequence[Scenario],
    dataset: Dataset,
    row: int,
    options: RunOptions,
    circumstances: Circumstances,
    progress: Progress,
) -> _Vouchers:
    """Play everybody as far as vouchers need it; nothing where there are none."""
    if not any(isinstance(one, TakeVoucher) for scenario in scenarios for one in instructions_of(scenario)):
        return _Vouchers((), ())
    tallies: list[Tally] = []

    def play(program: Program) -> Tally:
        tallies[:] = [execute(program, progress, options.playing(), partitions=options.partitions)]
        return tallies[0]

    whole = settle_vouchers(compile_program(scenarios, dataset, circumstances, progress), dataset, play)
    actions = whole.program.names.actions
    nodes = tallies[0].actions("node").astype(np.int64)
    claims = np.array([isinstance(action, TakeVoucher) for action in actions], np.bool_)[nodes]
    own = tallies[0].actions("customer")[claims] == row
    pools = tuple(_for_one(pool, row) for pool in whole.program.tables["pools"])
    return _Vouchers(pools, tuple(whole.codes.filter(pa.array(own)).to_pylist()))


def _for_one(pool: PoolRow, row: int) -> PoolRow:
    """A pool's last claim, where the customer of that row of the dataset is alone, and so in row 0."""
    return PoolRow(pool.at, int(np.sign(pool.customer - row)), pool.claims)


def _row_of(dataset: Dataset, customer_id: str) -> int:
    """The customer's row; an AppError with ids that are near if there is none."""
    row = int(pc.index(dataset.customer_ids, pa.scalar(customer_id)).as_py())
    if row >= 0:
        return row
    near = _near(dataset, customer_id)
    hint = f"; near are {', '.join(near)}" if near else ""
    raise AppError(f"There is no customer '{customer_id}' in “{dataset.name}”{hint}.")


def _near(dataset: Dataset, customer_id: str) -> list[str]:
    """Ids that look like one: of many, those around the place where it would stand."""
    ids = dataset.customer_ids
    if len(ids) > _FEW_IDS:
        place = bisect_left(range(len(ids)), customer_id, key=lambda row: str(ids[row]))
        ids = ids.slice(max(0, place - _FEW_IDS // 2), _FEW_IDS)
    texts = [str(text) for text in ids.to_pylist()]
    place = bisect_left(texts, customer_id)
    return get_close_matches(customer_id, texts, n=_NEAR_IDS) or texts[max(0, place - 1) : place + _NEAR_IDS - 1]
