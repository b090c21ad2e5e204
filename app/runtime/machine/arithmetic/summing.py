"""Exact sums of floats, so that the order of what is added up does not matter.

A sum is an integer, in limbs of 32 bits with room for carries: a number of units of 2^-1126, of which every float is a
whole number (Kulisch and Miranker, "The arithmetic of the digital computer: a new approach", 1986). Two more cells
count what is infinite.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from app.runtime.native.jit import jitable
from app.runtime.program.row_layout import Int, Rows

_LIMBS: Final = 68
_BITS: Final = 32
_LOW: Final = (1 << 32) - 1
_OF_MANTISSA: Final = 2.0**53
_UNIT: Final = 1126
_PLACE: Final = _UNIT - 53
_POSITIVE: Final = _LIMBS
_NEGATIVE: Final = _LIMBS + 1
CELLS: Final = _LIMBS + 2


@jitable
def add_exactly(cells: Rows[Int], first: int, value: float) -> None:
    """Add a number to the sum whose cells begin at `first`; NaN, which is no number, adds nothing."""
    if value != value:
        return
    if value - value != 0.0:
        cells[first + (_POSITIVE if value > 0.0 else _NEGATIVE)] += 1
        return
    mantissa, exponent = math.frexp(abs(value))
    whole = int(mantissa * _OF_MANTISSA)
    place = exponent + _PLACE
    sign = 1 if value > 0.0 else -1
    limb = first + (place >> 5)
    low = (whole & _LOW) << (place & 31)
    high = (whole >> 32) << (place & 31)
    cells[limb] += sign * (low & _LOW)
    cells[limb + 1] += sign * ((low >> 32) + (high & _LOW))
    cells[limb + 2] += sign * (high >> 32)


def exact_sum(*sums: Sequence[int]) -> float:
    """The float nearest to what sums of `CELLS` cells come to together."""
    positive = sum(cells[_POSITIVE] for cells in sums)
    negative = sum(cells[_NEGATIVE] for cells in sums)
    if positive or negative:
        return math.inf * (positive - negative) if positive != negative else math.nan
    total = sum(limb << (_BITS * place) for cells in sums for place, limb in enumerate(cells[:_LIMBS]) if limb)
    try:
        return total / (1 << _UNIT)
    except OverflowError:
        return math.inf if total > 0 else -math.inf
