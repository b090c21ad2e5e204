"""The steps of a customer's way as a line of time: the tile of the node, what happened there, and the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QResizeEvent, QStaticText, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.canvas.kind_tiles import kind_tile
from app.desktop.scenario.customers.why_words import Told
from app.look.palette import Palette
from app.nodes.kind import Kind
from app.ui.plain_text import plain_static_text
from app.ui.theme import STEP, text_font

_STEP = Qt.ItemDataRole.UserRole
_KIND = Qt.ItemDataRole.UserRole + 1
_TILE_PX = 20
_DOT = 4.0
_GUTTER = 4.5 * STEP  # left of the texts: the line of time and what stands on it
_EDGE = STEP * 1.0
_INDENT = 2.0 * STEP
_CORNER = 6.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A text of a step: where it begins beside the others, and a mark before it."""

    text: QStaticText
    face: QFont
    colour: str
    indent: float
    mark: str = ""
    right: QStaticText | None = None  # of the first line: the time

    @property
    def height(self) -> float:
        """In pixels, at least the time's."""
        return max(self.text.size().height(), self.right.size().height() if self.right is not None else 0.0)


class _StepPainter(QStyledItemDelegate):
    """Paints a day or a step; texts break at the view's width, nothing is cut."""

    def __init__(self, view: QListWidget, palette: Palette) -> None:
        super().__init__(view)
        self._view, self.colours = view, palette
        self._title = text_font(13, QFont.Weight.Medium)
        self._words, self._small = text_font(12), text_font(11)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the view, as high as the texts."""
        width = self._view.viewport().width()
        lines = self._lines(index.data(_STEP), width)
        return QSize(width, round(sum(line.height for line in lines) + 1.5 * STEP))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground if chosen or pointed at, the line of time with tile or dot, and the texts."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, rect = index.data(_STEP), QRectF(option.rect)
        if step.sentence:
            self._paint_ground(painter, option.state, rect)
            self._paint_time(painter, rect, step, index.data(_KIND))
        top = rect.top() + STEP * 0.75
        for line in self._lines(step, rect.width()):
            self._paint_line(painter, line, rect, top)
            top += line.height
        painter.restore()

    def _lines(self, step: Told, width: float) -> list[_Line]:
        colours = self.colours
        if not step.sentence:
            return [self._line(step.at, self._title, colours.text_quiet, _EDGE, width)]
        at = plain_static_text(step.at, self._small)
        room = width - at.size().width() - STEP
        lines = [self._line(step.title, self._title, colours.text, _GUTTER, room)] if step.title else []
        lines.append(self._line(step.sentence, self._words, colours.text, _GUTTER, width if lines else room))
        first = lines[0]
        lines[0] = _Line(first.text, first.face, first.colour, first.indent, right=at)
        for reason in step.reasons:
            indent = _GUTTER + _INDENT * (1 + reason.depth)
            lines.append(self._line(reason.words, self._words, colours.text_quiet, indent, width, reason.mark))
        return lines

    @staticmethod
    def _line(text: str, face: QFont, colour: str, indent: float, width: float, mark: str = "") -> _Line:
        made = QStaticText(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        breaks = QTextOption()
        breaks.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        made.setTextOption(breaks)
        made.setTextWidth(max(width - indent - _EDGE, 40.0))
        made.prepare(font=face)
        return _Line(made, face, colour, indent, mark)

    def _paint_ground(self, painter: QPainter, state: QStyle.StateFlag, rect: QRectF) -> None:
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colours.accent_soft if is_selected else self.colours.raised))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), _CORNER, _CORNER)

    def _paint_time(self, painter: QPainter, rect: QRectF, step: Told, kind: Kind[Any] | None) -> None:
        middle = rect.left() + _GUTTER / 2
        painter.setPen(QPen(QColor(self.colours.line_strong), 1.0))
        painter.drawLine(QPointF(middle, rect.top()), QPointF(middle, rect.bottom()))
        if kind is not None:
            at = QPointF(round(middle - _TILE_PX / 2), round(rect.top() + STEP * 0.75))
            painter.drawPixmap(at, kind_tile(kind.icon, kind.family, self.colours, _TILE_PX))
            return
        painter.setPen(QPen(QColor(self.colours.surface), 2.0))
        painter.setBrush(QColor(getattr(self.colours, step.tone)))
        painter.drawEllipse(QPointF(middle, rect.top() + STEP * 0.75 + _TILE_PX / 2 - 1), _DOT + 1, _DOT + 1)

    def _paint_line(self, painter: QPainter, line: _Line, rect: QRectF, top: float) -> None:
        painter.setFont(line.face)
        if line.mark:
            painter.setPen(QColor(self.colours.good if line.mark == "✓" else self.colours.danger))
            painter.drawStaticText(
                QPointF(rect.left() + line.indent - _INDENT * 0.9, top), plain_static_text(line.mark, line.face)
            )
        painter.setPen(QColor(line.colour))
        painter.drawStaticText(QPointF(rect.left() + line.indent, top), line.text)
        if line.right is not None:
            painter.setFont(self._small)
            painter.setPen(QColor(self.colours.text_quiet))
            painter.drawStaticText(QPointF(rect.right() - line.right.size().width() - _EDGE, top + 1), line.right)


class StepList(QListWidget):
    """The steps, from above to below; one that is chosen leads to its node."""

    node_chosen = Signal(str)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("why_steps")
        self.setAccessibleName("What happened, in order of time")
        self.setProperty("kind", "plain")
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._painter = _StepPainter(self, palette)
        self.setItemDelegate(self._painter)
        self.itemClicked.connect(self._tell)
        self.itemActivated.connect(self._tell)

    def show_steps(self, steps: Iterable[Told], kinds: Mapping[str, Kind[Any]]) -> None:
        """List them; `kinds` are those of the nodes. The tile stands where the customer comes to another node."""
        self.clear()
        before = ""
        for step in steps:
            item = QListWidgetItem(step.said)
            item.setData(_STEP, step)
            item.setData(_KIND, kinds.get(step.node) if step.node != before else None)
            if not step.sentence:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            else:
                before = step.node
            self.addItem(item)

    def stand_at(self, row: int) -> None:
        """Bring that line into the middle, and let it stand out."""
        self.setCurrentRow(row)
        self.scrollToItem(self.item(row), QAbstractItemView.ScrollHint.PositionAtCenter)

    def show_palette(self, palette: Palette) -> None:
        """Paint in other colours."""
        self._painter.colours = palette
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts break elsewhere at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _tell(self, item: QListWidgetItem) -> None:
        step = item.data(_STEP)
        if step.node:
            self.node_chosen.emit(step.node)
