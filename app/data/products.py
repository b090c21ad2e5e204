"""The catalogue of a dataset: one row for each product that events may name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from app.data.columns.arrow import NO_WORDS
from app.data.columns.column import Column, ColumnType
from app.data.vocabulary.roles import PRODUCT_ROLES

_NAMING = ("order_line", "purchase")


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


def products_of(rows: Mapping[str, Mapping[str, object]]) -> Products:
    """Products by id, of which each has some roles: what has a role of numbers is one, and all else are texts."""
    ids = sorted(rows)
    roles = sorted({role for row in rows.values() for role in row})
    columns = {role: _column(role, [rows[id_].get(role) for id_ in ids]) for role in roles}
    return Products(pa.array(ids, pa.string()), columns, dict(zip(roles, roles, strict=True)))


def _column(role: str, cells: Sequence[object]) -> Column:
    if role in PRODUCT_ROLES and PRODUCT_ROLES[role].type is ColumnType.NUMBER:
        numbers = [np.nan if cell is None else float(str(cell)) for cell in cells]
        return Column(ColumnType.NUMBER, np.array(numbers, np.float64), NO_WORDS)
    words = sorted({str(cell) for cell in cells if cell is not None})
    codes = [-1 if cell is None else words.index(str(cell)) for cell in cells]
    return Column(ColumnType.TEXT, np.array(codes, np.int32), pa.array(words, pa.string()))


def event_of_products(roles: Mapping[str, str]) -> str:
    """Of the roles of events, the event whose product says what a customer bought; empty where there is none.

    Where orders have lines, the lines name products.
    """
    return next((roles[role] for role in _NAMING if role in roles), "")
