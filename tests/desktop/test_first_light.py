"""The whole way once: build the abandoned cart by hand, save, reopen, run, and read the counts off the canvas."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.canvas.figures import node_figures
from app.data.importing.read import Imported
from app.desktop.shell.side_bar import PlaceName
from app.nodes.durations import Duration
from app.nodes.kinds.email import EmailParams
from app.nodes.kinds.wait import WaitParams
from app.nodes.kinds.wait_for import WaitForParams
from app.runtime.rehearse import rehearse
from app.scenario.graph import Edge, NodeId, Scenario
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person.hands import CONTROL
from tests.person.person import Person

ROW, PITCH = 0.0, 272.0


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    made = sit(workspace_path)
    made.window.resize(1920, 1080)
    return made


def _build(person: Person) -> dict[str, NodeId]:
    """Five cards in a row, wired, with an exit rule."""
    person.key(Qt.Key.Key_3, CONTROL)
    person.click("empty_new_scenario")
    person.rest()
    person.write("scenario.name.field", "Abandoned cart")
    kinds = ("entry_event", "wait", "email", "wait_for", "score")
    made = {kind: person.drag_from_palette(kind, (at - 2) * PITCH, ROW) for at, kind in enumerate(kinds)}
    person.wire(made["entry_event"], "out", made["wait"])
    person.wire(made["wait"], "out", made["email"])
    person.wire(made["email"], "out", made["wait_for"])
    person.wire(made["wait_for"], "timed_out", made["score"])
    person.click_card(made["entry_event"])
    person.write("param.event.field", "add_to_cart")
    person.click_card(made["wait"])
    person.write("param.for.field", "1")
    person.choose("param.for.unit", "hours")
    person.click_card(made["email"])
    person.write("param.subject.field", "Your cart is waiting")
    person.write("param.body.field", "Hello {{ customer.first_name }}, it is still here.")
    person.click_card(made["wait_for"])
    person.write("param.event.field", "purchase")
    person.click_empty_canvas(0, ROW + 300)
    person.click("Ending a journey early.fold")
    person.click("settings.exit_rules.add")
    person.write("settings.exit_rules[0].event.event.field", "purchase")
    return made


def _check_built(scenario: Scenario, made: dict[str, NodeId]) -> None:
    assert scenario.name == "Abandoned cart"
    assert set(scenario.edges) == {
        Edge(made["entry_event"], "out", made["wait"]),
        Edge(made["wait"], "out", made["email"]),
        Edge(made["email"], "out", made["wait_for"]),
        Edge(made["wait_for"], "timed_out", made["score"]),
    }
    assert scenario.node(made["wait"]).params == WaitParams.model_validate({"for": Duration.parse("PT1H")})
    email, back = scenario.node(made["email"]).params, scenario.node(made["wait_for"]).params
    assert isinstance(email, EmailParams)
    assert email.subject == "Your cart is waiting"
    assert isinstance(back, WaitForParams)
    assert (back.event, back.timeout) == ("purchase", Duration.parse("P1D"))
    assert [rule.event for rule in scenario.settings.exit_rules] == ["purchase"]


def test_first_light(person: Person, sit: Sit, workspace_path: Path, shop: Imported) -> None:
    made = _build(person)
    built = person.session.scenario
    _check_built(built, made)
    assert person.window.isWindowModified()
    person.key(Qt.Key.Key_S, CONTROL)
    person.rest()
    assert not person.window.isWindowModified()
    person.key(Qt.Key.Key_Q, CONTROL)
    assert not person.window.isVisible()

    again = sit(workspace_path)
    again.window.resize(1920, 1080)
    assert again.window.place is PlaceName.SCENARIO
    assert again.session.scenario == built
    again.key(Qt.Key.Key_F5)
    again.rest()
    assert again.messages == []

    counted = rehearse(built, shop.dataset).summary
    shown = again.session.summary
    assert shown is not None
    assert shown.nodes == counted.nodes
    assert shown.edges == counted.edges
    figures = node_figures(built, counted)
    on_canvas = again.view.canvas
    for node in made.values():
        assert figures[node].in_words(legend=True) in on_canvas.nodes[node].tip
    for edge, item in on_canvas.edges.items():
        assert item.figures is not None
        assert item.figures.count == counted.edges[edge.source, edge.port, edge.target]
    assert counted.nodes[made["entry_event"]].arrived > 100
    assert not again.find(QPushButton, "scenario_save").isEnabled()
    with Workspace.open(workspace_path, read_only=True) as workspace:
        (run,) = workspace.runs.all()
        assert workspace.runs.load(run.id).summary.nodes == counted.nodes


def test_that_a_run_with_problems_is_refused_and_says_where(person: Person) -> None:
    person.key(Qt.Key.Key_3, CONTROL)
    person.click("empty_new_scenario")
    person.rest()
    person.drag_from_palette("entry_event", 0, 0)
    person.key(Qt.Key.Key_F5)
    person.rest()
    assert person.session.problems
    assert "listed under the canvas" in person.window.statusBar().currentMessage()
    assert person.session.summary is None
