"""What a trend yields: lines over buckets of time, each a series or a formula, of one group or of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, money, number, three_digits
from app.reports.counting.buckets import Buckets
from app.reports.plot import Plot
from app.reports.report import Cell, Records, Table
from app.reports.trend.comparing import AGAINST, Against
from app.reports.trend.formula import LETTERS, Floats, Formula

Longs = NDArray[np.int64]


class Defined(Protocol):
    """What figures ask of their definition."""

    @property
    def period(self) -> str: ...

    @property
    def rolling(self) -> int: ...

    @property
    def against(self) -> Against: ...

    def in_words(self) -> str:
        """One sentence for people."""

    def to_document(self) -> dict[str, Any]:
        """For programs."""


class Members(Protocol):
    """Who is behind the values of a series."""

    def within(self, cell: int) -> Longs:
        """The customers with an event of it in a cell of groups by buckets."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Of each event that counts its customer and its cell."""

    customers: NDArray[np.int32]
    cells: Longs

    def within(self, cell: int) -> Longs:
        """The customers in a cell."""
        return np.unique(self.customers[self.cells == cell]).astype(np.int64)


@dataclass(frozen=True, slots=True)
class SeriesCounts:
    """A series in g groups by b buckets: `values` (g * b,), and who is behind them."""

    title: str
    measure: str
    values: Floats
    members: Members


@dataclass(frozen=True, slots=True)
class Line:
    """A line of n buckets: `before` are the values they are compared with, NaN where the data had not begun.

    `rates` are set where the values are shares of customers.
    """

    title: str
    measure: str
    values: Floats
    before: Floats | None
    rolling: Floats | None
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendFigures:
    """The series over their buckets; those before `first` are there to be compared with.

    `complete` (b,) says of each bucket whether the data covers it to its end, `earlier` which bucket each that is shown
    is compared with, -1 for none.
    """

    key: ClassVar[str] = "trend"
    definition: Defined
    formula: Formula | None
    customer_ids: pa.StringArray
    buckets: Buckets | None
    first: int
    complete: NDArray[np.bool_]
    groups: tuple[str, ...]
    series: tuple[SeriesCounts, ...]
    currency: str
    earlier: Longs

    @property
    def shown(self) -> range:
        """The buckets that are shown."""
        return range(self.first, len(self.buckets)) if self.buckets is not None else range(0)

    @property
    def labels(self) -> list[str]:
        """The names of those."""
        return [self.buckets.label(index) for index in self.shown] if self.buckets is not None else []

    def is_complete(self) -> NDArray[np.bool_]:
        """Whether each of those is."""
        return self.complete[self.first :]

    def lines(self) -> tuple[Line, ...]:
        """A line for each series and group; with a formula, one for each group."""
        if self.buckets is None:
            return ()
        if self.formula is None:
            return tuple(
                self._line(each.title, group, each.measure, self._of(each, group))
                for each in self.series
                for group in range(len(self.groups))
            )
        return tuple(self._of_formula(self.formula, group) for group in range(len(self.groups)))

    def _of(self, series: SeriesCounts, group: int) -> Floats:
        many = len(self.complete)
        return series.values[group * many : (group + 1) * many]

    def _of_formula(self, formula: Formula, group: int) -> Line:
        by_letter = {letter: self._of(each, group) for letter, each in zip(LETTERS, self.series, strict=False)}
        values = formula.value(by_letter)
        rates: tuple[Rate, ...] = ()
        parts = [self.series[LETTERS.index(letter)] for letter in formula.quotient or ()]
        if parts and all(each.measure == "customers" for each in parts):
            pairs = zip(*(self._of(each, group)[self.first :].tolist() for each in parts), strict=True)
            rates = tuple(Rate(int(count), int(of)) for count, of in pairs)
        return self._line(formula.text, group, "formula", values, rates)

    def _line(self, title: str, group: int, measure: str, values: Floats, rates: tuple[Rate, ...] = ()) -> Line:
        name = self.groups[group]
        alone = self.formula is not None or len(self.series) == 1
        titled = (name if alone else f"{title}, {name}") if name else title
        shown = values[self.first :]
        before = None
        if self.definition.against:
            before = np.where(self.earlier >= 0, values[np.maximum(self.earlier, 0)], np.nan)
        return Line(titled, measure, shown, before, self._rolling(shown), rates)

    def _rolling(self, values: Floats) -> Floats | None:
        """The mean of each bucket and those before it, over complete ones; NaN where one of them is not."""
        many = self.definition.rolling
        if not many:
            return None
        known = np.where(self.is_complete(), values, np.nan)
        means = np.full(len(values), np.nan)
        if len(values) >= many:
            means[many - 1 :] = np.lib.stride_tricks.sliding_window_view(known, many).mean(axis=1)
        return means

    def said(self, line: Line, value: float) -> str:
        """A value in words: a count, an amount, or three digits of what a formula makes."""
        if np.isnan(value):
            return NOTHING
        if line.measure == "revenue":
            return money(value, self.currency)
        return three_digits(value) if line.measure == "formula" else number(value)

    def table(self) -> Table:
        """A row a bucket, a column a line, with its mean and what was before where asked."""
        lines, mean = self.lines(), f"mean of {self.definition.rolling}"
        headers = [self.definition.period.capitalize()]
        compared = "before" if self.definition.against == "before" else AGAINST[self.definition.against]
        for line in lines:
            headers.append(line.title)
            headers += [f"{line.title}, {compared}"] if line.before is not None else []
            headers += [f"{line.title}, {mean}"] if line.rolling is not None else []
        labels, complete = self.labels, self.is_complete().tolist()
        rows = [
            (Cell(label), *(cell for line in lines for cell in self._cells(line, at, is_complete=complete[at])))
            for at, label in enumerate(labels)
        ]
        return tuple(headers), rows

    def _cells(self, line: Line, at: int, *, is_complete: bool) -> Iterator[Cell]:
        value = float(line.values[at])
        tone = "open" if not is_complete else "" if value else "zero"
        if line.rates:
            yield Cell(line.rates[at].percent(), line.rates[at].fraction(), tone)
        else:
            yield Cell(self.said(line, value), "so far" if not is_complete else "", tone)
        for more in (line.before, line.rolling):
            if more is not None:
                yield Cell(self._mean(line, float(more[at])))

    def _mean(self, line: Line, value: float) -> str:
        if line.rates and not np.isnan(value):
            return Rate(round(value * 1_000_000), 1_000_000).percent()
        return self.said(line, value)

    @property
    def columns_of_line(self) -> int:
        """How many columns of the table a line takes."""
        return 1 + bool(self.definition.against) + bool(self.definition.rolling)

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The customers of a series in a bucket; of a quotient those above the line, of another formula nobody."""
        line, offset = divmod(column - 1, self.columns_of_line)
        is_before = offset == 1 and bool(self.definition.against)
        if column < 1 or (offset and not is_before):
            return None
        series, group = divmod(line, len(self.groups))
        if self.formula is not None:
            if self.formula.quotient is None:
                return None
            series, group = LETTERS.index(self.formula.quotient[0]), line
        bucket = int(self.earlier[row]) if is_before else self.first + row
        if bucket < 0:
            return self.customer_ids.slice(0, 0)
        return self.customer_ids.take(self.series[series].members.within(group * len(self.complete) + bucket))

    def plot(self) -> Plot:
        """Every line."""
        return Plot("lines", tuple(range(1, len(self.table()[0]))))

    def leading(self) -> str:
        """The last complete value of the first line, with its name."""
        lines, known = self.lines(), np.flatnonzero(self.is_complete())
        if not lines or not len(known):
            return ""
        at, line = int(known[-1]), lines[0]
        value = line.rates[at].percent() if line.rates else self.said(line, float(line.values[at]))
        return f"{line.title}: {value} in {self.labels[at]}"

    def records(self) -> Records:
        """A row of exact values for each line and bucket."""
        headers = ("begin", "series", "value", "before", "rolling", "complete")
        return headers, [
            (begin, line.title, *values, complete)
            for line in self.lines()
            for begin, complete, values in zip(
                self._begins(), self.is_complete().tolist(), zip(*_exact(line), strict=True), strict=True
            )
        ]

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "buckets", "lines"}` for programs."""
        buckets = zip(self._begins(), self.is_complete().tolist(), strict=True)
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "buckets": [{"begin": begin, "complete": complete} for begin, complete in buckets],
            "lines": [
                {"title": line.title} | dict(zip(("values", "before", "rolling"), map(list, _exact(line)), strict=True))
                for line in self.lines()
            ],
        }

    def _begins(self) -> list[str]:
        return [self.buckets.begin(index).isoformat() for index in self.shown] if self.buckets is not None else []


def _exact(line: Line) -> tuple[Sequence[float | None], ...]:
    """Values, those before and the means; counts are whole, what is not known is None."""
    whole = line.measure in ("events", "customers")
    nothing: list[float | None] = [None] * len(line.values)
    values = [_plain(value, whole=whole) for value in line.values.tolist()]
    before = nothing if line.before is None else [_plain(value, whole=whole) for value in line.before.tolist()]
    rolling = nothing if line.rolling is None else [_plain(value, whole=False) for value in line.rolling.tolist()]
    return values, before, rolling


def _plain(value: float, *, whole: bool) -> float | None:
    if np.isnan(value):
        return None
    return int(value) if whole else value
