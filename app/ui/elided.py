"""Texts that give way: where there is too little room they end with dots, and the whole text is the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

from app.ui.fields import ComboBox
from app.ui.plain_text import one_line, tooltip

LEAST_WIDTH = 40
ARROW_WIDTH = 36


class ElidedLabel(QLabel):
    """One line of plain text, as much of it as there is room for."""

    def __init__(self, text: str = "", role: str = "", name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    @property
    def is_elided(self) -> bool:
        """Whether a part of the text is not shown."""
        return self.fontMetrics().horizontalAdvance(one_line(self.text())) > self.contentsRect().width()

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(one_line(text))
        self._tell_whole()

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), LEAST_WIDTH), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._tell_whole()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, inner = QPainter(self), self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inner.width())
        flags = self.alignment() | Qt.TextFlag.TextSingleLine
        self.style().drawItemText(painter, inner, flags, self.palette(), self.isEnabled(), shown, self.foregroundRole())

    def _tell_whole(self) -> None:
        self.setToolTip(tooltip(self.text()) if self.is_elided else "")


class TwoLinesLabel(ElidedLabel):
    """The same in two lines where one is too short, broken between words where there are several."""

    @property
    def is_elided(self) -> bool:
        """Whether two lines are not enough."""
        _, second = self._lines()
        return self.fontMetrics().horizontalAdvance(second) > self.contentsRect().width()

    def sizeHint(self) -> QSize:
        """As high as its lines at the width it has."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + (self.fontMetrics().lineSpacing() if self._lines()[1] else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.height() != self.sizeHint().height():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, inner = QPainter(self), self.contentsRect()
        first, second = self._lines()
        second = self.fontMetrics().elidedText(second, Qt.TextElideMode.ElideRight, inner.width())
        text, flags = "\n".join(filter(None, (first, second))), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        self.style().drawItemText(painter, inner, flags, self.palette(), self.isEnabled(), text, self.foregroundRole())

    def _lines(self) -> tuple[str, str]:
        """What stands in the first line, and all that does not."""
        text, wide = self.text(), self.contentsRect().width()
        if self.fontMetrics().horizontalAdvance(text) <= wide:
            return text, ""
        layout = QTextLayout(text, self.font())
        layout.setTextOption(_BROKEN)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(max(wide, 1))
        layout.endLayout()
        units = text.encode("utf-16-le")  # Qt's own count of letters
        first, rest = units[: 2 * line.textLength()], units[2 * line.textLength() :]
        return first.decode("utf-16-le").rstrip(), rest.decode("utf-16-le")


_BROKEN = QTextOption()
_BROKEN.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class Chooser(ComboBox):
    """A combo box that may become narrower than its texts; its own tooltip stands before the whole text."""

    def __init__(self, name: str, accessible_name: str, widest: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self._widest = widest
        self.setMaximumWidth(widest)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.currentTextChanged.connect(self._tell_whole)
        self._tell_whole()

    def sizeHint(self) -> QSize:
        return QSize(self._widest, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * LEAST_WIDTH + ARROW_WIDTH, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self._text_width(option)
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _text_width(self, option: QStyleOptionComboBox) -> int:
        part = QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 2

    def _tell_whole(self) -> None:
        self.setToolTip(tooltip(": ".join(part for part in (self.accessibleName(), self.currentText()) if part)))
