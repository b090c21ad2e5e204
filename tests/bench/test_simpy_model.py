"""The SimPy model is the same job: what it counts is what the machine counts."""

from __future__ import annotations

import pytest

from app.bench.job import abandoned_cart, synthetic_dataset
from app.bench.simpy_model import simulate
from app.runtime.rehearse import RunOptions, rehearse

CUSTOMERS = 2_000


def test_that_simpy_and_the_machine_count_the_same() -> None:
    dataset = synthetic_dataset(CUSTOMERS)
    summary = rehearse(abandoned_cart(), dataset, RunOptions(compiled=False)).summary
    counts, _ = simulate(dataset)
    assert counts.visits == {node: of_node.arrived for node, of_node in summary.nodes.items()}
    assert counts.visits.total() == summary.visits
    assert counts.sent == {node: of_node.sent for node, of_node in summary.nodes.items() if of_node.sent}
    capped = {node: of_node.skipped["capped"] for node, of_node in summary.nodes.items() if of_node.skipped}
    assert counts.capped == capped
    order = summary.goals["order"]
    assert (counts.conversions, counts.converted) == (order.instances, order.customers)
    assert counts.revenue == pytest.approx(order.value)
