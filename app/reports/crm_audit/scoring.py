"""How well the score foretold by quarter: as it was at its start, against what came within it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.numbers import Rate, typed
from app.reports.by_customer.counting import Within, any_event, did
from app.reports.counting.buckets import Buckets
from app.reports.counting.ranking import auc
from app.reports.crm.opportunities import WON, Opportunities
from app.reports.crm.way import NEVER, Longs, Way, firsts
from app.reports.crm_audit.by_kind import counted
from app.reports.crm_audit.figures import Line, Value


class Foretelling(NamedTuple):
    """What a score is held against: what came of leads within quarters, of which the `shown` are asked for.

    `line` is the score from which on somebody is an MQL, `outcome` is `won` or `opportunity`.
    """

    dataset: Dataset
    way: Way
    deals: Opportunities
    quarters: Buckets
    shown: Sequence[int]
    score: str
    line: float
    outcome: str

    def lines(self) -> Iterator[Line]:
        """AUC and precision at the line of the shown quarters, and the share of won deals that had been MQLs."""
        if self.score:
            yield from self._foretold()
        if self.way.won and self.way.mql:
            yield _won_mqls(self.dataset, self.way, self.deals, self.quarters)

    def _foretold(self) -> Iterator[Line]:
        lead, reached = firsts(self.dataset, self.way.step("lead")), self._first_outcomes()
        nothing = _Quarter(None, None, np.zeros(0, np.int64), np.zeros(0, np.int64))
        found = [nothing] * len(self.quarters)
        for at in self.shown:
            found[at] = self._quarter(
                lead, reached, int(self.quarters.edges_us[at]), int(self.quarters.edges_us[at + 1])
            )
        yield Line("auc", "AUC of the score", tuple(each.rank for each in found), lambda at: found[at].known)
        words = "won" if self.outcome == "won" else "had an opportunity"
        name = f"Of leads at {typed(self.line)} or more, {words}"
        yield Line("precision", name, tuple(each.hits for each in found), lambda at: found[at].high)

    def _quarter(self, lead: Longs, reached: Longs, start: int, end: int) -> _Quarter:
        """Leads as they were scored at its start, against what came until its end."""
        scores = scores_before(self.dataset, self.score, start)
        known = np.flatnonzero(~np.isnan(scores) & (lead < start) & (reached >= start))
        came = reached[known] < end
        high = scores[known] >= self.line
        rank = auc(scores[known], came)
        hits = Rate(int((came & high).sum()), int(high.sum()))
        return _Quarter(None if rank is None else rank.value, hits, known, known[high & came])

    def _first_outcomes(self) -> Longs:
        """When each customer first had the outcome, NEVER for who had none; shape (customers,)."""
        deals, first = self.deals, np.full(self.dataset.customer_count, NEVER, np.int64)
        at = deals.opened if self.outcome == "opportunity" else np.where(deals.outcome == WON, deals.closed, NEVER)
        np.minimum.at(first, deals.customer, at)
        return first


class _Quarter(NamedTuple):
    """AUC and precision of a quarter, its leads with a score, and those above the line who had the outcome."""

    rank: Value
    hits: Value
    known: Longs
    high: Longs


def scores_before(dataset: Dataset, name: str, at_us: int) -> NDArray[np.float64]:
    """Each customer's last score before the instant, NaN without one; shape (customers,)."""
    values = dataset.properties[name].values
    last = did(dataset, any_event(dataset), ("last",), values, Within(until=at_us - 1, least=-np.inf)).last
    return np.where(last >= 0, values[last] if len(values) else np.nan, np.nan)


def _won_mqls(dataset: Dataset, way: Way, deals: Opportunities, quarters: Buckets) -> Line:
    won = np.flatnonzero(deals.outcome == WON)
    customer, closed = deals.customer[won], deals.closed[won]
    was = firsts(dataset, way.step("mql"))[customer] <= closed
    quarter = quarters.of(closed)
    of, had = counted(quarter, was, len(quarters))
    rates = tuple(Rate(count, whole) for count, whole in zip(had.tolist(), of.tolist(), strict=True))
    name = "Won deals that had been MQLs"
    return Line("won_mqls", name, rates, lambda at: np.unique(customer[was & (quarter == at)]))
