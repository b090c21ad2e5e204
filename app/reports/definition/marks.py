"""Steps as bits of events: for all events at once what each of them is, ready for a compiled loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.definition.matching import matching

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Marks:
    """What events mean, a bit a step: by name, and by row for those that ask for properties."""

    by_code: NDArray[np.int32]  # the last is for an event without a name, code -1
    by_row: tuple[tuple[np.int32, Longs], ...]

    def write(self, codes: NDArray[np.int32], first: int, last: int, target: NDArray[np.int32]) -> None:
        """The bits of the events `first:last`."""
        np.take(self.by_code, codes[first:last], out=target[first:last], mode="wrap")
        for bit, rows in self.by_row:
            low, high = np.searchsorted(rows, (first, last))
            target[rows[low:high]] |= bit


def marks_of(dataset: Dataset, steps: Sequence[Step], bits: Sequence[int]) -> Marks:
    """The meaning of the dataset's events; a step may have several bits, and an event be several steps."""
    codes = {word: code for code, word in enumerate(dataset.names.words.to_pylist())}
    table = np.zeros(len(codes) + 1, np.int32)
    by_row = []
    for step, bit in zip(steps, bits, strict=True):
        if step.where:
            by_row.append((np.int32(bit), matching(dataset, step)))
        elif step.event in codes:
            table[codes[step.event]] |= np.int32(bit)
    return Marks(table, tuple(by_row))
