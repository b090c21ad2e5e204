"""The edits that commands are made of, without a window."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.canvas.forms.editor import Json
from app.canvas.operations.adding import Landing, fits, fresh_id, landed
from app.canvas.operations.clipboard import copied, pasted
from app.canvas.operations.connecting import free_port, why_not
from app.canvas.operations.removing import healed, removed
from app.canvas.panels.searching import matching
from app.canvas.selection import Selection
from app.errors import AppError
from app.nodes.catalogue import KINDS
from app.scenario.checks.validation import scenario_problems
from app.scenario.edits import SetParams
from app.scenario.files import make_params
from app.scenario.graph import Edge, NodeId, Note, ScenarioId
from app.scenario.reading import dump_document
from tests.builders.scenarios import placed

CHAIN = placed(
    {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)},
    (("start", "out", "check"), ("check", "pass", "mail")),
)


def test_that_healing_follows_only_the_first_wired_output() -> None:
    forked = placed(
        {"a": ("entry_event", 0, 0), "f": ("filter", 1, 0), "x": ("sms", 2, 0), "y": ("sms", 3, 0)},
        (("a", "out", "f"), ("f", "fail", "y"), ("f", "pass", "x")),
    )
    edit = healed(forked, Selection(frozenset({NodeId("f")})))
    assert edit is not None
    assert edit.apply(forked)[0].edges == (Edge(NodeId("a"), "out", NodeId("x")),)


def test_that_healing_over_several_nodes_joins_what_is_left() -> None:
    edit = healed(CHAIN, Selection(frozenset({NodeId("check"), NodeId("start")})))
    assert edit is not None
    after, inverse = edit.apply(CHAIN)
    assert [node.id for node in after.nodes] == ["mail"]
    assert inverse.apply(after)[0] == CHAIN


def test_that_removing_nothing_is_no_edit() -> None:
    assert removed(CHAIN, Selection()) is None


def test_that_a_wire_selected_with_its_node_is_removed_once() -> None:
    edit = removed(CHAIN, Selection(frozenset({NodeId("mail")}), frozenset({CHAIN.edges[1]})))
    assert edit is not None
    assert edit.apply(CHAIN)[0].edges == CHAIN.edges[:1]


def test_that_a_paste_renames_messages_in_conditions_too() -> None:
    condition = {"condition": {"any": [{"message": "mail", "state": "opened"}]}}
    named = SetParams(NodeId("check"), make_params(KINDS["filter"], condition)).apply(CHAIN)[0]
    text = copied(named, Selection(frozenset(node.id for node in named.nodes)))
    edit, selection = pasted(named, text)
    after = edit.apply(named)[0]
    copy_of_check = next(node for node in after.nodes if node.type == "filter" and node.id in selection.nodes)
    copy_of_mail = next(node for node in after.nodes if node.type == "email" and node.id in selection.nodes)
    assert copy_of_check.params.model_dump()["condition"]["any"][0]["message"] == copy_of_mail.id


REFERRING = placed({"check": ("filter", 0.0, 0.0), "pause": ("wait_for", 336.0, 0.0), "mail": ("email", 672.0, 0.0)})
EVENT = {"event": "message_opened", "where": [{"property": "node", "op": "in", "value": ["mail"]}]}
_PARAMS: dict[str, Json] = {
    "check": {"condition": {"any": [{"message": "mail", "state": "opened"}, {"not": EVENT}]}},
    "pause": {"message": "mail", "state": "clicked", "timeout": "P1D"},
}
for _name, _values in _PARAMS.items():
    _params = make_params(KINDS[REFERRING.node(_name).type], _values)
    REFERRING = SetParams(NodeId(_name), _params).apply(REFERRING)[0]
STRANGER = replace(placed({"mail": ("email", 0.0, 0.0)}), id=ScenarioId("stranger"))


@pytest.mark.parametrize("is_own", [None, True])
def test_that_a_reference_to_what_was_not_copied_stays_in_its_own_scenario(is_own: bool | None) -> None:
    text = copied(REFERRING, Selection(frozenset({NodeId("check"), NodeId("pause")})))
    edit, selection = pasted(REFERRING, text, is_own=is_own)
    after = edit.apply(REFERRING)[0]
    made = {after.node(node_id).type: after.node(node_id).params for node_id in selection.nodes}
    assert made == {"filter": REFERRING.node("check").params, "wait_for": REFERRING.node("pause").params}


@pytest.mark.parametrize("is_own", [None, False])
def test_that_a_reference_to_what_was_not_copied_is_a_problem_in_any_other_scenario(is_own: bool | None) -> None:
    text = copied(REFERRING, Selection(frozenset({NodeId("check"), NodeId("pause")})))
    target = STRANGER if is_own is None else replace(STRANGER, id=REFERRING.id)
    edit, selection = pasted(target, text, is_own=is_own)
    after = edit.apply(target)[0]
    assert '"mail"' not in json.dumps([dump_document(after.node(node_id).params) for node_id in selection.nodes])
    found = {(problem.node, problem.code) for problem in scenario_problems(after)}
    assert {(node_id, "missing-message") for node_id in selection.nodes} <= found
    assert ("filter_1", "missing-value") in found


def test_that_a_reference_to_what_was_copied_too_follows_it_into_another_scenario() -> None:
    edit, selection = pasted(STRANGER, copied(REFERRING, Selection(frozenset(n.id for n in REFERRING.nodes))))
    after = edit.apply(STRANGER)[0]
    (mail,) = (node_id for node_id in selection.nodes if after.node(node_id).type == "email")
    written = json.dumps([dump_document(after.node(node_id).params) for node_id in selection.nodes])
    assert mail != "mail"
    assert written.count(f'"{mail}"') == 3
    assert '"mail"' not in written


def test_that_notes_are_copied_too() -> None:
    noted = replace(CHAIN, notes=(Note("n", (0.0, 0.0), (200.0, 80.0), "<b>plain</b>"),))
    edit, selection = pasted(noted, copied(noted, Selection(notes=frozenset({"n"}))))
    after = edit.apply(noted)[0]
    assert [note.text for note in after.notes] == ["<b>plain</b>"] * 2
    assert len(selection.notes) == 1


@pytest.mark.parametrize("text", ["", "[]", "{", "17", json.dumps({"nodes": [{"id": "a", "type": "nothing"}]})])
def test_that_what_is_no_scenario_is_not_pasted(text: str) -> None:
    with pytest.raises(AppError):
        pasted(CHAIN, text)


def test_that_a_paste_lands_where_it_is_asked_to() -> None:
    edit, selection = pasted(CHAIN, copied(CHAIN, Selection(frozenset({NodeId("mail")}))), (100.0, 203.0))
    after = edit.apply(CHAIN)[0]
    assert after.node(next(iter(selection.nodes))).at == (96.0, 200.0)


def test_that_why_not_names_each_reason() -> None:
    start, check, mail = (NodeId(name) for name in ("start", "check", "mail"))
    assert "entry" in why_not(CHAIN, Edge(check, "fail", start))
    assert "itself" in why_not(CHAIN, Edge(check, "fail", check))
    assert "already" in why_not(CHAIN, Edge(start, "out", check))
    assert why_not(CHAIN, Edge(check, "fail", mail)) == ""


def test_that_the_first_free_output_is_found() -> None:
    assert free_port(CHAIN, NodeId("check")) == "fail"
    assert free_port(CHAIN, NodeId("start")) is None


def test_that_an_entry_added_behind_a_node_is_not_wired() -> None:
    edit, node_id = landed(CHAIN, "entry_event", Landing(source=NodeId("mail")))
    after = edit.apply(CHAIN)[0]
    assert after.node(node_id).type == "entry_event"
    assert after.edges == CHAIN.edges


def test_that_an_entry_does_not_fit_behind_an_output_nor_an_exit_before_an_input() -> None:
    assert not fits("entry_event", Landing(source=NodeId("start"), port="out"))
    assert not fits("exit", Landing(at=(0, 0), target=NodeId("mail")))
    assert not fits("exit", Landing(wire=CHAIN.edges[0]))
    assert fits("wait", Landing(wire=CHAIN.edges[0]))


def test_that_fresh_ids_are_the_first_that_are_free() -> None:
    assert fresh_id(["wait_1", "wait_3"], "wait_") == "wait_2"


def test_that_kinds_are_found_by_title_synonym_and_several_words() -> None:
    assert matching(KINDS.values(), "if")[0].type == "branch"
    assert matching(KINDS.values(), "delay")[0].type == "wait"
    assert matching(KINDS.values(), "wait f")[0].type == "wait_for"
    assert matching(KINDS.values(), "qqq") == []
    assert matching(KINDS.values(), "", ["sms"])[0].type == "sms"


def test_that_a_kind_without_an_output_is_not_put_into_the_only_wire() -> None:
    edit, node_id = landed(CHAIN, "exit", Landing(source=NodeId("start")))
    after = edit.apply(CHAIN)[0]
    assert after.node(node_id).type == "exit"
    assert after.edges == CHAIN.edges
