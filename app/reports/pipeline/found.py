"""What conversions come to, by what converts, and how it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from app.reports.attribution_models.names import MODELS, Model
from app.reports.crm.way import Longs

Group = Literal["leads", "mqls", "opened", "won"]
"""What converts: people who became leads or MQLs, opportunities that were opened, and those that were won."""
WORTH: Mapping[Group, tuple[bool, ...]] = {
    "leads": (False,), "mqls": (False,), "opened": (False, True), "won": (True,),
}  # fmt: skip
"""Whether each is counted, or told in cents, or both."""


class Found(NamedTuple):
    """By whether it is in cents, all of a group and what of it had no touch; and what channels get under a model."""

    total: Mapping[bool, int]
    untouched: Mapping[bool, int]
    shares: Mapping[tuple[Model, bool], NDArray[np.float64]]


class Sharing(Protocol):
    """Conversions and the touches among which they are shared."""

    def found(self, asked: Mapping[Group, Sequence[Model]]) -> Mapping[Group, Found]:
        """What each channel gets of these under these models."""

    def who(self, group: Group, model: str, channel: int) -> Longs:
        """The customers (rows of the dataset) who gave a channel something; or of `Shared.who`'s others."""


def one_model(name: str) -> tuple[Model, ...]:
    """The model of that name; none for who is asked for whatever the model."""
    return tuple(each for each in MODELS if each == name)
