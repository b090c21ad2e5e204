"""What playback paints over a scene: dots under the cards, and above them who waits and who is followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QStaticText
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.compact import COMPACT, compact_box
from app.canvas.geometry import Box, Point
from app.canvas.items.drawing_tools import DrawingTools, faces
from app.canvas.playback.dot_image import DotImage
from app.numbers import in_brief, number
from app.scenario.graph import NodeId
from app.ui.plain_text import plain_static_text

_ENDLESS = QRectF(-4_000_000.0, -4_000_000.0, 8_000_000.0, 8_000_000.0)
_DOT_PX, _FOLLOWED_PX, _HALO_PX = 4.0, 7.0, 12.0
_PADDING, _PILL_HEIGHT, _GAP = 6.0, 18.0, 4.0
_UNDER_CARDS, _OVER_ALL = 1.5, 4.0
_HALO = 0.3


class _Layer(QGraphicsItem):
    """An item as large as the scene, painted in pixels of the screen, also from afar, where items do not paint."""

    def __init__(self, tools: DrawingTools, height: float) -> None:
        super().__init__()
        self.tools = tools
        self.setZValue(height)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Wherever a wire may run."""
        return _ENDLESS

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint what is shown."""
        self.paint_on(painter)

    def paint_on(self, painter: QPainter) -> None:
        """Paint what is shown; the painter is in the scene's coordinates."""


class DotLayer(_Layer):
    """All dots at once; they run under the cards."""

    def __init__(self, tools: DrawingTools) -> None:
        super().__init__(tools, _UNDER_CARDS)
        self._places: NDArray[np.float64] = np.zeros((0, 2))
        self._images: dict[tuple[str, str, float], DotImage] = {}

    def show_dots(self, places: NDArray[np.float64]) -> None:
        """Show a dot at each of these places of the scene."""
        self._places = places

    def paint_on(self, painter: QPainter) -> None:
        """Stamp them onto one picture and paint that."""
        if not len(self._places):
            return
        device, to = painter.device(), painter.worldTransform()
        ratio = device.devicePixelRatioF()
        width, height = round(device.width() * ratio), round(device.height() * ratio)
        places = (self._places * (to.m11(), to.m22()) + (to.dx(), to.dy())) * ratio
        colours = (self.tools.palette.accent, self.tools.palette.surface, _DOT_PX * ratio)
        if colours not in self._images:
            self._images = {colours: DotImage(*colours)}
        image = self._images[colours].stamp(places, width, height)
        image.setDevicePixelRatio(ratio)
        painter.resetTransform()
        for top, bottom in self._images[colours].bands:
            part = QRectF(0, top, width, bottom - top)
            painter.drawImage(QPointF(0, top / ratio), image, part)
        painter.setWorldTransform(to)


class MarkLayer(_Layer):
    """How many wait at each node, and where the followed customer is."""

    def __init__(self, tools: DrawingTools) -> None:
        super().__init__(tools, _OVER_ALL)
        self._waiting: list[tuple[Box, tuple[QStaticText, ...]]] = []
        self._texts: dict[int, tuple[QStaticText, ...]] = {}
        self._followed: tuple[Point, ...] = ()
        self._at_nodes: tuple[Box, ...] = ()

    def show_waiting(self, waiting: Mapping[NodeId, int], boxes: Mapping[NodeId, Box]) -> None:
        """Show how many wait at these nodes, whose cards stand there; nobody is not shown."""
        shown = {node: count for node, count in waiting.items() if count and node in boxes}
        self._texts = {count: self._texts.get(count) or _texts(count) for count in shown.values()}
        self._waiting = [(boxes[node], self._texts[count]) for node, count in shown.items()]

    def show_followed(self, places: Sequence[Point], cards: Sequence[Box]) -> None:
        """Show the followed customer at these places on wires, and at these cards."""
        self._followed, self._at_nodes = tuple(places), tuple(cards)

    def paint_on(self, painter: QPainter) -> None:
        """Paint them in pixels of the screen."""
        base = painter.worldTransform()
        scale = base.m11()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.resetTransform()
        for box in self._at_nodes:
            self._paint_card(painter, base.mapRect(_rect(_shown(box, scale))))
        for box, texts in self._waiting:
            self._paint_pill(painter, base.mapRect(_rect(_shown(box, scale))), texts)
        for place in self._followed:
            self._paint_followed(painter, base.map(QPointF(*place)))
        painter.restore()

    def _paint_pill(self, painter: QPainter, card: QRectF, texts: tuple[QStaticText, ...]) -> None:
        """Above the card, in the fullest form that is not wider than the card."""
        room = card.width() - 2 * _PADDING
        text = next((each for each in texts if each.size().width() <= room), texts[-1])
        width = text.size().width() + 2 * _PADDING
        pill = QRectF(card.left(), card.top() - _GAP - _PILL_HEIGHT, width, _PILL_HEIGHT)
        painter.setPen(self.tools.waiting_line)
        painter.setBrush(self.tools.waiting)
        painter.drawRoundedRect(pill, _PILL_HEIGHT / 2, _PILL_HEIGHT / 2)
        painter.setPen(self.tools.text)
        painter.setFont(faces().count)
        painter.drawStaticText(QPointF(pill.left() + _PADDING, pill.center().y() - text.size().height() / 2), text)

    def _paint_card(self, painter: QPainter, card: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.tools.wire_lit)
        painter.drawRoundedRect(card.adjusted(-4, -4, 4, 4), 12, 12)

    def _paint_followed(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(self.tools.nobody)
        painter.setBrush(self.tools.accent)
        painter.setOpacity(_HALO)
        painter.drawEllipse(at, _HALO_PX, _HALO_PX)
        painter.setOpacity(1.0)
        painter.setPen(self.tools.on_danger)
        painter.drawEllipse(at, _FOLLOWED_PX, _FOLLOWED_PX)


def _shown(box: Box, scale: float) -> Box:
    return box if scale >= COMPACT else compact_box(box, scale)


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)


def _texts(count: int) -> tuple[QStaticText, ...]:
    words = (f"{number(count)} waiting", number(count), in_brief(count))
    return tuple(plain_static_text(text, faces().count) for text in dict.fromkeys(words))
