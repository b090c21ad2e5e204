"""A small picture of the whole canvas in its corner, to see where one is and to go elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from app.canvas.afar.name_spots import pieces
from app.canvas.afar.overview import Overview
from app.canvas.camera import Camera
from app.canvas.compact import COMPACT
from app.canvas.geometry import Box
from app.canvas.item_scene import BOUNDS, rect_of
from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.items.edge_item import EdgeItem

_WIDTH, _HEIGHT = 176, 112
_MARGIN, _PADDING = 16, 8
_DRAWN_AFTER_MS = 60
_APART = 4  # from the next card
_BESIDE_SMALL = (32, 40, 24)  # from a small one, whose name is beside or below it: to either side, below it, above it
_LEAST_ROOM = 2.5 * _WIDTH  # on a narrower canvas the map would cover what it is a map of


class Minimap(QWidget):
    """Shown only while part of the scenario is out of sight and the canvas has room; a click or drag goes there.

    It gets out of the way: it goes to another corner when a card comes under it, and away when all corners have one.
    """

    def __init__(self, view: QWidget, overview: Overview, camera: Camera) -> None:
        super().__init__(view)
        self.setObjectName("minimap")
        self.setAccessibleName("Map of the whole scenario")
        self.setFixedSize(_WIDTH, _HEIGHT)
        self._overview = overview
        self._camera = camera
        self._drawn: DrawingTools | None = None  # the colours of the picture that is kept
        self._picture = QPixmap()
        self._content = QRectF()
        camera.moved.connect(self._follow)
        session = overview.scene.session
        self._changing = QTimer(self, interval=_DRAWN_AFTER_MS, singleShot=True)  # it is small: not with each frame
        self._changing.timeout.connect(self._draw_anew)
        for signal in (session.changed, session.selection_changed, session.problems_changed, session.lit_changed):
            signal.connect(self._changing.start)
        overview.scene.marked.connect(lambda *_: self._changing.start())  # such as what was found
        session.changed.connect(self._follow)
        self._is_held = False  # what is dragged does not go away under the pointer
        self.hide()

    def stay(self) -> None:
        """Stand in a corner, the lower right one where it is free, whatever size the canvas has."""
        self.move(self._corners()[0])
        self._follow()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._is_held = True
        self._go(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """It may get out of the way again."""
        self._is_held = False
        self._follow()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        self._go(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The scenario from afar, and a frame around what the canvas shows."""
        tools = self._overview.scene.tools
        if self._drawn is not tools:
            self._content = self._overview.scene.content_rect()
            self._drawn, self._picture = tools, self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
        painter.setWorldTransform(self._to_widget())
        painter.setPen(tools.guide)
        painter.setBrush(tools.band)
        painter.drawRect(self._camera.shown())
        painter.end()

    def _draw(self) -> QPixmap:
        """The sheet with everything on it; kept while the scenario stays as it is, also while a gesture lasts."""
        tools, ratio = self._overview.scene.tools, self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tools.card)
        painter.setBrush(tools.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setWorldTransform(self._to_widget())
        self._overview.paint(painter)
        painter.end()
        return picture

    def _draw_anew(self) -> None:
        self._drawn = None
        self._follow()

    def _follow(self) -> None:
        content, parent = self._overview.scene.content_rect(), self.parentWidget()
        has_room = parent is not None and parent.width() >= _LEAST_ROOM
        is_wanted = has_room and not content.isEmpty() and not self._camera.shown().contains(content)
        self.setVisible(is_wanted and (self._is_held or self._find_corner()))
        self.update()

    def _find_corner(self) -> bool:
        """Stay where no card is under it, or go there, best where no wire is; False where there is no such corner."""
        if not self._covers_card(self.pos()):
            return True
        free = [corner for corner in self._corners() if not self._covers_card(corner)]
        if free:
            self.move(next((corner for corner in free if not self._covers_wire(corner)), free[0]))
        return bool(free)

    def _covers_card(self, corner: QPoint) -> bool:
        beside, above, below = _BESIDE_SMALL if self._camera.scale < COMPACT else (_APART, _APART, _APART)
        room = self._part(QRectF(corner, self.size()).adjusted(-beside, -above, beside, below))
        return self._overview.scene.router.obstacles.blocks((room.left, room.top), (room.right, room.bottom), 0.0)

    def _covers_wire(self, corner: QPoint) -> bool:
        part, scene = self._part(QRectF(corner, self.size())), self._overview.scene
        wires = (item.line for item in scene.items(rect_of(part), BOUNDS) if isinstance(item, EdgeItem))
        return any(piece.overlaps(part) for line in wires for piece in pieces(line))

    def _part(self, room: QRectF) -> Box:
        """What of the scene is there."""
        return Box(*self._camera.scene_place(room.topLeft()), *self._camera.scene_place(room.bottomRight()))

    def _corners(self) -> tuple[QPoint, ...]:
        parent = self.parentWidget()
        if parent is None:
            return (self.pos(),)
        right, bottom = parent.width() - self.width() - _MARGIN, parent.height() - self.height() - _MARGIN
        places = ((right, bottom), (_MARGIN, bottom), (right, _MARGIN), (_MARGIN, _MARGIN))
        return tuple(QPoint(*place) for place in places)

    def _go(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton or event.type() == QEvent.Type.MouseButtonPress:
            inverted, _ = self._to_widget().inverted()
            at = inverted.map(event.position())
            self._camera.centre_on((at.x(), at.y()))

    def _to_widget(self) -> QTransform:
        content = self._content
        wide, high = self.width() - 2 * _PADDING, self.height() - 2 * _PADDING
        scale = min(wide / max(content.width(), 1), high / max(content.height(), 1))
        made = QTransform()
        made.translate(self.width() / 2, self.height() / 2)
        made.scale(scale, scale)
        made.translate(-content.center().x(), -content.center().y())
        return made
