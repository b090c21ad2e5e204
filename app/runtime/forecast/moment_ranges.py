"""What the figures of a forecast came to until each of some moments, with their ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Range:
    """A figure over the replications: the mean, and between what four fifths of them lie."""

    mean: float
    low_80: float
    high_80: float


class ForecastMoments:
    """Each figure of each node, (figures, moments); the last moment is after everything."""

    def __init__(
        self,
        replications: int,
        instants: NDArray[np.int64],
        rows: Mapping[str, Mapping[str, int]],
        ranges: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    ) -> None:
        self.replications, self.instants = replications, instants
        self._rows = rows
        self._mean, self._low, self._high = ranges

    def place(self, at: int) -> int:
        """The last moment that is not after that instant; the first for those before it."""
        return max(int(np.searchsorted(self.instants, at, "right")) - 1, 0)

    def node(self, node_id: str, place: int) -> dict[str, Range]:
        """The figures of one node at that moment, under the names they have in a summary: `arrived`, `left.out` …"""
        return {
            name: Range(float(self._mean[row, place]), float(self._low[row, place]), float(self._high[row, place]))
            for name, row in self._rows.get(node_id, {}).items()
        }
