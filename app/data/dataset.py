"""The dataset in columns: customers sorted by id, events sorted by (customer, instant, order of import)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType, types_of
from app.data.columns.cores import counted
from app.data.list_versions import ListVersions
from app.data.merged import Merged
from app.data.products import Products

T = TypeVar("T")
_MOST_KEPT = 10
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Roles:
    """What columns and events mean: role -> column, event name or property name."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    attribute_currencies: Mapping[str, str] = field(default_factory=dict)
    """The currency of an attribute's amounts, where one stood beside them: an ISO code, or a sign such as "$"."""
    property_currencies: Mapping[str, str] = field(default_factory=dict)
    """The same for event properties."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What a scenario may ask of a dataset: names and types, no rows."""

    attributes: Mapping[str, ColumnType]
    events: Mapping[str, int]
    properties: Mapping[str, ColumnType]
    lists: tuple[str, ...]
    roles: Roles
    pools: Mapping[str, int] = field(default_factory=dict)
    """How many codes each voucher pool has."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """n customers and m events in columns; never changed after it is built.

    `customer_ids` (n,) is sorted by code point. `offsets` (n + 1,) int64: the events of customer i are rows
    `offsets[i]:offsets[i + 1]` of every event column. `at` (m,) int64 microseconds UTC. `names` (m,) is a text column
    whose words are the event names. `lists` hold one bool per customer. `timezone` is the zone in which naive instants
    were read. `fingerprint` is a sha256 over the content, in hex. `pools` hold voucher codes in order of import, each
    code of a pool once, without blanks around it and never empty.
    """

    name: str
    customer_ids: pa.StringArray
    attributes: Mapping[str, Column]
    offsets: NDArray[np.int64]
    at: NDArray[np.int64]
    names: Column
    properties: Mapping[str, Column]
    lists: Mapping[str, NDArray[np.bool_]]
    roles: Roles
    timezone: str
    fingerprint: str
    pools: Mapping[str, pa.StringArray] = field(default_factory=dict)
    products: Products = field(default_factory=Products)
    """The catalogue; empty where none was imported."""
    merged: Merged = field(default_factory=Merged)
    """Customers that became one, as they were recorded."""
    known_until: int | None = None
    """Of a part of other data, the instant of the last event of all."""
    list_versions: ListVersions = field(default_factory=ListVersions, compare=False)
    """What it was before its lists were changed."""
    _schemas: list[Schema] = field(default_factory=list, init=False, repr=False, compare=False)
    """The schema, once it has been worked out."""
    _reach: list[tuple[int, int]] = field(default_factory=list, init=False, repr=False, compare=False)
    """The first and the last instant, once somebody has asked for them."""
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out of it last."""

    @property
    def customer_count(self) -> int:
        """How many customers there are."""
        return len(self.customer_ids)

    @property
    def event_count(self) -> int:
        """How many events there are."""
        return len(self.at)

    def attribute_of(self, role: str, type_: ColumnType | None = None) -> Column | None:
        """The attribute that has a role, if some has; only one of that type where one is asked for."""
        column = self.attributes.get(self.roles.attributes.get(role, ""))
        return column if column is not None and type_ in (None, column.type) else None

    @property
    def reach(self) -> tuple[int, int] | None:
        """The instants of the first and the last recorded event, microseconds UTC; None without events."""
        if not self._reach and len(self.at):
            self._reach.append((int(self.at.min()), int(self.at.max())))
        return self._reach[0] if self._reach else None

    @property
    def data_end(self) -> int | None:
        """The instant until which events were recorded, microseconds UTC; None without events."""
        if self.reach is None:
            return None
        return self.reach[1] if self.known_until is None else self.known_until

    @property
    def nbytes(self) -> int:
        """What its columns take in memory."""
        columns = (*self.attributes.values(), *self.properties.values(), self.names, *self.products.columns.values())
        columns = (*columns, *self.merged.columns.values())
        arrays = (self.offsets, self.at, *self.lists.values(), *(column.values for column in columns))
        texts = (
            self.customer_ids,
            self.products.ids,
            self.merged.ids,
            self.merged.kept,
            *self.pools.values(),
            *(column.words for column in columns),
        )
        return sum(np.asarray(array).nbytes for array in arrays) + sum(text.nbytes for text in texts)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` works out of these data, kept for whoever asks again; only the ten asked for last are.

        It is for what questions have in common. Usable from any thread.
        """
        found: Any = self._kept.pop(key, _NOTHING)
        made: T = make() if found is _NOTHING else found
        self._kept[key] = made
        for oldest in list(self._kept)[:-_MOST_KEPT]:
            self._kept.pop(oldest, None)
        return made

    def event_customers(self) -> NDArray[np.int32]:
        """The customer's row for each event; shape (m,)."""
        return np.repeat(np.arange(self.customer_count, dtype=np.int32), np.diff(self.offsets))

    def only(self, customer: int) -> Dataset:
        """The dataset of the customer in that row alone: slices of the same columns, the same words, pools and name.

        It keeps the fingerprint, which says what it was taken from.
        """
        here = slice(customer, customer + 1)
        events = slice(int(self.offsets[customer]), int(self.offsets[customer + 1]))
        return replace(
            self,
            customer_ids=self.customer_ids.slice(customer, 1),
            attributes=_rows(self.attributes, here),
            offsets=np.array([0, events.stop - events.start], np.int64),
            at=self.at[events],
            names=self.names.rows(events),
            properties=_rows(self.properties, events),
            lists={title: members[here] for title, members in self.lists.items()},
        )

    def schema(self) -> Schema:
        """Names, types and how often each event occurs; worked out once."""
        if not self._schemas:
            self._schemas.append(self._schema())
        return self._schemas[0]

    def _schema(self) -> Schema:
        counts = counted(self.names.values, len(self.names.words))
        events = {str(word): int(count) for word, count in zip(self.names.words.to_pylist(), counts, strict=True)}
        return Schema(
            attributes=types_of(self.attributes),
            events=events,
            properties=types_of(self.properties),
            lists=tuple(self.lists),
            roles=self.roles,
            pools={title: len(codes) for title, codes in self.pools.items()},
        )


def _rows(columns: Mapping[str, Column], rows: slice) -> dict[str, Column]:
    return {title: column.rows(rows) for title, column in columns.items()}
