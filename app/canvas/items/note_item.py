"""A note on the canvas: plain text on a quiet sheet."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextOption
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.compact import COMPACT
from app.canvas.geometry import Box
from app.canvas.items.drawing_tools import DrawingTools, faces
from app.scenario.graph import Note

CORNER = 14.0
"""How far from its lower right corner a note can be grasped to resize it, in pixels of the screen."""

_PADDING = 12.0


class NoteItem(QGraphicsItem):
    """Shows one note, under cards and wires."""

    def __init__(self, note: Note, tools: DrawingTools) -> None:
        super().__init__()
        self.note = note
        self.tools = tools
        self.selected = False
        self._option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setZValue(-1)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._place()

    def show_note(self, note: Note) -> None:
        """Show another value of the note."""
        if note is not self.note or (self.x(), self.y()) != note.at:
            self.prepareGeometryChange()
            self.note = note
            self._place()
            self.update()

    def show_selected(self, selected: bool) -> None:
        """Stand out, or no longer."""
        if selected != self.selected:
            self.selected = selected
            self.update()

    def set_tools(self, tools: DrawingTools) -> None:
        """Paint with other colours."""
        self.tools = tools
        self.update()

    @property
    def box(self) -> Box:
        """The sheet's place in the scene."""
        at, (width, height) = self.pos(), self.note.size
        return Box(at.x(), at.y(), at.x() + width, at.y() + height)

    def boundingRect(self) -> QRectF:
        """The sheet with its border."""
        return self._sheet.adjusted(-4, -4, 4, 4)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the sheet and as much of the text as it holds."""
        painter.setPen(self.tools.card_selected if self.selected else self.tools.note_line)
        painter.setBrush(self.tools.note)
        painter.drawRoundedRect(self._sheet, 8, 8)
        self._paint_corner(painter)
        painter.setFont(faces().words)
        painter.setPen(self.tools.text_quiet)
        scale = painter.worldTransform().m11()
        if scale >= COMPACT:
            painter.drawText(self._inner, self.note.text, self._option)
            return
        base = painter.worldTransform()  # the words stop shrinking, as those of cards do
        painter.scale(1 / scale, 1 / scale)
        sheet = QRectF(0, 0, self._sheet.width() * scale, self._sheet.height() * scale).adjusted(4, 2, -4, -2)
        painter.drawText(sheet, self.note.text, self._option)
        painter.setWorldTransform(base)

    def is_corner(self, x: float, y: float, scale: float) -> bool:
        """Whether that place of the scene is where the note is resized."""
        box, reach = self.box, CORNER / scale
        return 0 <= box.right - x <= reach and 0 <= box.bottom - y <= reach

    def _paint_corner(self, painter: QPainter) -> None:
        """Two strokes where the sheet is resized."""
        right, bottom = self._sheet.right() - 4, self._sheet.bottom() - 4
        for length in (6.0, 11.0):
            painter.drawLine(QPointF(right - length, bottom), QPointF(right, bottom - length))

    def _place(self) -> None:
        self._sheet = QRectF(0, 0, *self.note.size)
        self._inner = self._sheet.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        self.setPos(*self.note.at)
