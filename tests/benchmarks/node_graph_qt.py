"""The same journeys on the canvas of NodeGraphQt, the node editor that others would use from Python.

It is no part of the development set-up, since what it pulls in replaces the types of PySide6: `make bench` installs it
without that. Where it is missing the comparison is left out. With many nodes, all of them in sight, it plays fewer
frames than the canvas, and tidies up only `_TIDIED` at most; what takes longer than its limit is ended, so that
measuring it ends within minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from math import inf
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app.scenario.graph import Scenario
from app.scenario.wiring import port_names
from tests.benchmarks.drag import measured_drag
from tests.person import hands

OPENING = "open, all of it"
Step = Callable[[], float]

_PASTED, _DRAGGED = 200, 50
_TIDIED = 300  # of more it takes minutes
_FRAMES, _FRAMES_OF_MANY, _MANY = 21, 5, 500


_Measured = Callable[[Callable[[int], object]], float]


class Measured(Protocol):
    """Plays a step so many times; yields the middle of what it took."""

    def __call__(self, step: Callable[[int], None], frames: int) -> float:
        """In milliseconds."""
        ...


def is_there() -> bool:
    """Whether it can be measured here."""
    return find_spec("NodeGraphQt") is not None


def measurements(
    scenario: Scenario, size: tuple[int, int], measure: Measured, left_out: Collection[str] = ()
) -> Iterator[tuple[str, Step]]:
    """What is done there as it is done here, one after the other: each yields the milliseconds that it takes.

    `measure` plays a step and yields the middle; what is `left_out` is not done, but for the opening.
    """
    os.environ.setdefault("QT_PREFERRED_BINDING", "PySide6")
    frames = _FRAMES if len(scenario.nodes) < _MANY else _FRAMES_OF_MANY
    opened: list[tuple[Any, list[Any]]] = []
    yield OPENING, lambda: _timed(lambda: opened.append(_opened(scenario, size)))
    graph, made = opened[0]
    for name, step in _steps(graph, made, partial(measure, frames=_FRAMES), partial(measure, frames=frames)).items():
        if name not in left_out:
            yield name, step
    graph.widget.close()


def tell(things: Iterable[tuple[str, Step]]) -> None:
    """Print what is done before it is done, and then how long it took."""
    for name, step in things:
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        sys.stdout.write(f"{step()}\n")
        sys.stdout.flush()


def _steps(graph: Any, made: list[Any], measured: _Measured, measured_all: _Measured) -> dict[str, Step]:
    """`measured_all` is for what paints all of many nodes."""
    viewer, views, middle = graph.viewer(), [node.view for node in made], made[len(made) // 2 :]

    def fit(frame: int) -> None:
        if frame % 2:
            viewer.zoom_to_nodes(views)
        else:
            viewer.set_zoom(0)

    def near(work: Callable[[], float]) -> Step:
        def taken() -> float:
            viewer.set_zoom(0)
            graph.center_on(middle[:1])
            return work()

        return taken

    def all_in_sight(work: Callable[[], float]) -> Step:
        def taken() -> float:
            viewer.zoom_to_nodes(views)
            return work()

        return taken

    steps: dict[str, Step] = {
        "pan at 100 %": near(lambda: measured(lambda frame: viewer._set_viewer_pan(24, 8 * (-1) ** frame))),
        "zoom about 100 %": near(
            lambda: measured(lambda frame: viewer._set_viewer_zoom(60 if frame % 2 else -60, 0.0))
        ),
        "drag at 100 %": near(lambda: _dragging(viewer, middle[:1], measured)),
        "drag 50 at 100 %": near(lambda: _dragging(viewer, middle[:_DRAGGED], measured)),
        "fit and repaint": lambda: measured_all(fit),
        "pan when fit": all_in_sight(lambda: measured_all(lambda frame: viewer._set_viewer_pan(0, 16 * (-1) ** frame))),
        "drag when fit": all_in_sight(lambda: _dragging(viewer, middle[:1], measured_all)),
        "paste 200": lambda: _timed(lambda: (graph.copy_nodes(made[:_PASTED]), graph.paste_nodes())),
    }
    if len(made) <= _TIDIED:
        steps["tidy up"] = lambda: _timed(graph.auto_layout_nodes)
    return steps


def measure_within(command: Sequence[str], limit_s: float) -> dict[str, float]:
    """The milliseconds of each thing that a process of its own does; infinite for what takes longer than the limit.

    The command is to `tell` the measurements, and is given the names of those to leave out. Where something takes too
    long the process is ended, and another one does what is left.
    """
    figures: dict[str, float] = {}
    while (late := _measured_until(command, limit_s, figures)) is not None:
        figures[late] = inf
        if late == OPENING:
            break
    return figures


def _measured_until(command: Sequence[str], limit_s: float, figures: dict[str, float]) -> str | None:
    """Add what one process measures; what it was about when its time was over, if it was."""
    told: SimpleQueue[str] = SimpleQueue()
    with subprocess.Popen([*command, *figures], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout

        def listen() -> None:
            for line in said:
                told.put(line.rstrip("\n"))
            told.put("")

        Thread(target=listen, daemon=True).start()
        name = OPENING
        try:
            while name := told.get(timeout=limit_s):
                figures.setdefault(name, float(told.get(timeout=limit_s)))
        except Empty:
            process.kill()
            return name
    if process.returncode:
        raise SystemExit(f"NodeGraphQt could not be measured: it ended with {process.returncode}")
    return None


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


def _dragging(viewer: Any, nodes: list[Any], measured: _Measured) -> float:
    """By mouse, grasped where the first is not covered; they are put back."""
    for node in viewer.all_nodes():
        node.selected = any(node is each.view for each in nodes)
    places, first = [list(node.view.xy_pos) for node in nodes], nodes[0].view
    QApplication.processEvents()
    body = viewer.mapFromScene(first.sceneBoundingRect()).boundingRect()
    pixels = (QPoint(x, y) for y in range(body.top(), body.bottom() + 1) for x in range(body.left(), body.right() + 1))
    at = next(
        spot for spot in pixels if viewer.itemAt(spot) is first
    )  # none of its ports, which small nodes hide behind
    taken = measured_drag(viewer.viewport(), at, measured)
    assert list(first.xy_pos) != places[0]
    hands.release(viewer.viewport(), at)
    for node, place in zip(nodes, places, strict=True):
        node.view.xy_pos = place
    return taken


def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    QApplication.processEvents()
    return 1000 * (time.process_time() - begun)
