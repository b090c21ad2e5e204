"""The rows of files of products, mapped and converted, and catalogues put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from app.data.columns import Column, ColumnType
from app.data.importing.accounting.accounts import Ledger
from app.data.importing.customers import read_customers
from app.data.importing.mapping import CustomersMapping
from app.data.importing.stacking import stacked
from app.data.importing.values.convert import DateStyle
from app.data.products import Products
from app.data.roles import PRODUCT_ROLES
from app.data.selection import last_filled, places, union_of_words
from app.data.texts import Texts
from app.progress import Progress


def read_products(
    ledgers: Sequence[Ledger],
    keys: Sequence[str],
    roles: Mapping[str, str],
    types: Mapping[str, ColumnType],
    style: DateStyle,
    progress: Progress,
) -> Products:
    """The products of all rows that name one; where one stands twice, the last filled value of each column wins."""
    needed = {name: type_ for role, name in roles.items() if (type_ := PRODUCT_ROLES[role].type) is not None}
    given = CustomersMapping(types={**needed, **types}, roles={})
    rows, _ = read_customers(ledgers, given, style, progress, keys)
    return _catalogue([(rows.ids, rows.attributes)], roles)


def merged(first: Products, second: Products) -> Products:
    """Both catalogues; the second's values and roles win where both have one."""
    if not len(first) or not len(second):
        return second if len(second) else first
    parts = [(Texts(each.ids, np.arange(len(each), dtype=np.int32)), each.columns) for each in (first, second)]
    return _catalogue(parts, {**first.roles, **second.roles})


def _catalogue(parts: Sequence[tuple[Texts, Mapping[str, Column]]], roles: Mapping[str, str]) -> Products:
    ids = union_of_words([texts.distinct for texts, _ in parts])
    which = np.concatenate([places(texts.distinct, ids)[texts.codes] for texts, _ in parts])
    columns = stacked([columns for _, columns in parts], [len(texts) for texts, _ in parts])
    return Products(ids, {name: last_filled(column, which, len(ids)) for name, column in columns.items()}, dict(roles))
