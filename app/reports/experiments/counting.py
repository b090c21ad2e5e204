"""Who was in which variant, who converted and for how much: what every experiment is figured from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.reports.counting.intervals import Sample, sample_of, winsorised

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """u customers (or journeys, where each draws anew) who came to a variant.

    `owner` (u,) are places in `ids`, `variant` (u,) indices into `names`; `value` (u,) is what each was worth, None
    where conversions have no worth; `at` (u,) are the instants of coming, None where nobody knows. `modelled` says
    that conversions are of a forecast.
    """

    names: tuple[str, ...]
    ids: pa.StringArray | pa.LargeStringArray
    owner: Longs
    variant: Longs
    converted: NDArray[np.bool_]
    value: NDArray[np.float64] | None = None
    at: Longs | None = None
    left_out: tuple[tuple[str, int], ...] = ()
    currency: str = ""
    modelled: bool = False


class Samples(NamedTuple):
    """What the mean worth of a variant's customers rests on, as it was and with the greatest brought down."""

    plain: Sample
    capped: Sample


def samples_of(outcomes: Outcomes, capped: float) -> list[Samples | None]:
    """A variant each; all have one cap, the quantile of whatever was spent at all, so that none is cut deeper."""
    if outcomes.value is None:
        return [None] * len(outcomes.names)
    spent = outcomes.value[outcomes.value > 0]
    cap = float(np.quantile(spent, 1 - capped)) if capped and len(spent) else None
    found: list[Samples | None] = []
    for index in range(len(outcomes.names)):
        values = outcomes.value[outcomes.variant == index]
        found.append(Samples(sample_of(values), sample_of(winsorised(values, 0.0, cap))))
    return found
