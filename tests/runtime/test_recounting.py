"""Counting again while one node moves: the same as counting everybody, and fewer are played."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from app.bench.job import abandoned_cart, synthetic_dataset
from app.runtime.prepared import Prepared
from app.runtime.recounting import Recounting, moved_node
from app.runtime.rehearse import RunOptions, count_sound
from app.runtime.summary import Summary
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario
from tests.reference.state import Json
from tests.runtime.played_cases import dataset_of, options_of, parsed
from tests.runtime.random_cases import cases
from tests.runtime.test_against_reference import UNHURRIED, expected_of

SOME = settings(UNHURRIED, max_examples=max(settings().max_examples // 6, 15))
ALWAYS = float("inf")
PLAIN = RunOptions(compiled=False)


def _asking(least: int) -> Json:
    return {"event": "visit", "aggregate": "count", "op": "ge", "value": least}


def _moved(params: dict[str, Any], type_: str, by: int) -> dict[str, Any] | None:
    """What a node of that type says after a slider was moved; None where it has none."""
    match type_:
        case "wait":
            return {"for": f"PT{7 * by}H"}
        case "wait_for":
            return {**params, "timeout": f"PT{5 * by}H"}
        case "filter":
            return {"condition": _asking(by)}
        case "branch":
            return {**params, "cases": [{**case, "condition": _asking(by)} for case in params["cases"]]}
        case "split":
            return {**params, "variants": [{**v, "weight": by + n} for n, v in enumerate(params["variants"])]}
        case "score":
            return {"score": params["score"], "add": by}
        case "email" | "sms" | "push":
            return {**params, "marketing": by % 2 == 0}
    return None


def slides(scenario: Scenario) -> Iterator[list[Scenario]]:
    """The scenario as it is while each of its nodes is moved in turn."""
    tree = json.loads(dump_scenario(scenario))
    for place, node in enumerate(tree["nodes"]):
        moved = [_moved(node["params"], node["type"], by) for by in (1, 2, 3, 4)]
        nodes = [
            [*tree["nodes"][:place], {**node, "params": params}, *tree["nodes"][place + 1 :]]
            for params in moved
            if params is not None
        ]
        if nodes:
            yield [parse_scenario(json.dumps({**tree, "nodes": those})) for those in nodes]


def _untimed(summary: Summary) -> Summary:
    return replace(summary, timings={})


@SOME
@given(cases(), st.integers(0, 7))
def test_that_playing_those_who_come_to_a_node_equals_playing_everybody(case: Json, which: int) -> None:
    expected_of(case)
    dataset, options = dataset_of(case), options_of(case, compiled=True)
    moving = list(slides(parsed(case)[0]))
    if not moving:
        reject()
    recounting = Recounting(Prepared(dataset), options, ALWAYS)
    for scenario in moving[which % len(moving)]:
        assert _untimed(recounting.count(scenario)) == _untimed(count_sound((scenario,), dataset, options))


def test_that_only_those_who_come_to_the_node_are_played_once_it_moves_on() -> None:
    shop = synthetic_dataset(200)
    *_, to_the_last = slides(abandoned_cart())
    recounting = Recounting(Prepared(shop), PLAIN)
    totals: list[int] = []
    for moved in to_the_last:
        told = recounting.count(moved, lambda _done, total, what: totals.append(total) if "Playing" in what else None)
        assert _untimed(told) == _untimed(count_sound((moved,), shop, PLAIN))
    assert totals[0] == 200
    assert 0 < totals[-1] < 100


def test_that_what_speaks_to_those_who_are_not_there_is_played_by_everybody() -> None:
    before = abandoned_cart()
    tree = json.loads(dump_scenario(before))

    def changed(**more: Any) -> Scenario:
        return parse_scenario(json.dumps({**tree, **more}))

    start = {**tree["nodes"][0], "params": {"event": "page_view"}}
    pool = {"id": "code", "type": "voucher", "label": "", "at": [0, 0], "params": {"pool": "gift", "into": "code"}}
    longer = [{**node, "params": {"for": "P2D"}} if node["id"] == "hour" else node for node in tree["nodes"]]
    assert moved_node(before, changed(nodes=longer)) == "hour"
    assert moved_node(before, changed(nodes=[start, *tree["nodes"][1:]])) is None
    assert moved_node(before, changed(nodes=[start, *longer[1:]])) is None
    assert moved_node(before, changed(nodes=longer, settings={**tree["settings"], "frequency_caps": []})) is None
    assert moved_node(before, changed(nodes=longer, edges=tree["edges"][1:])) is None
    assert moved_node(changed(nodes=[*tree["nodes"], pool]), changed(nodes=[*longer, pool])) is None
