"""A run's columns as Arrow tables, with the words that its numbers stand for: scenario.md, section 8."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.runtime.buffers import Columns
from app.runtime.codes import END_REASONS, ENDED_CAPPED, ENDED_QUIET, EXIT_NODE, EXIT_RULE, OUTCOMES, STILL_WAITING
from app.runtime.compiler.compiler import Names

_INSTANT = pa.timestamp("us", "UTC")


def run_tables(columns: Mapping[str, Columns], names: Names, dataset: Dataset) -> dict[str, pa.Table]:
    """The tables of a run. Texts of which there are few are dictionaries; what is absent is null."""
    ids = dataset.customer_ids
    return {
        "instances": _instances(columns["instances"], names, ids),
        "visits": _visits(columns["visits"], names, ids),
        "messages": _messages(columns["messages"], names, ids),
        "conversions": _conversions(columns["conversions"], names, ids),
        "scores": _scores(columns["scores"], names, ids),
    }


def _instances(rows: Columns, names: Names, ids: pa.StringArray | pa.LargeStringArray) -> pa.Table:
    details = (*names.rules, *names.nodes)
    of_node = np.isin(rows["reason"], (EXIT_NODE, ENDED_QUIET, ENDED_CAPPED))
    detail = np.where(of_node, rows["detail"] + len(names.rules), rows["detail"])
    return pa.table(
        {
            "customer_id": ids.take(rows["customer"]),
            "instance": pa.array(rows["instance"]),
            "entry_node": _words(rows["entry"], names.nodes),
            "entered_at": _instants(rows["entered_at"]),
            "ended_at": _instants(rows["ended_at"], rows["reason"] == STILL_WAITING),
            "end_reason": _words(rows["reason"], END_REASONS),
            "end_detail": _words(detail, details, ~of_node & (rows["reason"] != EXIT_RULE)),
            "control": pa.array(rows["control"] == 1),
        }
    )


def _visits(rows: Columns, names: Names, ids: pa.StringArray | pa.LargeStringArray) -> pa.Table:
    stayed = rows["port"] < 0
    ports = tuple(dict.fromkeys(port for _, port in names.ports))
    places = np.array([ports.index(port) for _, port in names.ports] or [0], np.int32)
    return pa.table(
        {
            "customer_id": ids.take(rows["customer"]),
            "instance": pa.array(rows["instance"]),
            "visit": pa.array(rows["visit"]),
            "node": _words(rows["node"], names.nodes),
            "arrived_at": _instants(rows["arrived_at"]),
            "left_at": _instants(rows["left_at"], stayed),
            "port": _words(places[rows["port"]], ports, stayed),
        }
    )


def _messages(rows: Columns, names: Names, ids: pa.StringArray | pa.LargeStringArray) -> pa.Table:
    channels = tuple(dict.fromkeys(names.channels))
    places = np.array([channels.index(channel) for channel in names.channels] or [0], np.int32)
    never = pa.nulls(len(rows["at"]), _INSTANT)
    return pa.table(
        {
            "customer_id": ids.take(rows["customer"]),
            "instance": pa.array(rows["instance"]),
            "visit": pa.array(rows["visit"]),
            "node": _words(rows["node"], names.nodes),
            "channel": _words(places[rows["node"]], channels),
            "at": _instants(rows["at"]),
            "outcome": _words(rows["outcome"], OUTCOMES),
            "delivered_at": never,
            "bounced_at": never,
            "opened_at": never,
            "clicked_at": never,
            "unsubscribed_at": never,
            "cost": pa.array(rows["cost"]),
        }
    )


def _conversions(rows: Columns, names: Names, ids: pa.StringArray | pa.LargeStringArray) -> pa.Table:
    return pa.table(
        {
            "customer_id": ids.take(rows["customer"]),
            "instance": pa.array(rows["instance"]),
            "goal": _words(rows["goal"], names.goals),
            "at": _instants(rows["at"]),
            "value": pa.array(rows["value"], mask=np.isnan(rows["value"])),
            "observed": pa.array(np.ones(len(rows["at"]), np.bool_)),
        }
    )


def _scores(rows: Columns, names: Names, ids: pa.StringArray | pa.LargeStringArray) -> pa.Table:
    return pa.table(
        {
            "customer_id": ids.take(rows["customer"]),
            "at": _instants(rows["at"]),
            "score": _words(rows["score"], names.scores),
            "delta": pa.array(rows["delta"]),
            "total": pa.array(rows["total"]),
        }
    )


def _words(places: NDArray[np.int32], words: Sequence[str], absent: NDArray[np.bool_] | None = None) -> pa.Array[Any]:
    indices: pa.Int32Array = pa.array(np.asarray(places, np.int32), pa.int32(), mask=absent)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))


def _instants(at: NDArray[np.int64], absent: NDArray[np.bool_] | None = None) -> pa.Array[Any]:
    return pa.array(at, pa.int64(), mask=absent).cast(_INSTANT)
