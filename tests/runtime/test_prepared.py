"""What one compilation leaves to the next changes no count."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from app.bench.job import abandoned_cart, synthetic_dataset
from app.data.dataset import Dataset
from app.runtime.prepared import Prepared
from app.runtime.rehearse import RunOptions, count
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario

WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"settings": {"timezone": "Asia/Tokyo"}},
    {"settings": {"control_group": 0.2, "exit_rules": [{"id": "bought", "event": "purchase"}]}},
    {"settings": {"goals": [{"id": "big", "event": "purchase", "value": "amount"}]}},
    {"settings": {"exit_rules": [{"id": "dear", "event": "purchase",
                                  "where": [{"property": "amount", "op": "gt", "value": 20}]}]}},
    {"settings": {"exit_rules": [{"id": "dear", "event": "purchase",
                                  "where": [{"property": "amount", "op": "gt", "value": 60}]}]}},
)  # fmt: skip


@pytest.fixture(scope="module")
def shop() -> Dataset:
    return synthetic_dataset(300)


def scenarios() -> list[Scenario]:
    """One under several settings, each asking something else of the data."""
    tree = json.loads(dump_scenario(abandoned_cart()))
    return [parse_scenario(json.dumps({**tree, **way})) for way in WAYS]


def test_that_counts_are_the_same_whatever_was_counted_before(shop: Dataset) -> None:
    prepared = Prepared(shop)
    plain = RunOptions(compiled=False)
    for scenario in [*scenarios(), *reversed(scenarios())]:
        once, again = count(scenario, shop, plain), count(scenario, shop, replace(plain, prepared=prepared))
        assert (again.nodes, again.edges, again.goals) == (once.nodes, once.edges, once.goals)
        assert again.zone_fallbacks == once.zone_fallbacks


def test_that_what_was_left_of_other_data_is_not_used(shop: Dataset) -> None:
    other = shop.only(7)
    options = RunOptions(compiled=False, prepared=Prepared(shop))
    scenario = abandoned_cart()
    count(scenario, shop, options)
    assert count(scenario, other, options).nodes == count(scenario, other, RunOptions(compiled=False)).nodes
