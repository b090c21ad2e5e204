"""Customers that were found to be one, as they were recorded, so that they can be told apart again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from app.data.columns.arrow import NO_WORDS
from app.data.columns.column import Column

RECORDED = "recorded id"
"""The event property with the id under which an event of such a customer was recorded."""


@dataclass(frozen=True, slots=True)
class Merged:
    """k records: `ids` (k,) as they were recorded, `kept` (k,) the customer each is part of now, and its attributes."""

    ids: pa.StringArray = field(default_factory=lambda: NO_WORDS)
    kept: pa.StringArray = field(default_factory=lambda: NO_WORDS)
    columns: Mapping[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)
