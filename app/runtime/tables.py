"""A run's rows as Arrow tables, with the words that its numbers stand for: scenario.md, section 8."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.runtime.buffers import TABLES, Chunk, Columns
from app.runtime.codes import END_REASONS, ENDED_CAPPED, ENDED_QUIET, EXIT_NODE, EXIT_RULE, OUTCOMES, STILL_WAITING
from app.runtime.compiler.compiler import Names

_INSTANT = pa.timestamp("us", "UTC")


def run_tables(chunks: Sequence[Chunk], names: Names, dataset: Dataset) -> dict[str, pa.Table]:
    """The tables of a run. Texts of which there are few are dictionaries; what is absent is null."""
    words = _Words(names, dataset)
    make = {
        "instances": words.instances,
        "visits": words.visits,
        "messages": words.messages,
        "conversions": words.conversions,
        "scores": words.scores,
    }
    return {table: pa.concat_tables([make[table](chunk[table]) for chunk in chunks]) for table in TABLES}


class _Words:
    """Turns rows of numbers into tables; all tables share its words."""

    def __init__(self, names: Names, dataset: Dataset) -> None:
        self._ids = dataset.customer_ids
        self._nodes = _texts(names.nodes)
        self._details = _texts([*names.rules, *names.nodes])
        self._first_node_detail = len(names.rules)
        self._ports, self._port_places = _distinct([port for _, port in names.ports])
        self._channels, self._channel_places = _distinct(names.channels)
        self._goals = _texts(names.goals)
        self._scores = _texts(names.scores)
        self._reasons = _texts(END_REASONS)
        self._outcomes = _texts(OUTCOMES)

    def instances(self, rows: Columns) -> pa.Table:
        """Rows of `instances`; the detail is a rule or a node by reason."""
        reason = rows["reason"]
        of_node = np.isin(reason, (EXIT_NODE, ENDED_QUIET, ENDED_CAPPED))
        detail = np.where(of_node, rows["detail"] + self._first_node_detail, rows["detail"])
        return pa.table(
            {
                "customer_id": self._ids.take(rows["customer"]),
                "instance": pa.array(rows["instance"]),
                "entry_node": _worded(rows["entry"], self._nodes),
                "entered_at": _instants(rows["entered_at"]),
                "ended_at": _instants(rows["ended_at"], reason == STILL_WAITING),
                "end_reason": _worded(reason, self._reasons),
                "end_detail": _worded(detail, self._details, ~of_node & (reason != EXIT_RULE)),
                "control": pa.array(rows["control"] == 1),
            }
        )

    def visits(self, rows: Columns) -> pa.Table:
        """Rows of `visits`."""
        stayed = rows["port"] < 0
        return pa.table(
            {
                "customer_id": self._ids.take(rows["customer"]),
                "instance": pa.array(rows["instance"]),
                "visit": pa.array(rows["visit"]),
                "node": _worded(rows["node"], self._nodes),
                "arrived_at": _instants(rows["arrived_at"]),
                "left_at": _instants(rows["left_at"], stayed),
                "port": _worded(self._port_places[rows["port"]], self._ports, stayed),
            }
        )

    def messages(self, rows: Columns) -> pa.Table:
        """Rows of `messages`; a replay knows no reactions."""
        never = pa.nulls(len(rows["at"]), _INSTANT)
        return pa.table(
            {
                "customer_id": self._ids.take(rows["customer"]),
                "instance": pa.array(rows["instance"]),
                "visit": pa.array(rows["visit"]),
                "node": _worded(rows["node"], self._nodes),
                "channel": _worded(self._channel_places[rows["node"]], self._channels),
                "at": _instants(rows["at"]),
                "outcome": _worded(rows["outcome"], self._outcomes),
                "delivered_at": never,
                "bounced_at": never,
                "opened_at": never,
                "clicked_at": never,
                "unsubscribed_at": never,
                "cost": pa.array(rows["cost"]),
            }
        )

    def conversions(self, rows: Columns) -> pa.Table:
        """Rows of `conversions`, all of them observed."""
        return pa.table(
            {
                "customer_id": self._ids.take(rows["customer"]),
                "instance": pa.array(rows["instance"]),
                "goal": _worded(rows["goal"], self._goals),
                "at": _instants(rows["at"]),
                "value": pa.array(rows["value"], mask=np.isnan(rows["value"])),
                "observed": pa.array(np.ones(len(rows["at"]), np.bool_)),
            }
        )

    def scores(self, rows: Columns) -> pa.Table:
        """Rows of `scores`."""
        return pa.table(
            {
                "customer_id": self._ids.take(rows["customer"]),
                "at": _instants(rows["at"]),
                "score": _worded(rows["score"], self._scores),
                "delta": pa.array(rows["delta"]),
                "total": pa.array(rows["total"]),
            }
        )


def _texts(words: Sequence[str]) -> pa.StringArray:
    return pa.array(words, pa.string())


def _distinct(words: Sequence[str]) -> tuple[pa.StringArray, NDArray[np.int32]]:
    """The distinct words, and for each word its place among them (one place at least, so that any can be asked)."""
    distinct = list(dict.fromkeys(words))
    return _texts(distinct), np.array([distinct.index(word) for word in words] or [0], np.int32)


def _worded(places: NDArray[np.int32], words: pa.StringArray, absent: NDArray[np.bool_] | None = None) -> pa.Array[Any]:
    indices: pa.Int32Array = pa.array(np.asarray(places, np.int32), pa.int32(), mask=absent)
    return pa.DictionaryArray.from_arrays(indices, words)


def _instants(at: NDArray[np.int64], absent: NDArray[np.bool_] | None = None) -> pa.Array[Any]:
    return pa.array(at, pa.int64(), mask=absent).cast(_INSTANT)
