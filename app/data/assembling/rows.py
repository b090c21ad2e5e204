"""Rows of customers and of events in the order in which they were read, before they are a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column
from app.data.columns.texts import Texts


@dataclass(frozen=True, slots=True)
class CustomerRows:
    """n rows of customers in order of import; where an id occurs again, the last filled value of each column wins."""

    ids: Texts
    attributes: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class EventRows:
    """m rows of events in order of import."""

    ids: Texts
    at: NDArray[np.int64]
    names: Column
    properties: Mapping[str, Column]
    files: NDArray[np.int32] | None = None
    """The place of each row's file among those read together."""
    rows: NDArray[np.int64] | None = None
    """The number of each row in its file's table."""
