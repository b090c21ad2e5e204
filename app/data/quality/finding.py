"""One thing that is wrong with a dataset, or worth knowing, with the customers it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.data.quality.consent_choice import ConsentChoice
from app.numbers import Rate

NOBODY = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Mend:
    """What the program offers to do: `words` for a button, and what it makes of the dataset that was looked at.

    `column` is the column that it takes the values from, where it does.
    """

    words: str
    apply: Callable[[Dataset], Dataset] = field(compare=False, repr=False)
    column: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """`key` names its kind for programs; `words` say what was found, `advice` what can be done about it.

    `customers` (k,) int64 are rows of the dataset, ascending: those whom it is about; `rate` counts what was found
    among what it was looked for in. `examples` are some of the values. `choice` asks which column says who agreed;
    `file_wanted` are the words for a button where another file would mend it.
    """

    key: str
    words: str
    advice: str
    rate: Rate
    kind: Literal["fault", "remark"] = "fault"
    customers: NDArray[np.int64] = field(default_factory=lambda: NOBODY)
    examples: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()
    choice: ConsentChoice | None = None
    file_wanted: str = ""

    @property
    def is_mendable(self) -> bool:
        """Whether anything is offered that would mend it."""
        return bool(self.mends or self.choice or self.file_wanted)
