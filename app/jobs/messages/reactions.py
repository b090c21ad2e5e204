"""What became of each e-mail that was recorded, and shares of them with how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.numbers import Rate, number, percent_range
from app.reports.counting.intervals import wilson

LEAST = 30
"""Fewer messages or delays tell nothing."""

_DIGITS = 4

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MeasuredRate:
    """A share of messages, with its 95 % interval and the number of people behind it."""

    count: int
    of: int
    people: int

    @property
    def value(self) -> float:
        """The share, to be drawn with."""
        return round(self.count / self.of, _DIGITS)

    @property
    def words(self) -> str:
        """`measured: 21.8 – 23.1% (2,341 of 10,422, 812 people)`."""
        return f"measured: {self.in_brief}"

    @property
    def in_brief(self) -> str:
        """`21.8 – 23.1% (2,341 of 10,422, 812 people)`."""
        interval = wilson(self.count, self.of)
        assert interval is not None
        spread = percent_range(interval.low, interval.high)
        return f"{spread} ({Rate(self.count, self.of).fraction()}, {number(self.people)} people)"


@dataclass(frozen=True, slots=True)
class Reactions:
    """E-mails by customer and time, (n,): whose, when, what each led to, and whether it counts."""

    customers: NDArray[np.int32]
    at: NDArray[np.int64]  # microseconds UTC
    counts: Marks
    opened: Marks
    clicked: Marks
    unsubscribed: Marks

    def rate(self, had: Marks, of: Marks) -> MeasuredRate:
        """How many of those that count had it."""
        counted = of & self.counts
        return MeasuredRate(int((had & counted).sum()), int(counted.sum()), len(np.unique(self.customers[counted])))
