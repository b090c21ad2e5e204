"""What the models give to the channels, however it was counted; and which channels there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.data.columns.column import Column
from app.errors import AppError
from app.reports.attribution_models.touches import Longs

ENOUGH_EVENTS = 300_000
"""From so many events on they are followed by what is compiled; below, loading that would take longer than counting."""
_MOST_CHANNELS = 300


@dataclass(frozen=True, slots=True)
class Shared:
    """By channel its touches on converting paths, and by model what it gets of conversions and of their worth.

    `untouched` are conversions without a touch, and their worth; `removal` is which share of the conversions would be
    lost without each channel, where the Markov model was asked for.
    """

    names: tuple[str, ...]
    touches: Sequence[int]
    shares: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    conversions: int
    worth: float
    untouched: tuple[int, float]
    removal: Sequence[float] = ()


def channels_among(column: Column, touches: Longs, title: str) -> tuple[Longs, tuple[str, ...]]:
    """The codes that occur among so many touches of each, and what they say; AppError where they are too many."""
    used = np.flatnonzero(touches)
    if len(used) > _MOST_CHANNELS:
        raise AppError(f"“{title}” has {len(used)} values, too many to be channels. Choose another property.")
    return used, tuple(str(column.words[int(code)]) for code in used)
