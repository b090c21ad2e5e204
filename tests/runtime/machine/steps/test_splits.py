"""Splits and the control group: shares, and luck that stays with the customer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow.compute as pc
import pytest

from app.bench.job import synthetic_dataset
from app.runtime.rehearse import RunOptions, rehearse
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, scenario
from tests.runtime.plays import play, rows

DATASET = synthetic_dataset(20_000)
ENTRY = ("entry_audience", {"at": "2024-02-01T00:00:00Z"})


def _ports(weights: list[float], seed: int = 0, node: str = "test", **settings: Any) -> list[str]:
    """The port that each customer took, in the order of customers."""
    variants = [{"port": f"v{i}", "label": f"v{i}", "weight": weight} for i, weight in enumerate(weights)]
    journey = scenario({"in": ENTRY, node: ("split", {"variants": variants})}, f"in>{node}", **settings)
    run = rehearse(journey, DATASET, RunOptions(seed=seed))
    return [port for at, port in rows(run, "visits", "node", "port") if at == node]


@pytest.mark.parametrize("weights", [[50, 50], [1, 2, 7], [0, 1, 0, 3]])
def test_that_the_shares_match_the_weights(weights: list[float]) -> None:
    ports = _ports(weights)
    expected = np.array(weights) / sum(weights) * len(ports)
    found = np.array([ports.count(f"v{i}") for i in range(len(weights))])
    assert found[expected == 0].sum() == 0
    likely = expected > 0
    statistic = ((found - expected)[likely] ** 2 / expected[likely]).sum()
    assert statistic < {2: 10.8, 3: 13.8}[int(likely.sum())]  # chi-square at p = 0.001


def test_that_moving_a_split_by_a_tenth_moves_a_tenth_of_the_customers() -> None:
    before, after = _ports([50, 50]), _ports([60, 40])
    moved = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert set(moved) == {("v1", "v0")}
    assert 0.09 < len(moved) / len(before) < 0.11


def test_that_luck_depends_on_seed_salt_and_node_alone() -> None:
    ports = _ports([50, 50])
    assert _ports([50, 50], goals=[{"id": "g", "event": "purchase"}]) == ports
    for other in (_ports([50, 50], seed=1), _ports([50, 50], seed_salt="x"), _ports([50, 50], node="elsewhere")):
        same = sum(a == b for a, b in zip(ports, other, strict=True))
        assert 0.48 < same / len(ports) < 0.52


@pytest.mark.parametrize("sticky", ["customer", "instance"])
def test_that_two_variants_take_the_same_ports_at_the_split_they_share(sticky: str) -> None:
    variants = [{"port": port, "label": port, "weight": 1} for port in ("a", "b", "c")]
    split: tuple[str, dict[str, Any]] = ("split", {"variants": variants, "sticky": sticky})
    wait: tuple[str, dict[str, Any]] = ("wait", {"for": "P1D"})
    plain = rehearse(scenario({"in": ENTRY, "test": split}, "in>test"), DATASET)
    varied = rehearse(scenario({"w": wait, "m": ("email", MESSAGE), "in": ENTRY, "test": split},
                               "in>m m>w w>test", goals=[{"id": "g", "event": "purchase"}]), DATASET)  # fmt: skip
    ports = [
        [row for row in rows(run, "visits", "node", "customer_id", "port") if row[0] == "test"]
        for run in (plain, varied)
    ]
    assert len(ports[0]) == DATASET.customer_count
    assert ports[0] == ports[1]


def test_that_a_split_by_instance_draws_anew_and_one_by_customer_does_not() -> None:
    variants = [{"port": port, "label": port, "weight": 1} for port in ("a", "b")]
    events = [("ann", f"05-{day:02} 10:00", "cart") for day in range(1, 31)]
    dataset = people([], events)
    taken = {}
    for sticky in ("customer", "instance"):
        split = ("split", {"variants": variants, "sticky": sticky})
        run = play(scenario({"in": ("entry_event", {"event": "cart"}), "s": split}, "in>s"), dataset)
        taken[sticky] = {port for node, port in rows(run, "visits", "node", "port") if node == "s"}
    assert len(taken["customer"]) == 1
    assert taken["instance"] == {"a", "b"}


def test_that_the_control_group_gets_no_marketing_but_the_receipt() -> None:
    receipt = ("email", {**MESSAGE, "marketing": False})
    journey = scenario({"in": ENTRY, "mail": ("email", MESSAGE), "receipt": receipt}, "in>mail mail>receipt",
                       control_group=0.2)  # fmt: skip
    run = rehearse(journey, DATASET)
    mail, held_out = run.summary.nodes["mail"], run.summary.nodes["mail"].skipped or {}
    assert 0.185 < held_out["control"] / mail.arrived < 0.215
    assert run.summary.nodes["receipt"].sent == mail.arrived
    assert pc.sum(run.tables["instances"]["control"]).as_py() == held_out["control"]
