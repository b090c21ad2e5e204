"""How far customers have come, and how long they stay: each group and stage, counted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.columns.cores import CORES, each
from app.reports.crm.way import NEVER, Longs

ENOUGH_CUSTOMERS = 200_000
"""From so many on the compiled loops are worth their loading."""
SECOND = 1_000_000
_HALF, _NINE_TENTHS = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Journeys:
    """n customers and s stages.

    `recorded` (s, n) are the instants of each stage's own event, NEVER where there is none; `lost` (n,) who lost all
    opportunities; `end` is the last instant of the data.
    """

    recorded: Longs
    lost: NDArray[np.bool_]
    end: int
    _reached: list[Longs] = field(default_factory=list, init=False, repr=False, compare=False)
    """When each stage was reached, once somebody has asked."""

    @property
    def reached(self) -> Longs:
        """The instants (s, n) by their own event or that of a later stage: rising, NEVER where it was not reached."""
        if not self._reached:
            self._reached.append(np.minimum.accumulate(self.recorded[::-1])[::-1])
        return self._reached[0]

    def is_own(self, stage: int) -> NDArray[np.bool_]:
        """Whose stage was reached by its own event, (n,); where it was not reached at all, too."""
        own: NDArray[np.bool_] = self.recorded[stage] == self.reached[stage]
        return own

    def last(self) -> NDArray[np.int8]:
        """The furthest stage of each customer, -1 for none; shape (n,)."""
        last = np.full(self.recorded.shape[1], -1, np.int8)
        for stage, at in enumerate(self.recorded):
            last[at != NEVER] = stage
        return last

    def only(self, rows: Longs) -> Journeys:
        """Those of these customers."""
        return Journeys(self.recorded[:, rows], self.lost[rows], self.end)


class Spread(NamedTuple):
    """Lengths in seconds: of how many, half of them within, nine of ten within; NaN of none."""

    of: int
    median: float
    ninetieth: float


class Stayed(NamedTuple):
    """A group and stage: how many reached it, how long those stayed who went on, how long others wait, who was lost."""

    reached: int
    passed: Spread
    waiting: Spread
    lost: int


def stayed(journeys: Journeys, group: Longs, groups: int, won: int) -> list[Stayed]:
    """Every group's stages in order; `group` (n,) is -1 for none, `won` the stage at which nobody is lost, -1 for none.

    Lengths are those between two recorded instants, and until the end of the data.
    """
    if len(group) < ENOUGH_CUSTOMERS:
        return list(plainly(journeys, group, groups, won))
    return _in_loops(journeys, group, groups, won)


def plainly(journeys: Journeys, group: Longs, groups: int, won: int) -> Iterator[Stayed]:
    """The same in columns, without the compiled loops."""
    order = np.argsort(group.astype(np.int16), kind="stable")
    ends = np.searchsorted(group[order], np.arange(groups + 1))
    stages = len(journeys.recorded)
    for at in range(groups):
        of = journeys.only(order[ends[at] : ends[at + 1]])
        last = of.last()
        reached = np.cumsum(np.bincount(last + 1, minlength=stages + 1)[::-1])[::-1].tolist()[1:]
        for k in range(stages):
            went = of.is_own(k) & (last > k)
            lasted = of.reached[k + 1, went] - of.reached[k, went] if k + 1 < stages else np.zeros(0, np.int64)
            fallen = (last == k) & of.lost & (k != won)
            stays = (last == k) & ~fallen
            waits = of.end - of.reached[k, stays]
            yield Stayed(reached[k], spread(lasted), spread(waits), int(fallen.sum()))


def _in_loops(journeys: Journeys, group: Longs, groups: int, won: int) -> list[Stayed]:
    """The same by the compiled loops, in threads."""
    from app.reports.lifecycle.kernel import (  # late: numba takes a while to import
        KINDS,
        LOST_THERE,
        PASSED,
        REACHED,
        WAITING,
        count_stages,
        note_lengths,
    )

    stages, customers = journeys.recorded.shape
    recorded, lost = journeys.recorded.reshape(-1), journeys.lost.view(np.uint8)
    workers = range(CORES)
    firsts = np.linspace(0, customers, CORES + 1).astype(int).tolist()
    counts = np.zeros((CORES, groups * stages * KINDS), np.int64)

    def count(at: int) -> None:
        count_stages(recorded, customers, lost, group, won, firsts[at], firsts[at + 1], counts[at])

    def note(at: int) -> None:
        here = firsts[at], firsts[at + 1]
        note_lengths(recorded, customers, lost, group, won, *here, journeys.end, places[at], lengths)

    each(count, workers)
    total = counts.sum(axis=0)
    is_length = np.isin(np.arange(len(total)) % KINDS, (PASSED, WAITING))
    many = np.where(is_length, total, 0)
    begins = np.cumsum(many) - many
    places = begins + np.cumsum(counts, axis=0) - counts  # each worker's are behind those of others
    lengths = np.empty(int(many.sum()), np.int64)
    each(note, workers)
    spreads = each(spread, [lengths[begins[at] : begins[at] + many[at]] for at in np.flatnonzero(is_length)])
    cells = total.reshape(-1, KINDS).tolist()
    return [
        Stayed(cell[REACHED], passed, waiting, cell[LOST_THERE])
        for cell, passed, waiting in zip(cells, spreads[::2], spreads[1::2], strict=True)
    ]


def spread(lengths_us: Longs) -> Spread:
    """Of lengths in microseconds; their order is changed."""
    many = len(lengths_us)
    if not many:
        return Spread(0, math.nan, math.nan)
    low = {part: int((many - 1) * part) for part in (_HALF, _NINE_TENTHS)}
    lengths_us.partition(sorted({min(at + beside, many - 1) for at in low.values() for beside in (0, 1)}))
    return Spread(many, *(_between(lengths_us, at, (many - 1) * part - at) for part, at in low.items()))


def _between(ordered_us: Sequence[int] | Longs, at: int, share: float) -> float:
    """Between two neighbours, as numpy's quantiles are: from the nearer one."""
    low, high = (int(ordered_us[min(place, len(ordered_us) - 1)]) / SECOND for place in (at, at + 1))
    return high - (high - low) * (1 - share) if share >= _HALF else low + (high - low) * share
