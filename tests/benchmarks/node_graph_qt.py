"""The same journeys on the canvas of NodeGraphQt, the node editor that others would use from Python.

It is no part of the development set-up, since what it pulls in replaces the types of PySide6: `make bench` installs it
without that. Where it is missing the comparison is left out. Of many nodes it plays fewer frames than the canvas, and
tidies up only `_TIDIED` at most, so that measuring it ends within minutes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from PySide6.QtWidgets import QApplication

from app.scenario.graph import Scenario
from app.scenario.wiring import port_names

_PASTED, _DRAGGED = 200, 50
_TIDIED = 300  # of more it takes minutes
_FRAMES, _FRAMES_OF_MANY, _MANY = 21, 5, 500


class Measured(Protocol):
    """Plays a step so many times; yields the middle of what it took."""

    def __call__(self, step: Callable[[int], None], frames: int) -> float:
        """In milliseconds."""
        ...


def is_there() -> bool:
    """Whether it can be measured here."""
    return find_spec("NodeGraphQt") is not None


def measure_other(scenario: Scenario, size: tuple[int, int], measure: Measured) -> dict[str, float]:
    """What it takes to do there what is done here, in milliseconds; `measure` plays a step and yields the middle."""
    os.environ.setdefault("QT_PREFERRED_BINDING", "PySide6")
    measured = partial(measure, frames=_FRAMES if len(scenario.nodes) < _MANY else _FRAMES_OF_MANY)
    figures: dict[str, float] = {}
    begun = time.process_time()
    graph, made = _opened(scenario, size)
    figures["open, all of it"] = 1000 * (time.process_time() - begun)
    viewer = graph.viewer()
    viewer.set_zoom(0)
    figures["pan at 100 %"] = measured(lambda frame: viewer._set_viewer_pan(24, 8 * (-1) ** frame))
    figures["zoom about 100 %"] = measured(lambda frame: viewer._set_viewer_zoom(60 if frame % 2 else -60, 0.0))
    graph.center_on([made[len(made) // 2]])
    figures["drag at 100 %"] = measured(lambda _frame: _drag(made[len(made) // 2 :][:1]))
    figures["drag 50 at 100 %"] = measured(lambda _frame: _drag(made[len(made) // 2 :][:_DRAGGED]))
    views = [node.view for node in made]

    def fit(frame: int) -> None:
        if frame % 2:
            viewer.zoom_to_nodes(views)
        else:
            viewer.set_zoom(0)

    figures["fit and repaint"] = measured(fit)
    viewer.zoom_to_nodes(views)
    figures["pan when fit"] = measured(lambda frame: viewer._set_viewer_pan(0, 16 * (-1) ** frame))
    figures["drag when fit"] = measured(lambda _frame: _drag(made[len(made) // 2 :][:1]))
    figures["paste 200"] = _timed(lambda: (graph.copy_nodes(made[:_PASTED]), graph.paste_nodes()))
    if len(made) <= _TIDIED:
        figures["tidy up"] = _timed(graph.auto_layout_nodes)
    graph.widget.close()
    return figures


def _opened(scenario: Scenario, size: tuple[int, int]) -> tuple[Any, list[Any]]:
    library = import_module("NodeGraphQt")
    graph = library.NodeGraph()
    shapes: dict[tuple[str, ...], str] = {}
    made: dict[str, Any] = {}
    for node in scenario.nodes:
        ports = port_names(node)
        if ports not in shapes:
            shapes[ports] = _register(library, graph, f"Kind{len(shapes)}", ports)
        made[node.id] = graph.create_node(
            shapes[ports], name=node.label, pos=list(node.at), push_undo=False, selected=False
        )
    for edge in scenario.edges:
        output = made[edge.source].outputs()[edge.port]
        output.connect_to(made[edge.target].input(0), push_undo=False)
    graph.widget.resize(*size)
    graph.widget.show()
    QApplication.processEvents()
    return graph, list(made.values())


def _register(library: Any, graph: Any, name: str, ports: tuple[str, ...]) -> str:
    def set_up(self: Any) -> None:
        library.BaseNode.__init__(self)
        self.add_input("in", multi_input=True)
        for port in ports:
            self.add_output(port)

    graph.register_node(type(name, (library.BaseNode,), {"__identifier__": "bench", "__init__": set_up}))
    return f"bench.{name}"


def _drag(nodes: list[Any]) -> None:
    for node in nodes:
        x, y = node.view.xy_pos
        node.view.xy_pos = [x + 3, y + 5]


def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    QApplication.processEvents()
    return 1000 * (time.process_time() - begun)
