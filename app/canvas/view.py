"""The canvas: shows a session's scenario and passes what the user does to gestures, keys and commands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QMenu, QWidget

from app.canvas.accessible.announcing import Announcer
from app.canvas.accessible.canvas_interface import CanvasTree
from app.canvas.accessible.node_actions import node_actions
from app.canvas.afar.far_names import FarNames
from app.canvas.afar.overview import Overview
from app.canvas.camera import Camera
from app.canvas.canvas_context import CanvasContext
from app.canvas.commands.actions import add_actions, canvas_actions
from app.canvas.input.key_input import KeyInput
from app.canvas.input.pointer_input import PointerInput
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.grid import Grid
from app.canvas.items.node_item import NodeItem
from app.canvas.panels.minimap import Minimap
from app.canvas.prompts.hint import Hint
from app.canvas.prompts.prompts import Prompts
from app.canvas.routing.routes import Routes
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.look.palette import Palette
from app.scenario.graph import Edge, NodeId

_IN_CONTEXT_MENU = ("cut", "copy", "paste", "duplicate", "delete", "heal", "add", "connect", "rename")
_PEN = (-3, -3, 3, 3)  # pixels that lines and marks may reach beyond their places
_SMALL_PARTS = 6
_MOST_PLACED = 20


class FarLayer(Protocol):
    """What is painted over the scene also from afar, where items do not paint themselves."""

    def paint_on(self, painter: QPainter) -> None:
        """Paint it; the painter is in the scene's coordinates."""


class CanvasView(QGraphicsView):
    """The widget of the canvas."""

    def __init__(
        self, session: ScenarioSession, palette: Palette, parent: QWidget | None = None, routes: Routes | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName("Canvas")
        self.session = session
        self.canvas = CanvasScene(session, palette, self, routes)
        self._dress()
        self.setScene(self.canvas)
        self.camera = Camera(self, self.canvas)
        self.far_layers: tuple[FarLayer, ...] = ()
        self.prompts = Prompts(self, session, self.canvas, self.camera)
        self.hint = Hint(self)
        self._grid = Grid(palette)
        self._overview = Overview(self.canvas)
        self.far_names = FarNames(self.canvas)
        self._naming = QTimer(self, interval=0, singleShot=True)
        self._naming.timeout.connect(self._name_more)
        self.minimap = Minimap(self, self._overview, self.camera)
        self.camera.over = self.minimap
        self.pointer_input = PointerInput(
            CanvasContext(
                session, self.canvas, self.camera, self.prompts, self.hint, self.viewport(), session.editing_wanted.emit
            )
        )
        self.viewport().installEventFilter(self.pointer_input)
        self._key_input = KeyInput(self.pointer_input)
        add_actions(self.pointer_input, self)
        self.accessible_tree = CanvasTree(self, session, self.canvas, partial(node_actions, self.pointer_input))
        self.announcer = Announcer(session, self)
        self.canvas.picture_changed.connect(self._update_whole)
        self.canvas.placed.connect(self._update_placed)
        self.canvas.overlaid.connect(self._update_places)
        self.canvas.altered.connect(self._update_altered)
        self.canvas.marked.connect(self._update_marked)
        session.summary_changed.connect(self._update_whole)
        self.camera.moved.connect(self._let_qt_update)
        self.camera.moved.connect(lambda: self.canvas.look_from(self.camera.scale))
        session.node_wanted.connect(self.camera.show_node)

    def fill(self, most: int) -> bool:
        """Take the next steps of filling a canvas that was made with `routes`; True once everything is there."""
        is_whole = self.canvas.fill(most)
        self._overview.catch_up()
        return is_whole

    def seen_nodes(self) -> set[NodeId]:
        """The nodes of which a card, a number or a wire is painted by itself; from afar none is."""
        if self.camera.scale < self._overview.begins_at:
            return set()
        area = self.mapToScene(self.viewport().rect()).boundingRect()
        seen: set[NodeId] = set()
        for item in self.canvas.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect):
            if isinstance(item, NodeItem):
                seen.add(item.node.id)
            elif isinstance(item, EdgeItem):
                seen.add(item.edge.source)
        return seen

    def show_palette(self, palette: Palette) -> None:
        """Show everything in other colours."""
        self._grid = Grid(palette)
        self.canvas.show_palette(palette)
        self.setBackgroundBrush(self.canvas.tools.canvas)
        self.minimap.update()

    def event(self, event: QEvent) -> bool:
        """While a gesture lasts every key is for it, also those that are commands otherwise."""
        if event.type() == QEvent.Type.ShortcutOverride and self.pointer_input.gesture is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """KeyInput without a command; none of them scrolls by itself."""
        event.setAccepted(self._key_input.press(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space let go ends panning."""
        event.setAccepted(self._key_input.release(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The commands for what is under the pointer."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names = {f"canvas.{name}" for name in _IN_CONTEXT_MENU}
        menu.addActions([action for action in canvas_actions(self) if action.objectName() in names])
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Panels that open and close move nothing; in another window what was framed is framed again."""
        super().resizeEvent(event)
        self.camera.follow_size()
        self.hint.stay()
        self.minimap.stay()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Near, the items paint themselves; from afar, all at once."""
        self.camera.is_seen = True
        self.canvas.look_from(self.camera.scale)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        if self.camera.scale >= self._overview.begins_at:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.fillRect(event.rect(), self.canvas.tools.canvas)
        painter.setWorldTransform(self.viewportTransform())
        parts = self._parts(event.region())
        self._overview.paint(painter, parts)
        are_named = self.far_names.paint(painter, self.camera.shown(), parts)
        self.canvas.overlay.paint_on(painter)
        for layer in self.far_layers:
            layer.paint_on(painter)
        painter.end()
        if not are_named:
            self._naming.start()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The dotted ground."""
        super().drawBackground(painter, rect)
        self._grid.paint(painter, QRectF(rect), self.camera.scale, self.devicePixelRatioF())

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setBackgroundBrush(self.canvas.tools.canvas)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _parts(self, region: QRegion) -> list[QRectF] | None:
        """The places of the scene to paint anew, if they are small: one around all, if that is small too."""
        around = region.boundingRect()
        rects = [around] if self._is_small(_size(around)) else list(cast(Iterable[QRect], region))
        if not self._is_small(sum(map(_size, rects))):
            return None
        return [self.mapToScene(rect.adjusted(*_PEN)).boundingRect() for rect in rects]

    def _is_small(self, size: int) -> bool:
        return size * _SMALL_PARTS <= _size(self.viewport().rect())

    def _update_placed(self, nodes: Collection[NodeId], edges: Collection[Edge]) -> None:
        """From afar, what a gesture moves is painted where it was and where it is; much of it, with everything."""
        if self.camera.scale >= self._overview.begins_at:
            self.far_names.forget()
            return
        places = self._overview.places(nodes, edges, as_before=True)
        names = self.far_names.follow(nodes, edges, places)
        if len(nodes) > _MOST_PLACED or self.canvas.notes:  # notes move with it, and nobody tells of those
            self.viewport().update()
            return
        # Qt would have the places painted anew where the items painted themselves when they were near
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self._update_places([*places, *names])

    def _update_altered(self, nodes: Collection[NodeId], edges: Collection[Edge]) -> None:
        """From afar, cards and names are painted anew near what is another; of much that changes, all."""
        if len(nodes) > _MOST_PLACED or not self.far_names.are_tiled:
            self.far_names.forget()
            self._update_whole()
        else:
            places = self._overview.places(nodes, edges)
            self._update_places([*places, *self.far_names.change(places)])
            self._naming.start()

    def _name_more(self) -> None:
        """Names from afar that the last picture had no time for, or that changes have made old."""
        if self.camera.scale < self._overview.begins_at:
            places = self.far_names.make_more()
            self._update_places(places)
            if not self.far_names.are_made:
                self._naming.start()

    def _update_marked(self, nodes: Collection[NodeId], edges: Collection[Edge]) -> None:
        """From afar, what looks otherwise is painted anew where it is; much of it, with everything."""
        if len(nodes) > _MOST_PLACED or self.canvas.notes:
            self._update_whole()
        else:
            self._update_places(self._overview.places(nodes, edges))

    def _update_places(self, places: Iterable[QRectF]) -> None:
        if self.camera.scale >= self._overview.begins_at:
            return
        places, seen, around = tuple(places), self.viewportTransform(), QRectF()
        for place in places:
            around |= place
        whole = seen.mapRect(around).toAlignedRect()
        is_one = self._is_small(_size(whole))
        for rect in [whole] if is_one else [seen.mapRect(place).toAlignedRect() for place in places]:
            self.viewport().update(rect.adjusted(*_PEN))

    def _let_qt_update(self) -> None:
        """Qt again tells what has to be painted; what it has not told meanwhile is."""
        if self.viewportUpdateMode() != QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate:
            self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
            self.viewport().update()

    def _update_whole(self) -> None:
        """From afar a change paints everything: Qt knows only the places of items that painted themselves.

        Counts are a change too: names of cards are those of the cards that most people reach.
        """
        if self.camera.scale < self._overview.begins_at:
            self.viewport().update()


def _size(rect: QRect) -> int:
    return rect.width() * rect.height()
