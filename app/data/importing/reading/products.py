"""The rows of files of products, mapped and converted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.data.assembling.catalogues import catalogue_of
from app.data.columns.column import ColumnType
from app.data.importing.accounting.accounts import Ledger
from app.data.importing.mapping import CustomersMapping
from app.data.importing.reading.customers import read_customers
from app.data.importing.values.convert import DateStyle
from app.data.products import Products
from app.data.vocabulary.roles import PRODUCT_ROLES
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
    return catalogue_of([(rows.ids, rows.attributes)], roles)
