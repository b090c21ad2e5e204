"""The few distributions that intervals and tests are made of, by the standard library's numbers alone."""

from __future__ import annotations

import math
from statistics import NormalDist

NORMAL = NormalDist()
_LARGE = 1_000  # degrees of freedom from which the expansion is exact to nine digits
_STEPS = 400
_TINY = 1e-300


def two_sided(level: float) -> float:
    """How many standard deviations lie on either side of the mean so that the level lies between: 1.96 for 0.95."""
    return NORMAL.inv_cdf(0.5 + level / 2)


def student_two_sided(level: float, freedom: float) -> float:
    """The same of Student's distribution, by halving; beyond a thousand degrees by Cornish and Fisher's expansion."""
    z = two_sided(level)
    if freedom > _LARGE:
        first = (z**3 + z) / 4
        second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
        return z + first / freedom + second / freedom**2
    low, high = z, z + 1
    while student_between(high, freedom) < level:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if student_between(middle, freedom) < level else (low, middle)
    return (low + high) / 2


def student_between(t: float, freedom: float) -> float:
    """The probability that Student's variable lies between -t and t."""
    return 1.0 - _beta(freedom / (freedom + t * t), freedom / 2, 0.5)


def chi_square_beyond(value: float, freedom: int) -> float:
    """The probability of a greater value, by its recurrence over whole and half degrees (NIST's DLMF 8.8.2)."""
    y = value / 2
    if y <= 0:
        return 1.0
    a, beyond = (0.5, math.erfc(math.sqrt(y))) if freedom % 2 else (1.0, math.exp(-y))
    while a < freedom / 2:
        beyond += math.exp(a * math.log(y) - y - math.lgamma(a + 1))
        a += 1
    return min(beyond, 1.0)


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by the fraction that converges on this side of the mean."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _beta(1 - x, b, a)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(scale) / (a * _fraction(x, a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1 + d1/(1 + d2/(1 + …)) of NIST's DLMF 8.17.22, by Lentz's way."""
    value, above, below = 1.0, 1.0, 0.0
    for n in range(1, _STEPS):
        m = n // 2
        step = -(a + m) * (a + b + m) / (a + 2 * m + 1) if n % 2 else m * (b - m) / (a + 2 * m - 1)
        step *= x / (a + 2 * m)
        below = 1 / ((1 + step * below) or _TINY)
        above = (1 + step / above) or _TINY
        value *= above * below
        if abs(above * below - 1) < 1e-15:
            break
    return value
