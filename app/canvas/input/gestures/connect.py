"""Connect: pull a wire from an output, from an input, or by one end of a wire that is there already."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from app.canvas.canvas_context import CanvasContext
from app.canvas.geometry import CARD_WIDTH, PORT_TOP, Point
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.canvas.item_scene import INPUT
from app.canvas.items.node_item import NodeItem
from app.canvas.operations.adding import Landing
from app.canvas.operations.connecting import connected, replugged, why_not
from app.canvas.routing.obstacles import Lanes
from app.canvas.routing.routing import Router
from app.scenario.graph import Edge, NodeId


@dataclass(frozen=True, slots=True)
class Held:
    """The end that stays: an output of a node, or (without port) its input; and the wire that is re-plugged, if any."""

    node: NodeId
    port: str | None
    old: Edge | None = None


class Connect(Gesture):
    """Nodes where the wire may end light up, the others say why not; dropped in the empty it asks for a new node."""

    def __init__(self, context: CanvasContext, pointer: Pointer, held: Held) -> None:
        self._context = context
        self._held = held
        self._first = pointer.spot
        self._under: NodeItem | None = None
        scenario = context.session.scenario
        self._reasons = {
            node_id: why_not(scenario, edge, held.old) if (edge := self._edge_to(item)) else "It has no output."
            for node_id, item in context.canvas.nodes.items()
        }
        for node_id, item in context.canvas.nodes.items():
            item.show_state(target="no" if self._reasons[node_id] else "yes")
        context.canvas.marked.emit(self._reasons.keys(), ())
        if held.old is not None:
            context.canvas.edges[held.old].setVisible(False)

    def move(self, pointer: Pointer) -> None:
        self._hover(self._node_near(pointer))
        end = self._end_at(pointer)
        fixed = self._fixed_place()
        start, stop = (fixed, end) if self._held.port is not None else (end, fixed)
        router = Router(self._context.canvas.router.obstacles, Lanes())
        self._context.canvas.overlay.show_wire(router.route("draft", ("draft", "draft"), start, stop))
        self._context.hint.say(self._words())

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        under, held = self._under, self._held
        was_click = (pointer.spot - self._first).manhattanLength() < QApplication.startDragDistance()
        self._end()
        if was_click and held.old is None:
            if held.port is not None:
                self._context.prompts.ask_for_node(Landing(source=held.node, port=held.port))
        elif under is not None:
            self._plug(under, pointer)
        elif held.old is None:
            self._ask(pointer)

    def cancel(self) -> None:
        self._end()

    def _hover(self, item: NodeItem | None) -> None:
        if item is not self._under:
            if self._under is not None:
                self._under.show_state(hovered=False)
            if item is not None:
                item.show_state(hovered=True)
            self._under = item

    def _plug(self, under: NodeItem, pointer: Pointer) -> None:
        reason, edge = self._reasons[under.node.id], self._edge_to(under, pointer)
        session, old = self._context.session, self._held.old
        if reason or edge is None:
            self._context.hint.say(reason)
            return
        if edge != old:
            session.perform(replugged(session.scenario, old, edge) if old else connected(edge))
        session.select(edges=[edge])

    def _ask(self, pointer: Pointer) -> None:
        """A wire dropped in the empty ends in a new node there."""
        x, y = pointer.at
        held = self._held
        if held.port is not None:
            self._context.prompts.ask_for_node(Landing(at=(x, y - PORT_TOP), source=held.node, port=held.port))
        else:
            self._context.prompts.ask_for_node(Landing(at=(x - CARD_WIDTH, y - PORT_TOP), target=held.node))

    def _edge_to(self, item: NodeItem, pointer: Pointer | None = None) -> Edge | None:
        """The wire between the end that stays and that node."""
        held = self._held
        if held.port is not None:
            return Edge(held.node, held.port, item.node.id)
        if not item.ports:
            return None
        return Edge(item.node.id, item.ports[self._nearest_port(item, pointer)].name, held.node)

    def _nearest_port(self, item: NodeItem, pointer: Pointer | None) -> int:
        if pointer is None:
            return 0
        return min(range(len(item.ports)), key=lambda index: abs(item.port_place(index)[1] - pointer.at[1]))

    def _node_near(self, pointer: Pointer) -> NodeItem | None:
        canvas = self._context.canvas
        spot = canvas.port_at(*pointer.at, self._context.camera.scale)
        return canvas.node_at(*pointer.at, self._context.camera.scale) or (spot.item if spot is not None else None)

    def _end_at(self, pointer: Pointer) -> Point:
        """Where the loose end is shown: at the port it would snap to, else at the pointer."""
        under = self._under
        if under is None or self._reasons[under.node.id]:
            return pointer.at
        return under.port_place(INPUT if self._held.port is not None else self._nearest_port(under, pointer))

    def _fixed_place(self) -> Point:
        item = self._context.canvas.nodes[self._held.node]
        return item.port_place(item.port_index(self._held.port) if self._held.port is not None else INPUT)

    def _words(self) -> str:
        if self._under is not None:
            return self._reasons[self._under.node.id]
        return (
            "" if self._held.old is not None else "Drop on a node to connect, in the empty to add one. Esc: never mind."
        )

    def _end(self) -> None:
        canvas = self._context.canvas
        canvas.overlay.clear()
        self._context.hint.say("")
        for item in canvas.nodes.values():
            item.show_state(target="", hovered=False)
        canvas.marked.emit(canvas.nodes.keys(), ())
        if self._held.old is not None and self._held.old in canvas.edges:
            canvas.edges[self._held.old].setVisible(True)
