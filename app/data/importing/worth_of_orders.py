"""What orders come to, said where they are imported: a sum of the wrong column is seen there, not months later."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.data.assembling.rows import EventRows
from app.data.columns.arrow import equals
from app.data.columns.column import ColumnType
from app.data.importing.fates_of_orders import OF_ORDERS
from app.numbers import stored_amount

_BOUGHT = OF_ORDERS[0]


def worth_of_orders(rows: EventRows, roles: Mapping[str, str]) -> str:
    """What was bought by the events of orders, and which property says so; empty where nothing was bought.

    `roles` name the properties with the amount and, where there is one, the currency.
    """
    bought = np.append(equals(rows.names.words, _BOUGHT), False)[rows.names.values]
    if not bought.any():
        return ""
    amounts = rows.properties.get(roles.get("amount", ""))
    if amounts is None or amounts.type is not ColumnType.NUMBER or not amounts.filled[bought].any():
        return "No column was taken for what they cost, so their purchases are no revenue."
    said = f"by “{roles['amount']}”."
    currency = rows.properties.get(roles.get("currency", ""))
    if currency is not None and currency.type is ColumnType.TEXT:
        currencies = len(np.unique(currency.values[bought & currency.filled]))
        if currencies > 1:
            return f"Their purchases have amounts in {currencies} currencies {said}"
    return f"Their purchases come to {stored_amount(float(np.nansum(amounts.values[bought])))} {said}"
