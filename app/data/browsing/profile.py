"""What a column holds, in a few figures: how many values, how many different ones, which, from where to where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.browsing.table import Table
from app.data.columns.column import Column, ColumnType
from app.progress import Progress, silent

TOP = 5
BARS = 24
Value = str | float | int
"""A value as its column holds it: a text itself, a boolean as 0 or 1, a date in days, an instant in microseconds."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The figures of one column of `rows` rows."""

    type: ColumnType
    rows: int
    filled: int
    distinct: int
    top: tuple[tuple[Value, int], ...]
    """The most frequent values with their counts; of equally frequent ones the lesser first."""
    lowest: Value | None
    highest: Value | None
    bars: tuple[int, ...]
    """Counts: of texts and booleans by frequency, of the others in equal steps from the lowest to the highest."""


def profile(column: Column) -> Profile:
    """The figures of a column; infinite numbers have no place among the bars."""
    filled = column.values[column.filled]
    values, counts = _different(column, filled)
    frequent = np.argsort(-counts, kind="stable")

    def read(at: int) -> Value:
        return _read(column, values[at])

    by_frequency = column.type in (ColumnType.TEXT, ColumnType.BOOLEAN)
    return Profile(
        column.type,
        len(column),
        len(filled),
        len(values),
        tuple((read(at), int(counts[at])) for at in frequent[:TOP]),
        read(0) if len(values) else None,
        read(-1) if len(values) else None,
        tuple(counts[frequent[:BARS]].tolist()) if by_frequency else _histogram(values, counts),
    )


def frequent_values(column: Column, most: int) -> tuple[tuple[Value, int], ...]:
    """The most frequent values with their counts, so many of them; of equally frequent ones the lesser first."""
    values, counts = _different(column, column.values[column.filled])
    order = np.argsort(-counts, kind="stable")[:most]
    return tuple((_read(column, values[at]), int(counts[at])) for at in order)


def profiles(table: Table, progress: Progress = silent) -> tuple[Profile, ...]:
    """The figures of every column of a table."""
    found = []
    for at, column in enumerate(table.columns):
        progress(at, len(table.columns), "Describing the columns")
        found.append(profile(column.values()))
    return tuple(found)


def _different(column: Column, filled: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The different values, ascending, and how often each stands there; of a text the codes."""
    if column.type is not ColumnType.TEXT:
        return np.unique(filled, return_counts=True)
    counts = np.bincount(filled, minlength=len(column.words))
    values = np.flatnonzero(counts)
    return values, counts[values]


def _read(column: Column, value: Any) -> Value:
    if column.type is ColumnType.TEXT:
        return str(column.words[int(value)].as_py())
    found: Value = value.item()
    return found


def _histogram(values: NDArray[Any], counts: NDArray[np.int64]) -> tuple[int, ...]:
    finite = np.isfinite(values)
    values, counts = values[finite].astype(np.float64) / 2, counts[finite]  # halves: their differences stay finite
    if not len(values):
        return ()
    width = values[-1] - values[0]
    if not width:
        return (int(counts.sum()),)
    places = np.minimum(((values - values[0]) / width * BARS).astype(np.int64), BARS - 1)
    return tuple(np.bincount(places, weights=counts, minlength=BARS).astype(np.int64).tolist())
