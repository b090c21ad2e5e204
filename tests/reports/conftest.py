"""Histories in a few words, as datasets; a small scenario and what a run of it came to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pytest

from app.data.columns import Column, ColumnType
from app.data.dataset import Dataset, Roles
from app.runtime.summary import GoalCounts, NodeCounts, Summary
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario

Histories = Mapping[str, Sequence[tuple[int, str]]]
SECOND_US = 1_000_000


def dataset_of(histories: Histories, *, names: Sequence[str] = (), unit_us: int = SECOND_US) -> Dataset:
    """A dataset of `{customer: [(instant in units, event name), …]}`, with further event names that nobody did."""
    customers = sorted(histories)
    events = [sorted(histories[customer], key=lambda event: event[0]) for customer in customers]
    words = sorted({name for history in events for _, name in history} | set(names))
    codes = [words.index(name) for history in events for _, name in history]
    return Dataset(
        name="test",
        customer_ids=pa.array(customers, pa.string()),
        attributes={},
        offsets=np.cumsum([0, *map(len, events)], dtype=np.int64),
        at=np.array([at * unit_us for history in events for at, _ in history], np.int64),
        names=Column(ColumnType.TEXT, np.array(codes, np.int32), pa.array(words, pa.string())),
        properties={},
        lists={},
        roles=Roles(),
        timezone="UTC",
        fingerprint="",
    )


@pytest.fixture(name="dataset_of", scope="session")
def _dataset_of() -> Callable[..., Dataset]:
    return dataset_of


@pytest.fixture(name="cart")
def _cart() -> Scenario:
    node = {"label": "", "at": [0, 0]}
    return parse_scenario(
        json.dumps(
            {
                "format": "rehearse/scenario",
                "version": 1,
                "id": "cart",
                "name": "Cart",
                "settings": {"goals": [{"id": "order", "event": "purchase", "within": "P7D", "value": "amount"}]},
                "nodes": [
                    node | {"id": "start", "type": "entry_event", "label": "Entry", "params": {"event": "cart"}},
                    node
                    | {
                        "id": "hold",
                        "type": "wait_for",
                        "at": [320, 0],
                        "params": {"event": "purchase", "timeout": "PT1H"},
                    },
                    node | {"id": "mail", "type": "email", "at": [640, 0], "params": {"subject": "S", "body": "B"}},
                    node | {"id": "gone", "type": "exit", "at": [960, 0], "params": {}},
                ],
                "edges": [
                    {"from": "start", "port": "out", "to": "hold"},
                    {"from": "hold", "port": "timed_out", "to": "mail"},
                    {"from": "mail", "port": "out", "to": "gone"},
                ],
            }
        )
    )


@pytest.fixture(name="counted")
def _counted() -> Summary:
    return Summary(
        seed=7,
        version="0.1.0",
        fingerprint="f00d",
        scenario="cart",
        timings={},
        visits=320,
        customers=90,
        instances=100,
        nodes={
            "start": NodeCounts(100, {"out": 100}, 0, 0),
            "hold": NodeCounts(100, {"happened": 25, "timed_out": 60}, 5, 10),
            "mail": NodeCounts(60, {"out": 60, "not_sent": 0}, 0, 0, 50, {"no_consent": 10}),
            "gone": NodeCounts(60, {}, 0, 60),
        },
        edges={("start", "out", "hold"): 100, ("hold", "timed_out", "mail"): 60, ("mail", "out", "gone"): 60},
        goals={"order": GoalCounts(20, 18, 1250.5)},
        beyond_data=7,
        zone_fallbacks=3,
        warnings=("Mind the gap.",),
    )
