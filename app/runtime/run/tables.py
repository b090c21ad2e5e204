"""A run's rows as Arrow tables, with the words that its numbers stand for: scenario.md, section 8."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.nodes.instructions import CallWebhook, ChangeAudience, CreateTask, TakeVoucher
from app.runtime.compiler.names import Names
from app.runtime.engine import Chunk, Columns
from app.runtime.program.opcodes import (
    ADDED,
    BASES,
    BEFORE_ALL,
    END_REASONS,
    ENDED_CAPPED,
    ENDED_QUIET,
    EXIT_NODE,
    EXIT_RULE,
    OUTCOMES,
    REACTIONS,
    REMOVED,
    SENT,
    STILL_WAITING,
)

TABLE_NAMES = (
    "instances", "visits", "messages", "conversions", "scores", "tasks", "webhooks", "vouchers", "audiences",
    "recommendations",
)  # fmt: skip
_INSTANT = pa.timestamp("us", "UTC")


def run_tables(tables: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """Tables of chunks put together."""
    return {name: pa.concat_tables([part[name] for part in tables]) for name in tables[0]}


class _Dictionary(NamedTuple):
    """Distinct words, and for each word of a list its place among them; no places where the list is distinct.

    Of a dictionary that has a word twice, Parquet writes bytes that nobody set, so that no two files would be alike.
    """

    words: pa.StringArray
    places: NDArray[np.int32] | None


class Words:
    """Turns rows of numbers into tables, chunk after chunk. Texts of which there are few are dictionaries.

    `vouchers` are the codes that the claims get, in the order of the table; null where there was none left.
    """

    def __init__(self, names: Names, dataset: Dataset, vouchers: pa.StringArray) -> None:
        self._ids = dataset.customer_ids
        self._nodes = _texts(names.nodes)
        self._details = _texts([*names.rules, *names.nodes])
        self._first_node_detail = len(names.rules)
        self._ports = _texts([port for _, port in names.ports])
        self._channels = _texts(names.channels)
        self._goals = _texts(names.goals)
        self._scores = _texts(names.scores)
        self._reasons = _texts(END_REASONS)
        self._outcomes = _texts(OUTCOMES)
        self._actions = names.actions
        self._vouchers = vouchers
        self._vouchers_given = 0
        self._recommenders = names.recommenders
        self._products: Any = pa.concat_arrays([names.recommenders.ids, pa.array([""], pa.string())])

    def tables(self, chunk: Chunk) -> dict[str, pa.Table]:
        """The tables of a chunk; chunks have to come in order."""
        actions = chunk["actions"]
        return {
            "instances": self.instances(chunk["instances"]),
            "visits": self.visits(chunk["visits"]),
            "messages": self.messages(chunk["messages"]),
            "conversions": self.conversions(chunk["conversions"]),
            "scores": self.scores(chunk["scores"]),
            "tasks": self.tasks(self._of(CreateTask, actions)),
            "webhooks": self.webhooks(self._of(CallWebhook, actions)),
            "vouchers": self.vouchers(self._of(TakeVoucher, actions)),
            "audiences": self.audiences(self._of(ChangeAudience, actions)),
            "recommendations": self.recommendations(chunk["recommendations"]),
        }

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
                "port": _worded(rows["port"], self._ports, stayed),
            }
        )

    def messages(self, rows: Columns) -> pa.Table:
        """Rows of `messages`; a replay knows no reactions."""
        reactions = {f"{name}_at": rows[f"{name}_at"] for name in REACTIONS}
        return pa.table(
            {
                "customer_id": self._ids.take(rows["customer"]),
                "instance": pa.array(rows["instance"]),
                "visit": pa.array(rows["visit"]),
                "node": _worded(rows["node"], self._nodes),
                "channel": _worded(rows["node"], self._channels),
                "at": _instants(rows["at"]),
                "outcome": _worded(rows["outcome"], self._outcomes),
                **{name: _instants(at, at == BEFORE_ALL) for name, at in reactions.items()},
                "cost": pa.array(rows["cost"]),
            }
        )

    def conversions(self, rows: Columns) -> pa.Table:
        """Rows of `conversions`."""
        return pa.table(
            {
                "customer_id": self._ids.take(rows["customer"]),
                "instance": pa.array(rows["instance"]),
                "goal": _worded(rows["goal"], self._goals),
                "at": _instants(rows["at"]),
                "value": pa.array(rows["value"], mask=np.isnan(rows["value"])),
                "observed": pa.array(rows["observed"] == 1),
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

    def tasks(self, rows: Columns) -> pa.Table:
        """Rows of `tasks`."""
        tasks = [action if isinstance(action, CreateTask) else None for action in self._actions]
        titles = _texts([task.title if task else "" for task in tasks])
        assignees = _texts([task.assignee if task else "" for task in tasks])
        return pa.table(
            {
                **self._where(rows),
                "title": _worded(rows["node"], titles),
                "assignee": _worded(rows["node"], assignees),
                "due_at": _instants(rows["result"], rows["result"] == BEFORE_ALL),
            }
        )

    def webhooks(self, rows: Columns) -> pa.Table:
        """Rows of `webhooks`."""
        names = _texts([action.name if isinstance(action, CallWebhook) else "" for action in self._actions])
        return pa.table({**self._where(rows), "name": _worded(rows["node"], names)})

    def vouchers(self, rows: Columns) -> pa.Table:
        """Rows of `vouchers`."""
        pools = _texts([action.pool if isinstance(action, TakeVoucher) else "" for action in self._actions])
        first = self._vouchers_given
        self._vouchers_given += len(rows["at"])
        codes = self._vouchers.slice(first, len(rows["at"]))
        return pa.table({**self._where(rows), "pool": _worded(rows["node"], pools), "code": codes})

    def audiences(self, rows: Columns) -> pa.Table:
        """Rows of `audiences`."""
        changes = [action if isinstance(action, ChangeAudience) else None for action in self._actions]
        adds = np.array([change is not None and change.adds for change in changes], np.bool_)[rows["node"]]
        done = np.where(adds, len(OUTCOMES), len(OUTCOMES) + 1)
        outcomes = _texts([*OUTCOMES, ADDED, REMOVED])
        return pa.table(
            {
                **self._where(rows),
                "platform": _worded(rows["node"], _texts([change.platform if change else "" for change in changes])),
                "audience": _worded(rows["node"], _texts([change.audience if change else "" for change in changes])),
                "action": _worded(np.where(adds, 0, 1), _texts(["add", "remove"])),
                "outcome": _worded(np.where(rows["result"] == SENT, done, rows["result"]), outcomes),
            }
        )

    def recommendations(self, rows: Columns) -> pa.Table:
        """Rows of `recommendations`; without an anchor its text is empty, and a cover that is not known is missing."""
        anchors = np.where(rows["anchor"] < 0, len(self._products) - 1, rows["anchor"])
        grounds = self._recommenders.grounds(rows)
        return pa.table(
            {
                **self._where(rows),
                "rank": pa.array(rows["rank"]),
                "product": self._products.take(pa.array(grounds.product)),
                "basis": _worded(grounds.basis, _texts(BASES)),
                "anchor": self._products.take(pa.array(anchors)),
                "support": pa.array(grounds.support),
                "of": pa.array(grounds.of),
                "cover": pa.array(grounds.cover, mask=np.isnan(grounds.cover)),
                "score": pa.array(grounds.score),
            }
        )

    def _where(self, rows: Columns) -> dict[str, Any]:
        """The columns that all actions have."""
        return {
            "customer_id": self._ids.take(rows["customer"]),
            "instance": pa.array(rows["instance"]),
            "visit": pa.array(rows["visit"]),
            "node": _worded(rows["node"], self._nodes),
            "at": _instants(rows["at"]),
        }

    def _of(self, kind: type, rows: Columns) -> Columns:
        """The actions of one kind."""
        chosen = np.array([isinstance(action, kind) for action in self._actions], np.bool_)[rows["node"]]
        return {name: values[chosen] for name, values in rows.items()}


def _texts(words: Sequence[str]) -> _Dictionary:
    distinct = {word: place for place, word in enumerate(dict.fromkeys(words))}
    places = None if len(distinct) == len(words) else np.array([distinct[word] for word in words], np.int32)
    return _Dictionary(pa.array(list(distinct), pa.string()), places)


def _worded(places: NDArray[np.int32], words: _Dictionary, absent: NDArray[np.bool_] | None = None) -> pa.Array[Any]:
    """A column of words by their places in the list; whatever the place of an absent one is, it is not looked at."""
    if words.places is not None:
        places = words.places.take(places, mode="clip")
    indices: pa.Int32Array = pa.array(np.asarray(places, np.int32), pa.int32(), mask=absent)
    return pa.DictionaryArray.from_arrays(indices, words.words)


def _instants(at: NDArray[np.int64], absent: NDArray[np.bool_] | None = None) -> pa.Array[Any]:
    return pa.array(at, pa.int64(), mask=absent).cast(_INSTANT)
