"""Lines of orders that a dataset has already."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.changes.known_events import known_rows, only_rows, rows_of_known
from app.data.dataset import Dataset
from app.data.importing.orders import grouped


def known_lines(
    rows: EventRows, roles: Mapping[str, str], once: Collection[str], dataset: Dataset, ids: pa.StringArray | None
) -> NDArray[np.bool_]:
    """Which lines are of orders that the dataset has: by the order's id, or by all that they say where they have none.

    `roles` and `once` are as `grouped` has them, `ids` as `known_rows` has them.
    """
    order_id = roles["order_id"]
    known = rows_of_known(rows, dataset, (order_id,))
    alone = ~rows.properties[order_id].filled
    if rows.rows is not None and len(dataset.at) and alone.any():
        known[alone] = ~np.isin(rows.rows[alone], _new_alone(rows, roles, once, dataset, ids))
    return known


def _new_alone(
    rows: EventRows, roles: Mapping[str, str], once: Collection[str], dataset: Dataset, ids: pa.StringArray | None
) -> NDArray[np.int64]:
    """The numbers of the lines without an order's id that the dataset has not.

    What such a line makes depends on the others of its file: one event, or one for the order and one for its product.
    Those for products are compared first, since orders that differ in their product alone look alike.
    """
    made = grouped(rows, roles, once).rows
    alone = only_rows(made, ~made.properties[roles["order_id"]].filled)
    numbers = _numbers(alone)
    last = len(numbers) - 1 - np.unique(numbers[::-1], return_index=True)[1]
    lines = only_rows(alone, np.isin(np.arange(len(numbers)), last))
    there = known_rows(lines, dataset, ids)
    new = _numbers(lines)[~there]
    both = only_rows(alone, ~np.isin(numbers, new))
    return np.append(new, _numbers(both)[~known_rows(both, dataset, ids)])


def _numbers(rows: EventRows) -> NDArray[np.int64]:
    return np.array([], np.int64) if rows.rows is None else rows.rows
