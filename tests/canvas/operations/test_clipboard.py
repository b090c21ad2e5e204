"""What is copied, and what is pasted where, without a window."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.canvas.forms.editors.editor import Json
from app.canvas.geometry import card_box, snapped
from app.canvas.operations.clipboard import copied, pasted
from app.canvas.selection import Selection
from app.errors import AppError
from app.nodes.catalogue import KINDS
from app.scenario.checks.validation import scenario_problems
from app.scenario.edits import SetParams
from app.scenario.files import make_params
from app.scenario.graph import NodeId, Note, ScenarioId
from app.scenario.reading import dump_document
from app.scenario.wiring import port_names
from tests.builders.scenarios import placed

CHAIN = placed(
    {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)},
    (("start", "out", "check"), ("check", "pass", "mail")),
)


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


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20, unique=True),
    st.integers(1, 6),
    st.integers(1, 3),
)
def test_that_copies_cover_nothing_however_often_they_are_pasted(
    cells: list[tuple[int, int]], many: int, times: int
) -> None:
    scenario = placed({f"n{x}_{y}": ("wait", 304.0 * x, 120.0 * y) for x, y in cells})
    chosen = Selection(frozenset(node.id for node in scenario.nodes[:many]))
    text = copied(scenario, chosen)
    for _ in range(times):
        edit, selection = pasted(scenario, text)
        scenario = edit.apply(scenario)[0]
        boxes = {node.id: card_box(node.at, len(port_names(node))) for node in scenario.nodes}
        assert len(selection.nodes) == len(chosen.nodes)
        assert not any(one.overlaps(other) for one, other in combinations(boxes.values(), 2))
        assert all(node.at == (snapped(node.at[0]), snapped(node.at[1])) for node in scenario.nodes)


def test_that_what_was_cut_is_pasted_where_it_was() -> None:
    part = copied(CHAIN, Selection(frozenset({NodeId("mail")})))
    rest = replace(CHAIN, nodes=tuple(node for node in CHAIN.nodes if node.id != "mail"), edges=())
    edit, selection = pasted(rest, part)
    assert edit.apply(rest)[0].node(next(iter(selection.nodes))).at == CHAIN.node(NodeId("mail")).at
