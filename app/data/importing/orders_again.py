"""Orders that come to others: lines that a dataset has already, and how amounts are called there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.changes.known_events import known_rows, only_rows, rows_of_known
from app.data.dataset import Dataset
from app.data.importing.orders import AMOUNT, LINE_AMOUNT, grouped


def names_of_sums(rows: EventRows, roles: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """How the amounts of orders and of their lines are called: as in the events they come to, whose properties' roles
    are `known`, unless another column that says something is called so."""
    others = {name for name, column in rows.properties.items() if column.filled.any()} - {roles.get("amount")}
    own = {AMOUNT: AMOUNT, LINE_AMOUNT: LINE_AMOUNT}
    names = {role: name if (name := known.get(role, role)) not in others else role for role in own}
    return names if names[AMOUNT] != names[LINE_AMOUNT] else own


def known_lines(
    rows: EventRows,
    roles: Mapping[str, str],
    once: Collection[str],
    sums: Mapping[str, str],
    dataset: Dataset,
    ids: pa.StringArray | None,
) -> NDArray[np.bool_]:
    """Which lines are of orders that the dataset has: by the order's id, or by all that they say where they have none.

    `roles`, `once` and `sums` are as `grouped` has them, `ids` as `known_rows` has them.
    """
    order_id = roles["order_id"]
    known = rows_of_known(rows, dataset, (order_id,))
    alone = ~rows.properties[order_id].filled
    if rows.rows is not None and len(dataset.at) and alone.any():
        known[alone] = ~np.isin(
            rows.rows[alone], _new_alone(grouped(rows, roles, once, sums).rows, order_id, dataset, ids)
        )
    return known


def _new_alone(made: EventRows, order_id: str, dataset: Dataset, ids: pa.StringArray | None) -> NDArray[np.int64]:
    """The numbers of the lines without an order's id of which the dataset has not the events that were `made` of them.

    What such a line makes depends on the others of its file: one event, or one for the order and one for its product.
    Those for products are compared first, since orders that differ in their product alone look alike.
    """
    alone = only_rows(made, ~made.properties[order_id].filled)
    numbers = _numbers(alone)
    last = len(numbers) - 1 - np.unique(numbers[::-1], return_index=True)[1]
    lines = only_rows(alone, np.isin(np.arange(len(numbers)), last))
    there = known_rows(lines, dataset, ids)
    new = _numbers(lines)[~there]
    both = only_rows(alone, ~np.isin(numbers, new))
    return np.append(new, _numbers(both)[~known_rows(both, dataset, ids)])


def _numbers(rows: EventRows) -> NDArray[np.int64]:
    return np.array([], np.int64) if rows.rows is None else rows.rows
