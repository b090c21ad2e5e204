"""Pens, brushes, fonts and pictures of the canvas for one palette, made once and shared by all items."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainterPath, QPen, QPixmap

from app.canvas.geometry import CARD_RADIUS, CARD_WIDTH
from app.canvas.kind_tiles import family_colour, kind_tile
from app.look.palette import Palette
from app.nodes.kind import Family
from app.ui.theme import font, load_fonts, mix

TILE = 40.0
_HATCH = Qt.BrushStyle.BDiagPattern


@dataclass(frozen=True, slots=True)
class Faces:
    """The typefaces of the canvas with their measures."""

    label: QFont
    words: QFont
    small: QFont
    count: QFont
    small_name: QFont
    label_measure: QFontMetricsF
    words_measure: QFontMetricsF
    small_measure: QFontMetricsF
    count_measure: QFontMetricsF
    small_name_measure: QFontMetricsF


@cache
def faces() -> Faces:
    """The one set of typefaces; needs a QApplication."""
    load_fonts()
    label = font(13, QFont.Weight.DemiBold)
    words = font(12)
    small = font(11)
    count = font(11, QFont.Weight.DemiBold)
    small_name = font(12, QFont.Weight.DemiBold)
    made = (label, words, small, count, small_name)
    return Faces(*made, *map(QFontMetricsF, made))


THINNEST = 1.1
"""In pixels of the screen: a wire is never thinner."""


def pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen with round caps and joins."""
    return QPen(QBrush(QColor(colour)), width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


@cache
def thinned(colour: int) -> QPen:
    """A pen of that colour (RGBA) where the canvas is so small that lines could hardly be seen."""
    made = pen("#000000", THINNEST)
    made.setColor(QColor.fromRgba(colour))
    return _cosmetic(made)


def _cosmetic(made: QPen) -> QPen:
    made.setCosmetic(True)
    return made


def _mixed(ground: str, brush: QBrush, share: float) -> QColor:
    return QColor(mix(ground, brush.color().name(), share))


def _veil(colour: str, alpha: int) -> QBrush:
    made = QColor(colour)
    made.setAlpha(alpha)
    return QBrush(made)


class DrawingTools:
    """Everything that items paint with; replaced as a whole when the palette changes."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.canvas = QBrush(QColor(palette.sunken))
        self.surface = QBrush(QColor(palette.surface))
        self.text = pen(palette.text)
        self.text_quiet = pen(palette.text_quiet)
        self.text_faint = pen(palette.text_faint)
        self.card = pen(palette.line_strong if palette.is_dark else mix(palette.line, palette.line_strong, 0.6))
        self.card_hover = pen(palette.text_faint, 1.5)
        self.card_selected = pen(palette.accent, 2)
        self.card_target = pen(palette.good, 2)
        self.append = pen(palette.accent, 1.5)
        self.ring = pen(palette.accent_soft, 6)
        self.target_ring = pen(mix(palette.sunken, palette.good, 0.28), 6)
        self.shadow = QBrush(QColor(0, 0, 0, 70 if palette.is_dark else 16))
        self.wire = pen(mix(palette.line_strong, palette.text_faint, 0.8), 1.75)
        self.wire_hover = pen(palette.text_quiet, 2.25)
        self.wire_selected = pen(palette.accent, 2.5)
        self.wire_draft = pen(palette.accent, 2, Qt.PenStyle.DashLine)
        self.wire_lit = pen(palette.accent, 3.5)
        self.lit_ring = pen(mix(palette.sunken, palette.accent, 0.35), 8)
        self.wire_splice = pen(palette.accent, 4)
        self.wire_idle = pen(palette.line_strong, 1.25)
        self.far_wire = _cosmetic(pen(palette.line_strong))
        self.far_wire_selected = _cosmetic(pen(palette.accent, 2))
        self.far_card = _cosmetic(pen(palette.line_strong))
        self.far_selected, self.far_found = (_cosmetic(pen(each, 2)) for each in (palette.accent, palette.good))
        self.guide = _cosmetic(pen(palette.accent))
        self.band = _veil(palette.accent, 28)
        self.accent = QBrush(QColor(palette.accent))
        self.danger = QBrush(QColor(palette.danger))
        self.warning = QBrush(QColor(palette.warning))
        self.on_danger = pen(palette.surface)
        self.bar = {
            "passed": QBrush(QColor(palette.good)),
            "waiting": QBrush(QColor(palette.warning)),
            "dropped": QBrush(QColor(palette.danger)),
        }
        self.hatched_bar = {part: QBrush(each.color(), _HATCH) for part, each in self.bar.items()}
        self.pale_bar = {part: QBrush(_mixed(palette.surface, each, 0.3)) for part, each in self.bar.items()}
        self.modelled_ground = QBrush(QColor(mix(palette.surface, palette.text_faint, 0.45)), _HATCH)
        self.modelled_line = pen(mix(palette.surface, palette.text_faint, 0.6))
        self.waiting = QBrush(QColor(mix(palette.surface, palette.warning, 0.22)))
        self.waiting_line = pen(mix(palette.surface, palette.warning, 0.7))
        self.track = QBrush(QColor(palette.line))
        self.note = QBrush(QColor(mix(palette.sunken, palette.warning, 0.1)))
        self.note_line = pen(mix(palette.sunken, palette.warning, 0.35))
        self.nobody = Qt.PenStyle.NoPen
        self.plates: dict[tuple[float, int, int, float], QPixmap] = {}  # see `plate`
        self.families = {family: QBrush(QColor(family_colour(palette, family))) for family in Family}

    def small_tile(self, icon_name: str, family: Family, side: int, ratio: int) -> QPixmap:
        """The same for a small card, so many pixels wide on a screen of that device pixel ratio."""
        return kind_tile(icon_name, family, self.palette, side, ratio)

    def tile(self, icon_name: str, family: Family, scale: float) -> QPixmap:
        """The coloured tile with the kind's icon, sharp at that scale."""
        return kind_tile(icon_name, family, self.palette, int(TILE), 1 if scale <= 1 else 2 if scale <= 2 else 4)


@cache
def card_path(height: float) -> QPainterPath:
    """The outline of a card of that height."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, CARD_WIDTH, height), CARD_RADIUS, CARD_RADIUS)
    return path
