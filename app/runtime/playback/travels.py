"""Who is on the way along a wire while a run is played back: in the run that takes no time, on the screen it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runtime.playback.instants import Instants, ends
from app.runtime.playback.visit_rows import MOST_HOPS

HOPS = MOST_HOPS + 1

_SPREAD = 0.4  # of the time a wire takes: those who set out at one instant do so within it, so that they are told apart
_MIXING = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Dots on wires: the wire of each, by its place, and which part of it is behind the dot; each is for so many."""

    wires: NDArray[np.int64]
    shares: NDArray[np.float64]
    each_for: int
    journeys: int


class Travels:
    """When a token set out on which wire, by how many wires it had run along at that very instant.

    `left` holds the visits that were left by exit and hops: group `exit * HOPS + hops`.
    """

    def __init__(self, left: Instants, wire_exits: Sequence[int]) -> None:
        led = [(wire, exit_) for wire, exit_ in enumerate(wire_exits) if exit_ >= 0]
        rows = [(wire, hops, exit_ * HOPS + hops) for wire, exit_ in led for hops in range(HOPS)]
        wires, before, groups = np.array(rows, np.int64).reshape(-1, 3).T
        is_taken = left.starts[groups] < left.starts[groups + 1]
        self._wires, self._before = wires[is_taken], before[is_taken]
        self._at, self._first, self._end = left.at, left.starts[groups[is_taken]], left.starts[groups[is_taken] + 1]

    def under_way(self, at: int, hop_us: int, most: int) -> UnderWay:
        """Who is on a wire at an instant if each wire takes so long; where there are more than `most`, one for many."""
        first = ends(self._at, self._first, self._end, at - (self._before + 1) * hop_us)
        end = ends(self._at, self._first, self._end, at - self._before * hop_us)
        journeys = int((end - first).sum())
        each_for = 1
        while journeys > most * each_for:
            each_for *= 2
        rows, groups = _every(first, end, each_for)
        gone = at - self._before[groups] * hop_us - self._at[rows]
        later = _SPREAD * _luck(rows)
        shares = np.clip((gone / hop_us - later) / (1 - _SPREAD), 0.0, 1.0)
        return UnderWay(self._wires[groups], shares, each_for, journeys)


def _every(first: NDArray[np.int64], end: NDArray[np.int64], step: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The multiples of `step` in each of these ranges, and in which range each is."""
    begin = -(-first // step)
    counts = np.maximum(-(-end // step) - begin, 0)
    groups = np.repeat(np.arange(len(first)), counts)
    offset = np.arange(len(groups)) - np.repeat(np.cumsum(counts) - counts, counts)
    return (begin[groups] + offset) * step, groups


def _luck(rows: NDArray[np.int64]) -> NDArray[Any]:
    """A number from 0 to 1 for each, always the same."""
    mixed = rows.astype(np.uint64) * _MIXING
    return (mixed >> np.uint64(40)) / float(1 << 24)
