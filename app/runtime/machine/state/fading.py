"""What a score is worth now: the last total, halved with each half-life since; scenario.md, section 3.

In the same bits on every machine, as draws are (see `lognormal`).
"""

from __future__ import annotations

from typing import Final

from app.runtime.machine.arithmetic.lognormal import exponential
from app.runtime.machine.state.machine import Machine
from app.runtime.native.jit import jitable

_LN2: Final = 0.693147180559945309417
_MOST_HALVINGS: Final = 2_200  # of the greatest number nothing is left by then


@jitable
def faded(total: float, elapsed_us: int, half_life_us: int) -> float:
    """A total after so long: halved for each whole half-life, then by the share of one that is left."""
    whole = elapsed_us // half_life_us
    rest = (elapsed_us - whole * half_life_us) / half_life_us
    value = total * exponential(-_LN2 * rest)
    for _ in range(min(whole, _MOST_HALVINGS)):
        value *= 0.5
    return value


@jitable
def score_now(m: Machine, score: int) -> float:
    """A score as it is seen now."""
    total = m.scores[score]
    half_life = m.half_lives[score]
    if half_life == 0 or total == 0.0:
        return total
    return faded(total, m.state[0].now - m.scored_at[score], half_life)
