"""What RFM yields: each customer's scores, and the segments with what they bought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, amount_percent, counted, money, number, signed
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table
from app.reports.rfm.segments import SEGMENTS

Longs = NDArray[np.int64]
Fifths = NDArray[np.int8]
CUSTOMERS, AMOUNT = 1, 4
"""Columns of the table that the chart draws."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of c customers who had bought; every array is (c,).

    `customers` are rows of the dataset, ascending; `days` since the last purchase, `orders` and `amount` so far; scores
    are 1 to 5, `engagement` None where nobody asked for it; `segment` is an index into `SEGMENTS`.
    """

    customers: Longs
    days: Longs
    orders: Longs
    amount: NDArray[np.float64]
    recency: Fifths
    frequency: Fifths
    monetary: Fifths
    engagement: Fifths | None
    segment: Fifths

    def score(self) -> Longs:
        """Their scores as one number, 543 for recency 5, frequency 4, monetary value 3; engagement last."""
        three = self.recency.astype(np.int64) * 100 + self.frequency.astype(np.int64) * 10 + self.monetary
        return three if self.engagement is None else three * 10 + self.engagement


class SegmentFigures(NamedTuple):
    """A segment; `before` are its customers on the earlier day, None without one."""

    name: str
    customers: Rate
    orders: int
    amount: float
    median_days: float
    before: int | None


@dataclass(frozen=True, slots=True)
class RfmFigures:
    """The scores of a day, and those of an earlier day to see who moved."""

    key: ClassVar[str] = "rfm"
    definition: Definition
    customer_ids: pa.StringArray
    now: Scores
    before: Scores | None
    currency: str
    _segments: list[tuple[SegmentFigures, ...]] = field(default_factory=list, init=False, repr=False, compare=False)
    """The segments, once they have been worked out."""

    def segments(self) -> tuple[SegmentFigures, ...]:
        """The segments that have customers on either day, in the order of the rules; worked out once."""
        if not self._segments:
            self._segments.append(tuple(each for each in self._all_segments() if each.customers.count or each.before))
        return self._segments[0]

    def _all_segments(self) -> Iterator[SegmentFigures]:
        everybody = len(self.now.customers)
        before = None if self.before is None else np.bincount(self.before.segment, minlength=len(SEGMENTS))
        order = np.argsort(self.now.segment, kind="stable")
        ends = np.cumsum(np.bincount(self.now.segment, minlength=len(SEGMENTS))).tolist()
        for index, rule in enumerate(SEGMENTS):
            inside = order[ends[index - 1] if index else 0 : ends[index]]
            days = self.now.days[inside]
            yield SegmentFigures(
                rule.name,
                Rate(len(inside), everybody),
                int(self.now.orders[inside].sum()),
                float(self.now.amount[inside].sum()),
                float(np.median(days)) if len(days) else float("nan"),
                None if before is None else int(before[index]),
            )

    def moves(self) -> dict[tuple[str, str], int]:
        """How many went from one segment to another between the days; `new` are those who first bought in between."""
        if self.before is None:
            return {}
        origin = np.full(len(self.customer_ids), -1)
        origin[self.before.customers] = self.before.segment
        pairs, counts = np.unique(np.stack([origin[self.now.customers], self.now.segment]), axis=1, return_counts=True)
        return {
            (SEGMENTS[old].name if old >= 0 else "new", SEGMENTS[new].name): count
            for (old, new), count in zip(pairs.T.tolist(), counts.tolist(), strict=True)
        }

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "customers", "cuts"…, "segments", "moves"}` for programs."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "customers": len(self.now.customers),
            "segments": [
                {
                    "name": each.name,
                    "count": each.customers.count,
                    "of": each.customers.of,
                    "rate": each.customers.value,
                    "orders": each.orders,
                    "amount": each.amount,
                    "before": each.before,
                }
                for each in self.segments()
            ],
            "moves": [{"from": old, "to": new, "count": count} for (old, new), count in self.moves().items()],
        }

    def table(self) -> Table:
        """A row a segment, and one for everybody."""
        headers = ["Segment", "Customers", "Share", "Orders", "Amount", "A customer", "Median days since"]
        if self.before is not None:
            headers += ["Before", "Change"]
        rows = [tuple(self._cells(each)) for each in self.segments()]
        return tuple(headers), [*rows, tuple(self._totals())] if rows else []

    def _cells(self, each: SegmentFigures) -> Iterator[Cell]:
        orders, whose = number(int(self.now.orders.sum())), f"by {_people(each.customers)}"
        yield Cell(each.name, share=each.customers.value)
        yield Cell(number(each.customers.count))
        yield Cell(each.customers.percent(), each.customers.fraction())
        yield Cell(number(each.orders), asked=f"of {orders}, {whose}")
        yield Cell(money(each.amount, self.currency), asked=f"{self._of_whole(each.amount)}{whose}")
        yield self._per_customer(each.amount, each.customers)
        median = number(each.median_days) if each.customers.count else NOTHING
        yield Cell(median, asked=f"of {_people(each.customers)}")
        if each.before is not None:
            yield Cell(number(each.before))
            yield Cell(signed(each.customers.count - each.before))

    def _totals(self) -> Iterator[Cell]:
        now = self.now
        everybody, amount = len(now.customers), float(now.amount.sum())
        yield Cell("All who bought", tone="total")
        yield Cell(number(everybody))
        yield Cell(Rate(everybody, everybody).percent(), Rate(everybody, everybody).fraction())
        yield Cell(number(int(now.orders.sum())), asked=f"by {_people(Rate(everybody, everybody))}")
        yield Cell(money(amount, self.currency), asked=f"by {_people(Rate(everybody, everybody))}")
        yield self._per_customer(amount, Rate(everybody, everybody))
        yield Cell(number(float(np.median(now.days))))
        if self.before is not None:
            yield Cell(number(len(self.before.customers)))
            yield Cell(signed(everybody - len(self.before.customers)))

    def _of_whole(self, amount: float) -> str:
        """`8% of €288,158.00, `; nothing where refunds ate up what was spent."""
        total = float(self.now.amount.sum())
        return f"{amount_percent(amount, total)} of {money(total, self.currency)}, " if total > 0 else ""

    def _per_customer(self, amount: float, customers: Rate) -> Cell:
        if not customers.count:
            return Cell(NOTHING)
        mean = money(amount / customers.count, self.currency)
        return Cell(mean, asked=f"{money(amount, self.currency)} by {_people(customers)}")

    def plot(self) -> Plot:
        """The customers of each segment."""
        return Plot("bars", (1,))

    def records(self) -> Records:
        """A row of exact values a customer, for programs."""
        now = self.now
        columns = [
            self.customer_ids.take(now.customers).to_pylist(),
            now.days.tolist(),
            now.orders.tolist(),
            now.amount.tolist(),
            now.score().tolist(),
            [SEGMENTS[index].name for index in now.segment.tolist()],
        ]
        headers = ("customer", "days_since", "orders", "amount", "score", "segment")
        return headers, list(zip(*columns, strict=True))

    def leading(self) -> str:
        """The segment with most customers."""
        most = max(self.segments(), key=lambda each: each.customers.count, default=None)
        return "" if most is None else f"{most.customers.percent()} {most.name} ({most.customers.fraction()})"

    def people(self, row: int, column: int) -> pa.Array[Any] | None:  # noqa: ARG002  # every cell is of the row's people
        """The customers of a segment; of the last row, all."""
        shown = self.segments()
        if row >= len(shown):
            return self.customer_ids.take(self.now.customers)
        index = next(index for index, rule in enumerate(SEGMENTS) if rule.name == shown[row].name)
        return self.customer_ids.take(self.now.customers[self.now.segment == index])


def _people(customers: Rate) -> str:
    return counted(customers.count, "customer", "customers")
