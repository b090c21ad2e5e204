"""A canvas that is filled step by step ends as one that was made at once."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas.routing.routes import plan_routes
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.errors import Problem
from app.guides.templates import load_template
from app.look.palette import LIGHT
from app.scenario.edits import MoveNodes, RemoveNodes
from app.scenario.graph import Edge, NodeId, Note, Scenario
from tests.benchmarks.bench_canvas import large_scenario

NODES = 120
STEP = 50
TAKEN = NodeId("n7")


@pytest.fixture
def scenario() -> Scenario:
    return replace(large_scenario(NODES), notes=(Note("note", (40.0, -90.0), (160.0, 60.0), "Mind this"),))


def view_of(qtbot: QtBot, scenario: Scenario, *, is_planned: bool) -> CanvasView:
    session = ScenarioSession(scenario, check=lambda *_: ())
    view = CanvasView(session, LIGHT, routes=plan_routes(scenario) if is_planned else None)
    session.setParent(view)
    qtbot.addWidget(view)
    view.resize(900, 600)
    with qtbot.waitExposed(view):
        view.show()
    return view


def steps(view: CanvasView) -> Iterator[int]:
    """Fill the canvas, a step each time."""
    number = 0
    while not view.fill(STEP):
        number += 1
        yield number


def picture(view: CanvasView, zoom: float) -> QImage:
    view.camera.zoom_to(zoom)
    view.camera.centre_on((600, -180))  # with cards under the lower corners, whence the small map goes to one above
    QApplication.processEvents()
    return view.grab().toImage()


@pytest.mark.parametrize("zoom", [0.1, 0.7])
def test_that_a_filled_canvas_shows_what_one_made_at_once_shows(qtbot: QtBot, scenario: Scenario, zoom: float) -> None:
    made, filled = view_of(qtbot, scenario, is_planned=False), view_of(qtbot, scenario, is_planned=True)
    assert not filled.canvas.nodes
    seen = [len(filled.canvas.nodes) + len(filled.canvas.edges) for _ in steps(filled)]
    assert seen == sorted(seen)
    assert len(seen) > 2
    assert {edge: item.line for edge, item in filled.canvas.edges.items()} == {
        edge: item.line for edge, item in made.canvas.edges.items()
    }
    assert filled.canvas.content_rect() == made.canvas.content_rect()
    assert picture(filled, zoom) == picture(made, zoom)


def test_that_wires_are_laid_out_as_on_the_canvas(qtbot: QtBot) -> None:
    scenario = load_template("abandoned_cart")
    lines = {edge: item.line for edge, item in view_of(qtbot, scenario, is_planned=False).canvas.edges.items()}
    assert plan_routes(scenario).lines == lines


def test_that_wires_can_be_laid_out_by_any_thread(scenario: Scenario) -> None:
    found = []
    thread = threading.Thread(target=lambda: found.append(plan_routes(scenario)))
    thread.start()
    thread.join()
    assert found[0].lines == plan_routes(scenario).lines


def test_that_what_happens_while_a_canvas_is_filled_is_shown(qtbot: QtBot, scenario: Scenario) -> None:
    view = view_of(qtbot, scenario, is_planned=True)
    view.fill(STEP)
    view.session.select([TAKEN, NodeId(f"n{NODES - 1}")])
    view.session.set_problems([Problem("any", "Wrong", node=f"n{NODES - 1}")])
    for _ in steps(view):
        pass
    assert view.canvas.nodes[NodeId(f"n{NODES - 1}")].has_problems
    selected = {node_id for node_id, item in view.canvas.nodes.items() if item.state.selected}
    assert selected == view.session.selection.nodes


def test_that_an_edit_while_a_canvas_is_filled_is_not_lost(qtbot: QtBot, scenario: Scenario) -> None:
    view = view_of(qtbot, scenario, is_planned=True)
    view.fill(STEP)
    view.session.perform(RemoveNodes((TAKEN,)))
    assert set(view.canvas.nodes) == {node.id for node in scenario.nodes} - {TAKEN}
    assert set(view.canvas.edges) == set(view.session.scenario.edges)
    assert view.fill(STEP)


def test_that_a_node_that_moves_leaves_the_items_of_the_others_alone(
    qtbot: QtBot, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(qtbot, scenario, is_planned=False)
    rerouted: list[Edge] = []
    route = view.canvas.reroute

    def noting(edges: Iterable[Edge]) -> None:
        rerouted.extend(edges)
        route(rerouted)

    monkeypatch.setattr(view.canvas, "reroute", noting)
    x, y = scenario.node(TAKEN).at
    view.session.perform(MoveNodes({TAKEN: (x + 8, y)}))
    assert 0 < len(rerouted) < 10
