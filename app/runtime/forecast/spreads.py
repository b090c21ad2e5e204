"""How a figure spread over the replications of a forecast: how many came to what, in columns of one width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, PlainSerializer

from app.runtime.stored import STRICT

_MOST = 12


def _counts_read(value: Any) -> Any:
    return tuple(int(count) for count in value.split()) if isinstance(value, str) else value


_Counts = Annotated[
    tuple[int, ...],
    BeforeValidator(_counts_read),
    PlainSerializer(lambda counts: " ".join(map(str, counts)), return_type=str),
]
"""Written in one line, because there are many figures."""


@dataclass(frozen=True, slots=True)
class Spread:
    """So many replications in each of the columns from `low` on, each `width` wide; the last has its end, too."""

    __pydantic_config__ = STRICT

    low: float
    width: float
    counts: _Counts

    def ends(self, column: int) -> tuple[float, float]:
        """From where to where a column reaches."""
        return self.low + column * self.width, self.low + (column + 1) * self.width


def spread_of(values: NDArray[np.float64]) -> Spread | None:
    """The spread of a figure's values, (replications,); None where all are the same.

    Whole numbers have columns that begin and end between them, so that each column holds as many of them.
    """
    low, high = float(values.min()), float(values.max())
    if low == high:
        return None
    if np.all(values == np.rint(values)):
        width = float(np.ceil((high - low + 1) / _MOST))
        low -= 0.5
        columns = int(np.ceil((high + 0.5 - low) / width))
    else:
        columns = min(_MOST, len(values))
        width = (high - low) / columns
    places = np.minimum(((values - low) / width).astype(np.int64), columns - 1)
    return Spread(low, width, tuple(np.bincount(places, minlength=columns).tolist()))
