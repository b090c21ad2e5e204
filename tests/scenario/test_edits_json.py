"""Edits as JSON: every kind there and back, and nothing else taken for one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.scenario import edits as every_edit
from app.scenario.edits import Edit, SetLabel, Several
from app.scenario.edits_json import FORMS, dump_edit, parse_edit
from app.scenario.graph import NodeId
from tests.scenario.strategies import scenarios
from tests.scenario.test_edits import fitting_edits


def test_that_every_kind_of_edit_has_a_form() -> None:
    kinds = {kind for kind in vars(every_edit).values() if isinstance(kind, type) and hasattr(kind, "apply")}
    assert {form.edit for form in FORMS.values()} == kinds - {Edit}


@given(st.data())
def test_that_an_edit_and_its_inverse_do_the_same_once_written_and_read(data: st.DataObject) -> None:
    before = data.draw(scenarios())
    edit = data.draw(fitting_edits(before))
    if data.draw(st.booleans()):
        edit = Several((edit,), "Together")
    after, back = edit.apply(before)
    read = parse_edit(dump_edit(edit))
    again, inverse = read.apply(before)
    assert again == after
    assert (read.title, inverse.title) == (edit.title, back.title)
    assert parse_edit(dump_edit(back)).apply(after)[0] == before
    assert parse_edit(dump_edit(inverse)).apply(again)[0] == before


def test_that_an_edit_is_one_line_of_json() -> None:
    line = dump_edit(Several((SetLabel(NodeId("w"), "Ještě\nden"),), "Rename"))
    assert "\n" not in line
    assert json.loads(line) == {
        "edit": "several",
        "title": "Rename",
        "edits": [{"edit": "set_label", "id": "w", "label": "Ještě\nden"}],
    }


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "no edit"),
        ({"id": "w", "label": "x"}, "no edit"),
        ({"edit": 7}, "no edit"),
        ({"edit": "set_lable", "id": "w", "label": "x"}, "did you mean 'set_label'"),
        ({"edit": "set_label", "id": "w"}, "label: this key is missing"),
        ({"edit": "set_label", "id": "w", "label": "x", "at": [0, 0]}, "'at' is not a key"),
        ({"edit": "set_label", "id": "", "label": "x"}, "an id may hold"),
        ({"edit": "move_nodes", "places": {"w": [0, "1"]}}, "two numbers"),
        ({"edit": "set_params", "id": "w", "type": "wiat", "params": {}}, "did you mean 'wait'"),
        ({"edit": "set_params", "id": "w", "type": "exit", "params": {"for": "P1D"}}, "'for' is not a key"),
        ({"edit": "add_node", "node": {"id": "w", "type": "nothing"}}, "not a kind of node"),
        ({"edit": "connect", "edge": {"from": "a", "port": "out", "to": "b"}, "index": -1}, "at least 0"),
        ({"edit": "several", "title": "Both", "edits": [{"edit": "nothing"}]}, "not a kind of edit"),
    ],
)
def test_that_what_is_no_edit_is_refused_in_words(values: Any, said: str) -> None:
    with pytest.raises(AppError, match=said):
        parse_edit(json.dumps(values))
