"""How soon people react: the lognormal delays of a response as shares and lengths of time."""

from __future__ import annotations

import math
from statistics import NormalDist

from app.nodes.durations import Duration
from app.nodes.response import Delay

_DAY_US = 86_400_000_000
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 30, 365
_NORMAL = NormalDist()


def median_us(median: Duration) -> float:
    """A median in microseconds; a delay is no calendar step, so a month is 30 days and a year 365."""
    years, months = divmod(median.months, 12)
    days = years * _DAYS_OF_YEAR + months * _DAYS_OF_MONTH + median.days
    return float(days * _DAY_US + median.time_us)


def median_s(delay: Delay) -> float:
    """The median in seconds."""
    return median_us(delay.median) / 1e6


def share_within(delay: Delay, seconds: float) -> float:
    """Which share of those who react have done so by then."""
    median = median_s(delay)
    if seconds <= 0 or median <= 0:
        return 1.0 if median <= 0 <= seconds else 0.0
    if delay.sigma == 0:
        return 1.0 if seconds >= median else 0.0
    return _NORMAL.cdf(math.log(seconds / median) / delay.sigma)


def seconds_until(delay: Delay, share: float) -> float:
    """When that share of those who react have done so; above none and below all."""
    return median_s(delay) * math.exp(delay.sigma * _NORMAL.inv_cdf(share))
