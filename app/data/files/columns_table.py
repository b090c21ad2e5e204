"""A `SourceTable` that a reader has already put into columns of texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.files.source_table import Fault, Place

Locate = Callable[[Sequence[int]], list[Place]]


@dataclass(frozen=True, slots=True)
class ColumnsTable:
    """The rows of a file whose format has columns or records of its own; see `SourceTable`."""

    file: str
    table: pa.Table
    content: bytes
    form: str
    locate: Locate = field(repr=False)
    faults: tuple[Fault, ...] = ()
    dropped: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def places_of(self, records: Sequence[int]) -> list[Place]:
        """See `SourceTable`."""
        return self.locate(records)


def short_names(paths: Sequence[tuple[str, ...]]) -> list[str]:
    """A column's name for each path into nested values: its last part where no other path ends so, else all of it.

    `("properties", "amount")` is `amount`, unless there is another `amount`: then it is `properties.amount`.
    """
    ends: dict[str, int] = {}
    for path in paths:
        ends[path[-1]] = ends.get(path[-1], 0) + 1
    names: dict[str, None] = {}
    for path in paths:
        base = name = path[-1] if path[-1] and ends[path[-1]] == 1 else ".".join(path) or f"column {len(names) + 1}"
        count = 1
        while name in names:
            count += 1
            name = f"{base} ({count})"
        names[name] = None
    return list(names)
