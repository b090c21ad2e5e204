"""Whom a run sent a message to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import whole

NO_JOURNEY = 0


@dataclass(frozen=True, slots=True)
class Recipient:
    """A customer at one node at one instant, microseconds UTC; `instance` is NO_JOURNEY outside of a run."""

    customer_id: str
    at: int
    node: str
    instance: int = NO_JOURNEY
    visit: int = 0


@dataclass(frozen=True, slots=True)
class Recipients:
    """Those of one message: some of them, evenly chosen in the order of the run's rows, and how many there are."""

    chosen: tuple[Recipient, ...]
    total: int

    @property
    def is_sample(self) -> bool:
        """Whether some are left out."""
        return len(self.chosen) < self.total


def recipients_of(messages: pa.Table, node: str, most: int) -> Recipients:
    """To whom a run sent the message of this node."""
    return _sampled(_sent(messages, node), node, most)


def recipients_among(messages: pa.Table, node: str, customer_id: str, most: int) -> Recipients:
    """The journeys in which a run sent the message of this node to one customer."""
    sent = _sent(messages, node)
    return _sampled(sent.filter(_is(sent, "customer_id", customer_id)), node, most)


def _sent(messages: pa.Table, node: str) -> pa.Table:
    return messages.filter(pc.and_(_is(messages, "node", node), _is(messages, "outcome", "sent")))


def _is(table: pa.Table, column: str, word: str) -> Any:
    texts: Any = whole(table.column(column)).cast(pa.string())
    return pc.is_in(texts, value_set=pa.array([word], pa.string()))


def _sampled(sent: pa.Table, node: str, most: int) -> Recipients:
    total = sent.num_rows
    rows = np.unique(np.linspace(0, max(total - 1, 0), min(total, most)).round().astype(np.int64))
    kept = sent.select(["customer_id", "instance", "visit", "at"]).take(pa.array(rows, pa.int64()))
    instants = kept.column("at").cast(pa.int64()).to_pylist()
    columns = (kept.column(name).to_pylist() for name in ("customer_id", "instance", "visit"))
    chosen = (
        Recipient(str(customer), int(at), node, int(instance), int(visit))
        for customer, instance, visit, at in zip(*columns, instants, strict=True)
    )
    return Recipients(tuple(chosen), total)
