"""What the people of each account come to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.accounts.figures import Totals
from app.reports.by_customer.counting import EARLIEST
from app.reports.crm.opportunities import OPEN, WON, Opportunities
from app.reports.crm.way import NEVER, Longs

ENOUGH_ROWS = 200_000
"""From so many customers or opportunities on the compiled loops are worth their loading."""
Floats = NDArray[np.float64]


def totals_of(
    place: Longs, many: int, touched: Floats, score: Floats | None, active: Longs, deals: Opportunities
) -> Totals:
    """Of `many` accounts; `place` (n,) is each customer's.

    Of each customer `touched` is how many touches there were, `score` the score (NaN for none) where there are scores,
    `active` the last activity, `EARLIEST` for none.
    """
    if len(place) + len(deals) < ENOUGH_ROWS:
        return plainly(place, many, touched, score, active, deals)
    from app.reports.accounts.kernel import sum_deals, sum_up  # late: numba takes a while to import

    people, touches, opened, won = (np.zeros(many, np.int64) for _ in range(4))
    last = np.full(many, EARLIEST, np.int64)
    summed, highest = np.zeros(many), np.full(many, -np.inf)
    scores = np.zeros(0) if score is None else score
    sum_up(place, touched, scores, active, people, touches, summed, highest, last)
    sum_deals(place, deals.customer, deals.outcome, deals.cents, opened, won)
    return _told(people, touches, None if score is None else summed, highest, opened, won, last)


def plainly(
    place: Longs, many: int, touched: Floats, score: Floats | None, active: Longs, deals: Opportunities
) -> Totals:
    """The same in columns, without the compiled loops."""
    account = place[deals.customer]
    opened, won = (
        np.bincount(account, np.where(deals.outcome == outcome, deals.cents, 0), many).astype(np.int64)
        for outcome in (OPEN, WON)
    )
    highest, last = np.full(many, -np.inf), np.full(many, EARLIEST, np.int64)
    np.maximum.at(last, place, active)
    summed = None
    if score is not None:
        np.maximum.at(highest, place, np.where(np.isnan(score), -np.inf, score))
        summed = np.bincount(place, np.nan_to_num(score), many).astype(np.float64)
    touches = np.bincount(place, touched, many).astype(np.int64)
    return _told(np.bincount(place, minlength=many), touches, summed, highest, opened, won, last)


def _told(
    people: Longs, touches: Longs, score: Floats | None, highest: Floats, opened: Longs, won: Longs, last: Longs
) -> Totals:
    known = None if score is None else np.where(np.isinf(highest), np.nan, highest)
    return Totals(people, touches, score, known, opened, won, np.where(last == EARLIEST, NEVER, last))
