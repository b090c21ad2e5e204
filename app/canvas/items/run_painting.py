"""What a run adds to a card, painted: counts, bars, and hatched beside them what a forecast makes of both."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.canvas.items.card import CardTexts, Chip, PortTexts, RunTexts
from app.canvas.items.drawing_tools import DrawingTools, faces

STALE = 0.4
_LABEL_AT, _WORDS_AT = QPointF(60, 13), QPointF(60, 33)
_HIGHER_LABEL, _HIGHER_WORDS = QPointF(60, 7), QPointF(60, 24)  # two bars and two numbers need more room
_CHIP_RADIUS, _PILL_RADIUS = 4.0, 9.0


def paint_words(painter: QPainter, tools: DrawingTools, texts: CardTexts, *, is_forecast: bool) -> None:
    """The label and, under it, what the node does."""
    painter.setFont(faces().label)
    painter.setPen(tools.text)
    painter.drawStaticText(_HIGHER_LABEL if is_forecast else _LABEL_AT, texts.label)
    painter.setFont(faces().words)
    painter.setPen(tools.text_quiet)
    painter.drawStaticText(_HIGHER_WORDS if is_forecast else _WORDS_AT, texts.words)


def paint_run(painter: QPainter, tools: DrawingTools, texts: RunTexts, *, is_stale: bool) -> None:
    """How many arrived, and the bar; under it the modelled one, hatched."""
    painter.setOpacity(STALE if is_stale else 1.0)
    painter.setPen(tools.nobody)
    painter.setBrush(tools.track)
    painter.drawRect(texts.ground)
    for part, colour in texts.bar:
        painter.setBrush(tools.bar[colour])
        painter.drawRect(part)
    for part, colour in texts.hatched:
        paint_hatched(painter, part, tools, colour)
    painter.setFont(faces().count)
    painter.setPen(tools.text_quiet)
    if texts.arrived is not None:
        painter.drawStaticText(*texts.arrived)
    _paint_modelled(painter, tools, texts.modelled)
    painter.setOpacity(1.0)


def paint_counts(painter: QPainter, tools: DrawingTools, texts: PortTexts, *, is_hovered: bool, is_stale: bool) -> None:
    """How many left by an output, their share, and what a forecast expects; stale ones pale on a full ground."""
    if texts.pill is None:
        return
    if is_stale:
        _paint_grounds(painter, tools, texts, is_hovered=is_hovered)
        painter.setOpacity(STALE)
    painter.setFont(faces().count)
    if not is_hovered:
        painter.setPen(tools.card)
        painter.setBrush(tools.surface)
        painter.drawRoundedRect(texts.pill.shape, _PILL_RADIUS, _PILL_RADIUS)
        painter.setPen(tools.text)
        painter.drawStaticText(texts.pill.at, texts.pill.count)
    if texts.share is not None:
        painter.setPen(tools.text)
        painter.drawStaticText(*texts.share)
    _paint_modelled(painter, tools, texts.modelled)
    painter.setOpacity(1.0)


def _paint_grounds(painter: QPainter, tools: DrawingTools, texts: PortTexts, *, is_hovered: bool) -> None:
    """What no wire and no border shines through."""
    painter.setPen(tools.nobody)
    painter.setBrush(tools.surface)
    if texts.pill is not None and not is_hovered:
        painter.drawRoundedRect(texts.pill.shape, _PILL_RADIUS, _PILL_RADIUS)
    if texts.modelled is not None:
        painter.drawRoundedRect(texts.modelled.shape, _CHIP_RADIUS, _CHIP_RADIUS)


def _paint_modelled(painter: QPainter, tools: DrawingTools, chip: Chip | None) -> None:
    if chip is not None:
        paint_chip(painter, chip.shape, tools)
        painter.setPen(tools.text)
        painter.drawStaticText(chip.at, chip.number)


def paint_chip(painter: QPainter, chip: QRectF, tools: DrawingTools) -> None:
    """The hatched ground of a modelled number."""
    painter.setPen(tools.modelled_line)
    painter.setBrush(tools.surface)
    painter.drawRoundedRect(chip, _CHIP_RADIUS, _CHIP_RADIUS)
    painter.setBrush(tools.modelled_ground)
    painter.drawRoundedRect(chip, _CHIP_RADIUS, _CHIP_RADIUS)


def paint_hatched(painter: QPainter, part: QRectF, tools: DrawingTools, colour: str) -> None:
    """A part of a modelled bar: pale, with the lines in its full colour."""
    painter.setPen(tools.nobody)
    painter.setBrush(tools.pale_bar[colour])
    painter.drawRect(part)
    painter.setBrush(tools.hatched_bar[colour])
    painter.drawRect(part)
