"""A small dataset's schema to check against."""

from __future__ import annotations

from app.data.columns.column import ColumnType
from app.data.dataset import Roles, Schema
from app.nodes.kind import Surroundings

SCHEMA = Schema(
    attributes={
        "country": ColumnType.TEXT,
        "age": ColumnType.NUMBER,
        "vip": ColumnType.BOOLEAN,
        "birthday": ColumnType.DATE,
        "joined": ColumnType.INSTANT,
    },
    events={"purchase": 10, "add_to_cart": 20},
    properties={"amount": ColumnType.NUMBER, "url": ColumnType.TEXT, "cart_id": ColumnType.TEXT},
    lists=(),
    roles=Roles(events={"email_unsubscribe": "optout"}),
)
AROUND = Surroundings(SCHEMA, frozenset({"mail"}), has_reentry_key=False)
WITH_KEY = Surroundings(SCHEMA, frozenset({"mail"}), has_reentry_key=True)
BLIND = Surroundings()
