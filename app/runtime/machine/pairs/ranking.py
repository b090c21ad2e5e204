"""Which of some products come first: by a likelihood's lower end, weighed against how much has to go.

In the same bits on every machine, as draws are (see `lognormal`).
"""

from __future__ import annotations

import math
from typing import Final

from app.runtime.machine.arithmetic.lognormal import exponential, logarithm
from app.runtime.machine.pairs.pair_tables import PairTables
from app.runtime.native.jit import jitable

Z: Final = 1.959963984540054  # of a normal distribution 95 % lie within so many standard deviations
LONGEST_COVER_DAYS: Final = 180.0


@jitable
def wilson_low(support: int, of: int) -> float:
    """The lower end of the 95 % Wilson interval of a share."""
    share = support / of
    square = Z * Z
    middle = share + square / (2 * of)
    spread = Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max((middle - spread) / (1 + square / of), 0.0)


@jitable
def power(base: float, exponent: float) -> float:
    """A number in [0, 1] to a power in [0, 1]; anything to the power of 0 is 1."""
    if exponent == 0.0:
        return 1.0
    if exponent == 1.0 or base == 0.0 or base == 1.0:
        return base
    return exponential(exponent * logarithm(base))


@jitable
def overstock_index(cover: float) -> float:
    """How much of a product has to go, by the days that its stock lasts: from 0 to 1; NaN is unknown, and 0."""
    if not cover > 0.0:
        return 0.0
    return min(cover, LONGEST_COVER_DAYS) / LONGEST_COVER_DAYS


@jitable
def score_of(support: int, of: int, cover: float, overstock: float) -> float:
    """What products are ranked by."""
    index = 1.0 if overstock == 0.0 else power(overstock_index(cover), overstock)
    return power(wilson_low(support, of), 1.0 - overstock) * index


@jitable
def rank(t: PairTables, size: int, month: int, of: int, overstock: float, keep: int) -> int:
    """Write the best of the `size` candidates behind the rows written so far, best first: how many there are.

    Of the candidates (`active`) the `support` is known, of their number at most `keep` are written.
    """
    products = len(t.support)
    kept = 0
    for place in range(size):
        product = t.active[place]
        cover = t.cover[month * products + product] if len(t.cover) > 0 else math.nan
        score = score_of(t.support[product], of, cover, overstock)
        if kept < keep:
            rise(t, kept, product, score)
            kept += 1
        elif is_behind(t, t.heap_product[0], t.heap_score[0], product, score):
            sink(t, kept, product, score)
    first = t.written[0]
    for place in range(kept - 1, -1, -1):
        product = t.heap_product[0]
        t.row_product[first + place] = product
        t.row_support[first + place] = t.support[product]
        t.row_score[first + place] = t.heap_score[0]
        sink(t, place, t.heap_product[place], t.heap_score[place])
    t.written[0] = first + kept
    return kept


@jitable
def is_behind(t: PairTables, product: int, score: float, other: int, other_score: float) -> bool:
    """Whether a product comes after another: by score, then likelihood, then id."""
    if score != other_score:
        return score < other_score
    if t.support[product] != t.support[other]:
        return t.support[product] < t.support[other]
    return product > other


@jitable
def rise(t: PairTables, size: int, product: int, score: float) -> None:
    """Put a product into the heap of so many, whose top is the last in rank."""
    place = size
    while place > 0:
        above = (place - 1) // 2
        if not is_behind(t, product, score, t.heap_product[above], t.heap_score[above]):
            break
        t.heap_product[place] = t.heap_product[above]
        t.heap_score[place] = t.heap_score[above]
        place = above
    t.heap_product[place] = product
    t.heap_score[place] = score


@jitable
def sink(t: PairTables, size: int, product: int, score: float) -> None:
    """Put a product in the place of the top of a heap that then has `size` of them."""
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        right = below + 1
        if right < size and is_behind(
            t, t.heap_product[right], t.heap_score[right], t.heap_product[below], t.heap_score[below]
        ):
            below = right
        if not is_behind(t, t.heap_product[below], t.heap_score[below], product, score):
            break
        t.heap_product[place] = t.heap_product[below]
        t.heap_score[place] = t.heap_score[below]
        place = below
    if size > 0:
        t.heap_product[place] = product
        t.heap_score[place] = score
