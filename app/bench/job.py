"""The job that everything is measured on: an abandoned cart with cap, quiet hours, exit rule and goal.

Its customers are synthetic, ten events each over 90 days and in four zones, and made in columns: a million in seconds.
"""

from __future__ import annotations

import json
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset, Roles
from app.nodes.response import Response
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario

EVENTS_EACH = 10
_DAY_US = 86_400_000_000
_START_US = 1_704_067_200_000_000  # 2024-01-01
_ZONES = ["America/New_York", "Asia/Tokyo", "Europe/Prague", "UTC"]
_EVENTS = ["cart_update", "page_view", "purchase", "signup"]
_SHARES = [0.3, 0.5, 0.15, 0.05]
_DIGITS = 8
_RESPONSE = {
    "deliver": 0.98,
    "open": 0.25,
    "click": 0.12,
    "unsubscribe": 0.002,
    "open_after": {"median": "PT3H", "sigma": 1.2},
    "click_after": {"median": "PT2M", "sigma": 1.0},
    "convert": {
        "event": "purchase",
        "rate": 0.08,
        "after": {"median": "PT1H", "sigma": 1.0},
        "property": "amount",
        "value": {"median": 45, "sigma": 0.6},
    },
    "fatigue": {"per_message": 0.9, "window": "P7D"},
}
_NO_WORDS = pa.array([], pa.string())


def synthetic_dataset(customers: int, seed: int = 0) -> Dataset:
    """Customers with an address and a zone; the events of all of them follow one another as in any dataset."""
    rng = np.random.default_rng(seed)
    count = customers * EVENTS_EACH
    at = np.sort(rng.integers(0, 90 * _DAY_US, (customers, EVENTS_EACH)), axis=1).ravel() + _START_US
    amount = np.round(rng.lognormal(3.5, 0.7, count), 2)
    return Dataset(
        name="synthetic",
        customer_ids=_ids(customers),
        attributes={
            "tz": _texts(rng.integers(0, len(_ZONES), customers), _ZONES),
            "email": _texts(np.zeros(customers), ["somebody@example.com"]),
        },
        offsets=np.arange(0, count + 1, EVENTS_EACH, dtype=np.int64),
        at=at,
        names=_texts(rng.choice(len(_EVENTS), count, p=_SHARES), _EVENTS),
        properties={"amount": Column(ColumnType.NUMBER, amount, _NO_WORDS)},
        lists={},
        roles=Roles({"timezone": "tz", "email": "email"}, {}, {}),
        timezone="UTC",
        fingerprint="",
    )


def abandoned_cart(wait: str = "PT1H") -> Scenario:
    """Wait, remind, wait for them to look again, remind those who spend much; one purchase ends it all."""
    settings = {
        "exit_rules": [{"id": "bought", "event": "purchase"}],
        "goals": [{"id": "order", "event": "purchase", "within": "P7D", "value": "amount"}],
        "frequency_caps": [{"channel": "email", "max": 3, "per": "P7D"}],
        "quiet_hours": [{"from": "21:00", "to": "08:00"}],
    }
    params = [
        ("start", "entry_event", {"event": "cart_update"}),
        ("hour", "wait", {"for": wait}),
        ("remind", "email", {"subject": "Your cart", "body": "Hello"}),
        ("day", "wait_for", {"event": "page_view", "timeout": "P1D"}),
        ("spent", "filter", {"condition": {"event": "purchase", "within": "P30D", "aggregate": "sum", "of": "amount",
                                           "op": "ge", "value": 40}}),
        ("last", "email", {"subject": "Still there", "body": "Hello"}),
    ]  # fmt: skip
    edges = [("start", "out", "hour"), ("hour", "out", "remind"), ("remind", "out", "day"),
             ("day", "timed_out", "spent"), ("day", "happened", "spent"), ("spent", "pass", "last")]  # fmt: skip
    document = {
        "format": "rehearse/scenario",
        "version": 1,
        "id": "cart",
        "name": "Abandoned cart",
        "settings": settings,
        "nodes": [{"id": id_, "type": type_, "label": id_, "at": [0, 0], "params": p} for id_, type_, p in params],
        "edges": [{"from": source, "port": port, "to": target} for source, port, target in edges],
    }
    return parse_scenario(json.dumps(document))


def mail_response() -> Response:
    """How people react to a mail in a forecast: they open it, click, buy something or want no more."""
    return Response.model_validate(_RESPONSE)


def _ids(customers: int) -> pa.StringArray:
    digits = pc.utf8_lpad(pa.array(np.arange(customers)).cast(pa.string()), _DIGITS, "0")
    return cast(pa.StringArray, pc.utf8_replace_slice(digits, 0, 0, "c"))


def _texts(codes: np.ndarray[tuple[int, ...], np.dtype[np.generic]], words: list[str]) -> Column:
    return Column(ColumnType.TEXT, codes.astype(np.int32), pa.array(words, pa.string()))
