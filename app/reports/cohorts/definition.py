"""Cohorts: of the customers who started in a period, how many came back in each period after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.times import Weekday
from app.nodes.words.sentences import where_sentence
from app.numbers import number
from app.reports.cohorts.counting import Asked, chosen, counted
from app.reports.cohorts.figures import CohortFigures, no_cohorts
from app.reports.counting.buckets import Period, buckets_between
from app.reports.counting.fitting_periods import HOUR_US, HOURS, MOST_PERIODS
from app.reports.definition.matching import step_problems
from app.reports.definition.recorded_definition import RecordedDefinition

Cohort = Literal["first_time", "recurring"]
"""Whether a customer is in the cohort of the first start only."""
Counting = Literal["on", "on_or_after"]
"""Whether coming back later counts for the periods before."""
Cut = Literal["calendar", "rolling"]
"""Whether periods are those of the calendar or run from each customer's start."""
Measure = Literal["customers", "revenue", "cumulative"]
"""Who came back, or what they were worth per customer of the cohort, in a period or until its end."""
Show = Literal["matrix", "curves"]

_WEEKDAY_WORDS: dict[Weekday, str] = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CohortDefinition(RecordedDefinition):
    """Who starts a cohort, what coming back means, and how time is cut; `zone` "" is the dataset's own."""

    start: Step
    returns: Step
    period: Period = "month"
    zone: str = ""
    cohort: Cohort = "first_time"
    counting: Counting = "on"
    week_start: Weekday = "mon"
    cut: Cut = "calendar"
    measure: Measure = "customers"
    value: str = ""
    show: Show = "matrix"

    def _in_words(self) -> str:
        """The definition in sentences."""
        start, returns = (f"“{step.event}”{where_sentence(step.where)}" for step in (self.start, self.returns))
        which = "for the first time" if self.cohort == "first_time" else "(again in every cohort in which they do)"
        begin = f", weeks from {_WEEKDAY_WORDS[self.week_start]}" if self.period == "week" else ""
        begins = (
            f"the {self.period} of the start"
            if self.cut == "calendar"
            else f"the {_rolling(self.period)} from each start on"
        )
        return (
            f"A cohort is the customers who did {start} {which} in a calendar {self.period} ({self.zone}{begin}). "
            f"{self._cell(returns)}, counted from the start on; period 0 is {begins}. A period that the data does not "
            "cover to its end is marked incomplete and left out of the mean, which is weighted by cohort size."
        )

    def _cell(self, returns: str) -> str:
        when = "in that period" if self.counting == "on" else "in that period or any later one"
        if self.measure == "customers":
            return f"A cell is the share of them who did {returns} {when}"
        until = "in that period" if self.measure == "revenue" else "until the end of that period"
        return f"A cell is the {self.value} of their {returns} {until}, divided by all customers of the cohort"

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "start": self.start.model_dump(mode="json", exclude_defaults=True),
            "return": self.returns.model_dump(mode="json", exclude_defaults=True),
            "period": self.period,
            "zone": self.zone,
            "cohort": self.cohort,
            "counting": self.counting,
            "week_start": self.week_start,
            "cut": self.cut,
            "measure": self.measure,
            "value": self.value,
        }


def _rolling(period: Period) -> str:
    """How long a period counted from a start is."""
    hours = HOURS[period]
    return f"{hours // 24} × 24 hours" if hours > 24 else f"{hours} hours" if hours > 1 else "hour"


def cohorts(dataset: Dataset, definition: CohortDefinition) -> CohortFigures:
    """The matrix of cohorts by periods; AppError names all that is wrong with the definition."""
    if problems := _problems(dataset, definition):
        raise AppError("These cohorts cannot be counted.", problems)
    definition = replace(definition, zone=definition.zone or dataset.timezone)
    end = dataset.data_end
    if end is None:
        return no_cohorts(definition, definition.period)
    asked = _asked(dataset, definition, end)
    if asked.columns > MOST_PERIODS:
        raise AppError(
            f"The events span {number(asked.columns)} {definition.period}s, too many for cohorts, which can be up to "
            f"{MOST_PERIODS}. Choose a longer period."
        )
    found = counted(dataset, asked)
    started = np.flatnonzero(found.sizes)
    if not len(started):
        return no_cohorts(definition, definition.period)
    first, last = int(started[0]), int(started[-1]) + 1
    present, complete = _ends(asked, end, first, last)
    columns = present.shape[1]
    sums = found.sums[first:last, :columns] if asked.value else None
    return CohortFigures(
        definition=definition,
        period=definition.period,
        days=asked.buckets.days[first:last],
        labels=tuple(asked.buckets.label(index) for index in range(first, last)),
        sizes=found.sizes[first:last],
        counts=found.counts[first:last, :columns],
        present=present,
        complete=complete,
        amounts=sums.cumsum(axis=1) if sums is not None and definition.measure == "cumulative" else sums,
        currency=dataset.roles.property_currencies.get(definition.value, ""),
        shows_curves=definition.show == "curves",
        who=lambda rows, after: dataset.customer_ids.filter(
            pa.array(chosen(dataset, asked, (first + rows[0], first + rows[1]), after))
        ),
    )


def _asked(dataset: Dataset, definition: CohortDefinition, end: int) -> Asked:
    begin = dataset.reach[0] if dataset.reach else end
    buckets = buckets_between(begin, end, definition.period, definition.zone, definition.week_start)
    rolling_us = HOURS[definition.period] * HOUR_US if definition.cut == "rolling" else 0
    return Asked(
        definition.start,
        definition.returns,
        definition.cohort == "recurring",
        definition.counting == "on_or_after" and definition.measure == "customers",
        rolling_us,
        definition.value if definition.measure != "customers" else "",
        buckets,
        (end - int(buckets.edges_us[0])) // rolling_us + 1 if rolling_us else len(buckets),
    )


def _ends(asked: Asked, end: int, first: int, last: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which cells of the cohorts `first:last` have begun by the data end, and which are over for every customer."""
    edges = asked.buckets.edges_us
    if asked.rolling_us:
        after = np.arange((end - int(edges[first])) // asked.rolling_us + 1) * asked.rolling_us
        present = edges[first:last, None] + after <= end
        over = edges[first + 1 : last + 1, None] - 1 + after + asked.rolling_us - 1 <= end
        kept = min(len(after), asked.columns)
        return present[:, :kept], (present & over)[:, :kept]
    places = first + 1 + np.arange(last - first)[:, None] + np.arange(len(asked.buckets) - first)
    present = places <= len(asked.buckets)
    return present, present & (edges[np.where(present, places, 0)] - 1 <= end)


def _problems(dataset: Dataset, definition: CohortDefinition) -> list[Problem]:
    problems = step_problems(dataset, (definition.start, definition.returns), ("start", "return"))
    column = dataset.properties.get(definition.value)
    if definition.measure != "customers" and (column is None or column.type is not ColumnType.NUMBER):
        words = (
            f"“{definition.value}” is not a number of any event"
            if definition.value
            else "Name a property that is money"
        )
        problems.append(Problem("cohort-value", words, "value"))
    return problems
