"""The lists that a scenario depends on: asked for anywhere, changed by a node, or holding back marketing."""

from __future__ import annotations

from typing import Any

import pytest

from app.data.list_versions import ListVersions
from app.scenario.graph import Scenario
from app.scenario.lists_used import is_same_data, lists_of
from tests.builders.scenarios import kind, scenario

VIP = {"in_list": "vip"}
MEANT = {"segment": "best", "condition": VIP}
VERSIONS = ListVersions({"before": {}, "after": {"vip": "1"}})


def entering(condition: Any) -> Scenario:
    return scenario([kind("start", "entry_audience", at="2024-05-01T10:00:00", condition=condition)])


def leaving(condition: Any) -> Scenario:
    rule = {"id": "gone", "condition": condition}
    return scenario([kind("start", "entry_event", event="cart")], exit_rules=[rule])


CHANGING = scenario(
    [kind("start", "entry_event", event="cart"), kind("put", "list", list="vip", action="add")], "start>put"
)


@pytest.mark.parametrize(
    "asking",
    [
        entering(VIP),
        entering(MEANT),
        entering({"all": [{"not": {"any": [VIP, {"in_list": "new"}]}}]}),
        leaving(VIP),
        leaving(MEANT),
        CHANGING,
    ],
)
def test_that_a_scenario_that_depends_on_the_list_meets_other_data(asking: Scenario) -> None:
    assert {"vip", "suppression"} <= lists_of(asking)
    assert not is_same_data(VERSIONS, asking, "before", "after")
    assert is_same_data(VERSIONS, asking, "after", "after")


def test_that_to_all_others_the_data_are_the_same() -> None:
    asking = entering({"in_list": "other"})
    assert lists_of(asking) == {"other", "suppression"}
    assert is_same_data(VERSIONS, asking, "before", "after")
    assert not is_same_data(VERSIONS, asking, "before", "elsewhere")


def test_that_whom_marketing_does_not_reach_matters_to_every_scenario() -> None:
    versions = ListVersions({"before": {}, "after": {"suppression": "1"}})
    assert not is_same_data(versions, CHANGING, "before", "after")
