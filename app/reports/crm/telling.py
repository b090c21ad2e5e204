"""What the rows say that open and end opportunities, and the last with an amount."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.reports.attribution_models.cents import cents_of
from app.reports.crm.grouping import LOSES, LOST, OPEN, WINS, WON, Grouped
from app.reports.crm.speaking import Speaking
from app.reports.crm.way import NEVER, Longs


class Told(NamedTuple):
    """Of each opportunity when it was opened and closed, what became of it, and its amount."""

    opened: Longs
    closed: Longs
    outcome: Longs
    cents: Longs


def told_of(made: Grouped, events: Speaking, at: Longs, amounts: NDArray[np.float64]) -> Told:
    """By the events' instants and amounts, whose rows these are; there are no amounts where the data has none."""
    many = len(made.opening)
    if not many:
        return Told(*(np.zeros(0, np.int64) for _ in range(4)))
    does = np.where(made.ending >= 0, events.meaning(made.ending), 0)
    outcome = np.where(does & WINS, WON, np.where(does & LOSES, LOST, OPEN))
    closed = np.where(outcome == OPEN, NEVER, at[made.ending])
    cents = np.where(made.worth >= 0, cents_of(amounts[made.worth]), 0) if len(amounts) else np.zeros(many, np.int64)
    return Told(at[made.opening], closed, outcome, cents)
