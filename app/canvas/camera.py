"""Which part of the scene a view shows, and how large."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtWidgets import QGraphicsView, QWidget

from app.canvas.geometry import CARD_WIDTH, Box, Point
from app.canvas.items.node_item import NodeItem
from app.canvas.items.note_item import NoteItem
from app.canvas.scene import CanvasScene
from app.scenario.graph import NodeId

LEAST_ZOOM, MOST_ZOOM = 0.02, 4.0
FIT_MARGIN, _FIT_WORDS = 32, 40  # beside and above; below, where the words of small cards stand
_LEAST_PARTS = 12  # of the height: in a low view neither takes more than one of so many
_FAR_AWAY = 4_000_000.0  # so that no edge of the scene keeps a view, however far out, from standing where it stands
_NEAR_EDGE = 24


@dataclass(frozen=True, slots=True)
class Sight:
    """What is in the middle of a view, or would be if no panel had opened below, and how large."""

    centre: Point
    scale: float


class Camera(QObject):
    """Moves a view over its scene; `moved` tells that another part, or another size, is shown."""

    moved = Signal()

    def __init__(self, view: QGraphicsView, canvas: CanvasScene) -> None:
        super().__init__(view)
        self._view = view
        self._canvas = canvas
        self._framing: Callable[[], None] | None = self.fit  # until somebody zooms or scrolls
        self._frames_all = True
        self._in_sight: frozenset[NodeId] = frozenset()  # brought into sight, and kept there until somebody scrolls
        self.over: QWidget | None = None  # lies over a corner of the view, and hides nothing that is revealed
        self.below: Callable[[], int] = lambda: 0  # how high a panel is that opens by itself below, and moves nothing
        self.is_seen = False
        """The picture has been on the screen as it is meant: from now on it does not move by itself."""
        self._is_opening = False
        self._window_size = QSize()
        self._corner = QPoint()
        self._size = QSize()
        view.setSceneRect(-_FAR_AWAY, -_FAR_AWAY, 2 * _FAR_AWAY, 2 * _FAR_AWAY)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self.moved)

    @property
    def scale(self) -> float:
        """The zoom: 1.0 shows a card 208 pixels wide."""
        return self._view.transform().m11()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the viewport, by default its middle."""
        spot = at if at is not None else QPointF(self._view.viewport().rect().center())
        wanted = min(max(self.scale * factor, LEAST_ZOOM), MOST_ZOOM)
        before = self.scene_place(spot)
        self._set_scale(wanted)
        after = self.scene_place(spot)
        self.scroll_by((before[0] - after[0]) * wanted, (before[1] - after[1]) * wanted)

    def zoom_to(self, scale: float) -> None:
        """Zoom to that scale about the middle."""
        self.zoom(scale / self.scale)

    def fit(self) -> None:
        """Show everything, but nothing larger than it is."""
        rect = self._canvas.content_rect()
        if rect.isEmpty():
            rect = QRectF(-CARD_WIDTH, -CARD_WIDTH / 2, CARD_WIDTH * 2, CARD_WIDTH)
        area = self._view.viewport().rect()
        margin, words = (min(wanted, area.height() / _LEAST_PARTS) for wanted in (FIT_MARGIN, _FIT_WORDS))
        wide, high = area.width() - 2 * margin, area.height() - 2 * margin - words
        self._set_scale(max(LEAST_ZOOM, min(1.0, max(wide, 1) / rect.width(), max(high, 1) / rect.height())))
        self._view.centerOn(rect.center() + QPointF(0, words / 2 / self.scale))
        self._framing, self._frames_all = self.fit, True
        self.moved.emit()

    @property
    def sight(self) -> Sight | None:
        """Where somebody has scrolled and zoomed to; None while everything is shown."""
        if self._framing is not None and self._frames_all:
            return None
        middle = QPointF(self._view.viewport().rect().center()) + QPointF(0, self.below() / 2)
        return Sight(self.scene_place(middle), self.scale)

    def look(self, sight: Sight) -> None:
        """Show that part, or everything if it is empty, in a window of another size too, until somebody scrolls."""
        self._set_scale(min(max(sight.scale, LEAST_ZOOM), MOST_ZOOM))
        x, y = sight.centre
        self.centre_on((x, y - self.below() / 2 / self.scale))
        self._frames_all = self._is_lost()
        if self._frames_all:
            self.fit()
        self._framing = partial(self.look, sight)

    def frame_beside(self) -> None:
        """Something that opens now belongs to what it was opened with: what is framed is framed again beside it."""
        self._is_opening = True

    def follow_size(self) -> None:
        """The view has another size. Where a panel opened or closed, everything keeps its place on the screen.

        Only what is selected does not stay under such a panel: what has just been added, and beside the canvas what was
        in sight. In a window of another size what was framed is shown again, unless somebody has zoomed or scrolled.
        """
        window, framing, before, size = self._view.window(), self._framing, self._corner, self._size
        kept, selected = self._in_sight, self._canvas.session.selection.nodes
        is_same_window = self.is_seen and not self._is_opening and window.size() == self._window_size
        self._window_size, self._is_opening = window.size(), False
        self._corner = self._view.viewport().mapTo(window, QPoint(0, 0))
        self._size = self._view.viewport().size()
        if is_same_window:
            self.scroll_by(self._corner.x() - before.x(), self._corner.y() - before.y())
            self._framing = framing
            was_shown = QRect(before - self._corner, size)
            is_beside = size.width() > self._size.width()
            cards = _around(_rect_of(self._canvas.nodes[node_id].box) for node_id in selected)  # words may be cut
            is_hidden = is_beside and was_shown.contains(self._on_screen(cards))
            if selected and (kept == selected or is_hidden):
                self.reveal(selected)
            self.moved.emit()
        elif framing is not None:
            framing()

    def show_node(self, node_id: NodeId) -> None:
        """Bring a node to the middle of the view; one that is in sight stays where it is."""
        item = self._canvas.nodes[node_id]
        if self._is_clear(item.sceneBoundingRect()):
            return
        box = item.box
        self._view.centerOn((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        self._framing = None

    def centre_on(self, at: Point) -> None:
        """Bring a place of the scene to the middle of the view."""
        self._view.centerOn(*at)
        self._framing, self._in_sight = None, frozenset()

    def reveal(self, node_ids: Iterable[NodeId]) -> None:
        """Scroll as little as it takes to see nodes, and keep them in sight when a panel opens because of them."""
        wanted = frozenset(node_ids)
        area = self._area_of(wanted)
        if self._on_screen(area).height() + 2 * _NEAR_EDGE > self._room():
            items = (self._canvas.nodes[node_id] for node_id in wanted)
            # the cards with what stands beside their outputs, without the words below
            area = _around(_rect_of(item.box).adjusted(0, 0, item.beside, 0) for item in items)
        if not self._is_clear(area):
            self._view.ensureVisible(area, _NEAR_EDGE, _NEAR_EDGE)
            self._framing = None
        if self.over is not None and not self._is_clear(area):
            spot = self._on_screen(area)
            hidden = spot.bottom() + _NEAR_EDGE - self.over.geometry().top()
            self.scroll_by(0, max(0, min(hidden, spot.top() - _NEAR_EDGE)))  # its top stays in sight
        self._in_sight = wanted

    def scroll_by(self, dx: float, dy: float) -> None:
        """Move the window over the scene by so many pixels."""
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() + round(dx))
        down.setValue(down.value() + round(dy))
        self._framing, self._in_sight = None, frozenset()

    def scene_place(self, spot: QPointF) -> Point:
        """Where a point of the viewport lies in the scene, in fractions of a pixel."""
        inverted, _ = self._view.viewportTransform().inverted()
        at = inverted.map(spot)
        return at.x(), at.y()

    def shown(self) -> QRectF:
        """The part of the scene that is shown."""
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def _is_lost(self) -> bool:
        """Whether no card and no note is in sight, but for what an edge of the view cuts."""
        edge = _NEAR_EDGE / self.scale
        shown = self.shown().adjusted(edge, edge, -edge, -edge)
        items: list[NodeItem | NoteItem] = [*self._canvas.nodes_in(shown), *self._canvas.notes.values()]
        return not any(shown.intersects(_rect_of(item.box)) for item in items)

    def _is_clear(self, area: QRectF) -> bool:
        """Whether all of that part of the scene is in sight; what is larger than the view never is."""
        spot = self._on_screen(area)
        is_covered = self.over is not None and self.over.isVisible() and self.over.geometry().intersects(spot)
        return self._view.viewport().rect().contains(spot) and not is_covered

    def _area_of(self, node_ids: Iterable[NodeId]) -> QRectF:
        return _around(self._canvas.nodes[node_id].sceneBoundingRect() for node_id in node_ids)

    def _room(self) -> int:
        """How high what is brought into sight may be, in pixels."""
        return self._view.viewport().height() - (self.over.height() if self.over is not None else 0)

    def _on_screen(self, area: QRectF) -> QRect:
        return self._view.mapFromScene(area).boundingRect()

    def _set_scale(self, scale: float) -> None:
        self._view.resetTransform()
        self._view.scale(scale, scale)
        self._framing, self._in_sight = None, frozenset()
        self.moved.emit()


def _rect_of(box: Box) -> QRectF:
    return QRectF(QPointF(box.left, box.top), QPointF(box.right, box.bottom))


def _around(rects: Iterable[QRectF]) -> QRectF:
    whole = QRectF()
    for rect in rects:
        whole = whole.united(rect)
    return whole
