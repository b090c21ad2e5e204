"""Cohorts: of the customers who started in a period, how many came back in each period after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.nodes.sentences import where_sentence
from app.nodes.times import Weekday
from app.reports.buckets import Buckets, Period, buckets_between
from app.reports.cohorts.figures import CohortFigures, no_cohorts
from app.reports.matching import matching, step_problems

Longs = NDArray[np.int64]
_PAIRS_AT_ONCE = 4_000_000

Cohort = Literal["first_time", "recurring"]
"""Whether a customer is in the cohort of the first start only."""
Counting = Literal["on", "on_or_after"]
"""Whether coming back later counts for the periods before."""


@dataclass(frozen=True, slots=True)
class CohortDefinition:
    """Who starts a cohort, what coming back means, and how time is cut; `zone` "" is the dataset's own."""

    start: Step
    returns: Step
    period: Period = "month"
    zone: str = ""
    cohort: Cohort = "first_time"
    counting: Counting = "on"
    week_start: Weekday = "mon"

    def in_words(self) -> str:
        """The definition as a sentence or two."""
        start, returns = (f"“{step.event}”{where_sentence(step.where)}" for step in (self.start, self.returns))
        which = "for the first time" if self.cohort == "first_time" else "(again in every cohort in which they do)"
        when = "in that period" if self.counting == "on" else "in that period or any later one"
        return (
            f"A cohort is the customers who did {start} {which} in a calendar {self.period} ({self.zone}). A cell is "
            f"the share of them who did {returns} {when}, counted from the start on; period 0 is the {self.period} of "
            "the start. A period that the data does not cover to its end is marked incomplete and left out of the "
            "mean, which is weighted by cohort size."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "start": self.start.model_dump(mode="json", exclude_defaults=True),
            "return": self.returns.model_dump(mode="json", exclude_defaults=True),
            "period": self.period,
            "zone": self.zone,
            "cohort": self.cohort,
            "counting": self.counting,
            "week_start": self.week_start,
        }


class _Occasions(NamedTuple):
    """Events of one meaning by (customer, at): whose, when, in which bucket."""

    customer: NDArray[np.int32]
    at: Longs
    bucket: Longs

    def pick(self, rows: NDArray[Any]) -> _Occasions:
        return _Occasions(self.customer[rows], self.at[rows], self.bucket[rows])


def cohorts(dataset: Dataset, definition: CohortDefinition) -> CohortFigures:
    """The matrix of cohorts by periods; AppError names all that is wrong with the definition."""
    problems = step_problems(dataset, (definition.start, definition.returns), ("start", "return"))
    if problems:
        raise AppError("These cohorts cannot be counted.", problems)
    definition = replace(definition, zone=definition.zone or dataset.timezone)
    end = dataset.data_end
    if end is None:
        return no_cohorts(definition, definition.period)
    buckets = buckets_between(int(dataset.at.min()), end, definition.period, definition.zone, definition.week_start)
    starts = _occasions(dataset, definition.start, buckets)
    starts = starts.pick(_firsts(starts, by_bucket=definition.cohort == "recurring"))
    if not len(starts.at):
        return no_cohorts(definition, definition.period)
    returns = _occasions(dataset, definition.returns, buckets)
    count = _returned_on if definition.counting == "on" else _returned_since
    first, last = int(starts.bucket.min()), int(starts.bucket.max())
    shape = (last - first + 1, len(buckets) - first)
    edges = first + 1 + np.arange(shape[0])[:, None] + np.arange(shape[1])  # where each cell's period ends
    present = edges <= len(buckets)
    return CohortFigures(
        definition=definition,
        period=definition.period,
        days=buckets.days[first : last + 1],
        labels=tuple(buckets.label(index) for index in range(first, last + 1)),
        sizes=np.bincount(starts.bucket - first, minlength=shape[0]),
        counts=count(starts, returns.pick(_lasts(returns, by_bucket=True)), first, shape),
        present=present,
        complete=present & (buckets.edges_us[np.where(present, edges, 0)] - 1 <= end),
    )


def _occasions(dataset: Dataset, step: Step, buckets: Buckets) -> _Occasions:
    rows = matching(dataset, step)
    return _Occasions(dataset.event_customers()[rows], dataset.at[rows], buckets.of(dataset.at[rows]))


def _firsts(occasions: _Occasions, *, by_bucket: bool) -> NDArray[np.bool_]:
    """True at each customer's first occasion, or at the first in each bucket."""
    changes = np.ones(len(occasions.at), np.bool_)
    changes[1:] = occasions.customer[1:] != occasions.customer[:-1]
    if by_bucket:
        changes[1:] |= occasions.bucket[1:] != occasions.bucket[:-1]
    return changes


def _lasts(occasions: _Occasions, *, by_bucket: bool) -> NDArray[np.bool_]:
    """True at each customer's last occasion, or at the last in each bucket."""
    return np.append(_firsts(occasions, by_bucket=by_bucket)[1:], True)[: len(occasions.at)]


def _returned_on(starts: _Occasions, returns: _Occasions, first: int, shape: tuple[int, int]) -> Longs:
    """Customers of each cohort who returned in the very period; each start is paired with all their returns."""
    low = np.searchsorted(starts.customer, returns.customer, side="left")
    many = np.searchsorted(starts.customer, returns.customer, side="right") - low
    counts = np.zeros(shape[0] * shape[1], np.int64)
    for part in _portions(many):
        before = np.cumsum(many[part]) - many[part]
        start = np.repeat(low[part] - before, many[part]) + np.arange(many[part].sum())
        back = np.repeat(np.arange(part.start, part.stop), many[part])
        later = starts.at[start] <= returns.at[back]
        row, column = starts.bucket[start] - first, returns.bucket[back] - starts.bucket[start]
        counts += np.bincount((row * shape[1] + column)[later], minlength=len(counts))
    return counts.reshape(shape)


def _portions(many: Longs) -> Iterator[slice]:
    """Slices of so many pairs at most (or of one return), so that memory stays bounded."""
    total = np.cumsum(many)
    start = 0
    while start < len(many):
        done = total[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(total, done + _PAIRS_AT_ONCE, side="right")))
        yield slice(start, stop)
        start = stop


def _returned_since(starts: _Occasions, returns: _Occasions, first: int, shape: tuple[int, int]) -> Longs:
    """Customers of each cohort with a return in the period or after it: only the last return of each decides."""
    last = returns.pick(_lasts(returns, by_bucket=False))
    whose = np.searchsorted(last.customer, starts.customer)
    returned = np.isin(starts.customer, last.customer)
    start, back = starts.pick(returned), last.pick(whose[returned])
    later = start.at <= back.at
    row, column = start.bucket - first, back.bucket - start.bucket
    latest = np.bincount((row * shape[1] + column)[later], minlength=shape[0] * shape[1]).reshape(shape)
    return latest[:, ::-1].cumsum(axis=1)[:, ::-1]
