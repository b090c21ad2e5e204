"""Connect by keys: arrows or letters choose the node, Page Up and Down the output; Enter connects."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent

from app.canvas.canvas_context import CanvasContext
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.canvas.input.walking import Direction, nearest
from app.canvas.item_scene import INPUT
from app.canvas.operations.connecting import connected, free_port, why_not
from app.canvas.routing.obstacles import Lanes
from app.canvas.routing.routing import Router
from app.scenario.graph import Edge, NodeId
from app.scenario.wiring import port_names

_WAYS = {
    Qt.Key.Key_Left: Direction.LEFT,
    Qt.Key.Key_Right: Direction.RIGHT,
    Qt.Key.Key_Up: Direction.UP,
    Qt.Key.Key_Down: Direction.DOWN,
}


class ConnectByKeys(Gesture):
    """Starts at a node's first free output, with the nearest node that can be its target."""

    def __init__(self, context: CanvasContext, source: NodeId) -> None:
        self._context = context
        self._source = source
        self._ports = port_names(context.session.scenario.node(source))
        self._port = self._ports.index(free_port(context.session.scenario, source) or self._ports[0])
        self._typed = ""
        self._is_over = False
        self._target = self._first_target()
        self._show()

    @property
    def is_over(self) -> bool:
        return self._is_over

    def press(self, event: QKeyEvent) -> bool:
        """Connect, go to another node or port, or look for what was typed; whether the key meant anything."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._connect()
        elif key in _WAYS:
            self._step(_WAYS[key])
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            by = 1 if key == Qt.Key.Key_PageDown else -1
            self._port = (self._port + by) % len(self._ports)
            self._target = self._target if self._target in self._targets() else self._first_target()
            self._show()
        elif event.text().isprintable() and event.text():
            self._type(event.text())
        else:
            return False
        return True

    def move(self, pointer: Pointer) -> None:
        """The pointer has no part in it."""

    def release(self, _pointer: Pointer) -> None:
        self.cancel()

    def cancel(self) -> None:
        self._is_over = True
        self._context.canvas.overlay.clear()
        self._context.hint.say("")
        for item in self._context.canvas.nodes.values():
            item.show_state(target="", hovered=False)

    def _targets(self) -> list[NodeId]:
        scenario = self._context.session.scenario
        return [node.id for node in scenario.nodes if not why_not(scenario, self._edge(node.id))]

    def _first_target(self) -> NodeId | None:
        """The nearest to the right that nothing leads to yet, else the nearest, else any."""
        scenario, targets = self._context.session.scenario, self._targets()
        reached = {edge.target for edge in scenario.edges}
        here = scenario.node(self._source).at
        for among in ([node_id for node_id in targets if node_id not in reached], targets):
            found = nearest(here, Direction.RIGHT, [scenario.node(node_id) for node_id in among])
            if found is not None or among:
                return found or among[0]
        return None

    def _step(self, direction: Direction) -> None:
        scenario = self._context.session.scenario
        here = scenario.node(self._target or self._source).at
        others = [scenario.node(node_id) for node_id in self._targets() if node_id != self._target]
        self._target = nearest(here, direction, others) or self._target
        self._typed = ""
        self._show()

    def _type(self, text: str) -> None:
        """The first target whose label begins with what was typed, or else has it inside."""
        self._typed += text.casefold()
        scenario = self._context.session.scenario
        labels = {node_id: scenario.node(node_id).label.casefold() for node_id in self._targets()}
        ranked = [node_id for node_id, label in labels.items() if label.startswith(self._typed)]
        ranked += [node_id for node_id, label in labels.items() if self._typed in label]
        self._target = ranked[0] if ranked else self._target
        self._typed = self._typed if ranked else ""
        self._show()

    def _connect(self) -> None:
        target, session = self._target, self._context.session
        self.cancel()
        if target is not None:
            edge = self._edge(target)
            session.perform(connected(edge))
            session.select([target])

    def _edge(self, target: NodeId) -> Edge:
        return Edge(self._source, self._ports[self._port], target)

    def _show(self) -> None:
        canvas = self._context.canvas
        targets = set(self._targets())
        for node_id, item in canvas.nodes.items():
            item.show_state(target="yes" if node_id in targets else "no", hovered=node_id == self._target)
        source = canvas.nodes[self._source]
        if self._target is None:
            self._context.hint.say("There is no node here to connect to. Esc: never mind.")
            return
        target = canvas.nodes[self._target]
        corner, end = QPointF(target.box.left, target.box.top), QPointF(target.box.right, target.box.bottom)
        if not self._context.camera.shown().contains(QRectF(corner, end)):
            self._context.camera.reveal([self._target])
        router = Router(canvas.router.obstacles, Lanes())
        line = router.route("draft", ("draft", "draft"), source.port_place(self._port), target.port_place(INPUT))
        canvas.overlay.show_wire(line)
        port = source.ports[self._port].label
        pages = " Page Down: another output." if len(self._ports) > 1 else ""
        words = (
            f"{port} → {target.node.label}. Arrows or letters: another node.{pages} Enter: connect. Esc: never mind."
        )
        self._context.hint.say(words)
