"""How fast the machine is: an abandoned cart with caps, quiet hours, exit rule and goal over synthetic customers.

    python -m tests.benchmarks.abandoned_cart [customers] [partitions] [--uncompiled]

Prints seconds for compiling the scenario, playing and tables, and visits per second while playing.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter

import numpy as np
import pyarrow as pa

from app.data.columns import Column, ColumnType
from app.data.dataset import Dataset, Roles
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario

EVENTS_EACH = 10
_DAY_US = 86_400_000_000
_START_US = 1_704_067_200_000_000  # 2024-01-01
_ZONES = ["America/New_York", "Asia/Tokyo", "Europe/Prague", "UTC"]
_EVENTS = ["cart_update", "page_view", "purchase", "signup"]
_NO_WORDS = pa.array([], pa.string())


def synthetic_dataset(customers: int, seed: int = 0) -> Dataset:
    """Customers with an address and one of four zones, and ten events each over 90 days."""
    rng = np.random.default_rng(seed)
    count = customers * EVENTS_EACH
    at = np.sort(rng.integers(0, 90 * _DAY_US, (customers, EVENTS_EACH)), axis=1).ravel() + _START_US
    amount = np.round(rng.lognormal(3.5, 0.7, count), 2)
    words = pa.array(_EVENTS, pa.string())
    names = Column(ColumnType.TEXT, rng.choice(4, count, p=[0.3, 0.5, 0.15, 0.05]).astype(np.int32), words)
    zones = Column(ColumnType.TEXT, rng.integers(0, 4, customers).astype(np.int32), pa.array(_ZONES, pa.string()))
    email = Column(ColumnType.TEXT, np.zeros(customers, np.int32), pa.array(["somebody@example.com"], pa.string()))
    return Dataset(
        name="synthetic",
        customer_ids=pa.array([f"c{i:08d}" for i in range(customers)], pa.string()),
        attributes={"tz": zones, "email": email},
        offsets=np.arange(0, count + 1, EVENTS_EACH, dtype=np.int64),
        at=at,
        names=names,
        properties={"amount": Column(ColumnType.NUMBER, amount, _NO_WORDS)},
        lists={},
        roles=Roles({"timezone": "tz", "email": "email"}, {}, {}),
        timezone="UTC",
        fingerprint="",
    )


def abandoned_cart() -> Scenario:
    """Wait an hour, remind, wait for a purchase, remind those who spent much; one purchase ends it all."""
    settings = {
        "exit_rules": [{"id": "bought", "event": "purchase"}],
        "goals": [{"id": "order", "event": "purchase", "within": "P7D", "value": "amount"}],
        "frequency_caps": [{"channel": "email", "max": 3, "per": "P7D"}],
        "quiet_hours": [{"from": "21:00", "to": "08:00"}],
    }
    params = [
        ("start", "entry_event", {"event": "cart_update"}),
        ("hour", "wait", {"for": "PT1H"}),
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


def main(arguments: list[str]) -> None:
    """Measure twice: the first run compiles the machine, or loads it from the cache."""
    numbers = [int(argument) for argument in arguments if argument.isdigit()]
    customers, partitions = (*numbers, 1)[:2] if numbers else (200_000, 1)
    dataset, scenario = synthetic_dataset(customers), abandoned_cart()
    options = RunOptions(partitions=partitions, compiled="--uncompiled" not in arguments)
    started = perf_counter()
    rehearse(scenario, synthetic_dataset(100), options)
    print(f"first run of 100 customers: {perf_counter() - started:.2f} s")  # noqa: T201  # it is a script
    summary = rehearse(scenario, dataset, options).summary
    seconds = ", ".join(f"{step} {time:.2f} s" for step, time in summary.timings.items() if time)
    speed = summary.visits / summary.timings["kernel"] / 1e6
    print(f"{customers} customers, {summary.visits} visits: {seconds}; {speed:.1f} M visits/s")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
