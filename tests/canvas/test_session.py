"""The session: history, merging, checking."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.canvas.session import ScenarioSession
from app.errors import AppError, Problem
from app.scenario.edits import Connect, RemoveNodes, SetLabel
from app.scenario.graph import Edge, NodeId
from tests.canvas.player import SCHEMA, scenario_of

PAIR = scenario_of({"start": ("entry_event", 0.0, 0.0), "mail": ("email", 336.0, 0.0)}, (("start", "out", "mail"),))
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


def test_that_a_step_has_the_words_of_its_edit(session: ScenarioSession) -> None:
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
