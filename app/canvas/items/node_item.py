"""A node on the canvas: one card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.compact import COMPACT, WORDS_BELOW, WORDS_BESIDE, compact_box, level
from app.canvas.figures import NodeFigures, NodePart
from app.canvas.geometry import CARD_WIDTH, INPUT_RADIUS, Box, Point, card_box, card_height, port_y
from app.canvas.items.card import (
    WORDS_BESIDE_PORT,
    CardTexts,
    PortTexts,
    RunTexts,
    card_texts,
    port_texts,
    run_texts,
)
from app.canvas.items.drawing_tools import DrawingTools, faces
from app.canvas.items.plate import paint_plate
from app.canvas.items.run_painting import STALE, paint_counts, paint_run, paint_words
from app.canvas.items.small_card import Look, Words, lay_out_words, paint_append, paint_small, words_box
from app.canvas.items.small_count import Count, small_count
from app.errors import Problem
from app.nodes.catalogue import KINDS
from app.nodes.kind import Port
from app.nodes.problems import count_words
from app.scenario.graph import Node
from app.scenario.names import label_of
from app.scenario.references import described

NO_PORT = -2
_INPUT = -1
_PORT_RADIUS, _HOVERED_PORT_RADIUS = INPUT_RADIUS, 6.5
_TILE_AT = QPointF(12, 12)
_INPUT_AT = QPointF(0, port_y(0))
_BOUNDS = QRectF(-WORDS_BESIDE, -80, WORDS_BESIDE + CARD_WIDTH + 12 + WORDS_BESIDE_PORT, 80 + 20 + WORDS_BELOW)
_NEAR_BOUNDS = QRectF(-24, -24, 24 + CARD_WIDTH + 12 + WORDS_BESIDE_PORT, 24 + 20)  # without words under it
_SHARE_BESIDE_PORT = 64.0  # of one that has no name
_BADGE = QRectF(CARD_WIDTH - 12, -10, 20, 20)


@dataclass(slots=True)
class CardState:
    """How a card stands out at the moment."""

    selected: bool = False
    hovered: bool = False
    target: str = ""  # "yes" or "no" while a wire looks for its end
    port: int = NO_PORT  # the output under the pointer, or -1 for the input
    lit: bool = False  # on the way of a customer
    shut: bool = False  # nothing can be added to it


NO_NAMES: Mapping[str, str] = MappingProxyType({})

Room = Callable[[Box, float], Box]
"""The free place, in the scene, for the words of a small card that stands there at that zoom."""


class NodeItem(QGraphicsItem):
    """Shows one node; takes no input itself, the view's gestures do."""

    def __init__(
        self, node: Node, tools: DrawingTools, room: Room | None = None, names: Mapping[str, str] = NO_NAMES
    ) -> None:
        super().__init__()
        self.tools = tools
        self._room, self._names = room, names
        self._words: Words | None = None  # of the small card
        self._count: Count | None = None  # the same
        self.state = CardState()
        self._bounds = _BOUNDS
        self._rooms: Mapping[str, float] = {}
        self._problems: tuple[Problem, ...] = ()
        self._figures: NodeFigures | None = None
        self._is_stale = False
        self._texts: CardTexts | None = None
        self._port_texts: tuple[PortTexts, ...] | None = None
        self._run_texts: RunTexts | None = None
        self.setZValue(2)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._take(node)

    def show_node(self, node: Node | None = None) -> None:
        """Show another value of the node; without one, messages are called otherwise in the words of what it does."""
        if node is not None:
            self._take(node)
        elif self._texts is None:  # which are not laid out
            return
        self._texts = None
        self.update()

    def show_wires(self, rooms: Mapping[str, float]) -> None:
        """Show which outputs are wired; `rooms` holds how far each of their wires runs before it turns."""
        if rooms != self._rooms:
            self._rooms, self._port_texts = rooms, None
            self.update(_NEAR_BOUNDS.adjusted(0, 0, 0, self.height))

    def show_problems(self, problems: tuple[Problem, ...]) -> bool:
        """Show the badge: the number of those that stop a run, else that there are remarks; none takes it away.

        False if they were shown already.
        """
        if problems == self._problems:
            return False
        self._problems = problems
        self.update()
        return True

    def show_figures(self, figures: NodeFigures | None, is_stale: bool = False) -> None:
        """Show what a run counted here, paler when the scenario has changed since."""
        if figures != self._figures or is_stale != self._is_stale:
            self._figures, self._is_stale = figures, is_stale
            self._port_texts = self._run_texts = self._count = None
            self.update()

    @property
    def doors(self) -> list[tuple[QRectF, NodePart, str]]:
        """Where, on the card, its numbers stand that lead to customers: who arrived, or left by a port."""
        found = []
        if self._run_texts is not None:
            chip = self._run_texts.modelled
            found = [(chip.shape, NodePart.MODELLED, "")] if chip is not None else []
            found.append((self._run_texts.door, NodePart.ARRIVED, ""))
        for port, texts in zip(self.ports, self._port_texts or (), strict=False):
            if texts.modelled is not None:
                found.append((texts.modelled.shape, NodePart.MODELLED, port.name))
            if texts.share is not None:
                found.append((texts.ground.adjusted(0, -2, 0, 2), NodePart.LEFT, port.name))
        return found

    def reach(self, *, is_near: bool) -> None:
        """Reach as far as a card at full size paints, or as the words of a small one may, too."""
        bounds = (_NEAR_BOUNDS if is_near else _BOUNDS).adjusted(0, 0, 0, self.height)
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def forget_room(self) -> None:
        """Cards around stand elsewhere: a small card may have more room for its words, or less."""
        if self._words is not None:  # else none have been painted
            self._words = None
            self.update()

    def show_state(
        self,
        *,
        selected: bool | None = None,
        hovered: bool | None = None,
        port: int | None = None,
        target: str | None = None,
        lit: bool | None = None,
        shut: bool | None = None,
    ) -> None:
        """Stand out, or no longer; `port` NO_PORT takes the pointer off all ports."""
        state = self.state
        now = CardState(
            state.selected if selected is None else selected,
            state.hovered if hovered is None else hovered,
            state.target if target is None else target,
            state.port if port is None else port,
            state.lit if lit is None else lit,
            state.shut if shut is None else shut,
        )
        if now != state:
            self.state = now
            self.update()

    def set_tools(self, tools: DrawingTools) -> None:
        """Paint with other colours."""
        self.tools = tools
        self.update()

    @property
    def box(self) -> Box:
        """The card's place in the scene, where it is shown now."""
        at = self.pos()
        return card_box((at.x(), at.y()), len(self.ports))

    @property
    def beside(self) -> float:
        """How far what may stand beside its outputs reaches."""
        return (0.0, _SHARE_BESIDE_PORT)[len(self.ports)] if len(self.ports) < 2 else WORDS_BESIDE_PORT

    @property
    def has_problems(self) -> bool:
        """Something about the node has to be mended."""
        return any(not problem.is_remark for problem in self._problems)

    @property
    def has_remarks(self) -> bool:
        """Something about the node is hardly meant."""
        return any(problem.is_remark for problem in self._problems)

    @property
    def has_input(self) -> bool:
        """Wires may end here."""
        return not KINDS[self.node.type].is_entry

    def port_index(self, name: str) -> int:
        """The index of the output of that name; the first where a file names one that is not there."""
        return next((index for index, port in enumerate(self.ports) if port.name == name), 0)

    def port_place(self, index: int) -> Point:
        """The middle of an output in the scene; -1 is the input."""
        at = self.pos()
        return (at.x(), at.y() + port_y(0)) if index < 0 else (at.x() + CARD_WIDTH, at.y() + port_y(index))

    @property
    def name(self) -> str:
        """Its label, else what its kind is called."""
        return label_of(self.node)

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        problems = count_words(self._problems)
        ports = f"{int(self.has_input)} in, {len(self.ports)} out"
        return f"{KINDS[self.node.type].title}: {self.node.label}, {ports}, {problems}"

    @property
    def tip(self) -> str:
        """What the tooltip says, plain text."""
        kind = KINDS[self.node.type]
        parts = [f"{kind.title}: {self.node.label}", described(self.node, self._names)]
        if self._figures is not None:
            stale = "\n(before the last changes)" if self._is_stale else ""
            parts.append(self._figures.in_words(legend=True) + stale)
        if self._problems:
            parts.append(
                "\n".join(f"{'Remark' if each.is_remark else 'Problem'}: {each.message}" for each in self._problems)
            )
        return "\n\n".join(part for part in parts if part)

    def boundingRect(self) -> QRectF:
        """The card with ring, ports, names of ports, badge and caption."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the card; a small one with the name under it and no details."""
        scale = painter.worldTransform().m11()
        if scale < COMPACT:
            paint_small(painter, scale, self.height, self.tools, self._look(), self._small_words(scale))
            return
        self._paint_card(painter)
        painter.drawPixmap(_TILE_AT, self.tools.tile(KINDS[self.node.type].icon, KINDS[self.node.type].family, scale))
        self._paint_words(painter)
        self._paint_ports(painter)
        if self._figures is not None:
            self._paint_run(painter, self._figures)
        if self._problems:
            self._paint_badge(painter)

    @property
    def name_shown(self) -> list[str]:
        """The lines of the name under the small card, as they were painted last."""
        return [text.text() for text, _ in self._words.lines] if self._words is not None else []

    def words_at(self, scale: float) -> Box:
        """Where the name of the small card stands in the scene at that zoom."""
        at = self.pos()
        return words_box(self._small_words(scale), self.height, scale).moved(at.x(), at.y())

    def shows(self, x: float, y: float, scale: float) -> bool:
        """The card, or the name under a small one, is at that place of the scene."""
        if scale >= COMPACT:
            return self.box.contains(x, y)
        return compact_box(self.box, scale).contains(x, y) or self.words_at(scale).contains(x, y)

    def _small_words(self, scale: float) -> Words:
        at = level(scale)
        if self._words is None or self._words.level != at:
            room = self._room(self.box, at) if self._room is not None else compact_box(self.box, at).moved(0, 64)
            self._words = lay_out_words(self.name, room, at)
        return self._words

    def _look(self) -> Look:
        kind = KINDS[self.node.type]
        return Look(
            tile=partial(self.tools.small_tile, kind.icon, kind.family),
            border=self._border(),
            is_ringed=self.state.selected or self.state.lit,
            has_input=self.has_input,
            outputs=len(self.ports),
            hovered_port=self.state.port,
            appendable=self._appendable,
            count=self.small_count,
            count_opacity=STALE if self._is_stale else 1.0,
            badge=self._badge if self._problems else None,
        )

    @property
    def arrived(self) -> int:
        """How many a run counted here; 0 where none is shown."""
        return self._figures.arrived if self._figures is not None else 0

    @property
    def small_count(self) -> Count | None:
        """What a run adds while the card is small, laid out."""
        if self._count is None and self._figures is not None:
            self._count = small_count(self._figures)
        return self._count

    @property
    def _appendable(self) -> frozenset[int]:
        """The free outputs, while the card stands out."""
        if self.state.shut or not (self.state.hovered or self.state.selected) or self.state.target:
            return frozenset()
        return frozenset(index for index, port in enumerate(self.ports) if port.name not in self._rooms)

    @property
    def _badge(self) -> tuple[str, str]:
        wrong = sum(not problem.is_remark for problem in self._problems)
        return ("danger", str(wrong)) if wrong else ("warning", "i")

    def _take(self, node: Node) -> None:
        self.node = node
        self.ports: tuple[Port, ...] = KINDS[node.type].ports(node.params)
        self.height = card_height(len(self.ports))
        self._port_spots = tuple(QPointF(CARD_WIDTH, port_y(index)) for index in range(len(self.ports)))
        self._texts = self._port_texts = self._run_texts = self._words = None
        self.reach(is_near=False)
        self.setPos(*node.at)

    def _paint_card(self, painter: QPainter) -> None:
        tools, state, ring = self.tools, self.state, None
        if state.selected or state.target == "yes" or state.lit:
            is_target = state.target == "yes" and not state.selected
            ring = tools.lit_ring if state.lit else tools.target_ring if is_target else tools.ring
        paint_plate(painter, self.height, tools, self._border(), ring)

    def _border(self) -> QPen:
        tools, state = self.tools, self.state
        if state.target == "yes" and state.hovered:
            return tools.card_target
        if state.selected:
            return tools.card_selected
        return tools.card_hover if state.hovered else tools.card

    def _paint_words(self, painter: QPainter) -> None:
        if self._texts is None:
            self._texts = card_texts(self.node, described(self.node, self._names))
        is_forecast = self._figures is not None and self._figures.modelled is not None
        paint_words(painter, self.tools, self._texts, is_forecast=is_forecast)

    def _paint_ports(self, painter: QPainter) -> None:
        if self._port_texts is None:
            self._port_texts = port_texts(self.ports, self._figures, self._rooms)
        if self.has_input:
            self._paint_input(painter)
        appendable = self._appendable
        for index, texts in enumerate(self._port_texts):
            is_hovered = self.state.port == index
            if not texts.ground.isEmpty():
                painter.fillRect(texts.ground, self.tools.canvas)
            if texts.name is not None:
                painter.setFont(faces().small)
                painter.setPen(self.tools.text_quiet)
                painter.drawStaticText(*texts.name)
            if texts.pill is None or is_hovered:
                self._paint_dot(painter, index, is_hovered)
            paint_counts(painter, self.tools, texts, is_hovered=is_hovered, is_stale=self._is_stale)
            if index in appendable and (texts.pill is None or is_hovered):
                paint_append(painter, self._port_spots[index], self.tools)

    def _paint_input(self, painter: QPainter) -> None:
        is_hovered = self.state.port == _INPUT
        painter.setPen(self.tools.card_selected if is_hovered else self.tools.wire)
        painter.setBrush(self.tools.accent if is_hovered else self.tools.surface)
        radius = _HOVERED_PORT_RADIUS if is_hovered else _PORT_RADIUS
        painter.drawEllipse(_INPUT_AT, radius, radius)

    def _paint_dot(self, painter: QPainter, index: int, is_hovered: bool) -> None:
        tools = self.tools
        is_wired = self.ports[index].name in self._rooms
        painter.setPen(tools.card_selected if is_hovered else tools.wire)
        painter.setBrush(tools.accent if is_hovered else tools.track if is_wired else tools.surface)
        radius = _HOVERED_PORT_RADIUS if is_hovered else _PORT_RADIUS
        painter.drawEllipse(self._port_spots[index], radius, radius)

    def _paint_run(self, painter: QPainter, figures: NodeFigures) -> None:
        if self._run_texts is None:
            self._run_texts = run_texts(figures)
        paint_run(painter, self.tools, self._run_texts, is_stale=self._is_stale)

    def _paint_badge(self, painter: QPainter) -> None:
        colour, text = self._badge
        painter.setPen(self.tools.on_danger)
        painter.setBrush(self.tools.danger if colour == "danger" else self.tools.warning)
        painter.drawEllipse(_BADGE)
        painter.setFont(faces().count)
        painter.drawText(_BADGE, Qt.AlignmentFlag.AlignCenter, text)
