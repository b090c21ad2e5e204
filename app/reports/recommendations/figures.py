"""What the back-test yields: shares by month, what was named of the catalogue, and whether it is worth it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, counted, month, number, percent_range
from app.reports.counting.intervals import level, wilson
from app.reports.plot import Plot
from app.reports.recommendations.outcome import Tested
from app.reports.report import Cell, Definition, Records, Table

FIRST = (1, 3, 5)
"""How many products were recommended."""
_MONTHS_A_YEAR, _EPOCH_YEAR = 12, 1970


class MonthFigures(NamedTuple):
    """A month (None: all of them), and the shares for each of `FIRST`: by the model, and by popularity."""

    month: date | None
    customers: int
    hits: tuple[Rate, ...]
    popular: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class RecommendationFigures:
    """The tests, and what they come to by month."""

    key: ClassVar[str] = "recommendations"
    definition: Definition
    customer_ids: pa.StringArray
    tested: Tested

    def months(self) -> tuple[MonthFigures, ...]:
        """The months in which somebody could be tested, in order."""
        return tuple(self._of(int(each)) for each in np.unique(self.tested.months))

    def whole(self) -> MonthFigures:
        """All months together: a customer counts once in each."""
        return self._of(None)

    def _of(self, which: int | None) -> MonthFigures:
        rows = self._rows(which)
        ranks, popular = self.tested.ranks[rows], self.tested.popular_ranks[rows]
        return MonthFigures(
            None if which is None else _day_of(which),
            len(ranks),
            tuple(Rate(_among(ranks, first), len(ranks)) for first in FIRST),
            tuple(Rate(_among(popular, first), len(ranks)) for first in FIRST),
        )

    def _rows(self, which: int | None) -> NDArray[np.bool_]:
        if which is None:
            return np.ones(len(self.tested.months), np.bool_)
        chosen: NDArray[np.bool_] = self.tested.months == which
        return chosen

    def verdicts(self) -> tuple[str, ...]:
        """For each of `FIRST` whether the model is better than popularity, in a sentence."""
        whole = self.whole()
        return tuple(
            _verdict(first, ours, theirs) for first, ours, theirs in zip(FIRST, whole.hits, whole.popular, strict=True)
        )

    @property
    def coverage(self) -> Rate:
        """How many of the products were recommended to anybody."""
        return Rate(self.tested.named, self.tested.products)

    def catalogue_words(self) -> str:
        """What was named of the catalogue."""
        words = f"{self.coverage.in_words()} of the products were recommended to somebody"
        if np.isnan(self.tested.overstock):
            return f"{words}; no stock is known."
        return f"{words}; of their stock {number(round(self.tested.overstock))} pieces are more than 180 days sell."

    def sentences(self) -> Iterator[str]:
        """Whether it is worth it, and what was named of the catalogue."""
        if self.whole().customers:
            yield from self.verdicts()
            yield self.catalogue_words()

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "months", "whole", "verdicts", "coverage", "overstock"}` for programs."""
        overstock = self.tested.overstock
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "months": [_document(each) for each in self.months()],
            "whole": _document(self.whole()),
            "verdicts": list(self.verdicts()),
            "coverage": {"count": self.coverage.count, "of": self.coverage.of},
            "overstock": None if np.isnan(overstock) else overstock,
        }

    def table(self) -> Table:
        """A row a month, and one for all of them."""
        headers = ["Month", "Customers"]
        for first in FIRST:
            headers += [f"First {first}", f"Popular {first}"]
        rows = [tuple(_cells(each)) for each in self.months()]
        return tuple(headers), [*rows, tuple(self._whole_cells(len(rows)))] if rows else []

    def _whole_cells(self, row: int) -> Iterator[Cell]:
        """A customer counts once in each month: by how many there are stands beside."""
        for column, cell in enumerate(_cells(self.whole())):
            ids = self.people(row, column) if column else None
            many = "" if ids is None else f"by {counted(len(ids), 'customer', 'customers')}"
            yield Cell(cell, "; ".join(filter(None, (cell.note, many))), cell.tone, cell.share)

    def plot(self) -> Plot:
        """The shares of the longest list, month by month."""
        return Plot("lines", (6, 7))

    def records(self) -> Records:
        """A row of exact values a customer and month, for programs; place 0 is not among the first five."""
        tests = self.tested
        headers = ("customer", "month", "place", "place_popular")
        months = [_day_of(each).isoformat()[:7] for each in tests.months.tolist()]
        ids = self.customer_ids.take(tests.customers).to_pylist()
        return headers, list(zip(ids, months, tests.ranks.tolist(), tests.popular_ranks.tolist(), strict=True))

    def leading(self) -> str:
        """The share of the first five, and that of what is popular."""
        whole = self.whole()
        if not whole.customers:
            return ""
        return f"{whole.hits[-1].percent()} in the first 5, popular {whole.popular[-1].percent()}"

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The customers tested in a month, or those whose next product was among the first."""
        months = np.unique(self.tested.months)
        rows = self._rows(int(months[row]) if row < len(months) else None)
        if column > 1:
            first = FIRST[(column - 2) // 2]
            ranks = self.tested.ranks if column % 2 == 0 else self.tested.popular_ranks
            rows = rows & (ranks > 0) & (ranks <= first)
        return self.customer_ids.take(np.unique(self.tested.customers[rows]))


def _cells(each: MonthFigures) -> Iterator[Cell]:
    yield Cell("All months", tone="total") if each.month is None else Cell(month(each.month))
    yield Cell(number(each.customers))
    for ours, theirs in zip(each.hits, each.popular, strict=True):
        yield _cell(ours)
        yield _cell(theirs)


def _cell(rate: Rate) -> Cell:
    sure = wilson(rate.count, rate.of)
    if sure is None:
        return Cell(NOTHING)
    return Cell(rate.percent(), f"{rate.fraction()}; {level()} sure: {percent_range(*sure)}", share=rate.value)


def _verdict(first: int, ours: Rate, theirs: Rate) -> str:
    mine, other = wilson(ours.count, ours.of), wilson(theirs.count, theirs.of)
    if mine is None or other is None:
        return f"Nobody could be tested at {first}."
    shares = f"{ours.percent()} ({percent_range(*mine)}) against {theirs.percent()} ({percent_range(*other)})"
    if ours.count <= theirs.count:
        return f"At {first} the model does not beat what is popular: {shares}."
    if mine.low <= other.high:
        return f"At {first} the model is ahead of what is popular, but the intervals overlap: {shares}."
    return f"At {first} the model beats what is popular: {shares}."


def _among(ranks: NDArray[np.int64], first: int) -> int:
    return int(((ranks > 0) & (ranks <= first)).sum())


def _day_of(which: int) -> date:
    """The first day of a month, counted since 1970."""
    return date(_EPOCH_YEAR + which // _MONTHS_A_YEAR, which % _MONTHS_A_YEAR + 1, 1)


def _document(each: MonthFigures) -> dict[str, Any]:
    return {
        "month": each.month and each.month.isoformat()[:7],
        "customers": each.customers,
        "hits": {str(first): rate.count for first, rate in zip(FIRST, each.hits, strict=True)},
        "popular": {str(first): rate.count for first, rate in zip(FIRST, each.popular, strict=True)},
    }
