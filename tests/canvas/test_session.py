"""The session: history, merging, checking."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas.session import ScenarioSession
from app.errors import AppError, Problem
from app.nodes.catalogue import KINDS
from app.scenario.edits import Connect, RemoveNodes, SetDetails, SetLabel, SetParams
from app.scenario.edits_json import dump_edit, parse_edit
from app.scenario.files import make_params
from app.scenario.graph import Edge, NodeId
from tests.builders.datasets import SCHEMA
from tests.builders.scenarios import placed
from tests.nodes.strategies import texts
from tests.scenario.strategies import scenarios
from tests.scenario.test_edits import fitting_edits

PAIR = placed({"start": ("entry_event", 0.0, 0.0), "mail": ("email", 336.0, 0.0)}, (("start", "out", "mail"),))
MAIL = NodeId("mail")


@pytest.fixture
def session(qtbot: QtBot) -> ScenarioSession:
    return ScenarioSession(PAIR, SCHEMA)


def test_that_an_edit_that_does_not_fit_changes_nothing(session: ScenarioSession) -> None:
    with pytest.raises(AppError):
        session.perform(Connect(Edge(MAIL, "nowhere", MAIL)))
    assert session.scenario is PAIR
    assert session.undo_stack.count() == 0


def test_that_merged_changes_are_one_step_until_they_settle(session: ScenarioSession) -> None:
    for text in ("H", "He", "Hey"):
        session.perform(SetLabel(MAIL, text), merge="label")
    session.settle()
    session.perform(SetLabel(MAIL, "Hey you"), merge="label")
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    assert session.scenario.node(MAIL).label == "Hey"
    session.undo_stack.undo()
    assert session.scenario == PAIR
    session.undo_stack.redo()
    assert session.scenario.node(MAIL).label == "Hey"


def test_that_a_step_has_the_words_of_its_edit_and_says_what_a_node_does_differently(session: ScenarioSession) -> None:
    for subject in ("H", "Hello"):
        session.perform(
            SetParams(MAIL, make_params(KINDS["email"], {"subject": subject, "body": "B"})), merge="subject"
        )
    assert session.undo_stack.undoText() == f"{session.scenario.node(MAIL).label}: No subject yet → Hello"
    session.perform(SetParams(MAIL, make_params(KINDS["email"], {"subject": "Hello", "body": "C"})))
    assert session.undo_stack.undoText() == f"Change {session.scenario.node(MAIL).label}"
    session.perform(RemoveNodes((MAIL,)))
    assert session.undo_stack.undoText() == "Delete node"


def test_that_what_goes_away_is_no_longer_selected_and_what_comes_back_is(session: ScenarioSession) -> None:
    session.select([MAIL], PAIR.edges)
    session.perform(RemoveNodes((MAIL,)))
    assert not session.selection
    session.undo_stack.undo()
    assert session.selection.nodes == {MAIL}


def test_that_problems_are_looked_for_a_moment_after_each_change(qtbot: QtBot) -> None:
    session = ScenarioSession(
        PAIR, SCHEMA, check=lambda scenario, _schema: (Problem("name", scenario.node(MAIL).label, node="mail"),)
    )
    with qtbot.waitSignal(session.problems_changed):
        session.perform(SetLabel(MAIL, "First"))
        session.perform(SetLabel(MAIL, "Second"))
    assert [problem.message for problem in session.problems] == ["Second"]
    with qtbot.waitSignal(session.schema_changed):
        session.set_schema(None)
    assert session.schema is None


@given(data=st.data())
@settings(max_examples=40)
def test_that_replaying_what_a_session_told_gives_its_scenario(qapp: QApplication, data: st.DataObject) -> None:
    """Do, undo and redo in any order, each told as one edit, each through JSON."""
    base = data.draw(scenarios(largest=4))
    session, told = ScenarioSession(base, check=lambda *_: ()), list[str]()
    session.edited.connect(lambda edit: told.append(dump_edit(edit)))
    steps = 0
    for step in data.draw(st.lists(st.sampled_from(["do", "do", "merged", "undo", "redo"]), max_size=12)):
        if step == "undo":
            steps += session.undo_stack.canUndo()
            session.undo_stack.undo()
        elif step == "redo":
            steps += session.undo_stack.canRedo()
            session.undo_stack.redo()
        elif step == "merged":
            steps += 1
            session.perform(SetDetails(data.draw(texts), "typed"), merge="name")
        else:
            steps += 1
            session.perform(data.draw(fitting_edits(session.scenario)))
    replayed = base
    for line in told:
        replayed, _ = parse_edit(line).apply(replayed)
    assert replayed == session.scenario
    assert len(told) == steps


def test_that_an_edit_is_told_before_anything_that_answers_to_it(session: ScenarioSession) -> None:
    order: list[str] = []
    session.edited.connect(lambda edit: order.append(edit.title))
    session.changed.connect(lambda: order.append("changed"))
    session.perform(SetDetails("Other", ""))
    session.undo_stack.undo()
    assert order == ["Rename scenario", "changed"] * 2
