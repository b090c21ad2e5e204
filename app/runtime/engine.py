"""What plays customers: the seam between a run and whatever plays it, on this machine or on others.

A run divides its customers into parts, has an engine play them, and adds up what comes back. The customers of a part
are independent of all others, so an engine may play them where, when and in as many pieces as it likes: the result is
the same, byte for byte, as long as pieces are joined in the order of customers (`Played.joined`).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.progress import Progress
from app.runtime.compiler.compiler import Program

Columns = dict[str, NDArray[Any]]
"""Rows of a table: arrays of one length, by field."""

Chunk = dict[str, Columns]
"""Rows of every table, all those of some customers."""

PLAYING = "Playing customers"


@dataclass(frozen=True, slots=True)
class Part:
    """Customers from row `first` to before row `end`, to be played in so many replications from one on (0: a replay).

    Several replications are counted only.
    """

    replication: int
    first: int
    end: int
    replications: int = 1

    @property
    def plays(self) -> int:
        """How many times a customer is played."""
        return (self.end - self.first) * self.replications


@dataclass(frozen=True, slots=True)
class Played:
    """What playing a part has yielded, in the order of its customers.

    `tallies` are counts by table of `Machine`; `actions` the rows of which vouchers need more than counts, of one
    replication; `chunks` all rows, empty unless they were asked for.
    """

    tallies: dict[str, NDArray[np.int64]]
    actions: tuple[Columns, ...]
    chunks: tuple[Chunk, ...] = ()

    def joined(self, following: Played) -> Played:
        """This and what was played of the customers that follow, as one."""
        return Played(
            {name: counts + following.tallies[name] for name, counts in self.tallies.items()},
            self.actions + following.actions,
            self.chunks + following.chunks,
        )


class Engine(Protocol):
    """Plays customers of a program."""

    def play(
        self, program: Program, parts: Sequence[Part], progress: Progress, *, keeps_rows: bool
    ) -> Generator[Played, None, None]:
        """What each part has yielded, in their order; `keeps_rows`: with all rows, else with counts alone.

        `progress` is told how many customers have been played, once for each replication, and stops the work when it
        raises. It may be closed before its end; then, as after an exception, nothing of the work goes on.
        """
