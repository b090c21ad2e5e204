"""How well the score foretold by quarter: as it was at its start, against what came within it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def scoring_lines(
    dataset: Dataset,
    way: Way,
    deals: Opportunities,
    quarters: Buckets,
    shown: Sequence[int],
    score: str,
    line: float,
    outcome: str,
) -> Iterator[Line]:
    """AUC, precision at the line, and the share of won deals that had been MQLs; of other than the shown, nothing."""
    if score:
        yield from _foretold(dataset, way, deals, quarters, shown, score, line, outcome)
    if way.won and way.mql:
        yield _won_mqls(dataset, way, deals, quarters)


def _foretold(
    dataset: Dataset,
    way: Way,
    deals: Opportunities,
    quarters: Buckets,
    shown: Sequence[int],
    score: str,
    line: float,
    outcome: str,
) -> Iterator[Line]:
    lead, reached = firsts(dataset, way.step("lead")), _first_outcomes(dataset, deals, outcome)
    ranks: list[Value] = [None] * len(quarters)
    hits: list[Value] = [None] * len(quarters)
    nobody = np.zeros(0, np.int64)
    known_people, high_people = [nobody] * len(quarters), [nobody] * len(quarters)
    for at in shown:
        start, end = int(quarters.edges_us[at]), int(quarters.edges_us[at + 1])
        scores = scores_before(dataset, score, start)
        known = np.flatnonzero(~np.isnan(scores) & (lead < start) & (reached >= start))
        came = reached[known] < end
        high = scores[known] >= line
        found = auc(scores[known], came)
        ranks[at] = None if found is None else found.value
        hits[at] = Rate(int((came & high).sum()), int(high.sum()))
        known_people[at] = known
        high_people[at] = known[high & came]
    words = "won" if outcome == "won" else "had an opportunity"
    yield Line("auc", "AUC of the score", tuple(ranks), known_people.__getitem__)
    name = f"Of leads at {typed(line)} or more, {words}"
    yield Line("precision", name, tuple(hits), high_people.__getitem__)


def scores_before(dataset: Dataset, name: str, at_us: int) -> NDArray[np.float64]:
    """Each customer's last score before the instant, NaN without one; shape (customers,)."""
    values = dataset.properties[name].values
    last = did(dataset, any_event(dataset), ("last",), values, Within(until=at_us - 1, least=-np.inf)).last
    return np.where(last >= 0, values[last] if len(values) else np.nan, np.nan)


def _first_outcomes(dataset: Dataset, deals: Opportunities, outcome: str) -> Longs:
    """When each customer first had the outcome, NEVER for who had none; shape (customers,)."""
    first = np.full(dataset.customer_count, NEVER, np.int64)
    at = deals.opened if outcome == "opportunity" else np.where(deals.outcome == WON, deals.closed, NEVER)
    np.minimum.at(first, deals.customer, at)
    return first


def _won_mqls(dataset: Dataset, way: Way, deals: Opportunities, quarters: Buckets) -> Line:
    won = np.flatnonzero(deals.outcome == WON)
    customer, closed = deals.customer[won], deals.closed[won]
    was = firsts(dataset, way.step("mql"))[customer] <= closed
    quarter = quarters.of(closed)
    of, had = counted(quarter, was, len(quarters))
    rates = tuple(Rate(count, whole) for count, whole in zip(had.tolist(), of.tolist(), strict=True))
    name = "Won deals that had been MQLs"
    return Line("won_mqls", name, rates, lambda at: np.unique(customer[was & (quarter == at)]))
