"""A forecast as it was at moments of its run: what its figures came to until then, over the replications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.nodes.instructions import ChangeAudience
from app.progress import Progress, silent
from app.runtime.compiler.compiler import Circumstances, Program, compile_program
from app.runtime.compiler.names import Names
from app.runtime.engine import Chunk
from app.runtime.forecast.forecast import ForecastOptions
from app.runtime.forecast.moment_ranges import ForecastMoments
from app.runtime.playback.visit_rows import NOWHEN
from app.runtime.program.opcodes import BEFORE_ALL, OUTCOMES, REACTIONS, SENT, STILL_WAITING
from app.runtime.rehearse import refuse_problems
from app.runtime.run.execute import execute
from app.runtime.run.vouchers import settle_vouchers
from app.scenario.graph import Scenario

MOST_MOMENTS = 400
_LEAST_MOMENTS = 12
_MOST_CELLS = 40_000_000  # of all replications: what they take of memory does not grow beyond
_LOW, _HIGH = 0.1, 0.9
_DAY_US = 86_400_000_000
_STEPS_US = (*(hours * 3_600_000_000 for hours in (1, 3, 6, 12)), *(days * _DAY_US for days in (1, 2, 4, 7, 14, 28)))

Counts = NDArray[np.int64]


def moments_between(begin: int, end: int, midnight: int, cells: int) -> NDArray[np.int64]:
    """Instants at which a run from `begin` to `end` is looked at: whole hours or days from that midnight on.

    `cells` is how many numbers each of them takes. The last is after everything, and shown at the end.
    """
    most = min(MOST_MOMENTS, max(_LEAST_MOMENTS, _MOST_CELLS // max(cells, 1)))
    step = next((step for step in _STEPS_US if (end - midnight) // step < most), -(-(end - midnight) // most))
    between = np.arange(midnight, end, step, dtype=np.int64)
    return np.concatenate([[begin], between[between > begin], [end]]).astype(np.int64)


def forecast_moments(
    scenario: Scenario,
    dataset: Dataset,
    options: ForecastOptions,
    span: tuple[int, int, int],
    progress: Progress = silent,
) -> ForecastMoments:
    """Forecast, and count what had happened by each moment of a span: its begin, its end, and a midnight before them.

    At each moment but the last the figures are those of a forecast until then; the last has all of it. AppError lists
    everything that forbids the run.
    """
    refuse_problems((scenario,), dataset)
    circumstances = Circumstances(options.seed, options.until, 1, options.responses, prepared=options.prepared)
    program = compile_program((scenario,), dataset, circumstances, progress)
    layout = _Layout(program.names)
    instants = moments_between(*span, layout.size * options.replications)
    found = np.zeros((options.replications, layout.size, len(instants)), np.int32)
    for place in range(options.replications):
        tell = partial(_tell, progress, place, options.replications)
        ledger = _Ledger(layout, instants)
        _play(program, dataset, options, place + 1, ledger, tell)
        found[place] = ledger.figures()
    return ForecastMoments(options.replications, instants, layout.rows(found), _ranges(found, progress))


def _tell(progress: Progress, place: int, of: int, done: int, total: int, what: str) -> None:
    progress(place * max(total, 1) + done, of * max(total, 1), f"Forecasting its moments: {what.lower()}")


def _play(
    program: Program, dataset: Dataset, options: ForecastOptions, replication: int, ledger: _Ledger, progress: Progress
) -> None:
    """One replication, with its own draws and whoever gets its vouchers."""
    settings = replace(program.tables["settings"][0], replication=replication)
    own = replace(program, tables={**program.tables, "settings": [settings]})
    engine = options.replay().playing()
    settled = settle_vouchers(own, dataset, lambda each: execute(each, progress, engine))
    execute(settled.program, progress, engine, take=ledger.take)


class _Layout:
    """Which figure is in which row: of all nodes, of all ports, and of those nodes that decide."""

    def __init__(self, names: Names) -> None:
        self.names = names
        nodes = {node: place for place, node in enumerate(names.nodes)}
        self.count, self.ports = len(names.nodes), len(names.ports)
        self.node_of_port = np.array([nodes[node] for node, _ in names.ports], np.int64)
        actions = [isinstance(action, ChangeAudience) for action in names.actions]
        self.is_audience = np.array(actions, np.bool_)
        decides = [bool(channel) or changes for channel, changes in zip(names.channels, actions, strict=True)]
        self.deciding = [place for place, is_so in enumerate(decides) if is_so]
        self.place_of_deciding = np.cumsum(decides) - 1
        decided = len(self.deciding)
        sizes = [self.count, self.count, self.count, self.ports, decided * len(OUTCOMES), decided * len(REACTIONS)]
        ends = np.cumsum(sizes).tolist()
        self.arrived, self.waiting, self.ended, self.left, self.decided, self.reacted = map(slice, [0, *ends], ends)
        self.size = ends[-1]

    def rows(self, found: NDArray[np.int32]) -> dict[str, dict[str, int]]:
        """By node and name; outcomes and reactions that never were are left out, as in a summary."""
        rows: dict[str, dict[str, int]] = {}
        for place, node in enumerate(self.names.nodes):
            named = (("arrived", self.arrived), ("waiting", self.waiting), ("ended", self.ended))
            rows[node] = {name: part.start + place for name, part in named}
        for place, (node, port) in enumerate(self.names.ports):
            rows[node][f"left.{port}"] = self.left.start + place
        is_any = found[:, :, -1].max(axis=0) > 0
        for place, deciding in enumerate(self.deciding):
            rows[self.names.nodes[deciding]] |= {name: row for name, row in self._decisions(place) if is_any[row]}
        return rows

    def _decisions(self, place: int) -> Iterator[tuple[str, int]]:
        for code, outcome in enumerate(OUTCOMES):
            name = "sent" if code == SENT else f"skipped.{outcome}"
            yield name, self.decided.start + place * len(OUTCOMES) + code
        for code, reaction in enumerate(REACTIONS):
            yield f"reactions.{reaction}", self.reacted.start + place * len(REACTIONS) + code


class _Ledger:
    """Counts the rows of one replication by when they were."""

    def __init__(self, layout: _Layout, instants: NDArray[np.int64]) -> None:
        self._layout, self._instants = layout, instants
        self._happened = np.zeros((layout.size, len(instants)), np.int64)

    def take(self, chunk: Chunk) -> None:
        """Count the rows of some customers, all of theirs."""
        of, visits = self._layout, chunk["visits"]
        node, port, stayed = visits["node"], visits["port"], visits["port"] < 0
        self._add(of.arrived, node, visits["arrived_at"])
        self._add(of.left, port[~stayed], visits["left_at"][~stayed])
        self._add(of.ended, node[stayed], _ends(chunk)[stayed])
        self._add_decisions(chunk["messages"], chunk["messages"]["outcome"])
        actions = chunk["actions"]
        own = of.is_audience[actions["node"]]
        self._add_decisions({name: values[own] for name, values in actions.items()}, actions["result"][own])
        messages = chunk["messages"]
        first = of.place_of_deciding[messages["node"]] * len(REACTIONS)
        for code, reaction in enumerate(REACTIONS):
            at = messages[f"{reaction}_at"]
            has = at != BEFORE_ALL
            self._add(of.reacted, (first + code)[has], at[has])

    def figures(self) -> Counts:
        """How much had happened by each moment, (figures, moments)."""
        of = self._layout
        counts = np.cumsum(self._happened, axis=1)
        left = np.zeros((of.count, counts.shape[1]), np.int64)
        np.add.at(left, of.node_of_port, counts[of.left])
        counts[of.waiting] = counts[of.arrived] - counts[of.ended] - left
        return counts

    def _add_decisions(self, rows: Mapping[str, NDArray[Any]], outcome: NDArray[Any]) -> None:
        place = self._layout.place_of_deciding[rows["node"]] * len(OUTCOMES) + outcome
        self._add(self._layout.decided, place, rows["at"])

    def _add(self, part: slice, place: NDArray[Any], at: NDArray[np.int64]) -> None:
        """Count each at the first moment by which it had happened; the last has whatever came later."""
        rows, moments = part.stop - part.start, len(self._instants)
        known = at < NOWHEN
        first = np.minimum(np.searchsorted(self._instants, at[known], "left"), moments - 1)
        cells = np.asarray(place[known], np.int64) * moments + first
        self._happened[part] += np.bincount(cells, minlength=rows * moments).reshape(rows, moments)


def _ends(chunk: Chunk) -> NDArray[np.int64]:
    """When the journey of each visit ended; `NOWHEN` where it goes on. Journeys are numbered within a customer."""
    instances, visits = chunk["instances"], chunk["visits"]
    keys = _keys(instances)
    order = np.argsort(keys, kind="stable")
    until = np.where(instances["reason"] == STILL_WAITING, NOWHEN, instances["ended_at"])
    return np.asarray(until[order][np.searchsorted(keys[order], _keys(visits))], np.int64)


def _keys(rows: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
    return (rows["customer"].astype(np.int64) << 32) | rows["instance"].astype(np.int64)


def _ranges(
    found: NDArray[np.int32], progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Mean and range over the replications, a figure after the other."""
    made: Sequence[NDArray[np.float64]] = [np.zeros(found.shape[1:]) for _ in range(3)]
    for row in range(found.shape[1]):
        progress(row, found.shape[1], "Working out the ranges")
        own = found[:, row]
        made[0][row] = own.mean(axis=0)
        made[1][row], made[2][row] = np.quantile(own, (_LOW, _HIGH), axis=0)
    return made[0], made[1], made[2]
