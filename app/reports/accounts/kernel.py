"""What the people of each account come to: `sum_up` runs compiled, `sum_up_customers` is the same as plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.crm.grouping import OPEN, WON
from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@jitable
def sum_up_customers(
    place: Longs,
    touched: Floats,
    scores: Floats,
    active: Longs,
    people: Longs,
    touches: Longs,
    score: Floats,
    highest: Floats,
    last: Longs,
) -> None:
    """Add each customer to the account at `place`; `scores` are NaN of who has none, or without rows.

    The last five are of the accounts: zeros, and less than there may be where the greatest is looked for.
    """
    for customer in range(len(place)):
        account = place[customer]
        people[account] += 1
        touches[account] += np.int64(touched[customer])
        last[account] = max(last[account], active[customer])
        if len(scores) > 0 and scores[customer] == scores[customer]:  # a missing score is not equal to itself
            score[account] += scores[customer]
            highest[account] = max(highest[account], scores[customer])


@compiled
def sum_up(
    place: Longs,
    touched: Floats,
    scores: Floats,
    active: Longs,
    people: Longs,
    touches: Longs,
    score: Floats,
    highest: Floats,
    last: Longs,
) -> None:
    """`sum_up_customers`, compiled."""
    sum_up_customers(place, touched, scores, active, people, touches, score, highest, last)


@jitable
def sum_deals_of(place: Longs, customer: Longs, outcome: Longs, cents: Longs, opened: Longs, won: Longs) -> None:
    """Add the cents of opportunities that are open, and of those won, to their customers' accounts."""
    for deal in range(len(customer)):
        if outcome[deal] == OPEN:
            opened[place[customer[deal]]] += cents[deal]
        elif outcome[deal] == WON:
            won[place[customer[deal]]] += cents[deal]


@compiled
def sum_deals(place: Longs, customer: Longs, outcome: Longs, cents: Longs, opened: Longs, won: Longs) -> None:
    """`sum_deals_of`, compiled."""
    sum_deals_of(place, customer, outcome, cents, opened, won)
