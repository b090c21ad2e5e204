"""A scene as it was at an instant of a run: counts on its cards, dots on its wires, who waits, who is followed."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from app.canvas.figures import edge_figures, node_figures
from app.canvas.geometry import Box, Point
from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.modelled import Modelling
from app.canvas.playback.layers import DotLayer, MarkLayer
from app.canvas.playback.wire_places import WirePlaces
from app.canvas.scene import CanvasScene
from app.runtime.playback.followed import Followed
from app.runtime.playback.timeline import Counts, Timeline
from app.runtime.playback.travels import UnderWay
from app.runtime.summary import NodeCounts
from app.scenario.graph import NodeId

MOST_DOTS = 2_000
"""At once; where more are under way, a dot stands for many."""


class PlaybackPicture:
    """Puts its layers over a scene, which it leaves as it found it."""

    def __init__(self, canvas: CanvasScene, timeline: Timeline) -> None:
        self._canvas, self._timeline = canvas, timeline
        self.dots, self.marks = DotLayer(canvas.tools), MarkLayer(canvas.tools)
        canvas.addItem(self.dots)
        canvas.addItem(self.marks)
        self._places = WirePlaces(())
        self._boxes: dict[NodeId, Box] = {}
        self._told: dict[NodeId, NodeCounts | None] = {}  # what stands on the cards; None for none
        self._modelled: Modelling | None = None
        self.find_wires()

    def find_wires(self) -> None:
        """The cards stand and the wires run elsewhere, or there are others."""
        self._told = {}
        self._boxes = {node_id: item.box for node_id, item in self._canvas.nodes.items()}
        wires = {(edge.source, edge.port, edge.target): wire for edge, wire in self._canvas.edges.items()}
        self._places = WirePlaces([wires[key].line if key in wires else () for key in self._timeline.edges])

    def show_counts(
        self, counts: Counts, modelled: Modelling | None = None, among: Collection[NodeId] | None = None
    ) -> None:
        """Show these on the cards and wires, what a forecast expects beside them, and who waits.

        With `among` the cards of those nodes and their outputs are told; the others once they are asked for.
        """
        canvas, told = self._canvas, self._told
        if modelled != self._modelled:
            told.clear()
        self._modelled = modelled
        asked = canvas.nodes if among is None else among
        others = [node for node in asked if node not in told or told[node] is not counts.nodes.get(node)]
        if others:
            self._tell(others, counts, modelled)
        waiting = {NodeId(node): of.waiting for node, of in counts.nodes.items() if of.waiting}
        self.marks.show_waiting(waiting, self._boxes)

    def _tell(self, others: Collection[NodeId], counts: Counts, modelled: Modelling | None) -> None:
        canvas, scenario, asked = self._canvas, self._canvas.session.scenario, frozenset(others)
        nodes = node_figures(scenario, counts, modelled=modelled, among=asked)
        wires = edge_figures(scenario, counts, modelled, among=asked)
        for node in others:
            self._told[node] = counts.nodes.get(node)
            canvas.nodes[node].show_figures(nodes.get(node), is_stale=False)
            for edge in canvas.wires_from(node):
                canvas.edges[edge].show_figures(wires.get(edge))
        if wires:
            canvas.numbers.forget()

    def show_dots(self, at: int, hop_us: int) -> UnderWay:
        """Show who is under way at that instant."""
        under_way = self._timeline.travels.under_way(at, hop_us, MOST_DOTS)
        self.dots.show_dots(self._places.at(under_way.wires, under_way.shares))
        return under_way

    def show_followed(self, followed: Followed | None, at: int, hop_us: int) -> list[Point | NodeId]:
        """Show where the followed customer is: places on wires, and nodes."""
        spots = followed.spots(at, hop_us) if followed is not None else []
        on_wires = [spot for spot in spots if spot.wire >= 0]
        wires, shares = np.array([s.wire for s in on_wires], np.int64), np.array([s.share for s in on_wires])
        places: list[Point] = [(float(x), float(y)) for x, y in self._places.at(wires, shares)]
        nodes = [NodeId(spot.node) for spot in spots if spot.node in self._canvas.nodes]
        self.marks.show_followed(places, [self._canvas.nodes[node].box for node in nodes])
        return [*places, *nodes]

    def set_tools(self, tools: DrawingTools) -> None:
        """Paint with other colours."""
        self.dots.tools = self.marks.tools = tools

    def take_away(self) -> None:
        """Leave the scene; its session's own counts are shown again."""
        self._canvas.removeItem(self.dots)
        self._canvas.removeItem(self.marks)
        session = self._canvas.session
        session.show_summary(session.summary, session.rehearsed, session.kept, session.modelled)
