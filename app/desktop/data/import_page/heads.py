"""The heads of a file's columns: the name, and under it a chip that says what the column is taken for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from app.desktop.data.import_page.column_menu import Chip
from app.look.palette import Palette
from app.ui.theme import STEP, text_font

HEIGHT = 7 * STEP
_CHIP_HEIGHT = 22
_CORNER = 4.0
_LEFT = STEP + 3  # where the texts of the cells begin
_ARROW = " ▼"


class ChipHeader(QHeaderView):
    """Paints names and chips; `sectionClicked` tells which one was pressed."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._palette = palette
        self._names: tuple[str, ...] = ()
        self._chips: tuple[Chip, ...] = ()
        self._name_font = text_font(13, QFont.Weight.DemiBold)
        self._chip_font = text_font(12, QFont.Weight.Medium)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(9 * STEP)
        self.setFixedHeight(HEIGHT)

    def show_columns(self, names: Sequence[str], chips: Sequence[Chip]) -> None:
        """Show these, in the order of the columns."""
        self._names, self._chips = tuple(names), tuple(chips)
        self.viewport().update()

    def show_palette(self, palette: Palette) -> None:
        """Paint in other colours from now on."""
        self._palette = palette
        self.viewport().update()

    def width_for(self, section: int) -> int:
        """How wide a column has to be for its head."""
        name = QFontMetrics(self._name_font).horizontalAdvance(_one_line(self._names[section]))
        chip = QFontMetrics(self._chip_font).horizontalAdvance(self._chips[section].words + _ARROW) + 2 * STEP
        return max(name, chip) + 3 * STEP

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section >= len(self._chips):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(self._palette.surface))
        painter.setPen(QColor(self._palette.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = QRectF(rect).adjusted(_LEFT, STEP, -STEP, -STEP)
        self._paint_name(painter, inner, self._names[section])
        self._paint_chip(painter, inner, self._chips[section])
        painter.restore()

    def _paint_name(self, painter: QPainter, inner: QRectF, name: str) -> None:
        painter.setFont(self._name_font)
        painter.setPen(QColor(self._palette.text))
        metrics = QFontMetrics(self._name_font)
        shown = metrics.elidedText(_one_line(name), Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_chip(self, painter: QPainter, inner: QRectF, chip: Chip) -> None:
        metrics = QFontMetrics(self._chip_font)
        wide = min(metrics.horizontalAdvance(chip.words + _ARROW) + 1.5 * STEP, inner.width())
        ground = QRectF(inner.left(), inner.bottom() - _CHIP_HEIGHT, wide, _CHIP_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.raised if chip.is_quiet else self._palette.accent_soft))
        painter.drawRoundedRect(ground, _CORNER, _CORNER)
        painter.setFont(self._chip_font)
        painter.setPen(QColor(self._palette.text_quiet if chip.is_quiet else self._palette.accent))
        shown = metrics.elidedText(chip.words, Qt.TextElideMode.ElideRight, int(wide - 1.5 * STEP)) + _ARROW
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, shown)


def _one_line(name: str) -> str:
    return " ".join(name.split())
