"""Histories in a few words, as datasets; a small scenario and what a run of it came to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.data.dataset import Dataset
from app.data.importing.read import Source, import_files
from app.runtime.summary import GoalCounts, NodeCounts, Summary
from app.scenario.graph import Scenario
from tests.builders.datasets import histories
from tests.builders.scenarios import document, kind, scenario_of


@pytest.fixture(name="dataset_of", scope="session")
def _dataset_of() -> Callable[..., Dataset]:
    return histories


_ORDERS = (
    "customer_id,timestamp,event,utm_source,amount",
    "a,2024-03-01T10:00:00Z,visit,google,",
    "a,2024-03-20T10:00:00Z,purchase,,30",
    "b,2024-03-03T10:00:00Z,visit,mail,",
    "b,2024-04-04T10:00:00Z,purchase,,12",
    "b,2024-05-04T10:00:00Z,purchase,,20",
    "c,2024-03-04T10:00:00Z,visit,mail,",
)


@pytest.fixture(name="orders", scope="session")
def _orders(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A dataset that has what every report over recorded events needs."""
    file: Path = tmp_path_factory.mktemp("orders") / "orders.csv"
    file.write_text("\n".join(_ORDERS), encoding="utf-8")
    return import_files("orders", [Source(file, "events")]).dataset


@pytest.fixture(name="cart")
def _cart() -> Scenario:
    return scenario_of(
        document(
            [
                kind("start", "entry_event", event="cart") | {"label": "Entry"},
                kind("hold", "wait_for", event="purchase", timeout="PT1H") | {"at": [320, 0]},
                kind("mail", "email", subject="S", body="B") | {"at": [640, 0]},
                kind("gone", "exit") | {"at": [960, 0]},
            ],
            "start>hold hold.timed_out>mail mail>gone",
            id="cart",
            name="Cart",
            settings={"goals": [{"id": "order", "event": "purchase", "within": "P7D", "value": "amount"}]},
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
