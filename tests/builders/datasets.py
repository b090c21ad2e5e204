"""Datasets for tests: a handful of customers, random small ones, and a way to tell whether two are the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from app.data.assembling.fingerprint import signed
from app.data.columns.column import Column, ColumnType
from app.data.columns.texts import BLANKS
from app.data.dataset import Dataset, Roles, Schema
from app.data.importing.mapping import MappingDocument
from app.data.importing.rows import dataset_from_rows
from app.data.products import Products, products_of

MAPPING = MappingDocument.model_validate(
    {
        "customers": {
            "key": "id",
            "types": {"city": "text", "age": "number", "ok": "boolean", "born": "date", "since": "instant"},
            "roles": {"city": "city"},
        },
        "events": {
            "key": "id",
            "at": "at",
            "name": "event",
            "types": {"amount": "number", "url": "text"},
            "property_roles": {"amount": "amount"},
        },
        "timezone": "Europe/Prague",
    }
)
SCHEMA = Schema(
    attributes={"country": ColumnType.TEXT, "age": ColumnType.NUMBER},
    events={"view": 20_000, "cart": 4_000, "purchase": 1_200},
    properties={"amount": ColumnType.NUMBER},
    lists=("vip",),
    roles=Roles(),
    pools={"spring": 1_200},
)
Row = dict[str, object]
_IDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=3).filter(
    lambda text: text.strip(BLANKS)  # a zero-width space alone is no id, though Python does not strip it
)
_WORDS = st.text(st.characters(codec="utf-8"), max_size=3)
_INSTANTS = st.datetimes().map(lambda moment: f"{moment.isoformat()}Z")
CUSTOMERS = st.lists(
    st.fixed_dictionaries(
        {"id": _IDS},
        optional={
            "city": _WORDS,
            "age": st.floats(allow_nan=False, allow_infinity=False),
            "ok": st.sampled_from(["true", "false", ""]),
            "born": st.dates().map(str),
            "since": _INSTANTS,
        },
    ),
    max_size=6,
)
EVENTS = st.lists(
    st.fixed_dictionaries(
        {"id": _IDS, "at": _INSTANTS, "event": st.sampled_from(["visit", "buy", "é"])},
        optional={"amount": st.integers(-5, 5), "url": _WORDS},
    ),
    max_size=8,
)


def from_rows(
    customers: Sequence[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]] = (),
    mapping: MappingDocument | Mapping[str, Any] = MAPPING,
    name: str = "shop",
) -> Dataset:
    """The dataset of these rows, read by a mapping or by the file of one."""
    if not isinstance(mapping, MappingDocument):
        mapping = MappingDocument.model_validate_json(json.dumps(mapping))
    return dataset_from_rows(name, mapping, customers, events)


def people(
    customers: Sequence[Mapping[str, Any]],
    events: Sequence[tuple[str, str, str] | tuple[str, str, str, dict[str, Any]]],
    roles: Mapping[str, str] | None = None,
    event_roles: Mapping[str, str] | None = None,
) -> Dataset:
    """Customers as rows, events as `(customer, "05-01 10:00", name)` of 2024 in UTC, perhaps with properties."""
    mapping = {
        "customers": {
            "key": "customer_id",
            "types": {"age": "number", "agreed": "boolean", "born": "date", "email": "text", "tz": "text"},
            "roles": {"timezone": "tz", "email": "email"} | dict(roles or {}),
        },
        "events": {"types": {"amount": "number", "cart": "text"}, "roles": dict(event_roles or {})},
    }
    rows = [
        {"customer_id": event[0], "timestamp": f"2024-{event[1].replace(' ', 'T')}:00Z", "event": event[2]}
        | (event[3] if len(event) > 3 else {})
        for event in events
    ]
    return from_rows(customers, rows, mapping, "people")


def dataset(customers: list[Row], events: list[Row], name: str = "test") -> Dataset:
    """The dataset of these rows, with a list of every other customer."""
    made = from_rows(customers, events, name=name)
    return signed(replace(made, lists={"vip": np.arange(made.customer_count) % 2 == 0}))


def histories(
    of_customers: Mapping[str, Sequence[tuple[int, str]]], *, names: Sequence[str] = (), unit_us: int = 1_000_000
) -> Dataset:
    """A dataset of `{customer: [(instant in units, event name), …]}`, with further event names that nobody did."""
    customers = sorted(of_customers)
    events = [sorted(of_customers[customer], key=lambda event: event[0]) for customer in customers]
    words = sorted({name for history in events for _, name in history} | set(names))
    codes = [words.index(name) for history in events for _, name in history]
    return replace(
        even(0, 0),
        customer_ids=pa.array(customers, pa.string()),
        offsets=np.cumsum([0, *map(len, events)], dtype=np.int64),
        at=np.array([at * unit_us for history in events for at, _ in history], np.int64),
        names=Column(ColumnType.TEXT, np.array(codes, np.int32), pa.array(words, pa.string())),
    )


def even(customers: int, events_of_each: int) -> Dataset:
    """So many customers with so many events each, one a second; of columns, so that there can be millions."""
    events = customers * events_of_each
    return Dataset(
        name="test",
        customer_ids=pa.array([f"c{at:07d}" for at in range(customers)], pa.string()),
        attributes={},
        offsets=np.arange(customers + 1, dtype=np.int64) * events_of_each,
        at=np.arange(events, dtype=np.int64) * 1_000_000,
        names=Column(ColumnType.TEXT, np.zeros(events, np.int32), pa.array(["purchase"])),
        properties={},
        lists={},
        roles=Roles(),
        timezone="UTC",
        fingerprint="",
    )


def content(data: Dataset) -> dict[str, Any]:
    """Everything in a dataset but name, fingerprint and lists, as plain values."""
    columns = {**{f"a {k}": v for k, v in data.attributes.items()}, **{f"p {k}": v for k, v in data.properties.items()}}
    columns["names"] = data.names
    return {
        "ids": data.customer_ids.to_pylist(),
        "offsets": data.offsets.tolist(),
        "at": data.at.tolist(),
        "columns": {k: (v.type, v.values.tobytes(), v.values.dtype, v.words.to_pylist()) for k, v in columns.items()},
        "roles": data.roles,
        "timezone": data.timezone,
    }


def catalogue(rows: Mapping[str, Mapping[str, Any]]) -> Products:
    """Products by id, whose columns are called like their roles."""
    return products_of(rows)
