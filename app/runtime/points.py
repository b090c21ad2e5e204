"""What a score is worth some time after it last changed."""

from __future__ import annotations

from app.nodes.delays import median_us
from app.nodes.durations import Duration
from app.runtime.machine.state.fading import faded


def score_seen(total: float, elapsed_us: int, half_life: Duration | None) -> float:
    """A score as it is seen so long after its last total; without a half-life it does not fade."""
    return total if half_life is None else faded(total, elapsed_us, round(median_us(half_life)))
