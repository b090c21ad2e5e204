"""Which events speak of opportunities, and what each does to one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.columns.cores import looked_up
from app.data.dataset import Dataset
from app.reports.by_customer.counting import Which
from app.reports.crm.grouping import LOSES, OPENS, SPEAKS, WINS
from app.reports.crm.way import Longs, Way
from app.reports.definition.event_conditions import conditions_of
from app.reports.definition.matching import matching

_BITS = {"opportunity": OPENS | SPEAKS, "won": WINS | SPEAKS, "lost": LOSES | SPEAKS, "stage": SPEAKS}
SPEAKING = tuple(_BITS)
"""The roles of the way whose events speak of opportunities."""


class Speaking(NamedTuple):
    """`codes` (events,) and what each code does to an opportunity, in bits of `grouping`; the first is for none."""

    codes: NDArray[np.int32]
    means: Longs

    def which(self) -> Which:
        """The events that speak of one at all."""
        return Which(self.codes, (self.means > 0).astype(np.uint8))

    def rows(self) -> Longs:
        """Their rows, ascending."""
        found: Longs = np.flatnonzero(np.roll(self.means > 0, -1)[self.codes])
        return found

    def meaning(self, rows: Longs) -> Longs:
        """What the events of these rows do."""
        found: Longs = self.means[self.codes[rows] + 1]
        return found


def speaking(dataset: Dataset, way: Way) -> Speaking:
    """By the names of the events; where one of them has to be of a kind, by each event itself."""
    roles = {role: bits for role, bits in _BITS.items() if way.event(role)}
    if not any(conditions_of(way.where, role) for role in roles):
        return Speaking(dataset.names.values, _by_name(dataset, way, roles))
    alike = {role: bits for role, bits in roles.items() if not conditions_of(way.where, role)}
    of_name = np.roll(_by_name(dataset, way, alike), -1).astype(np.int32)  # the last is for none, whose code is -1
    codes = looked_up(of_name, dataset.names.values)
    for role in roles.keys() - alike.keys():
        codes[matching(dataset, way.step(role))] |= roles[role]
    return Speaking(codes, np.arange(-1, max(roles.values()) | OPENS | WINS | LOSES).clip(0))


def _by_name(dataset: Dataset, way: Way, roles: dict[str, int]) -> Longs:
    means = np.zeros(len(dataset.names.words) + 1, np.int64)
    for place, word in enumerate(dataset.names.words.to_pylist(), 1):
        for role, bits in roles.items():
            if word == way.event(role):
                means[place] |= bits
    return means
