"""Trend: events, customers and revenue by buckets of time, and formulas of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.times import Weekday
from app.nodes.words.sentences import where_sentence
from app.numbers import counted
from app.reports.counting.buckets import Buckets, Period, buckets_between, day_starts
from app.reports.definition.breakdown import Breakdown, breakdown_problem, grouped
from app.reports.definition.matching import matching, step_problems
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.over_runs.conversion import amount_of, fitting_period, proposed_conversion
from app.reports.trend.comparing import Against, begin_of_earlier, earlier
from app.reports.trend.figures import Kept, Longs, SeriesCounts, TrendFigures
from app.reports.trend.formula import LETTERS, Formula
from app.reports.trend.tallying import ENOUGH_EVENTS, Grouping, Looked, Span, coded, grid_of, grouping_of, tallied

Measure = Literal["events", "customers", "revenue"]
MEASURES: tuple[Measure, ...] = ("events", "customers", "revenue")
_MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Series:
    """What is counted of which events; without a step, of all. Revenue adds up a property of theirs."""

    measure: Measure = "events"
    step: Step | None = None
    amount: str = ""

    def in_words(self) -> str:
        """`customers who did “visit”`."""
        which = f"“{self.step.event}”{where_sentence(self.step.where)}" if self.step else "anything"
        if self.measure == "customers":
            return f"customers who did {which}"
        events = f"events {which}" if self.step else "events"
        return events if self.measure == "events" else f"the sum of {self.amount} of {events}"

    def title(self) -> str:
        """What stands at its line: `visit: customers`."""
        return f"{self.step.event if self.step else 'Any event'}: {self.amount or self.measure}"

    def to_document(self) -> dict[str, Any]:
        """As it can be given again."""
        step = self.step.model_dump(mode="json", exclude_defaults=True) if self.step else None
        return {"measure": self.measure, "event": step, "amount": self.amount}


@dataclass(frozen=True, slots=True)
class TrendDefinition(RecordedDefinition):
    """Series, called A, B, C … in their order, by buckets of time; with a formula, what that makes of them.

    `since` and `until` are the first and the last local day, both included. Beside each bucket stands what it is
    compared with: `against` "before" that of as many buckets before, "year" the same one a year earlier. `rolling` is
    over how many buckets a mean trails, 0 for none. `zone` "" is the dataset's own.
    """

    series: tuple[Series, ...]
    period: Period = "day"
    formula: str = ""
    by: Breakdown | None = None
    top: int = 5
    since: date | None = None
    until: date | None = None
    against: Against = ""
    rolling: int = 0
    zone: str = ""
    week_start: Weekday = "mon"

    def _in_words(self) -> str:
        """The definition in sentences."""
        parts = [each.in_words() for each in self.series]
        named = "; ".join(f"{letter}: {words}" for letter, words in zip(LETTERS, parts, strict=False))
        if len(parts) == 1 and not self.formula:
            named = parts[0][:1].upper() + parts[0][1:]
        which = f" Shown is {self.formula}." if self.formula else ""
        span = f", from {self.since}" if self.since else ""
        span += f", until {self.until}" if self.until else ""
        return (
            f"{named}; by calendar {self.period} ({self.zone}){span}.{which} A {self.period} in which nothing happened "
            f"counts 0; one that the data does not cover to its end is incomplete.{''.join(self._more_words())}"
        )

    def _more_words(self) -> Iterator[str]:
        if self.by:
            yield f" Broken down by {self.by.in_words()}: the {self.top} most frequent values and the others."
        if self.against == "before":
            yield " Beside it the same number of periods before."
        if self.against == "year":
            weeks = ", 52 weeks before" if self.period == "week" else ""
            yield f" Beside each {self.period} the one a year earlier{weeks}."
        if self.rolling:
            periods = counted(self.rolling, self.period, f"{self.period}s")
            yield f" The mean trails over {periods}, zeros included, incomplete ones not."

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "series": [each.to_document() for each in self.series],
            "period": self.period,
            "formula": self.formula,
            "by": self.by.written() if self.by else "",
            "top": self.top,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "against": self.against,
            "rolling": self.rolling,
            "zone": self.zone,
            "week_start": self.week_start,
        }


def proposed_trend(dataset: Dataset) -> TrendDefinition | None:
    """Revenue where the data knows it, else purchases or deals won, else whatever happened; None without events."""
    if not dataset.event_count:
        return None
    purchase, amount = proposed_conversion(dataset), amount_of(dataset)
    series = Series("events", purchase)
    if purchase and amount:
        series = replace(series, measure="revenue", amount=amount)
    return TrendDefinition((series,), fitting_period(dataset))


def trend(dataset: Dataset, definition: TrendDefinition) -> TrendFigures:
    """The series by bucket; AppError names all that is wrong with the definition."""
    definition = replace(definition, zone=definition.zone or dataset.timezone)
    if problems := _problems(dataset, definition):
        raise AppError("This trend cannot be counted.", problems)
    formula = Formula(definition.formula, LETTERS[: len(definition.series)]) if definition.formula else None
    currencies = {dataset.roles.property_currencies.get(each.amount, "") for each in definition.series}
    currency = currencies.pop() if len(currencies) == 1 else ""
    span = _span(dataset, definition)
    if span is None:
        return TrendFigures(
            definition, formula, dataset.customer_ids, None, 0, np.zeros(0, np.bool_), ("",), (), currency,
            np.zeros(0, np.int64),
        )  # fmt: skip
    buckets, first, (low, high) = span
    shown_from = int(buckets.edges_us[first])
    times = (low, high, shown_from)
    groups, counts = _at_once(dataset, definition, buckets, times) or _by_rows(dataset, definition, buckets, times)
    edges = buckets.edges_us
    complete = edges[1:] <= high
    complete[first] &= edges[first] >= low or definition.since is None
    before = earlier(buckets, first, definition.against)
    return TrendFigures(
        definition, formula, dataset.customer_ids, buckets, first, complete, groups, counts, currency, before
    )


def _problems(dataset: Dataset, definition: TrendDefinition) -> list[Problem]:
    named = [(each.step, f"series.{place}") for place, each in enumerate(definition.series) if each.step]
    problems = step_problems(dataset, [step for step, _ in named], [field for _, field in named])
    if not 0 < len(definition.series) <= len(LETTERS):
        problems.append(Problem("trend-series", f"Name 1 to {len(LETTERS)} series", "series"))
    for place, each in enumerate(definition.series):
        column = dataset.properties.get(each.amount)
        if each.measure == "revenue" and (column is None or column.type is not ColumnType.NUMBER):
            problems.append(Problem("trend-amount", f"“{each.amount}” is not a number of any event", f"series.{place}"))
    problems += breakdown_problem(dataset, definition.by, "by")
    if not 1 <= definition.top <= _MOST_GROUPS:
        problems.append(Problem("trend-top", f"Between 1 and {_MOST_GROUPS} values can be shown", "top"))
    if definition.since and definition.until and definition.since > definition.until:
        problems.append(Problem("trend-span", "The first day comes after the last one", "since"))
    if definition.against == "before" and definition.since is None:
        problems.append(Problem("trend-previous", "Name a first day, so that there is something before it", "against"))
    if definition.against == "year" and definition.period == "hour":
        problems.append(
            Problem("trend-year", "Days and longer periods have one a year earlier, hours do not", "against")
        )
    if definition.rolling < 0 or definition.rolling == 1:
        problems.append(Problem("trend-rolling", "A mean trails over two or more periods", "rolling"))
    return problems


def _span(dataset: Dataset, definition: TrendDefinition) -> tuple[Buckets, int, tuple[int, int]] | None:
    """The buckets, those to compare with first; which is the first to show; where what counts begins and ends.

    The end is that of the last instant known of plus one microsecond. None where the data has nothing in the time.
    """
    if dataset.reach is None:
        return None
    begin, end = dataset.reach[0], (dataset.data_end or 0) + 1
    low, high = begin, end
    if definition.since:
        low = max(low, day_starts(definition.since, definition.zone))
    if definition.until:
        high = min(high, day_starts(definition.until + timedelta(days=1), definition.zone))
    if low >= high:
        return None
    shown = buckets_between(low, high - 1, definition.period, definition.zone, definition.week_start)
    if not definition.against:
        return shown, 0, (low, high)
    before = begin_of_earlier(shown, definition.against)
    both = buckets_between(max(before, begin), high - 1, definition.period, definition.zone, definition.week_start)
    lead = len(both) - len(shown)
    if definition.against == "before":
        lead = min(lead, len(shown))
    skipped = len(both) - len(shown) - lead
    both = replace(both, days=both.days[skipped:], edges_us=both.edges_us[skipped:])
    return both, lead, (low, high)


def _at_once(
    dataset: Dataset, definition: TrendDefinition, buckets: Buckets, span: tuple[int, int, int]
) -> tuple[tuple[str, ...], tuple[SeriesCounts, ...]] | None:
    """The groups and all series by the compiled loop; None where the data is small."""
    grid = grid_of(buckets)
    if dataset.event_count < ENOUGH_EVENTS or grid is None:
        return None
    low, high, shown_from = span
    codes = {each.step: coded(dataset, each.step) for each in definition.series}
    spans = [Span(*codes[each.step], grid.begin, high, min(shown_from, low), low) for each in definition.series]
    groups = grouping_of(dataset, definition.by, spans, definition.top) if definition.by else Grouping()
    if groups is None:
        return None
    amounts = {each.step: each.amount for each in definition.series if each.amount}
    customers = {each.step for each in definition.series if each.measure == "customers"}
    passes: dict[tuple[Step | None, str], NDArray[np.float64]] = {}
    made = []
    for each, wanted in zip(definition.series, spans, strict=True):
        key = (each.step, each.amount or amounts.get(each.step, ""))
        if key not in passes:
            passes[key] = tallied(dataset, grid, wanted, key[1], groups, customers=each.step in customers)
        values = passes[key][MEASURES.index(each.measure)]
        looked = Looked(dataset, buckets.edges_us, wanted, groups)
        made.append(SeriesCounts(each.title(), each.measure, values, looked))
    return groups.names, tuple(made)


def _by_rows(
    dataset: Dataset, definition: TrendDefinition, buckets: Buckets, span: tuple[int, int, int]
) -> tuple[tuple[str, ...], tuple[SeriesCounts, ...]]:
    """The groups, and all series over the rows of their events."""
    low, high, shown_from = span
    rows = [_rows(dataset, each.step, int(buckets.edges_us[0]), high) for each in definition.series]
    rows = [each[(dataset.at[each] >= low) | (dataset.at[each] < shown_from)] for each in rows]
    everybody = dataset.event_customers()
    customers = [everybody[each] for each in rows]
    groups = grouped(dataset, definition.by, rows, customers, definition.top)
    many = len(groups.names) * len(buckets)
    return groups.names, tuple(
        _counted(dataset, each, where, whose, codes * len(buckets) + buckets.of(dataset.at[where]), many)
        for each, where, whose, codes in zip(definition.series, rows, customers, groups.codes, strict=True)
    )


def _rows(dataset: Dataset, step: Step | None, low: int, high: int) -> Longs:
    """The rows of the events of the step in that time."""
    if step is None:
        return np.flatnonzero((dataset.at >= low) & (dataset.at < high))
    rows = matching(dataset, step)
    at = dataset.at[rows]
    return rows[(at >= low) & (at < high)]


def _counted(
    dataset: Dataset, series: Series, rows: Longs, customers: NDArray[np.int32], cells: Longs, many: int
) -> SeriesCounts:
    """What the series comes to in each cell of groups by buckets."""
    title = series.title()
    if series.measure == "revenue":
        amounts = np.nan_to_num(dataset.properties[series.amount].values[rows])
        values = np.bincount(cells, amounts, many).astype(np.float64)
    elif series.measure == "events":
        values = np.bincount(cells, minlength=many).astype(np.float64)
    else:
        values = np.bincount(cells[_first_of_each(customers, cells)], minlength=many).astype(np.float64)
    return SeriesCounts(title, series.measure, values, Kept(customers, cells))


def _first_of_each(customers: NDArray[np.int32], cells: Longs) -> NDArray[Any]:
    """One row for each customer in each cell; rows come by customer, so that only groups have to be put in order."""
    changes = np.ones(len(cells), np.bool_)
    changes[1:] = (customers[1:] != customers[:-1]) | (cells[1:] != cells[:-1])
    rows = np.flatnonzero(changes)
    pairs = customers[rows].astype(np.int64) * (int(cells.max(initial=0)) + 1) + cells[rows]
    if (pairs[1:] > pairs[:-1]).all():
        return rows
    _, where = np.unique(pairs, return_index=True)
    return rows[where]
