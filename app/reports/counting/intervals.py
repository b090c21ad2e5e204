"""Intervals and tests for shares and means, each by its published formula; what small numbers cannot tell is None."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.numbers import whole_percent
from app.reports.counting.distributions import NORMAL, chi_square_beyond, student_between, student_two_sided, two_sided

LEVEL = 0.95
POWER = 0.8
_LEAST_EXPECTED = 5  # below it the distribution of chi-square's test statistic is another one


def level() -> str:
    """How sure an interval is, as it is written: `95%`."""
    return whole_percent(LEVEL)


class Interval(NamedTuple):
    """Where a figure lies with the level's confidence, both ends included."""

    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether a difference of this interval is other than none."""
        return self.low > 0 or self.high < 0

    @property
    def turned(self) -> Interval:
        """That of the difference taken the other way round."""
        return Interval(-self.high, -self.low)


class Sample(NamedTuple):
    """What the mean of many values rests on; `variance` is that of a sample (n - 1)."""

    many: int
    mean: float
    variance: float


def wilson(count: int, of: int, level: float = LEVEL) -> Interval | None:
    """Of a share, by Wilson's score (1927), without correction; None where there is nothing to share."""
    if of <= 0:
        return None
    z, share = two_sided(level), count / of
    centre = share + z * z / (2 * of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    # of none and of all the end is exact; rounding would leave it beside
    low = 0.0 if count == 0 else (centre - reach) / scale
    high = 1.0 if count == of else (centre + reach) / scale
    return Interval(max(low, 0.0), min(high, 1.0))


def newcombe(count: int, of: int, other: int, of_other: int, level: float = LEVEL) -> Interval | None:
    """Of a share less another one of other people, from their Wilson intervals (Newcombe 1998, method 10)."""
    first, second = wilson(count, of, level), wilson(other, of_other, level)
    if first is None or second is None:
        return None
    a, b = count / of, other / of_other
    low = a - b - math.hypot(a - first.low, second.high - b)
    high = a - b + math.hypot(first.high - a, b - second.low)
    return Interval(max(low, -1.0), min(high, 1.0))


def sample_of(values: NDArray[Any]) -> Sample:
    """The sample of these values; of fewer than two the variance is not known and stands as NaN."""
    many = len(values)
    mean = float(values.mean()) if many else math.nan
    return Sample(many, mean, float(values.var(ddof=1)) if many > 1 else math.nan)


def winsorised(values: NDArray[np.float64], share: float, cap: float | None = None) -> NDArray[np.float64]:
    """The values with the greatest `share` of them brought down to the quantile below which the others lie."""
    if not len(values) or (share <= 0 and cap is None):
        return values
    return np.minimum(values, np.quantile(values, 1 - share) if cap is None else cap)


def mean_interval(of: Sample, level: float = LEVEL) -> Interval | None:
    """Of a mean by Student's distribution; of paired values give their differences. None of fewer than two values."""
    if of.many < 2:
        return None
    reach = student_two_sided(level, of.many - 1) * math.sqrt(of.variance / of.many)
    return Interval(of.mean - reach, of.mean + reach)


def welch(of: Sample, other: Sample, level: float = LEVEL) -> Interval | None:
    """Of a mean less another one of other people, whose values need not vary alike (Welch 1947)."""
    if of.many < 2 or other.many < 2:
        return None
    a, b = of.variance / of.many, other.variance / other.many
    difference = of.mean - other.mean
    if a + b <= 0:
        return Interval(difference, difference)
    freedom = (a + b) ** 2 / (a * a / (of.many - 1) + b * b / (other.many - 1))
    reach = student_two_sided(level, freedom) * math.sqrt(a + b)
    return Interval(difference - reach, difference + reach)


def welch_p(of: Sample, other: Sample) -> float | None:
    """How likely means so far apart are by chance, two-sided (Welch 1947); None where they say nothing."""
    if of.many < 2 or other.many < 2:
        return None
    a, b = of.variance / of.many, other.variance / other.many
    if not a + b > 0:
        return None
    freedom = (a + b) ** 2 / (a * a / (of.many - 1) + b * b / (other.many - 1))
    return 1.0 - student_between(abs(of.mean - other.mean) / math.sqrt(a + b), freedom)


def shares_p(counts: Sequence[int], of: Sequence[int]) -> float | None:
    """How likely shares so unlike are by chance if all are one (Pearson's chi-square, without correction).

    Of two shares it is the two-sided z-test with pooled variance. None where there is nothing to tell apart.
    """
    whole, converted = sum(of), sum(counts)
    if len(counts) < 2 or min(of) <= 0 or not 0 < converted < whole:
        return None
    share = converted / whole
    distance = sum(
        (count - many * share) ** 2 / (many * share * (1 - share)) for count, many in zip(counts, of, strict=True)
    )
    return chi_square_beyond(distance, len(counts) - 1)


def sample_ratio(counts: Sequence[int], weights: Sequence[float]) -> float | None:
    """How likely counts as far from the weights are by chance (Pearson's chi-square); None where too few to tell."""
    whole, weight = sum(counts), sum(weights)
    if len(counts) < 2 or whole <= 0 or weight <= 0:
        return None
    expected = [whole * each / weight for each in weights]
    if min(expected) < _LEAST_EXPECTED:
        return None
    distance = sum((count - due) ** 2 / due for count, due in zip(counts, expected, strict=True))
    return chi_square_beyond(distance, len(counts) - 1)


def power_of_shares(share: float, other: float, of: int, of_other: int, level: float = LEVEL) -> float:
    """How often so many people would show that difference of two shares as other than none (Fleiss, two-sided)."""
    if min(of, of_other) <= 0 or share == other:
        return 1 - level
    pooled = (share * of + other * of_other) / (of + of_other)
    under_none = two_sided(level) * math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / of_other))
    spread = math.sqrt(share * (1 - share) / of + other * (1 - other) / of_other)
    if spread <= 0:
        return 1.0
    return NORMAL.cdf((abs(share - other) - under_none) / spread)


def needed_for_shares(share: float, other: float, power: float = POWER, level: float = LEVEL) -> int | None:
    """How many people each of two groups needs to show that difference (Fleiss, two-sided); None if there is none."""
    if share == other or not (0 <= share <= 1 and 0 <= other <= 1):
        return None
    middle = (share + other) / 2
    under_none = two_sided(level) * math.sqrt(2 * middle * (1 - middle))
    under_both = NORMAL.inv_cdf(power) * math.sqrt(share * (1 - share) + other * (1 - other))
    return math.ceil(((under_none + under_both) / (share - other)) ** 2)
