"""A card made small: its tile and its name stay as large as they can be read, whatever the zoom; the rest goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QStaticText,
    QTransform,
)

from app.canvas.compact import compact_box
from app.canvas.geometry import CARD_WIDTH, PORT_TOP, Box, port_y
from app.canvas.items.breaking import broken
from app.canvas.items.drawing_tools import DrawingTools, faces
from app.canvas.items.small_count import Count, count_room, paint_change, paint_count, small_rect, tile_side
from app.ui.plain_text import one_line, plain_static_text

MOST_LINES = 3
_MOST_KEPT = 4096  # names at the levels of zoom that were shown last
WORDS_GAP = 3.0
_MOST_SHARPNESS = 8
_MAY_EXCEED = 1.0  # a line reaches no further down than its letters
_RADIUS = 6.0
_LARGE_FROM = 0.33  # of zoom; below it the words are a little smaller
_LEAST_WORDS = 26.0
_PORT_RADIUS, _TINY_PORT_RADIUS, _LEAST_PITCH = 3.0, 2.0, 8.0
_TINY_CARD = 42.0  # pixels of the screen: on it a dot would cover a good part of the tile
_BADGE = 14.0
_APPEND_RADIUS, _APPEND_ARM = 7.0, 3.5

Placed = tuple[QPointF, QStaticText]


def words_height(scale: float) -> float:
    """What all its lines take under a small card, in the scene."""
    return (MOST_LINES * _face(scale)[1].lineSpacing() + WORDS_GAP) / scale


@dataclass(frozen=True, slots=True)
class Words:
    """The name under a small card, for one level of zoom: lines and their widths, in pixels of the screen."""

    level: float
    lines: tuple[tuple[QStaticText, float], ...]
    spacing: float
    font: QFont

    @property
    def width(self) -> float:
        """Of the widest line."""
        return max((width for _, width in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """Of all lines."""
        return self.spacing * len(self.lines)


@dataclass(frozen=True, slots=True)
class Look:
    """What a small card looks like at the moment; `badge` is the colour of its ground and a text."""

    tile: Callable[[int, int], QPixmap]  # of that size, for that device pixel ratio
    border: QPen
    is_ringed: bool
    has_input: bool
    outputs: int
    hovered_port: int
    appendable: frozenset[int]
    count: Count | None
    count_opacity: float
    badge: tuple[str, str] | None


def lay_out_words(name: str, room: Box, level: float) -> Words:
    """As much of a name as that room of the scene holds at that zoom: three lines, two, one, or none."""
    face, measure = _face(level)
    width, spacing = (room.right - room.left) * level, measure.lineSpacing()
    lines = min(MOST_LINES, int(((room.bottom - room.top) * level - WORDS_GAP + _MAY_EXCEED) // spacing))
    if width < _LEAST_WORDS or lines < 1:
        return Words(level, (), spacing, face)
    return Words(level, _lines(name, face.key(), width, lines, level >= _LARGE_FROM), spacing, face)


@lru_cache(_MOST_KEPT)
def _lines(name: str, _key: str, width: float, lines: int, is_large: bool) -> tuple[tuple[QStaticText, float], ...]:
    """The name in so many lines in a face of that key, each with its width."""
    face, measure = _face(_LARGE_FROM if is_large else 0.0)
    texts = broken(one_line(name), face, width, lines)
    return tuple((plain_static_text(text, face), measure.horizontalAdvance(text)) for text in texts)


def paint_small(painter: QPainter, scale: float, height: float, tools: DrawingTools, look: Look, words: Words) -> None:
    """Paint a card of that height in pixels of the screen, whatever the zoom; the painter is in the item's place."""
    base = painter.worldTransform()  # from here on whole pixels, so that tile and words are sharp wherever they stand
    painter.setWorldTransform(QTransform.fromTranslate(round(base.dx()), round(base.dy())))
    card = small_rect(height, scale)
    _paint_card(painter, card, tools, look)
    _paint_inside(painter, card, tools, look)
    _paint_dots(painter, scale, tools, look)
    _paint_words(painter, card, tools, words)
    if look.badge is not None:
        _paint_badge(painter, card, tools, look.badge)
    painter.setWorldTransform(base)


def words_box(words: Words, height: float, scale: float) -> Box:
    """Where the name stands, in the item's own place of the scene."""
    card = compact_box(Box(0, 0, CARD_WIDTH, height), scale)
    half, top = words.width / 2 / scale, card.bottom
    return Box(CARD_WIDTH / 2 - half, top, CARD_WIDTH / 2 + half, top + (words.height + WORDS_GAP) / scale)


def _paint_card(painter: QPainter, card: QRectF, tools: DrawingTools, look: Look) -> None:
    radius = min(_RADIUS, card.height() / 4)
    if look.is_ringed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(tools.ring)
        painter.drawRoundedRect(card, radius, radius)
    painter.setPen(look.border)
    painter.setBrush(tools.surface)
    painter.drawRoundedRect(card, radius, radius)


def _paint_inside(painter: QPainter, card: QRectF, tools: DrawingTools, look: Look) -> None:
    """The tile in the middle or, after a run, at the left of the number and the bar."""
    side = tile_side(card)
    left = card.left() + (2 if look.count is not None else (card.width() - side) / 2)
    at = QPointF(round(left), round(card.center().y() - side / 2))
    painter.drawPixmap(at, look.tile(max(side, 1), _sharpness(painter)))
    if look.count is not None:
        painter.setOpacity(look.count_opacity)
        paint_count(painter, count_room(card, side), tools, look.count)
        paint_change(painter, card, tools, look.count)
        painter.setOpacity(1.0)


def _sharpness(painter: QPainter) -> int:
    """How many pixels of a screen, or dots of a printer, there are to a pixel of the picture."""
    return min(max(ceil(painter.deviceTransform().m11() / painter.worldTransform().m11() - 0.01), 1), _MOST_SHARPNESS)


def _paint_dots(painter: QPainter, scale: float, tools: DrawingTools, look: Look) -> None:
    """Where wires come in and go out; outputs too near to one another are left to their wires."""
    painter.setPen(tools.wire)
    painter.setBrush(tools.surface)
    is_tiny = CARD_WIDTH * scale < _TINY_CARD
    if look.has_input:
        _paint_dot(painter, QPointF(0, PORT_TOP * scale), tools, is_hovered=look.hovered_port == -1, is_tiny=is_tiny)
    if look.outputs == 1 or port_y(1) - port_y(0) >= _LEAST_PITCH / scale:
        for index in range(look.outputs):
            at = QPointF(CARD_WIDTH * scale, port_y(index) * scale)
            _paint_dot(painter, at, tools, is_hovered=look.hovered_port == index, is_tiny=is_tiny)
            if index in look.appendable:
                paint_append(painter, at, tools)


def paint_append(painter: QPainter, at: QPointF, tools: DrawingTools) -> None:
    """The handle at a free output: a click on it adds what follows."""
    painter.setPen(tools.append)
    painter.setBrush(tools.surface)
    painter.drawEllipse(at, _APPEND_RADIUS, _APPEND_RADIUS)
    for across, down in ((_APPEND_ARM, 0.0), (0.0, _APPEND_ARM)):
        painter.drawLine(at - QPointF(across, down), at + QPointF(across, down))


def _paint_dot(painter: QPainter, at: QPointF, tools: DrawingTools, *, is_hovered: bool, is_tiny: bool) -> None:
    painter.setPen(tools.card_selected if is_hovered else tools.wire)
    painter.setBrush(tools.accent if is_hovered else tools.surface)
    radius = _PORT_RADIUS + 2 * is_hovered if is_hovered or not is_tiny else _TINY_PORT_RADIUS
    painter.drawEllipse(at, radius, radius)


def _paint_words(painter: QPainter, card: QRectF, tools: DrawingTools, words: Words) -> None:
    """The name on the canvas's own ground, so that no wire runs through it."""
    middle, top = card.center().x(), card.bottom() + WORDS_GAP - 1
    if not words.lines:
        return
    painter.fillRect(QRectF(middle - words.width / 2 - 1, top + 1, words.width + 2, words.height - 1), tools.canvas)
    painter.setFont(words.font)
    painter.setPen(tools.text)
    for text, width in words.lines:
        painter.drawStaticText(QPointF(middle - width / 2, top), text)
        top += words.spacing


def _paint_badge(painter: QPainter, card: QRectF, tools: DrawingTools, badge: tuple[str, str]) -> None:
    colour, text = badge
    spot = QRectF(card.right() - _BADGE * 0.6, card.top() - _BADGE * 0.5, _BADGE, _BADGE)
    painter.setPen(tools.on_danger)
    painter.setBrush(tools.danger if colour == "danger" else tools.warning)
    painter.drawEllipse(spot)
    painter.setFont(faces().count)
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)


def _face(scale: float) -> tuple[QFont, QFontMetricsF]:
    fonts = faces()
    return (fonts.label, fonts.label_measure) if scale >= _LARGE_FROM else (fonts.small_name, fonts.small_name_measure)
