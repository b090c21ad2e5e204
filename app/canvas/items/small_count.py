"""What a run adds to a small card: the number of those who arrived, of a forecast two, over a bar."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF, QStaticText

from app.canvas.compact import compact_box
from app.canvas.figures import NodeFigures
from app.canvas.geometry import CARD_WIDTH, Box
from app.canvas.items.card import laid_along, modelled_shares, shares
from app.canvas.items.drawing_tools import DrawingTools, faces
from app.canvas.items.run_painting import paint_chip, paint_hatched
from app.numbers import in_brief, number
from app.ui.plain_text import plain_static_text

_MOST_TILE = 36.0
_BAR_HEIGHT = 3.0
_SOLID_HEIGHT, _HATCHED_HEIGHT = 2.0, 4.0  # of the two bars of a forecast
_CLEAR = 3.0  # at least so much between the edge, the digits and the bar
_REACH = 3.0  # around a number that can be clicked
_CHIP_PADDING, _PAIR_GAP = 2.0, 6.0
_LINE_CLEAR = 1.0  # between digits and what is over and under them, where two numbers stand over one another
_MAY_EXCEED = 10.0  # to the tile and to the border there are six on either side
_MARK_HALF, _MARK_IN, _MARK_OUT = 5.0, 3.0, 3.0  # of the mark of what changed: half its width, and across the border
_STOREYS_MAY_EXCEED, _STOREY_RADIUS = 7.0, 3.0  # two numbers over one another, the lower one on a hatched ground
_PAIR_MAY_EXCEED = 6.0  # two numbers side by side, that neither touches tile or border
_EXCESSES = (1.0, 4.0, _MAY_EXCEED)  # of a number alone: a shorter form comes before one that touches either

Written = tuple[QStaticText, float]
"""A text with its width."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a run adds: how many arrived with the widths of the texts, the fullest first, and the parts of the bar.

    Of a forecast `pairs` hold the observed number and the modelled one, and `hatched` the parts of its bar. `more`: by
    how many more arrived than in the run that is kept, of which the first of the texts tells.
    """

    texts: tuple[tuple[QStaticText, float], ...]
    parts: tuple[tuple[float, str], ...]
    pairs: tuple[tuple[Written, Written], ...] = ()
    hatched: tuple[tuple[float, str], ...] = ()
    more: int = 0


def small_count(figures: NodeFigures) -> Count:
    """Lay out what a run adds to a small card."""
    fonts = faces()

    def laid_out(text: str) -> Written:
        return plain_static_text(text, fonts.count), fonts.count_measure.horizontalAdvance(text)

    texts = tuple(laid_out(text) for text in figures.arrived_in_short)
    if figures.modelled is None:
        return Count(texts, shares(figures), more=figures.arrived_more)
    means = figures.modelled.arrived.forms[-2:]
    counts = number(figures.arrived), in_brief(figures.arrived)
    alike = zip(counts, means, strict=False)  # both in full or both in brief are compared at a glance
    pairs = tuple((laid_out(count), laid_out(mean)) for count, mean in dict.fromkeys((*alike, *product(counts, means))))
    return Count(
        texts,
        shares(figures),
        pairs,
        modelled_shares(figures),
    )


def small_rect(height: float, scale: float) -> QRectF:
    """A small card of that height in pixels of the screen, from the item's own corner."""
    box = compact_box(Box(0, 0, CARD_WIDTH, height), scale)
    return QRectF(0, box.top * scale, CARD_WIDTH * scale, (box.bottom - box.top) * scale)


def tile_side(card: QRectF) -> int:
    """How large the tile on it is."""
    return int(min(card.height() - 4, card.width() - 4, _MOST_TILE))


def count_room(card: QRectF, side: int) -> QRectF:
    """The room beside the tile."""
    return card.adjusted(side + 6, 0, -6, 0)


def count_places(height: float, scale: float, count: Count) -> tuple[QRectF | None, QRectF | None]:
    """Where the number of what was observed stands and that of what is modelled, in the item's own place, if at all."""
    card = small_rect(height, scale)
    room = count_room(card, tile_side(card))
    if not count.pairs:
        written = _written(room, count)
        return (_reached(_spot(room, written[1]), scale) if written is not None else None), None
    found = _spots(room, count)
    if found is None:
        return None, None
    _, observed, modelled = found
    first, second = _reached(observed, scale), _reached(modelled, scale)
    if observed.top() != modelled.top():  # over one another: what can be clicked meets in the middle
        middle = (first.bottom() + second.top()) / 2
        first.setBottom(middle)
        second.setTop(middle)
    return first, second


def _reached(spot: QRectF, scale: float) -> QRectF:
    """A place in pixels of the screen with a little around it, in the scene."""
    spot = spot.adjusted(-_REACH, -_REACH, _REACH, _REACH)
    return QRectF(spot.left() / scale, spot.top() / scale, spot.width() / scale, spot.height() / scale)


def paint_count(painter: QPainter, room: QRectF, tools: DrawingTools, count: Count) -> None:
    """How many arrived, over the bar; a number that has no room is left to the tooltip."""
    if count.pairs:
        _paint_forecast(painter, room, tools, count)
        return
    written = _written(room, count)
    top = room.bottom() - _BAR_HEIGHT - 3 if written else room.center().y() - _BAR_HEIGHT / 2
    if written:
        text, width = written
        painter.setFont(faces().count)
        painter.setPen(tools.text)
        painter.drawStaticText(_spot(room, width).topLeft(), text)
    _paint_bar(painter, QRectF(room.left(), top, room.width(), _BAR_HEIGHT), tools, count)


def paint_change(painter: QPainter, card: QRectF, tools: DrawingTools, count: Count) -> None:
    """Where the difference to the kept run has no room: on the upper border that it is more, on the lower, less."""
    written = _written(count_room(card, tile_side(card)), count)
    if count.more == 0 or (written is not None and written is count.texts[0]):
        return
    out, at = (-1, card.top()) if count.more > 0 else (1, card.bottom())
    middle, foot = card.center().x(), at - out * _MARK_IN
    painter.setPen(tools.nobody)
    painter.setBrush(tools.accent)
    corners = (middle - _MARK_HALF, foot), (middle + _MARK_HALF, foot), (middle, at + out * _MARK_OUT)
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _paint_bar(painter: QPainter, ground: QRectF, tools: DrawingTools, count: Count) -> None:
    painter.setPen(tools.nobody)
    painter.setBrush(tools.track)
    painter.drawRect(ground)
    for part, colour in laid_along(ground, count.parts):
        painter.setBrush(tools.bar[colour])
        painter.drawRect(part)


def _paint_forecast(painter: QPainter, room: QRectF, tools: DrawingTools, count: Count) -> None:
    """The observed number and the modelled one on its hatched ground, where there is room for both; and two bars."""
    found = _spots(room, count)
    is_stacked = found is not None and found[1].top() != found[2].top()
    if is_stacked:
        painter.setPen(tools.nobody)
        painter.setBrush(tools.modelled_ground)
        painter.drawRoundedRect(_lower_storey(room), _STOREY_RADIUS, _STOREY_RADIUS)
        _paint_bar(painter, _ground_between(room), tools, count)
    else:
        ground = _observed_ground(room)
        _paint_bar(painter, ground, tools, count)
        under = QRectF(room.left(), ground.bottom(), room.width(), _HATCHED_HEIGHT)
        for part, colour in laid_along(under, count.hatched):
            paint_hatched(painter, part, tools, colour)
    if found is None:
        return
    ((observed, _), (modelled, about)), at, beside = found
    painter.setFont(faces().count)
    if not is_stacked:
        chip = QRectF(beside.left() - _CHIP_PADDING, beside.top() + 1, about + 2 * _CHIP_PADDING, beside.height() - 2)
        paint_chip(painter, chip, tools)
    painter.setPen(tools.text)
    painter.drawStaticText(at.topLeft(), observed)
    painter.drawStaticText(beside.topLeft(), modelled)


def _observed_ground(room: QRectF) -> QRectF:
    """Of a forecast the bar of what was observed; that of what is modelled lies under it."""
    return QRectF(room.left(), room.bottom() - _SOLID_HEIGHT - _HATCHED_HEIGHT - 1, room.width(), _SOLID_HEIGHT)


def _spots(room: QRectF, count: Count) -> tuple[tuple[Written, Written], QRectF, QRectF] | None:
    """The fullest form of the two numbers that has room, side by side or over one another, and the place of each."""
    high = faces().count_measure.height()
    over_bars = _observed_ground(room).top() - room.top() >= high - 3
    if over_bars:
        for pair in count.pairs:
            wide = _pair_width(pair)
            if wide <= room.width() + _PAIR_MAY_EXCEED:
                left, middle = room.center().x() - wide / 2, (room.top() + _observed_ground(room).top()) / 2
                at = QRectF(left, middle - high / 2, pair[0][1], high)
                beside = QRectF(at.right() + _PAIR_GAP, at.top(), pair[1][1], high)
                return pair, at, beside
    between = _ground_between(room)
    digits = faces().count_measure.capHeight()
    if between.top() - room.top() < digits + 2 * _LINE_CLEAR - 0.5:
        return None
    for pair in count.pairs:
        if max(pair[0][1], pair[1][1]) <= room.width() + _STOREYS_MAY_EXCEED:
            upper, lower = (room.top() + between.top()) / 2, (between.bottom() + room.bottom()) / 2
            at = QRectF(room.center().x() - pair[0][1] / 2, upper - high / 2, pair[0][1], high)
            return pair, at, QRectF(room.center().x() - pair[1][1] / 2, lower - high / 2, pair[1][1], high)
    return None


def _ground_between(room: QRectF) -> QRectF:
    """The bar of what was observed, between two numbers over one another."""
    return QRectF(room.left() - 2, room.center().y() - _SOLID_HEIGHT / 2, room.width() + 7, _SOLID_HEIGHT)


def _lower_storey(room: QRectF) -> QRectF:
    """The hatched ground of a modelled number under an observed one: all there is beside the tile and under the bar."""
    top = _ground_between(room).bottom()
    return QRectF(room.left() - 2, top, room.width() + 7, room.bottom() - 1 - top)


def _written(room: QRectF, count: Count) -> Written | None:
    """The fullest form of the number that has room beside the tile and over the bar."""
    if room.height() < faces().count_measure.capHeight() + _BAR_HEIGHT + 2 * _CLEAR:
        return None
    fitting = (each for beyond in _EXCESSES for each in count.texts if each[1] <= room.width() + beyond)
    return next(fitting, None)


def _spot(room: QRectF, width: float) -> QRectF:
    """Where a number of that width stands, over its bar."""
    high = faces().count_measure.height()
    middle = (room.top() + room.bottom() - _BAR_HEIGHT - 3) / 2
    return QRectF(room.center().x() - width / 2, middle - high / 2, width, high)


def _pair_width(pair: tuple[Written, Written]) -> float:
    (_, observed), (_, modelled) = pair
    return (observed + _PAIR_GAP - _CHIP_PADDING if observed else 0.0) + modelled + 2 * _CHIP_PADDING
