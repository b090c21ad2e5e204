"""The tables that attribution's kernel reads and writes: addresses when compiled, arrays in plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reports.counting.kernel_tables import checked, elements_of, set_tables
from app.runtime.program.row_layout import Flag, Float, Int, Int32, Rows, dtype_of

CONVERSION, TOUCH, LEAD, OPPORTUNITY = 1, 2, 4, 8
LOOK_BACK_US, HALF_LIFE_US, DIRECT, ORDER, WHO = 0, 1, 2, 3, 4
ALL, WORTH, UNTOUCHED, UNTOUCHED_WORTH = 0, 1, 2, 3
_SCRATCH = ("touch_at", "touch_channel", "weight")


class _Fields:
    """Events, what is asked, what is added up, and scratch of one part of the work; all tables are flat."""

    at: Rows[Int]  # (m,)
    names: Rows[Int32]  # (m,)
    offsets: Rows[Int]  # (n + 1,)
    by_name: Rows[Int32]  # what each name means in bits, the first for none
    by_row: Rows[Int32]  # (m,), or none: further bits
    channels: Rows[Int32]  # (m,) words of the channel's column, -1 for none
    channel_of: Rows[Int]  # the channel of each word
    worth: Rows[Float]  # (m,), or none, where each conversion is worth 1
    models: Rows[Int]  # their numbers
    settings: Rows[Int]  # look-back, half-life, the channel that is direct or -1, the Markov model's order or 0, who
    words: Rows[Int]  # how many touches have each word
    counts: Rows[Float]  # (models * channels,)
    money: Rows[Float]  # (models * channels,)
    touches: Rows[Int]  # (channels,) on converting paths
    sums: Rows[Float]  # (4,) of all conversions, and of those without a touch
    starts: Rows[Float]  # (states,) where paths begin, convert, and end without
    good: Rows[Float]
    left: Rows[Float]
    moves: Rows[Float]  # (states * states,)
    milestones: Rows[Int]  # (2,) of one customer
    met: Rows[Int]  # (channels,) how often a path meets each
    touch_at: Rows[Int]  # the touches of one customer
    touch_channel: Rows[Int]
    weight: Rows[Float]
    chosen: Rows[Flag]  # (n,), or none: who gave channel `WHO` something under the one model


ELEMENTS = elements_of(_Fields)


class Tables(_Fields):
    """Them in plain Python."""

    def __init__(self, *tables: NDArray[Any]) -> None:
        """Take the tables in the order of the fields."""
        set_tables(self, ELEMENTS, tables)


def totals_for(words: int, models: int, channels: int, order: int) -> dict[str, NDArray[Any]]:
    """Tables of nothing yet, to be added to; a channel of none has a state too."""
    states = (channels + 1) ** order if order else 0
    sizes = {
        "words": words, "counts": models * channels, "money": models * channels, "touches": channels, "sums": 4,
        "starts": states, "good": states, "left": states, "moves": states * states, "milestones": 2, "met": channels,
    }  # fmt: skip
    return {name: np.zeros(size, dtype_of(ELEMENTS[name])) for name, size in sizes.items()}


def tables_for(
    given: dict[str, NDArray[Any]], totals: dict[str, NDArray[Any]], most_events: int
) -> tuple[NDArray[Any], ...]:
    """All tables, with scratch for customers of so many events."""
    scratch = {name: np.empty(max(most_events, 1), dtype_of(ELEMENTS[name])) for name in _SCRATCH}
    all_of_them = given | totals | scratch
    tables = tuple(all_of_them[name] for name in ELEMENTS)
    return checked(tables, ELEMENTS, "Attribution's")
