"""Attributes that say whether a customer converted, found by how they are called and what they hold."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset

_OUTCOME = ("converted", "conversion", "purchased", "bought", "won", "retention_1", "retention_7", "response",
            "responded", "visit", "clicked")  # fmt: skip
_ENOUGH = 10_000


def outcomes(dataset: Dataset, but: str = "") -> list[str]:
    """Attributes of true and false, or of 0 and 1; the likeliest by name first."""
    fit = [name for name, column in dataset.attributes.items() if name != but and _is_yes_or_no(column)]
    known = list(named(dict.fromkeys(fit), _OUTCOME))
    return [*known, *(name for name in fit if name not in known)]


def named(columns: Iterable[str], names: tuple[str, ...]) -> Iterable[str]:
    """Columns of those names, in the order of the names."""
    there = {plain(name): name for name in columns}
    return (there[name] for name in names if name in there)


def plain(name: str) -> str:
    """A name as lists of names have it."""
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def distinct(column: Column, most: int) -> list[float]:
    """The distinct numbers of a column; where there are more than the most, perhaps not all."""
    seen: list[float] = np.unique(column.values[column.filled][:_ENOUGH]).tolist()
    return seen if len(seen) > most else np.unique(column.values[column.filled]).tolist()


def _is_yes_or_no(column: Column) -> bool:
    if column.type is ColumnType.BOOLEAN:
        return True
    return column.type is ColumnType.NUMBER and set(distinct(column, 2)) == {0.0, 1.0}
