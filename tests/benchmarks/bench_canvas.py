"""Measures the canvas with many nodes: opening, and one frame of panning, zooming, dragging and showing everything.

Run it with `python -m tests.benchmarks.bench_canvas [nodes …]`, with NodeGraphQt at hand beside that one. Figures are
milliseconds of processor time, so what else runs on the machine does not count; of several frames the middle one. A
stored scenario is read and its wires laid out behind the window, and the canvas is filled step by step; the longest
step is what the window waits for at most. What NodeGraphQt does not do within a minute by the clock is ended.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from dataclasses import replace
from math import inf

import pyarrow as pa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.canvas.commands import selected as operations
from app.canvas.playback.picture import MOST_DOTS
from app.canvas.playback.player import Player
from app.canvas.playback.speed import Speed
from app.canvas.routing.routes import plan_routes
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.desktop.scenario.editing_area import STEPS_AT_ONCE
from app.desktop.shell.sweeping import sweep_seldom
from app.errors import Problem
from app.look.palette import LIGHT
from app.runtime.playback.timeline import Timeline
from app.scenario.edits import MoveNodes
from app.scenario.files import dump_scenario, new_node, parse_scenario
from app.scenario.graph import Edge, Node, NodeId, Scenario
from app.scenario.layout import arrange
from app.scenario.wiring import port_names
from app.ui.theme import apply_theme
from tests.benchmarks.drag import measured_drag
from tests.benchmarks.node_graph_qt import is_there, measure_within, measurements, tell
from tests.builders.scenarios import placed
from tests.person import hands

_KINDS = ("wait", "email", "filter", "score", "sms", "wait_for")
_SIZE = (1600, 1000)
_FRAMES = 21
_BEHIND = ("read, behind it", "lay out wires, behind it")
_PASTED, _DRAGGED = 200, 50
_LIMIT_S = 60.0  # for each thing that NodeGraphQt does
_OTHER = "--other"
_HOPS = 10  # that a run of dots lasts
T = TypeVar("T")


def large_scenario(nodes: int) -> Scenario:
    """Journeys of twelve nodes each, with a second way out of every filter, laid out by the product."""
    made: list[Node] = []
    edges: list[Edge] = []
    for number in range(nodes):
        step = number % 12
        type_ = "entry_event" if step == 0 else _KINDS[number % len(_KINDS)]
        made.append(new_node(type_, f"n{number}", f"Node {number}", (0.0, 0.0)))
        if step:
            before = made[number - 1]
            edges.append(Edge(before.id, port_names(before)[0], made[number].id))
        if step > 3 and made[number - 3].type == "filter":
            edges.append(Edge(NodeId(f"n{number - 3}"), "fail", made[number].id))
    scenario = replace(placed({}), nodes=tuple(made), edges=tuple(edges))
    return arrange(scenario).apply(scenario)[0]


def measured(step: Callable[[int], None], frames: int = _FRAMES) -> float:
    """The middle of the times that a step and the painting after it take, in milliseconds."""
    times = []
    for frame in range(frames):
        begun = time.process_time()
        step(frame)
        QApplication.processEvents()
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times)


def measure(nodes: int) -> dict[str, float]:
    """Open a canvas with so many nodes and play with it."""
    written = dump_scenario(large_scenario(nodes))
    figures: dict[str, float] = {}
    scenario = _timed(figures, "read, behind it", lambda: parse_scenario(written))
    routes = _timed(figures, "lay out wires, behind it", lambda: plan_routes(scenario))
    steps: dict[str, float] = {}
    view = _timed(steps, "make", lambda: CanvasView(ScenarioSession(scenario, check=_nowhere), LIGHT, routes=routes))
    is_whole = False
    while not is_whole:
        is_whole = _timed(steps, f"step {len(steps)}", lambda: view.fill(STEPS_AT_ONCE))
        _timed(steps, f"events {len(steps)}", QApplication.processEvents)
    view.resize(*_SIZE)
    _timed(steps, "show", view.show)
    _timed(steps, "paint", QApplication.processEvents)
    figures["open"] = sum(steps.values())
    figures["its longest step"] = max(steps.values())
    figures["open, all of it"] = sum(figures[part] for part in (*_BEHIND, "open"))
    node = scenario.nodes[nodes // 2]
    _timed(figures, "select a node", lambda: _shown(lambda: view.session.select([node.id])))
    moved = MoveNodes({node.id: (node.at[0] + 8, node.at[1])})
    _timed(figures, "move a node", lambda: _shown(lambda: view.session.perform(moved)))
    view.camera.zoom_to(1.0)
    figures["repaint at 100 %"] = measured(lambda _frame: view.viewport().update())
    figures["pan at 100 %"] = measured(lambda frame: view.camera.scroll_by(24, 8 * (-1) ** frame))
    figures["zoom about 100 %"] = measured(lambda frame: view.camera.zoom(1.06 if frame % 2 else 1 / 1.06))
    view.camera.zoom_to(1.0)
    figures["drag at 100 %"] = _dragging(view, 1)
    figures["drag 50 at 100 %"] = _dragging(view, _DRAGGED)
    view.camera.zoom_to(0.4)
    figures["zoom about 40 %"] = measured(lambda frame: view.camera.zoom(1.03 if frame % 2 else 1 / 1.03))
    view.camera.zoom_to(0.29)
    figures["repaint at 29 %"] = measured(lambda _frame: view.viewport().update())
    view.camera.fit()
    figures["fit and repaint"] = measured(lambda frame: view.camera.fit() if frame % 2 else view.camera.zoom(0.9))
    figures["pan when fit"] = measured(lambda frame: view.camera.scroll_by(0, 16 * (-1) ** frame))
    figures["drag when fit"] = _dragging(view, 1)
    figures["2,000 dots, a frame"] = _playing(view, scenario)
    view.session.select([node.id for node in scenario.nodes[:_PASTED]])
    operations.copy(view.pointer_input)
    _timed(figures, "paste 200", lambda: _shown(lambda: operations.paste(view.pointer_input)))
    view.session.select()
    _timed(figures, "tidy up", lambda: _shown(lambda: operations.tidy_up(view.pointer_input)))
    view.session.deleteLater()
    view.deleteLater()
    return figures


def _nowhere(*_: object) -> tuple[Problem, ...]:
    """The window checks in a thread of its own."""
    return ()


def _timed(figures: dict[str, float], name: str, work: Callable[[], T]) -> T:
    begun = time.process_time()
    made = work()
    figures[name] = 1000 * (time.process_time() - begun)
    return made


def _shown(change: Callable[[], object]) -> None:
    change()
    QApplication.processEvents()


def _dragging(view: CanvasView, many: int) -> float:
    """So many nodes from the middle of the document on, moved a little by mouse with each frame, and put back."""
    nodes = view.session.scenario.nodes
    dragged = [node.id for node in nodes[len(nodes) // 2 :][:many]]
    view.session.select(dragged)
    view.camera.reveal([dragged[0]])
    item = view.canvas.nodes[dragged[0]]
    taken = measured_drag(view.viewport(), view.mapFromScene(item.x() + 40, item.y() + 20), measured)
    assert (item.x(), item.y()) != item.node.at
    hands.key(view, Qt.Key.Key_Escape)
    return taken


def _playing(view: CanvasView, scenario: Scenario) -> float:
    """A frame of playback at 60 a second, 2,000 dots under way, counts told ten times a second; all in sight."""
    view.camera.fit()
    player = Player(view, _busy_run(scenario))
    player.set_speed(Speed.WEEK)
    begin, span = player.timeline.begin, player.timeline.end - player.timeline.begin
    a_frame = player.speed.us_a_second // 60

    def step(frame: int) -> None:
        player.at = begin + span // 2 + frame * a_frame
        if frame % 6:
            player.show_frame()
        else:
            player.show_passing()

    taken = measured(step, 61)
    dots = len(player.timeline.travels.under_way(player.at, player.speed.hop_us, MOST_DOTS).wires)
    assert dots > MOST_DOTS * 0.9, dots
    player.close()
    return taken


def _busy_run(scenario: Scenario) -> Timeline:
    """Rows of a run in which 2,000 journeys are on a wire at any time, played a week a second."""
    journeys = _HOPS * MOST_DOTS
    led = [(edge.source, edge.port) for edge in scenario.edges]
    chosen = [led[number % len(led)] for number in range(journeys)]
    at = pa.array([number * Speed.WEEK.hop_us // MOST_DOTS for number in range(journeys)], pa.int64())
    instants, ids = at.cast(pa.timestamp("us", "UTC")), pa.array([f"c{number:05}" for number in range(journeys)])
    ones = pa.array([1] * journeys, pa.int32())
    of = {"customer_id": ids, "instance": ones}
    visits = {"node": pa.array([node for node, _ in chosen]), "port": pa.array([port for _, port in chosen])}
    moments = {"arrived_at": instants, "left_at": instants}
    nothing = pa.table({"node": pa.array([], pa.string()), "outcome": pa.array([], pa.string()), "at": instants[:0]})
    tables = {
        "instances": pa.table({**of, "entered_at": instants, "ended_at": instants}),
        "visits": pa.table({**of, "visit": ones, **visits, **moments}),
        "messages": nothing,
    }
    return Timeline(scenario, tables)


def _ratio(other_ms: float, own_ms: float) -> str:
    return f"{other_ms / own_ms:.1f} ×" if other_ms < inf else f"more than {_LIMIT_S:.0f} s"


def main() -> None:
    """Print a line for each figure, a column for each size."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    if sys.argv[1:2] == [_OTHER]:
        tell(measurements(large_scenario(int(sys.argv[2])), _SIZE, measured, sys.argv[3:]))
        return
    apply_theme(app, LIGHT)
    measure(50)
    sweep_seldom()  # as the window does
    sizes = [int(argument) for argument in sys.argv[1:]] or [1000, 5000]
    columns = [measure(size) for size in sizes]
    QApplication.clipboard().clear()  # without a screen it would outlive Python, whose the copy is
    sys.stdout.write(" " * 26 + "".join(f"{size:>10} nodes" for size in sizes) + "\n")
    for name in columns[0]:
        sys.stdout.write(f"{name:<26}" + "".join(f"{column[name]:>13.1f} ms" for column in columns) + "\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "tests.benchmarks.bench_canvas", _OTHER]
    others = [measure_within([*command, str(size)], _LIMIT_S) for size in sizes] if is_there() else []
    if others:
        sys.stdout.write("\nHow many times as long NodeGraphQt takes:\n")
    for name in dict.fromkeys(name for other in others for name in other):
        pairs = zip(others, columns, strict=True)
        times = [_ratio(other[name], column[name]) if name in other else "–" for other, column in pairs]
        sys.stdout.write(f"{name:<26}" + "".join(f"{each:>17}" for each in times) + "\n")


if __name__ == "__main__":
    main()
