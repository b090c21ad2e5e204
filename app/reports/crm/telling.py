"""What the rows say that open and end opportunities, and the last with an amount."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.reports.attribution_models.cents import cents_of
from app.reports.crm.grouping import ENOUGH_ROWS, LOSES, LOST, OPEN, WINS, WON
from app.reports.crm.openings import Opened
from app.reports.crm.speaking import Speaking
from app.reports.crm.way import NEVER, Longs


class Told(NamedTuple):
    """Of each opportunity when it was opened and closed, what became of it, and its amount."""

    opened: Longs
    closed: Longs
    outcome: Longs
    cents: Longs


def told_of(made: Opened, events: Speaking, at: Longs, amounts: NDArray[np.float64]) -> Told:
    """By the events' instants and amounts; there are no amounts where the data has none."""
    few = len(made.opening) < ENOUGH_ROWS
    return in_columns(made, events, at, amounts) if few else _in_a_loop(made, events, at, amounts)


def in_columns(made: Opened, events: Speaking, at: Longs, amounts: NDArray[np.float64]) -> Told:
    """The same, column by column."""
    many = len(made.opening)
    if not many:
        return Told(*(np.zeros(0, np.int64) for _ in range(4)))
    does = np.where(made.ending >= 0, events.meaning(made.ending), 0)
    outcome = np.where(does & WINS, WON, np.where(does & LOSES, LOST, OPEN))
    closed = np.where(outcome == OPEN, NEVER, at[made.ending])
    cents = np.where(made.worth >= 0, cents_of(amounts[made.worth]), 0) if len(amounts) else np.zeros(many, np.int64)
    return Told(at[made.opening], closed, outcome, cents)


def _in_a_loop(made: Opened, events: Speaking, at: Longs, amounts: NDArray[np.float64]) -> Told:
    """The same, compiled: one way through the rows in place of one for each column."""
    from app.reports.crm.kernel import tell  # late: numba takes a while to import

    told = Told(*(np.empty(len(made.opening), np.int64) for _ in range(4)))
    tell(made.opening, made.ending, made.worth, events.codes, events.means, at, amounts, *told)
    return told
