"""Measures the canvas with many nodes: opening, and one frame of panning, zooming, dragging and showing everything.

Run it with `python -m tests.benchmarks.bench_canvas [nodes …]`. Figures are milliseconds of processor time, so what
else runs on the machine does not count; of several frames the middle one.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from app.canvas.input.gestures.gesture import Pointer
from app.canvas.input.gestures.move import Move
from app.canvas.session import ScenarioSession
from app.canvas.view import CanvasView
from app.look.palette import LIGHT
from app.scenario.files import new_node
from app.scenario.graph import Edge, Node, NodeId, Scenario, ScenarioId
from app.scenario.layout import arrange
from app.scenario.wiring import port_names
from app.ui.theme import apply_theme

_KINDS = ("wait", "email", "filter", "score", "sms", "wait_for")
_SIZE = (1600, 1000)
_FRAMES = 21


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
    scenario = Scenario(ScenarioId("large"), "Large", nodes=tuple(made), edges=tuple(edges))
    return arrange(scenario).apply(scenario)[0]


def measured(step: Callable[[int], None]) -> float:
    """The middle of the times that a step and the painting after it take, in milliseconds."""
    times = []
    for frame in range(_FRAMES):
        begun = time.process_time()
        step(frame)
        QApplication.processEvents()
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times)


def measure(nodes: int) -> dict[str, float]:
    """Open a canvas with so many nodes and play with it."""
    scenario = large_scenario(nodes)
    begun = time.process_time()
    view = CanvasView(ScenarioSession(scenario), LIGHT)
    view.resize(*_SIZE)
    view.show()
    QApplication.processEvents()
    figures = {"open": 1000 * (time.process_time() - begun)}
    view.camera.zoom_to(1.0)
    figures["repaint at 100 %"] = measured(lambda _frame: view.viewport().update())
    figures["pan at 100 %"] = measured(lambda frame: view.camera.scroll_by(24, 8 * (-1) ** frame))
    figures["zoom about 100 %"] = measured(lambda frame: view.camera.zoom(1.06 if frame % 2 else 1 / 1.06))
    figures["drag at 100 %"] = _dragging(view)
    view.camera.zoom_to(0.4)
    figures["zoom about 40 %"] = measured(lambda frame: view.camera.zoom(1.03 if frame % 2 else 1 / 1.03))
    view.camera.zoom_to(0.29)
    figures["repaint at 29 %"] = measured(lambda _frame: view.viewport().update())
    view.camera.fit()
    figures["fit and repaint"] = measured(lambda frame: view.camera.fit() if frame % 2 else view.camera.zoom(0.9))
    figures["pan when fit"] = measured(lambda frame: view.camera.scroll_by(0, 16 * (-1) ** frame))
    figures["drag when fit"] = _dragging(view)
    view.session.deleteLater()
    view.deleteLater()
    return figures


def _dragging(view: CanvasView) -> float:
    """One node in the middle of a journey, moved a little with each frame."""
    node_id = view.session.scenario.nodes[len(view.session.scenario.nodes) // 2].id
    view.session.select([node_id])
    view.camera.reveal([node_id])
    item = view.canvas.nodes[node_id]
    start = (item.x() + 40, item.y() + 20)
    none = Qt.KeyboardModifier.NoModifier
    gesture = Move(
        view.pointer_input.context, Pointer(start, QPointF(0, 0), none), item.box, (frozenset({node_id}), frozenset())
    )
    taken = measured(
        lambda frame: gesture.move(Pointer((start[0] + 3 * frame, start[1] + 5 * frame), QPointF(40 + frame, 40), none))
    )
    gesture.cancel()
    return taken


def main() -> None:
    """Print a line for each figure, a column for each size."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, LIGHT)
    measure(50)
    sizes = [int(argument) for argument in sys.argv[1:]] or [1000, 5000]
    columns = [measure(size) for size in sizes]
    sys.stdout.write(" " * 20 + "".join(f"{size:>10} nodes" for size in sizes) + "\n")
    for name in columns[0]:
        sys.stdout.write(f"{name:<20}" + "".join(f"{column[name]:>13.1f} ms" for column in columns) + "\n")


if __name__ == "__main__":
    main()
