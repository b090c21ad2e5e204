"""The lifecycle's loops over customers: who reached which stage, how long they stayed, and who was lost.

`count_stages`, `note_lengths` and `note_lost` run compiled; named with `_of` they are the same as plain Python.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.crm.grouping import LOSES, OPENS, WINS
from app.reports.crm.way import NEVER
from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]
REACHED, PASSED, WAITING, LOST_THERE = range(4)
"""What is counted of each group and stage."""
KINDS = 4


@jitable
def count_stages_of(
    recorded: Longs,
    customers: int,
    lost: NDArray[np.uint8],
    group: Longs,
    won: int,
    first: int,
    stop: int,
    counts: Longs,
) -> None:
    """Add customers `first:stop` to `counts` (groups * stages * KINDS,); `recorded` (stages * customers,) are instants.

    `won` is the stage at which nobody is lost, -1 for none.
    """
    stages = len(recorded) // customers
    for customer in range(first, stop):
        if group[customer] < 0:
            continue
        cell = (group[customer] + 1) * stages * KINDS
        later = NEVER
        for back in range(1, stages + 1):
            stage = stages - back
            cell -= KINDS
            own = recorded[stage * customers + customer]
            if own <= later and later != NEVER:
                counts[cell + PASSED] += 1
            if later == NEVER and own != NEVER:
                is_lost = lost[customer] != 0 and stage != won
                counts[cell + (LOST_THERE if is_lost else WAITING)] += 1
            later = min(own, later)
            counts[cell + REACHED] += later != NEVER


@compiled
def count_stages(
    recorded: Longs,
    customers: int,
    lost: NDArray[np.uint8],
    group: Longs,
    won: int,
    first: int,
    stop: int,
    counts: Longs,
) -> None:
    """`count_stages_of`, compiled."""
    count_stages_of(recorded, customers, lost, group, won, first, stop, counts)


@jitable
def note_lengths_of(
    recorded: Longs,
    customers: int,
    lost: NDArray[np.uint8],
    group: Longs,
    won: int,
    first: int,
    stop: int,
    end: int,
    places: Longs,
    lengths: Longs,
) -> None:
    """Write how long customers `first:stop` were in a stage until the next, or have been there by the `end`.

    `places` are as `counts`: where the next of each goes, of those who passed and those who wait.
    """
    stages = len(recorded) // customers
    for customer in range(first, stop):
        if group[customer] < 0:
            continue
        cell = (group[customer] + 1) * stages * KINDS
        later = NEVER
        for back in range(1, stages + 1):
            stage = stages - back
            cell -= KINDS
            own = recorded[stage * customers + customer]
            if own <= later and later != NEVER:
                lengths[places[cell + PASSED]] = later - own
                places[cell + PASSED] += 1
            if later == NEVER and own != NEVER and (lost[customer] == 0 or stage == won):
                lengths[places[cell + WAITING]] = end - own
                places[cell + WAITING] += 1
            later = min(own, later)


@compiled
def note_lengths(
    recorded: Longs,
    customers: int,
    lost: NDArray[np.uint8],
    group: Longs,
    won: int,
    first: int,
    stop: int,
    end: int,
    places: Longs,
    lengths: Longs,
) -> None:
    """`note_lengths_of`, compiled."""
    note_lengths_of(recorded, customers, lost, group, won, first, stop, end, places, lengths)


@jitable
def note_lost_of(
    codes: NDArray[np.int32], offsets: Longs, means: Longs, first: int, stop: int, lost: NDArray[np.uint8]
) -> None:
    """Write of customers `first:stop` whether they have opportunities, all of them lost.

    Events are told as in `crm.runs_kernel`: from one opening until the next they are one opportunity, and bits choose.
    """
    for customer in range(first, stop):
        has_one, has_other, is_lost = 0, 0, 0
        for row in range(offsets[customer], offsets[customer + 1]):
            mean = means[codes[row] + 1]
            speaks, is_won, ends = int(mean != 0), int(mean & WINS != 0), int(mean & (WINS | LOSES) != 0)
            begins = int(mean & OPENS) | (speaks & (1 - has_one))
            has_other |= begins & has_one & (1 - is_lost)
            has_one |= speaks
            is_lost = (ends & (1 - is_won)) | (is_lost & (1 - ends) & (1 - begins))
        lost[customer] = has_one & is_lost & (1 - has_other)


@compiled
def note_lost(
    codes: NDArray[np.int32], offsets: Longs, means: Longs, first: int, stop: int, lost: NDArray[np.uint8]
) -> None:
    """`note_lost_of`, compiled."""
    note_lost_of(codes, offsets, means, first, stop, lost)
