"""The scene: one item for each node and one for each edge, always a mirror of the session's scenario."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, count, islice
from math import inf

from PySide6.QtCore import QObject, QRectF, Signal

from app.canvas.compact import COMPACT, WORDS_BELOW, WORDS_BESIDE, far_below, room_among
from app.canvas.figures import edge_figures, node_figures
from app.canvas.geometry import Box, Point
from app.canvas.item_scene import BOUNDS, INPUT, ItemScene, rect_of
from app.canvas.items.carried import Carried
from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.node_item import NodeItem
from app.canvas.items.note_item import NoteItem
from app.canvas.items.overlay import Overlay
from app.canvas.items.small_card import words_height
from app.canvas.items.wire_numbers import WireNumbers
from app.canvas.routing.routes import Routes
from app.canvas.routing.routing import Router
from app.canvas.selection import Selection
from app.canvas.session import ScenarioSession
from app.errors import Problem
from app.look.palette import Palette
from app.scenario.graph import Edge, Node, NodeId
from app.scenario.references import message_names

_ROOM = 5000.0
_AFFECTED = 40.0
_STEPS = 1_000
_OFF_THE_WAY = 0.3  # how much is left of what a customer did not pass
_MOST_AREAS = 60  # of cards that came, went or moved; for more all words are laid out anew


class CanvasScene(ItemScene):
    """Adds, changes and removes items so that they show the scenario; finds what is at a place.

    With `routes` it begins empty and is filled step by step, so that no step of opening a large scenario takes long.
    """

    picture_changed = Signal()  # anything that a picture from afar shows
    altered = Signal(object, object)  # these nodes and edges came, went or are others; nothing else changed
    marked = Signal(object, object)  # these nodes and edges look otherwise where they are; nothing else changed
    placed = Signal(object, object)  # these nodes are shown elsewhere, and these edges follow; nothing else changed
    overlaid = Signal(object)  # what a gesture draws over the scene is another, in these places

    def __init__(
        self, session: ScenarioSession, palette: Palette, parent: QObject | None = None, routes: Routes | None = None
    ) -> None:
        super().__init__(session, palette, parent)
        self.carried = Carried()
        self.overlay = Overlay(self.tools, self.overlaid.emit)
        self.addItem(self.overlay)
        self.numbers = WireNumbers(self.tools, lambda: (self.nodes.values(), self.edges, self.session.summary_is_stale))
        self.addItem(self.numbers)
        self._indexed = QRectF()
        self._was_stale = False
        self._scale = 0.0  # at which it was shown last
        self._owed: list[Box] = []
        self._names = message_names(session.scenario.nodes)
        self.router = routes.router if routes is not None else Router()
        self._selected = Selection()
        self._coming = self._arrivals(routes) if routes is not None else None
        self._edges_of: defaultdict[NodeId, set[Edge]] = defaultdict(set)
        self._turns = count()
        self._wired: tuple[Edge, ...] = ()  # of the scenario, as its wires were shown last
        self._placed: set[NodeId] = set()  # by a gesture, elsewhere than the scenario has them
        session.changed.connect(self.sync)
        session.selection_changed.connect(self._show_selection)
        session.problems_changed.connect(self._show_problems)
        session.summary_changed.connect(self._show_figures)
        session.lit_changed.connect(self._show_lit)
        if routes is None:
            self.sync()
            self._show_selection()
            self._show_problems()
        else:
            self._make_room(rect_of(routes.extent))

    def fill(self, most: int) -> bool:
        """Take the next steps of filling, so many at most; True once everything is there."""
        if self._coming is None:
            return True
        nodes, edges = len(self.nodes), len(self.edges)
        if sum(1 for _ in islice(self._coming, most)) == most:
            self.altered.emit(list(islice(self.nodes, nodes, None)), list(islice(self.edges, edges, None)))
            return False
        self._coming = None
        self._selected = Selection()  # what was selected meanwhile may have come only now
        self._show_selection()
        self._show_problems()
        if self.session.summary is not None:
            self._show_figures()
        self._content = None
        self._fit_rect()
        self.altered.emit(list(islice(self.nodes, nodes, None)), list(islice(self.edges, edges, None)))
        return True

    def sync(self) -> None:
        """Make the items those of the scenario; only what differs is touched."""
        while not self.fill(_STEPS):
            continue
        self.overlay.hide_name()  # its card may be gone, or elsewhere
        scenario = self.session.scenario
        areas: list[Box] = []
        touched, altered = self._sync_nodes(scenario.nodes, areas)
        self._forget_rooms(areas)
        new, gone = self._sync_edges(scenario.edges)
        are_notes_other = self._sync_notes()
        stale = {edge for node_id in touched for edge in self._edges_of[node_id]}
        stale.update(self._edges_near(areas))
        stale.update(new)
        self.reroute(stale)
        self._show_wires(touched | {edge.source for edge in gone if edge.source in self.nodes})
        is_other = bool(areas or touched or stale or gone)
        if self.session.summary is not None and (is_other or self.session.summary_is_stale != self._was_stale):
            self._show_figures()
        if areas:
            self.numbers.forget()
        self._forget_content(areas)
        if are_notes_other:
            self._content = None
            self.picture_changed.emit()
        self.altered.emit(altered, stale.union(gone))
        if self._content is None:
            self._fit_rect()

    def show_palette(self, palette: Palette) -> None:
        """Paint everything in other colours."""
        self.tools = DrawingTools(palette)
        self.overlay.set_tools(self.tools)
        self.numbers.set_tools(self.tools)
        for node in self.nodes.values():
            node.set_tools(self.tools)
        for wire in self.edges.values():
            wire.set_tools(self.tools)
        for note in self.notes.values():
            note.set_tools(self.tools)
        self.update()

    def place(self, places: dict[NodeId, Point]) -> None:
        """Show nodes elsewhere for the time of a gesture; wires follow, the scenario stays as it is."""
        areas: list[Box] = []
        for node_id, (x, y) in places.items():
            item = self.nodes[node_id]
            areas.append(item.box)
            self.carried.carry(item, x, y)
            areas.append(item.box)
            self.router.obstacles.put(node_id, item.box)
        self._forget_rooms(areas)
        stale = {edge for node_id in places for edge in self._edges_of[node_id]}
        self.reroute(stale)
        self._forget_content(areas)
        self._placed.update(places)
        self.placed.emit(places.keys(), stale)

    def reroute(self, edges: Iterable[Edge]) -> None:
        """Find the ways of these wires anew, each in its turn."""
        rerouted = sorted(edges, key=lambda edge: self.edges[edge].turn)
        for edge in rerouted:
            item = self.edges[edge]
            source, target = self.nodes[edge.source], self.nodes[edge.target]
            start = source.port_place(source.port_index(edge.port))
            end = target.port_place(INPUT)
            ends = ((edge.source, edge.port), edge.target)
            before = item.line
            item.show_line(self.router.route(edge, ends, start, end))
            if not self._is_amid((*before, *item.line)):
                self._content = None
        self._show_wires({edge.source for edge in rerouted})
        if rerouted:
            self.numbers.forget()

    def _room(self, box: Box, scale: float) -> Box:
        return room_among(self.router.obstacles, box, scale, words_height(scale))

    def look_from(self, scale: float) -> None:
        """The scene is shown that large from now on."""
        self._scale = scale
        self.carried.paint_at(scale)
        if self._owed and self._has_words:
            owed, self._owed = self._owed, []
            self._forget_rooms(owed)

    @property
    def _has_words(self) -> bool:
        """Whether names stand under small cards."""
        return far_below(len(self.nodes)) <= self._scale < COMPACT

    def _forget_rooms(self, areas: list[Box]) -> None:
        """Cards near those places may have other room for their words; while none have any, that can wait."""
        if not self._has_words:
            self._owed += areas[: max(_MOST_AREAS + 1 - len(self._owed), 0)]  # one more stands for all
            return
        if len(areas) > _MOST_AREAS:
            near = set(self.nodes.values())
        else:
            beside, above = 2 * WORDS_BESIDE, WORDS_BELOW + 64
            rects = (rect_of(area).adjusted(-beside, -above, beside, above) for area in areas)
            near = {item for rect in rects for item in self.nodes_in(rect)}
        for item in near:
            item.forget_room()

    def _arrivals(self, routes: Routes) -> Iterator[None]:
        """Everything that the scenario has, one item after another."""
        scenario = self.session.scenario
        for node in scenario.nodes:
            item = self.nodes[node.id] = NodeItem(node, self.tools, self._room, self._names)
            self.addItem(item)
            yield
        for edge, line in routes.lines.items():
            self._add_edge(edge)
            self.edges[edge].show_line(line)
            yield
        for node in scenario.nodes:
            self._show_wires((node.id,))
            yield
        self._wired = scenario.edges
        self._sync_notes()

    def _sync_nodes(self, nodes: tuple[Node, ...], areas: list[Box]) -> tuple[set[NodeId], set[NodeId]]:
        """The nodes whose wires may have to run elsewhere, and all that look otherwise.

        `areas` gains what was covered or uncovered. Most changes, of a setting or a label, move nothing.
        """
        now = {node.id: node for node in nodes}
        obstacles, touched, altered = self.router.obstacles, set[NodeId](), set[NodeId]()
        is_first = not self.nodes
        known = {node_id: item.node for node_id, item in self.nodes.items()}
        gone = [node_id for node_id in self.nodes if node_id not in now]
        others = [node for node in nodes if known.get(node.id) is not node or node.id in self._placed]
        altered.update(gone)
        self._placed.clear()
        self._show_names(chain(gone, (node for node in others if self._is_called_otherwise(node))))
        for node_id in gone:
            areas.append(self.nodes[node_id].box)
            self.removeItem(self.nodes.pop(node_id))
            obstacles.remove(node_id)
        for node in others:
            node_id, item = node.id, self.nodes.get(node.id)
            if item is None:
                item = self.nodes[node_id] = NodeItem(node, self.tools, self._room, self._names)
                self.addItem(item)
            elif item.node is node and (item.x(), item.y()) == node.at:
                continue
            else:
                before, ports = obstacles.get(node_id) or item.box, item.ports
                altered.add(node_id)
                if item.node.label != node.label:
                    self.numbers.forget()  # they keep off names
                item.show_node(node)
                self.carried.carry(item, *node.at)
                if item.box == before and item.ports == ports:
                    continue
                areas.append(before)
            touched.add(node_id)
            altered.add(node_id)
            obstacles.put(node_id, item.box)
            if not is_first:
                self.carried.carry(item, *node.at)
                areas.append(item.box)
        return touched, altered

    def _sync_edges(self, edges: tuple[Edge, ...]) -> tuple[list[Edge], list[Edge]]:
        """The wires that came, and those that are gone."""
        if edges is self._wired:
            return [], []
        self._wired = edges
        wires = dict.fromkeys(edges)
        gone = [edge for edge in self.edges if edge not in wires]
        for edge in gone:
            self._remove_edge(edge)
        new = [edge for edge in wires if edge not in self.edges]
        for edge in new:
            self._add_edge(edge)
        return new, gone

    def _sync_notes(self) -> bool:
        """Whether any note came, went or is another now."""
        now = {note.id: note for note in self.session.scenario.notes}
        is_other = {note_id: item.note for note_id, item in self.notes.items()} != now
        for note_id in [note_id for note_id in self.notes if note_id not in now]:
            self.removeItem(self.notes.pop(note_id))
        for note_id, note in now.items():
            if note_id in self.notes:
                self.notes[note_id].show_note(note)
            else:
                self.notes[note_id] = NoteItem(note, self.tools)
                self.addItem(self.notes[note_id])
        return is_other

    def _add_edge(self, edge: Edge) -> None:
        item = self.edges[edge] = EdgeItem(edge, self.tools, next(self._turns))
        self.addItem(item)
        self._edges_of[edge.source].add(edge)
        self._edges_of[edge.target].add(edge)

    def _remove_edge(self, edge: Edge) -> None:
        item = self.edges.pop(edge)
        if not self._is_amid(item.line):
            self._content = None
        self.removeItem(item)
        self._edges_of[edge.source].discard(edge)
        self._edges_of[edge.target].discard(edge)
        self.router.forget(edge)

    def _edges_near(self, areas: Iterable[Box]) -> set[Edge]:
        near: set[Edge] = set()
        for area in areas:
            rect = rect_of(area.grown(_AFFECTED))
            wires = (item.edge for item in self.items(rect, BOUNDS) if isinstance(item, EdgeItem))
            near.update(edge for edge in wires if edge in self.edges)
        return near

    def wires_from(self, node_id: NodeId) -> list[Edge]:
        """The wires that lead from a node."""
        return [edge for edge in self._edges_of[node_id] if edge.source == node_id]

    def _show_wires(self, nodes: Iterable[NodeId]) -> None:
        for node_id in nodes:
            rooms: dict[str, float] = {}
            for edge in self._edges_of[node_id]:
                if edge.source == node_id:
                    line = self.edges[edge].line
                    rooms[edge.port] = min(rooms.get(edge.port, inf), line[1][0] - line[0][0])
            self.nodes[node_id].show_wires(rooms)

    def _is_called_otherwise(self, node: Node) -> bool:
        item = self.nodes.get(node.id)
        return item is None or (item.node is not node and item.node.label != node.label)

    def _show_names(self, others: Iterable[Node | NodeId]) -> None:
        """Messages that came, went or are called otherwise: so they are, too, where cards ask what became of them."""
        before = dict(self._names)
        for other in others:
            if isinstance(other, Node):
                self._names |= message_names((other,))
            else:
                self._names.pop(other, None)
        if self._names != before:
            for item in self.nodes.values():
                item.show_node()

    def _show_selection(self) -> None:
        before, now = self._selected, self.session.selection
        self._selected = now
        nodes = [node_id for node_id in before.nodes ^ now.nodes if node_id in self.nodes]
        edges = [edge for edge in before.edges ^ now.edges if edge in self.edges]
        for node_id in nodes:
            self.nodes[node_id].show_state(selected=node_id in now.nodes)
        for edge in edges:
            self.edges[edge].show_state(selected=edge in now.edges)
        for note_id, note in self.notes.items():
            note.show_selected(note_id in now.notes)
        self.marked.emit(nodes, edges)

    def _show_lit(self) -> None:
        """A lit way stands out, and what is off it steps back."""
        lit = self.session.lit
        for node_id, item in self.nodes.items():
            item.show_state(lit=node_id in lit.nodes)
            item.setOpacity(1.0 if not lit or node_id in lit.nodes else _OFF_THE_WAY)
        for edge, wire in self.edges.items():
            wire.light(lit=edge in lit.edges)
            wire.setOpacity(1.0 if not lit or edge in lit.edges else _OFF_THE_WAY)
        self.picture_changed.emit()

    def _show_problems(self) -> None:
        problems: defaultdict[str, list[Problem]] = defaultdict(list)
        for problem in self.session.problems:
            problems[problem.node].append(problem)
        shown = ((node_id, item, tuple(problems.get(node_id, ()))) for node_id, item in self.nodes.items())
        altered = [node_id for node_id, item, own in shown if item.show_problems(own)]
        self.marked.emit(altered, ())

    def _show_figures(self) -> None:
        session, run = self.session, self.session.summary
        nodes = node_figures(session.scenario, run, session.kept, session.modelled) if run else {}
        edges = edge_figures(session.scenario, run, session.modelled) if run else {}
        is_stale = self._was_stale = session.summary_is_stale
        for node_id, item in self.nodes.items():
            item.show_figures(nodes.get(node_id), is_stale)
        for edge, wire in self.edges.items():
            wire.show_figures(edges.get(edge))
        self.numbers.forget()

    def _fit_rect(self) -> None:
        self._make_room(self.content_rect())

    def _make_room(self, rect: QRectF) -> None:
        """What the index of items covers: with room on every side, so that it is seldom made anew."""
        wanted = rect.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
        if not self._indexed.contains(wanted):  # the scene's own rectangle holds the endless item of the numbers
            self._indexed = self._indexed.united(wanted)
            self.setSceneRect(self._indexed)
