"""What files say of events that a dataset has already: left out, or taken in place of what it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.changes.known_events import changed_rows, known_rows, only_rows, without_events_of
from app.data.dataset import Dataset
from app.data.importing.accounting.accounts import Ledger
from app.data.importing.mapping import OnDuplicate
from app.data.importing.orders_again import changed_orders, known_lines, paid_by_now
from app.data.importing.parts_of_plan import Part
from app.numbers import counted

KEPT = "the dataset keeps what it has."
_TAKEN = "the dataset takes what this file says."


class ThereAlready:
    """Tells rows that a dataset has from new ones, and gathers those that are to replace what it has.

    `ids` are those of the dataset's customers, as they are known by now.
    """

    def __init__(self, dataset: Dataset | None, ids: pa.StringArray | None, on_duplicate: OnDuplicate | None) -> None:
        self._dataset, self._ids, self._meant = dataset, ids, on_duplicate
        self._anew: list[tuple[EventRows, tuple[str, ...] | None]] = []
        self._changed: list[str] = []

    @property
    def is_replaced(self) -> bool:
        """Whether rows take the place of what the dataset has."""
        return self._meant == "replace"

    @property
    def changed(self) -> tuple[str, ...]:
        """For each file that says something else than the dataset, of how many orders and events, and what follows."""
        return tuple(self._changed)

    def left_of(self, dataset: Dataset) -> Dataset:
        """The dataset without what is taken anew."""
        for rows, by in self._anew:
            dataset = without_events_of(dataset, rows, self._ids, by)
        return dataset

    def new_events(self, rows: EventRows, ledgers: Sequence[Ledger], by: tuple[str, ...] | None) -> EventRows:
        """The rows that the dataset has not; those that it has are rejected, or replace what it has."""
        if self._dataset is None or self._meant == "again":
            return rows
        self._tell_changed_events(rows, ledgers, by)
        return self.new_orders(rows, ledgers, by)

    def new_orders(self, rows: EventRows, ledgers: Sequence[Ledger], by: tuple[str, ...] | None) -> EventRows:
        """The same of the events that orders became, of whose changes their lines have told."""
        if self._dataset is None or self._meant == "again":
            return rows
        if self.is_replaced:
            self._anew.append((rows, by))
            return rows
        return _rejected(rows, known_rows(rows, self._dataset, self._ids, by), ledgers, "the dataset has this event")

    def new_lines(self, rows: EventRows, ledger: Ledger, part: Part, sums: Mapping[str, str]) -> EventRows:
        """The lines of orders that the dataset has not; those that were paid by now take the place of what it has.

        All of them where they replace what it has: `new_orders` takes them then.
        """
        if self._dataset is None or self._meant == "again":
            return rows
        known = known_lines(rows, part.properties, part.once, sums, self._dataset, self._ids)
        paid = known & paid_by_now(rows, part.properties, self._dataset)
        self._tell_changed_orders(only_rows(rows, known & ~paid), ledger, part, sums)
        if self.is_replaced:
            return rows
        if paid.any():
            self._anew.append((only_rows(rows, paid), (part.properties["order_id"],)))
            ledger.remark(
                f"{counted(int(paid.sum()), 'line is', 'lines are')} of orders that are no longer unpaid: "
                "they took the place of what the dataset had of them."
            )
        return _rejected(rows, known & ~paid, [ledger], "the dataset has this order")

    def _tell_changed_orders(self, rows: EventRows, ledger: Ledger, part: Part, sums: Mapping[str, str]) -> None:
        """Rows of orders that the dataset has."""
        if self._dataset is None or not len(rows.at) or part.properties["order_id"] not in self._dataset.properties:
            return
        count = changed_orders(rows, part.properties, part.once, sums, self._dataset)
        who = counted(count, "order that the dataset has says", "orders that the dataset has say")
        self._tell(count, f"{who} another sum here, or came back", ledger)

    def _tell_changed_events(self, rows: EventRows, ledgers: Sequence[Ledger], by: tuple[str, ...] | None) -> None:
        if self._dataset is None or by is None or rows.files is None:
            return
        changed = changed_rows(rows, self._dataset, by)
        for place, ledger in enumerate(ledgers):
            count = int((changed & (rows.files == place)).sum())
            who = counted(count, "event that the dataset has says", "events that the dataset has say")
            self._tell(count, f"{who} something else here", ledger)

    def _tell(self, count: int, what: str, ledger: Ledger) -> None:
        if count:
            sentence = f"{what}: {_TAKEN if self.is_replaced else KEPT}"
            ledger.remark(sentence)
            self._changed.append(f"{ledger.raw.file}: {sentence}")


def _rejected(rows: EventRows, known: NDArray[np.bool_], ledgers: Sequence[Ledger], reason: str) -> EventRows:
    """The rows without those that are known, of which the ledgers learn."""
    if rows.files is None or rows.rows is None or not known.any():
        return rows
    for place, ledger in enumerate(ledgers):
        gone = rows.rows[known & (rows.files == place)]
        ledger.reject(gone, f"{reason} already")
    return only_rows(rows, ~known)
