"""What list growth yields: for each bucket of time who joined, who left, and the list at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import number, signed
from app.reports.counting.buckets import Buckets
from app.reports.plot import Plot
from app.reports.report import Cell, Records, Table

Longs = NDArray[np.int64]
NEVER = int(np.iinfo(np.int64).min)
JOINED, LEFT, NET, LIST = 1, 2, 3, 4
"""Columns of the table."""


class Defined(Protocol):
    """What figures ask of their definition."""

    @property
    def period(self) -> str: ...

    def in_words(self) -> str:
        """One sentence for people."""

    def to_document(self) -> dict[str, Any]:
        """For programs."""


@dataclass(frozen=True, slots=True)
class GrowthFigures:
    """In which of b buckets each of the n customers joined and left, `NEVER` where they did not or nobody knows when.

    `complete` (b,) says of each bucket whether the data covers it to its end.
    """

    key: ClassVar[str] = "growth"
    definition: Defined
    customer_ids: pa.StringArray
    buckets: Buckets | None
    joined: Longs
    left: Longs
    complete: NDArray[np.bool_]

    @property
    def labels(self) -> list[str]:
        """The names of the buckets."""
        return [self.buckets.label(at) for at in range(len(self.buckets))] if self.buckets is not None else []

    def joined_counts(self) -> Longs:
        """How many joined in each bucket."""
        return np.bincount(self.joined[self.joined != NEVER], minlength=len(self.complete))

    def left_counts(self) -> Longs:
        """How many left in each bucket."""
        return np.bincount(self.left[self.left != NEVER], minlength=len(self.complete))

    def list_counts(self) -> Longs:
        """How long the list was at the end of each bucket."""
        lasting = self._starts()
        changes = np.bincount(lasting[lasting >= 0], minlength=len(self.complete))
        gone = self.left != NEVER
        ends = np.bincount(np.maximum(self.left, lasting)[gone], minlength=len(self.complete))
        return np.cumsum(changes - ends)

    def _starts(self) -> Longs:
        """From which bucket on each customer is on the list; the first where nobody knows when they joined."""
        return np.where(self.joined == NEVER, 0, self.joined)

    def on_list(self, bucket: int) -> NDArray[np.bool_]:
        """Who is on the list at the end of a bucket; who left before joining is on it for no time."""
        listed: NDArray[np.bool_] = (self._starts() <= bucket) & ((self.left == NEVER) | (self.left > bucket))
        return listed

    def table(self) -> Table:
        """A row a bucket."""
        headers = (self.definition.period.capitalize(), "Joined", "Left", "Net", "On the list at its end")
        columns = (self.joined_counts(), self.left_counts(), self.list_counts())
        rows = zip(self.labels, *(each.tolist() for each in columns), self.complete.tolist(), strict=True)
        return headers, [
            (
                Cell(label),
                _count(joined, is_complete=complete),
                _count(left, is_complete=complete),
                Cell(signed(joined - left), tone="" if complete else "open"),
                Cell(number(listed)),
            )
            for label, joined, left, listed, complete in rows
        ]

    def leading(self) -> str:
        """How long the list is at the end."""
        return f"{number(int(self.list_counts()[-1]))} on the list" if len(self.complete) else ""

    def records(self) -> Records:
        """A row of exact values a bucket."""
        begins = (
            [self.buckets.begin(at).isoformat() for at in range(len(self.buckets))] if self.buckets is not None else []
        )
        columns = (self.joined_counts(), self.left_counts(), self.list_counts(), self.complete)
        rows = zip(begins, *(each.tolist() for each in columns), strict=True)
        return ("begin", "joined", "left", "list", "complete"), list(rows)

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "buckets"}` for programs."""
        headers, rows = self.records()
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "buckets": [dict(zip(headers, row, strict=True)) for row in rows],
        }

    def plot(self) -> Plot:
        """Who joined and who left."""
        return Plot("columns", (JOINED, LEFT), beside=True)

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Who joined or left in a bucket, or is on the list at its end; None for the net, which is no people."""
        if column in (JOINED, LEFT):
            chosen = (self.joined if column == JOINED else self.left) == row
        elif column == LIST:
            chosen = self.on_list(row)
        else:
            return None
        return self.customer_ids.filter(pa.array(chosen))


def _count(count: int, *, is_complete: bool) -> Cell:
    if not is_complete:
        return Cell(number(count), "so far", "open")
    return Cell(number(count), tone="" if count else "zero")
