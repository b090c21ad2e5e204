"""Scenario files: what comes back, what is refused, and in which words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from app.data.columns.column import ColumnType
from app.data.dataset import Roles, Schema
from app.errors import AppError
from app.nodes.catalogue import KINDS
from app.scenario.checks.validation import scenario_problems
from app.scenario.files import dump_scenario, make_params, new_node, parse_params, parse_scenario
from app.scenario.graph import Scenario
from tests.builders.scenarios import START, kind, scenario
from tests.nodes.strategies import Json
from tests.scenario.strategies import scenarios

HEAD: Json = {"format": "rehearse/scenario", "version": 1, "id": "a", "name": "A"}


def refusal(values: Any) -> dict[str, str]:
    """The problems by path of a document that is refused."""
    with pytest.raises(AppError) as refused:
        parse_scenario(values if isinstance(values, str | bytes) else json.dumps(values), "x.json")
    assert "x.json" in refused.value.message
    return {problem.where: problem.message for problem in refused.value.problems}


def words(text: str | bytes) -> str:
    """The sentence with which a text is refused."""
    with pytest.raises(AppError) as refused:
        parse_scenario(text, "x.json")
    return refused.value.message


@given(scenarios())
def test_that_a_scenario_comes_back_from_its_file(given_scenario: Scenario) -> None:
    text = dump_scenario(given_scenario)
    assert parse_scenario(text) == given_scenario
    assert dump_scenario(parse_scenario(text)) == text


def test_that_a_file_without_what_may_be_left_out_has_the_defaults() -> None:
    read = parse_scenario(json.dumps(HEAD))
    assert read == Scenario(read.id, "A")
    assert (read.settings.timezone, read.settings.reentry.mode) == ("UTC", "after_exit")


def test_that_only_what_was_set_is_written() -> None:
    written = json.loads(dump_scenario(scenario([START], on_cap="exit")))
    assert written["settings"] == {"on_cap": "exit"}
    assert written["nodes"][0]["params"] == {"event": "purchase"}


def test_that_each_node_and_edge_has_a_line_of_its_own() -> None:
    text = dump_scenario(scenario([START, kind("end", "exit")], [("start", "out", "end")]))
    assert '    {"from": "start", "port": "out", "to": "end"}\n' in text
    assert sum('"id": ' in line for line in text.splitlines()) == 3


def test_that_every_problem_is_found_at_once_each_with_its_path() -> None:
    condition = {"all": [{"attribute": "a", "op": "is"}, {"not": {"x": 1}}]}
    values = {
        **HEAD,
        "id": "a b",
        "nam": "x",
        "settings": {
            "reentry": {"mode": "sometimes", "kee": "x"},
            "quiet_hours": [{"from": "9", "to": "10:00", "weekdays": ["monday"]}],
            "control_group": 1,
        },
        "nodes": [
            kind("start", "entry_event", event=3, condition=condition),
            kind("w", "wait", for_="1h", fro="PT1H"),
            {"id": "m", "type": "emial"},
            5,
            {"id": "p", "type": "exit", "at": [1]},
        ],
        "edges": [{"from": "start", "to": "w"}],
    }
    found = refusal(values)
    assert set(found) == {
        "id",
        "nam",
        "settings.reentry.mode",
        "settings.reentry.kee",
        "settings.quiet_hours[0].from",
        "settings.quiet_hours[0].weekdays[0]",
        "settings.control_group",
        "nodes[0].params.event",
        "nodes[0].params.condition.all[0].op",
        "nodes[0].params.condition.all[1].not",
        "nodes[1].params.for",
        "nodes[1].params.fro",
        "nodes[2].type",
        "nodes[3]",
        "nodes[4].at",
        "edges[0].port",
    }
    assert found["nodes[1].params.for"].startswith("'1h' is not a duration; write it like PT1H")
    assert "known here: for, if_missing, if_past, until" in found["nodes[1].params.fro"]
    assert "did you mean 'name'?" in found["nam"]
    assert "did you mean 'email'?" in found["nodes[2].type"]
    assert found["nodes[0].params.event"] == "this must be a text in quotes"
    assert found["settings.control_group"] == "this must be below 1"
    assert found["edges[0].port"] == "this key is missing"
    assert "one of 'never', 'after_exit', 'concurrent', 'restart'" in found["settings.reentry.mode"]


def test_that_an_unknown_type_names_the_known_ones() -> None:
    message = refusal({**HEAD, "nodes": [{"id": "m", "type": "teleport"}]})["nodes[0].type"]
    assert all(type_ in message for type_ in KINDS)


@pytest.mark.parametrize(
    ("edge", "where", "said"),
    [
        (("start", "done", "end"), "edges[0].port", "node 'start' (Event) has no port 'done'; its only port is 'out'"),
        (("end", "out", "end"), "edges[0].port", "node 'end' (Exit) has no port 'out'; it has none"),
        (("start", "out", "ende"), "edges[0].to", "no node 'ende'; did you mean 'end'?"),
        (("strt", "out", "end"), "edges[0].from", "no node 'strt'; did you mean 'start'?"),
        (("start", "out", "start"), "edges[0].to", "nothing leads into an entry"),
    ],
)
def test_that_an_edge_that_cannot_be_is_refused(edge: tuple[str, str, str], where: str, said: str) -> None:
    values = {**HEAD, "nodes": [START, kind("end", "exit")]}
    values["edges"] = [dict(zip(("from", "port", "to"), edge, strict=True))]
    found = refusal(values)
    assert list(found) == [where]
    assert said in found[where]


def test_that_an_edge_is_drawn_once() -> None:
    edge = {"from": "start", "port": "out", "to": "end"}
    found = refusal({**HEAD, "nodes": [START, kind("end", "exit")], "edges": [edge, edge]})
    assert list(found) == ["edges[1].to"]


def test_that_edges_are_checked_even_when_some_params_cannot_be_read() -> None:
    nodes = [START, kind("w", "wait", for_="1h"), kind("end", "exit")]
    edges = [{"from": "w", "port": "nowhere", "to": "end"}, {"from": "start", "port": "nowhere", "to": "end"}]
    assert set(refusal({**HEAD, "nodes": nodes, "edges": edges})) == {"nodes[1].params.for", "edges[1].port"}


def test_that_two_nodes_cannot_share_an_id() -> None:
    note = {"id": "n", "at": [0, 0], "size": [10, 10], "text": ""}
    found = refusal({**HEAD, "nodes": [START, kind("start", "exit")], "notes": [note, note]})
    assert set(found) == {"nodes[1].id", "notes[1].id"}


@pytest.mark.parametrize("place", [[0], [0, 0, 0], ["0", "0"], [True, 0], 5, [1e7, 0], {"x": 0, "y": 0}])
def test_that_a_place_is_two_numbers_within_reach(place: object) -> None:
    assert list(refusal({**HEAD, "nodes": [{**START, "at": place}]})) == ["nodes[0].at"]


def test_that_a_newer_version_is_told_apart_from_a_foreign_file() -> None:
    assert "newer Rehearse (version 2" in words(json.dumps({**HEAD, "version": 2}))
    assert 'no "format": "rehearse/scenario"' in words('{"name": "x"}')
    assert "not a scenario" in words("[]")
    assert "no version of the format" in words(json.dumps({**HEAD, "version": "1"}))
    assert list(refusal({"format": "rehearse/scenario", "id": "a", "name": "A"})) == ["version"]


def test_that_params_are_read_alone_with_the_same_words() -> None:
    assert parse_params("wait", '{"for": "PT1H"}') == make_params(KINDS["wait"], {"for": "PT1H"})
    with pytest.raises(AppError, match=r"kind Wait:\n  - for: 'x' is not a duration"):
        make_params(KINDS["wait"], {"for": "x"})


def test_that_an_unknown_key_inside_a_choice_names_the_keys_of_what_was_chosen() -> None:
    with pytest.raises(AppError, match=r"until\.tz: 'tz' is not a key .*; known here: time, weekdays$"):
        make_params(KINDS["wait"], {"until": {"time": "09:00", "tz": "UTC"}})


def test_that_a_new_node_has_its_kinds_defaults() -> None:
    node = new_node("wait", "w", "Wait", (8.0, 16.0))
    assert (node.id, node.label, node.at) == ("w", "Wait", (8.0, 16.0))
    assert node.params == make_params(KINDS["wait"], {"for": "P1D"})


def test_that_a_case_with_known_kinds_comes_back_exactly_and_has_no_problem(shared: Path) -> None:
    seen = 0
    for path in sorted((shared / "cases").glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        read = parse_scenario(json.dumps(case["scenario"]), path.name)
        assert json.loads(dump_scenario(read)) == case["scenario"]
        assert scenario_problems(read, _schema(case)) == (), path.name
        assert all(KINDS[node.type].describe(node.params) for node in read.nodes)
        seen += 1
    assert seen >= 80


def _schema(case: Json) -> Schema:
    customers, events = case["mapping"]["customers"], case["mapping"]["events"]
    return Schema(
        attributes={name: ColumnType(type_) for name, type_ in customers["types"].items()},
        events={event["event"]: 1 for event in case["events"]},
        properties={name: ColumnType(type_) for name, type_ in events["types"].items()},
        lists=(),
        roles=Roles(customers["roles"], events["roles"]),
    )
