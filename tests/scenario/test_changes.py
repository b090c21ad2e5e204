"""What has changed between two versions of a scenario, in a few words."""

from __future__ import annotations

from typing import Any

import pytest

from app.guides.templates import load_template
from app.nodes.catalogue import KINDS
from app.scenario.changes import changes_in_words, meaning
from app.scenario.edits import MoveNodes, SetLabel, SetParams, SetSettings
from app.scenario.files import make_params, make_settings
from app.scenario.graph import NodeId, Scenario
from app.scenario.reading import dump_document
from tests.builders.scenarios import placed

BEFORE = placed({"start": ("entry_event", 0.0, 0.0), "hour": ("wait", 336.0, 0.0)}, (("start", "out", "hour"),))


def with_params(scenario: Scenario, node_id: str, **params: Any) -> Scenario:
    node = scenario.node(NodeId(node_id))
    values = {**dump_document(node.params), **params}
    return SetParams(node.id, make_params(KINDS[node.type], values)).apply(scenario)[0]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"for": "PT1H"}, {"for": "P1D"}, "1 hour → 1 day"),
        ({"for": "PT1H"}, {"for": "PT4H"}, "1 hour → 4 hours"),
        ({"for": "PT2H"}, {"for": "PT3H"}, "2 hours → 3 hours"),
    ],
)
def test_that_another_wait_is_named_by_what_differs(before: dict[str, str], after: dict[str, str], words: str) -> None:
    one, other = with_params(BEFORE, "hour", **before), with_params(BEFORE, "hour", **after)
    assert changes_in_words(one, other) == (words,)


def test_that_nodes_wires_and_settings_that_came_and_went_are_named() -> None:
    whole = load_template("abandoned_cart")
    node = whole.nodes[-1]
    kept = tuple(each for each in whole.nodes if each.id != node.id)
    fewer = placed({}, ())
    assert changes_in_words(fewer, fewer) == ()
    less = type(whole)(
        whole.id, whole.name, nodes=kept, edges=tuple(e for e in whole.edges if node.id not in (e.source, e.target))
    )
    assert f"− {node.label}" in changes_in_words(whole, less)
    assert f"+ {node.label}" in changes_in_words(less, whole)
    other = SetSettings(make_settings({"timezone": "Asia/Tokyo"})).apply(BEFORE)[0]
    assert changes_in_words(BEFORE, other) == ("timezone changed",)
    loose = type(BEFORE)(BEFORE.id, BEFORE.name, nodes=BEFORE.nodes)
    assert changes_in_words(BEFORE, loose) == ("wired anew",)


def test_that_places_and_labels_mean_nothing_to_a_run() -> None:
    moved = MoveNodes({NodeId("hour"): (500.0, 40.0)}).apply(BEFORE)[0]
    named = SetLabel(NodeId("hour"), "Pause").apply(moved)[0]
    assert meaning(named) == meaning(BEFORE)
    assert changes_in_words(BEFORE, named) == ()
    assert meaning(with_params(BEFORE, "hour", **{"for": "P3D"})) != meaning(BEFORE)
