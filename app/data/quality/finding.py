"""One thing that is wrong with a dataset, or worth knowing, with the customers it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.numbers import Rate

NOBODY = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Mend:
    """What the program offers to do: `words` for a button, and what it makes of the dataset that was looked at."""

    words: str
    apply: Callable[[Dataset], Dataset] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """`key` names its kind for programs; `words` say what was found, `advice` what can be done about it.

    `customers` (k,) int64 are rows of the dataset, ascending, none where it is about nobody in particular; `rate`
    counts what was found among what it was looked for in. `examples` are some of the values.
    """

    key: str
    words: str
    advice: str
    rate: Rate
    kind: Literal["fault", "remark"] = "fault"
    customers: NDArray[np.int64] = field(default_factory=lambda: NOBODY)
    examples: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()
