"""One replication of a forecast, or the replay: what each figure came to in it, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_REACTIONS, _SKIPPED = "reactions.", "skipped."


@dataclass(frozen=True, slots=True)
class Kept:
    """What a figure came to in one replication, and the ids of its customers, each once."""

    amount: float
    customers: pa.Array[Any]


class KeptReplication:
    """Looks figures up by their path in a summary, like `nodes.mail.reactions.opened`.

    Goals count what was modelled, or of a replay what was observed.
    """

    def __init__(self, tables: Mapping[str, pa.Table], *, is_replay: bool = False) -> None:
        self._tables = tables
        self._is_replay = is_replay

    def find(self, path: str) -> Kept | None:
        """A figure; None where the tables do not say."""
        kind, _, rest = path.partition(".")
        if kind in ("customers", "instances"):
            return self._of_journeys(counts_customers=kind == "customers")
        name, _, what = rest.partition(".")
        return self._of_message(name, what) if kind == "nodes" else self._of_goal(name, what)

    def _of_journeys(self, *, counts_customers: bool) -> Kept | None:
        table = self._table("instances", "customer_id")
        if table is None:
            return None
        ids = _distinct(table)
        return Kept(len(ids) if counts_customers else table.num_rows, ids)

    def _of_visits(self, node: str) -> Kept | None:
        table = self._table("visits", "customer_id", "node")
        if table is None:
            return None
        here = table.filter(_is_word(table, "node", node))
        return Kept(here.num_rows, _distinct(here))

    def _held_back(self, node: str, reason: str) -> Kept | None:
        table = self._table("messages", "customer_id", "node", "outcome", "reason")
        if table is None:
            return None
        held = pc.and_(_is_word(table, "node", node), _is_word(table, "reason", reason))
        chosen = table.filter(pc.and_(held, pc.invert(_is_word(table, "outcome", "sent"))))
        return Kept(chosen.num_rows, _distinct(chosen))

    def _of_message(self, node: str, what: str) -> Kept | None:
        if what in ("arrived", "waiting"):
            return self._of_visits(node) if what == "arrived" else None  # who waits is told by more than a visit
        if what.startswith(_SKIPPED):
            return self._held_back(node, what.removeprefix(_SKIPPED))
        reaction = f"{what.removeprefix(_REACTIONS)}_at" if what.startswith(_REACTIONS) else ""
        table = self._table("messages", "customer_id", "node", "outcome", *filter(None, (reaction,)))
        if table is None:
            return None
        sent = pc.and_(_is_word(table, "node", node), _is_word(table, "outcome", "sent"))
        chosen = table.filter(pc.and_(sent, pc.is_valid(table.column(reaction))) if reaction else sent)
        return Kept(chosen.num_rows, _distinct(chosen))

    def _of_goal(self, goal: str, what: str) -> Kept | None:
        table = self._table("conversions", "customer_id", "goal", "observed", "value")
        if table is None:
            return None
        observed = table.column("observed")
        counted = observed if self._is_replay else pc.invert(observed)
        reached = table.filter(pc.and_(_is_word(table, "goal", goal), counted))
        ids = _distinct(reached)
        if what.endswith("value"):
            return Kept(float(np.nansum(reached.column("value").to_numpy())), ids)
        return Kept(len(ids) if what.endswith("customers") else reached.num_rows, ids)

    def _table(self, name: str, *columns: str) -> pa.Table | None:
        table = self._tables.get(name)
        return table.select(columns) if table is not None and {*columns} <= {*table.column_names} else None


def _is_word(table: pa.Table, column: str, word: str) -> pa.ChunkedArray[Any]:
    found: Any = pc.equal(table.column(column).cast(pa.string()), pa.scalar(word))
    return pc.fill_null(found, False)  # type: ignore[no-any-return]  # pyarrow's own types are loose here


def _distinct(table: pa.Table) -> pa.Array[Any]:
    found: Any = pc.unique(table.column("customer_id").cast(pa.string()))
    return found  # type: ignore[no-any-return]  # pyarrow's own types are loose here
