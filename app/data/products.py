"""The catalogue of a dataset: one row for each product that events may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from app.data.arrow import NO_WORDS
from app.data.columns import Column


@dataclass(frozen=True, slots=True)
class Products:
    """n products: `ids` (n,) sorted by code point, typed columns, and which column has which role.

    An event's product is its property with the role `product`; it names one of the ids.
    """

    ids: pa.StringArray = field(default_factory=lambda: NO_WORDS)
    columns: Mapping[str, Column] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)
