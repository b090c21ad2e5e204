"""Whether two pairs of key columns say the same: rows that meet by one have the same value in the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.columns.selection import codes_in
from app.data.columns.texts import Texts


class Agreement(NamedTuple):
    """Of the customers of two files who meet by one pair of columns and have another filled: in how many that meets."""

    agreed: int
    of: int

    @property
    def share(self) -> float:
        """How many agree, of 1; 1 where nobody could."""
        return self.agreed / self.of if self.of else 1.0


def agreement(first: tuple[Texts, Texts], second: tuple[Texts, Texts]) -> Agreement:
    """How often those who meet by the first column of each file have the same in the second column of each."""
    (by, beside), (by_other, beside_other) = first, second
    same = codes_in(by.distinct, by_other.distinct)
    mine, theirs = _beside(by, beside), _beside(by_other, beside_other)
    met = np.flatnonzero(same >= 0)
    met = met[(mine[met] >= 0) & (theirs[same[met]] >= 0)]
    if not len(met):
        return Agreement(0, 0)
    as_theirs = codes_in(beside.distinct, beside_other.distinct)
    return Agreement(int(np.count_nonzero(as_theirs[mine[met]] == theirs[same[met]])), len(met))


def _beside(by: Texts, beside: Texts) -> NDArray[np.int64]:
    """For each distinct text of a column what stands beside it in some row that has both, -1 where nothing does."""
    found = np.full(len(by.distinct), -1, np.int64)
    rows = np.flatnonzero(by.filled & beside.filled)
    found[by.codes[rows]] = beside.codes[rows]
    return found
