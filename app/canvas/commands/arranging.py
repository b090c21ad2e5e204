"""The commands of the Arrange menu: line up, spread, make room, and select along the wires."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx

from app.canvas.geometry import STEP
from app.canvas.input.pointer_input import PointerInput
from app.canvas.operations.placing import Side, aligned, arranged, distributed, pushed
from app.scenario.checks.graph import scenario_graph
from app.scenario.edits import Edit
from app.scenario.graph import NodeId, Scenario

STRIDE = 10 * STEP
"""How far one press of a key pushes what is in the way."""

Command = Callable[[PointerInput], None]


def align(side: Side) -> Command:
    """The command that puts that side of the selected nodes in one line."""
    return lambda pointer_input: _arrange(pointer_input, 2, lambda scenario, nodes: aligned(scenario, nodes, side))


def distribute(*, across: bool) -> Command:
    """The command that makes the gaps between the selected nodes equal."""
    return lambda pointer_input: _arrange(
        pointer_input, 3, lambda scenario, nodes: distributed(scenario, nodes, across=across)
    )


def tidy_selection(pointer_input: PointerInput) -> None:
    """Arrange the selected nodes among themselves."""
    _arrange(pointer_input, 2, arranged)


def make_room(by: float, *, across: bool) -> Command:
    """The command that pushes everything after the selected nodes away, or back."""

    def run(pointer_input: PointerInput) -> None:
        session = pointer_input.context.session
        places = [session.scenario.node(node_id).at for node_id in session.selection.nodes]
        if not places:
            pointer_input.context.hint.say("Select a node first; then what comes after it moves.")
            return
        start = max(at[0] if across else at[1] for at in places) + STEP
        edit = pushed(session.scenario, start, by, across=across)
        if edit is not None:
            session.perform(edit, merge="room")

    return run


def select_downstream(pointer_input: PointerInput) -> None:
    """Select also all that the selected nodes lead to."""
    _select_along(pointer_input, nx.descendants)


def select_upstream(pointer_input: PointerInput) -> None:
    """Select also all that leads to the selected nodes."""
    _select_along(pointer_input, nx.ancestors)


def _select_along(pointer_input: PointerInput, along: Callable[[nx.DiGraph[str], str], set[str]]) -> None:
    session = pointer_input.context.session
    graph = scenario_graph(session.scenario)
    found = {NodeId(other) for node_id in session.selection.nodes for other in along(graph, node_id)}
    if session.selection.nodes:
        session.select(session.selection.nodes | found, session.selection.edges, session.selection.notes)
    else:
        pointer_input.context.hint.say("Select a node first; then the nodes along its wires are selected with it.")


def _arrange(
    pointer_input: PointerInput, least: int, move: Callable[[Scenario, frozenset[NodeId]], Edit | None]
) -> None:
    session = pointer_input.context.session
    if len(session.selection.nodes) < least:
        pointer_input.context.hint.say(f"Select {'two' if least == 2 else 'three'} nodes or more first.")
        return
    edit = move(session.scenario, session.selection.nodes)
    if edit is not None:
        session.perform(edit)
        pointer_input.context.camera.reveal(session.selection.nodes)
