"""The tables that the funnel's kernel reads and writes: addresses when compiled, arrays in plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reports.counting.kernel_tables import checked, elements_of, set_tables
from app.runtime.program.row_layout import Flag, Float, Int, Int32, Rows

NEVER = int(np.iinfo(np.int64).min)
FOREVER = int(np.iinfo(np.int64).max)


class _Fields:
    """Events, customers, what is found of them, and scratch of one part of the work."""

    marks: Rows[Int32]  # (m,) bit k where an event matches step k
    bars: Rows[Int32]  # (m,), or none: bit k where it ends the attempts that have made k steps
    at: Rows[Int]  # (m,)
    held: Rows[Float]  # (m,), or none: what all events of an attempt share; a customer's equal ones stand together
    offsets: Rows[Int]  # (n + 1,)
    limits: Rows[Int]  # (steps,) most time from step k to the one after; the first without a meaning
    levels: Rows[Flag]  # (n,) steps made
    instants: Rows[Int]  # (n * steps,) of the steps made, a customer after the other
    rows: Rows[Int]  # (n * steps,), or none: the events that made them
    # Attempts at a level: when begun, by which event the last step, from which entry, and their neighbours in its list.
    start: Rows[Int]
    row: Rows[Int]
    parent: Rows[Int]
    previous: Rows[Int]
    next: Rows[Int]
    head: Rows[Int]  # (steps + 1,) the entry of each level begun last, -1 for none
    tail: Rows[Int]  # (steps + 1,) the one with the latest last step
    state: Rows[Int]  # best level, its entry, how many entries there are
    # The event that serves each step: what it matches, when (`NEVER` for none), which; and scratch.
    served_mark: Rows[Int]
    served_at: Rows[Int]
    served_row: Rows[Int]
    moved: Rows[Int]


ELEMENTS = elements_of(_Fields)


class Tables(_Fields):
    """Them in plain Python."""

    def __init__(self, *tables: NDArray[Any]) -> None:
        """Take the tables in the order of the fields."""
        set_tables(self, ELEMENTS, tables)


def tables_for(
    marks: NDArray[np.int32],
    bars: NDArray[np.int32],
    at: NDArray[np.int64],
    held: NDArray[np.float64],
    offsets: NDArray[np.int64],
    limits: NDArray[np.int64],
    found: tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]],
    most_events: int,
) -> tuple[NDArray[Any], ...]:
    """All tables, with scratch for customers of so many events; `found` are levels, instants and rows, to be filled."""
    steps = len(limits)
    sizes = [most_events * steps] * 5 + [steps + 1] * 2 + [3] + [steps] * 4
    given = (marks, bars, at, held, offsets, limits, found[0], found[1].reshape(-1), found[2].reshape(-1))
    tables: tuple[NDArray[Any], ...] = (*given, *(np.empty(max(size, 1), np.int64) for size in sizes))
    return checked(tables, ELEMENTS, "The funnel's")
