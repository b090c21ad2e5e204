"""Segments in scenarios: what they mean is looked up, and stays where the workspace knows nothing of them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from pydantic import TypeAdapter

from app.nodes.catalogue import KINDS
from app.nodes.conditions import Condition
from app.scenario.edits import SetParams
from app.scenario.files import dump_scenario, make_params, parse_scenario
from app.scenario.graph import NodeId, Scenario
from app.scenario.segments import looked_up, segments_in, segments_of, with_segments
from tests.builders.scenarios import placed
from tests.nodes.strategies import Json, conditions

_READER: TypeAdapter[Any] = TypeAdapter(Condition)
VIP = {"in_list": "vip"}


def condition(values: Json) -> Condition:
    read: Condition = _READER.validate_json(json.dumps(values))
    return read


def asking(values: Json) -> Scenario:
    """A scenario whose filter asks for a condition."""
    scenario = placed({"check": ("filter", 0.0, 0.0)}, ())
    return SetParams(NodeId("check"), make_params(KINDS["filter"], {"condition": values})).apply(scenario)[0]


def asked(scenario: Scenario) -> Json:
    values: Json = json.loads(dump_scenario(scenario))["nodes"][0]["params"]["condition"]
    return values


def test_that_a_scenario_means_what_the_segment_means_now() -> None:
    scenario = asking({"any": [{"segment": "A", "condition": {"all": []}}, {"not": {"segment": "B"}}]})
    segments = {"A": condition({"all": [{"segment": "B"}, {"in_list": "x"}]}), "B": condition(VIP)}
    meant = {"segment": "B", "condition": VIP}
    assert asked(with_segments(scenario, segments)) == {
        "any": [{"segment": "A", "condition": {"all": [meant, {"in_list": "x"}]}}, {"not": meant}]
    }
    assert segments_of(scenario) == {"A", "B"}


def test_that_a_segment_that_nobody_knows_keeps_what_it_meant() -> None:
    scenario = asking({"segment": "A", "condition": VIP})
    assert with_segments(scenario, {}) is scenario
    assert parse_scenario(dump_scenario(scenario)) == scenario


def test_that_a_segment_that_is_part_of_itself_means_nothing_there() -> None:
    segments = {"A": condition({"not": {"segment": "B"}}), "B": condition({"segment": "A"})}
    found = looked_up(segments["A"], segments, "A")
    assert found == condition({"not": {"segment": "B", "condition": {"segment": "A"}}})


@given(conditions)
def test_that_what_names_no_segment_is_left_as_it_is(values: Json) -> None:
    read = condition(values)
    assert (looked_up(read, {}) is read) or segments_in(read)
    again = looked_up(read, {name: condition(VIP) for name in segments_in(read)})
    assert segments_in(again) == segments_in(read)
