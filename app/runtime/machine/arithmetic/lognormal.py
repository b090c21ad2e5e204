"""Lognormal draws, for compiled code and for Python, from nothing but additions, products, quotients and square roots.

A machine's own logarithm and exponential may differ in the last bit from another's; these do not, so the same seed
gives the same instants everywhere.
"""

from __future__ import annotations

import math
from typing import Final

from app.runtime.native.jit import jitable

_SMALLEST: Final = 2.0**-54
_GREATEST: Final = 1.0 - 2.0**-53
_LN2_HIGH: Final = 0.693147180369123816490
_LN2_LOW: Final = 1.90821492927058770002e-10
_LN2: Final = 0.693147180559945309417
_OF_EXPONENTIAL: Final = tuple(1.0 / math.factorial(k) for k in range(14, -1, -1))


@jitable
def lognormal(drawn: float, median: float, sigma: float) -> float:
    """The value of a lognormal distribution below which the share `drawn`, in [0, 1), of all values lies."""
    return median * exponential(sigma * normal_quantile(min(drawn + _SMALLEST, _GREATEST)))


@jitable
def normal_quantile(share: float) -> float:
    """The standard normal deviate below which a share, in (0, 1), lies (Wichura 1988, algorithm AS 241, PPND16)."""
    q = share - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        above = (
            ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
            + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
            + 133.14166789178437745) * r + 3.387132872796366608
        )  # fmt: skip
        below = (
            ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
            + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
            + 42.313330701600911252) * r + 1.0
        )  # fmt: skip
        return q * above / below
    r = math.sqrt(-logarithm(share if q < 0.0 else 1.0 - share))
    deviate = near_tail(r - 1.6) if r <= 5.0 else far_tail(r - 5.0)
    return -deviate if q < 0.0 else deviate


@jitable
def near_tail(r: float) -> float:
    """The branch of AS 241 for shares down to exp(-25)."""
    above = (
        ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
        + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
        + 4.6303378461565452959) * r + 1.42343711074968357734
    )  # fmt: skip
    below = (
        ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
        + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
        + 2.05319162663775882187) * r + 1.0
    )  # fmt: skip
    return above / below


@jitable
def far_tail(r: float) -> float:
    """The branch of AS 241 for shares beyond exp(-25)."""
    above = (
        ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
        + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
        + 5.4637849111641143699) * r + 6.6579046435011037772
    )  # fmt: skip
    below = (
        ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
        + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
        + 0.59983220655588793769) * r + 1.0
    )  # fmt: skip
    return above / below


@jitable
def logarithm(x: float) -> float:
    """The natural logarithm of a number in (0, 1]: powers of two, then the series of the inverse hyperbolic tangent."""
    doublings = 0
    while x < 0.70710678118654752440:
        x *= 2.0
        doublings += 1
    z = (x - 1.0) / (x + 1.0)
    square = z * z
    total = 0.0
    for k in range(21, 0, -2):
        total = total * square + 1.0 / k
    return 2.0 * z * total - doublings * _LN2


@jitable
def exponential(x: float) -> float:
    """e to the power of x, from e^-700 to e^700: whole powers of two, then the series."""
    x = min(max(x, -700.0), 700.0)
    halves = math.floor(x / _LN2 + 0.5)
    rest = (x - halves * _LN2_HIGH) - halves * _LN2_LOW
    total = 0.0
    for coefficient in _OF_EXPONENTIAL:
        total = total * rest + coefficient
    factor = 2.0 if halves >= 0 else 0.5
    for _ in range(abs(int(halves))):
        total *= factor
    return total
