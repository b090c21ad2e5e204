"""Counting a scenario again and again while what one node says moves, as under a slider.

Customers are independent, all that is drawn is keyed by customer and node, and a node is asked only when a customer is
there. So whoever never comes to a node goes the same way whatever it says, and who comes to it does not depend on it
either: those before whom it never stood are counted once, and the others are played again. Vouchers are the exception,
as all share their codes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.nodes.catalogue import KINDS
from app.nodes.instructions import (
    ChangeScore,
    Choose,
    Send,
    Split,
    TakeVoucher,
    Wait,
    WaitForEvent,
    WaitForMessage,
)
from app.progress import Progress, silent
from app.runtime.compiler.compiler import Circumstances, Program, compile_program
from app.runtime.compiler.nodes import instructions_of
from app.runtime.engine import Chunk
from app.runtime.prepared import Prepared
from app.runtime.rehearse import RunOptions, count_sound, summary_of
from app.runtime.run.counting import Tally
from app.runtime.run.execute import execute
from app.runtime.run.vouchers import Settled
from app.runtime.summary import Summary
from app.scenario.graph import Node, NodeId, Scenario
from app.scenario.wiring import port_names

_AskedInPlace = ChangeScore | Choose | Send | Split | Wait | WaitForEvent | WaitForMessage
"""What says nothing to those who are not there."""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Aside:
    """The counts of those who never come to a node, and, by their rows, those who do."""

    node: NodeId
    others: Tally
    coming: NDArray[np.int64]


class Recounting:
    """Counts one scenario after the other over the same dataset. Usable by one thread at a time.

    The others are set aside once a node moves on and on to which at most this share of the customers comes.
    """

    def __init__(self, prepared: Prepared, options: RunOptions = RunOptions(), share: float = HALF) -> None:
        self._share = share
        self._dataset, self._options = prepared.dataset, replace(options, prepared=prepared)
        self._before: tuple[Scenario, Summary] | None = None
        self._moved: NodeId | None = None
        self._aside: _Aside | None = None

    def count(self, scenario: Scenario, progress: Progress = silent) -> Summary:
        """Count a scenario that has no problems (the caller has seen to that), as `count_sound` does."""
        before, was_moved = self._before, self._moved
        moved = moved_node(before[0], scenario) if before is not None else None
        self._before, self._moved = None, moved
        if self._aside is not None and self._aside.node == moved:
            summary = self._play_coming(scenario, self._aside, progress)
        else:
            self._aside = None
            if before is not None and moved is not None and moved == was_moved and self._is_seldom(moved, before[1]):
                summary = self._set_aside(scenario, moved, progress)
            else:
                summary = count_sound((scenario,), self._dataset, self._options, progress)
        self._before = (scenario, summary)
        return summary

    def _is_seldom(self, node: NodeId, summary: Summary) -> bool:
        """Whether few come to the node, as far as the counts before tell."""
        return summary.nodes[node].arrived <= self._share * self._dataset.customer_count

    def _set_aside(self, scenario: Scenario, node: NodeId, progress: Progress) -> Summary:
        """Count everybody, and see who comes to the node."""
        began = perf_counter()
        program = self._compile(scenario, progress)
        place = program.names.nodes.index(node)
        comes = np.zeros(program.customers, np.bool_)

        def look(chunk: Chunk) -> None:
            visits = chunk["visits"]
            comes[visits["customer"][visits["node"] == place]] = True

        engine, partitions = self._options.playing(), self._options.partitions
        tally = execute(program, progress, engine, partitions=partitions, take=look)
        others = execute(program.only(np.flatnonzero(~comes)), progress, engine, partitions=partitions)
        self._aside = _Aside(node, others, np.flatnonzero(comes))
        return self._summary(scenario, program, tally, began)

    def _play_coming(self, scenario: Scenario, aside: _Aside, progress: Progress) -> Summary:
        """Count those who come to the node, and the others as they were."""
        began = perf_counter()
        program = self._compile(scenario, progress)
        engine = self._options.playing()
        coming = execute(program.only(aside.coming), progress, engine, partitions=self._options.partitions)
        return self._summary(scenario, program, aside.others.with_those(coming), began)

    def _compile(self, scenario: Scenario, progress: Progress) -> Program:
        options = self._options
        circumstances = Circumstances(
            options.seed, options.until, options.replication, options.responses, prepared=options.prepared
        )
        return compile_program((scenario,), self._dataset, circumstances, progress)

    def _summary(self, scenario: Scenario, program: Program, tally: Tally, began: float) -> Summary:
        timings = {"read": 0.0, "compile": 0.0, "kernel": perf_counter() - began, "write": 0.0}
        settled = Settled(program, pa.array([], pa.string()))
        return summary_of((scenario,), self._dataset, self._options, settled, tally, timings)


def moved_node(before: Scenario, after: Scenario) -> NodeId | None:
    """The one node in what it says two scenarios differ, if that is nothing to whoever is not there."""
    if (before.edges, before.settings, len(before.nodes)) != (after.edges, after.settings, len(after.nodes)):
        return None
    pairs = [(old, new) for old, new in zip(before.nodes, after.nodes, strict=True) if _says(old) != _says(new)]
    if len(pairs) != 1 or any(isinstance(each, TakeVoucher) for each in instructions_of(after)):
        return None
    old, new = pairs[0]
    is_the_same = (old.id, old.type, port_names(old)) == (new.id, new.type, port_names(new))
    asks_in_place = isinstance(KINDS[new.type].compile(new.params), _AskedInPlace)
    return new.id if is_the_same and asks_in_place else None


def _says(node: Node) -> tuple[object, ...]:
    return node.id, node.type, node.params
