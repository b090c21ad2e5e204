"""Editors that are a line or a page to write on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.numbers import exact_percent, parsed, typed, whole_percent

_PAGE_HEIGHT = 128
_PAGE_PADDING = 8


class LineEditor(Editor):
    """A text in one line; empty leaves an optional one out."""

    def __init__(self, optional: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._optional = optional
        self._line = QLineEdit(self)
        self._length = 0
        self.setFocusProxy(self._line)
        _only(self, self._line)
        self._line.textEdited.connect(self._tell)

    def show_value(self, value: Json) -> None:
        text = "" if value is None else str(value)
        if text != self._line.text():
            self._line.setText(text)
            if not self._line.hasFocus():
                self._line.setCursorPosition(0)  # a long one is read from its beginning
        self._length = len(text)

    def _tell(self, text: str) -> None:
        self.edited.emit(
            text or (None if self._optional else ""), manner(text, self._length, self._line.cursorPosition())
        )
        self._length = len(text)


class _Page(QPlainTextEdit):
    """As high as its lines, whatever their size."""

    def __init__(self, lines: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        if not lines:
            self.setMinimumHeight(_PAGE_HEIGHT)
        high = QSizePolicy.Policy.Fixed if lines else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, high)

    def sizeHint(self) -> QSize:
        """So many lines, where that was said."""
        hint = super().sizeHint()
        if self._lines:
            hint.setHeight(self._lines * self.fontMetrics().lineSpacing() + 2 * (self.frameWidth() + _PAGE_PADDING))
        return hint


class PageEditor(Editor):
    """A longer text; of so many `lines`, or as high as there is room."""

    def __init__(self, optional: bool = False, lines: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._optional = optional
        self._page = _Page(lines, self)
        self._page.setTabChangesFocus(True)
        self._page.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._length = 0
        self.setFocusProxy(self._page)
        _only(self, self._page)
        self._page.textChanged.connect(self._tell)

    def show_value(self, value: Json) -> None:
        text = "" if value is None else str(value)
        if text != self._page.toPlainText():
            self._page.blockSignals(True)
            self._page.setPlainText(text)
            self._page.blockSignals(False)
        self._length = len(text)

    def _tell(self) -> None:
        text = self._page.toPlainText()
        how = manner(text, self._length, self._page.textCursor().position())
        self._length = len(text)
        self.edited.emit(text or (None if self._optional else ""), how)


class ParsedLine(Editor):
    """A value that is written: `parse` reads it or raises ValueError with what was expected, `write` is its inverse."""

    def __init__(
        self,
        parse: Callable[[str], Json],
        write: Callable[[Json], str],
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parse = parse
        self._write = write
        self._optional = optional
        self._value: Json = None
        self.line = QLineEdit(self)
        self.setFocusProxy(self.line)
        _only(self, self.line)
        self.line.textEdited.connect(self._try)
        self.line.editingFinished.connect(self._finish)

    def show_value(self, value: Json) -> None:
        text = "" if value is None else self._write(value)
        if value != self._value or not self.line.hasFocus():
            self._value = value
            if text != self.line.text():
                self.line.setText(text)
                self.line.setCursorPosition(0)

    def take(self, text: str) -> None:
        """Write a text as the user would, and be done with it."""
        self.line.setText(text)
        self._finish()

    def _read(self) -> Json:
        text = self.line.text().strip()
        if not text:
            if self._optional:
                return None
            raise ValueError("This is needed.")
        return self._parse(text)

    def _try(self) -> None:
        """What can be read is told at once; what cannot may not be finished yet."""
        try:
            value = self._read()
        except ValueError:
            return
        self._tell(value)

    def _finish(self) -> None:
        try:
            value = self._read()
        except ValueError as error:
            self.refused.emit(str(error))
            return
        self._tell(value)
        self.line.setText("" if value is None else self._write(value))

    def _tell(self, value: Json) -> None:
        self.refused.emit("")
        if value != self._value:
            self._value = value
            self.edited.emit(value, Manner.TYPED)


def number_line(optional: bool = False) -> ParsedLine:
    """A whole or decimal number."""
    return ParsedLine(parse_number, write_number, optional)


def whole_line(optional: bool = False) -> ParsedLine:
    """A whole number."""
    return ParsedLine(parse_whole, str, optional)


def percent_line(optional: bool = False, whole: bool = True) -> ParsedLine:
    """A share, written in per cent; `whole`: 100 % is one too."""
    return ParsedLine(lambda text: _parse_percent(text, whole), _write_percent, optional)


def _parse_percent(text: str, whole: bool) -> float:
    percent = float(parse_number(text.replace("%", "")))
    if not 0 <= percent <= 100 or (percent == 100 and not whole):
        raise ValueError(
            f"A share is at least {whole_percent(0)} and {'at most' if whole else 'below'} {whole_percent(1)}."
        )
    return round(percent / 100, 12)


def _write_percent(value: Json) -> str:
    return exact_percent(float(value))


def parse_number(text: str) -> int | float:
    """Read a number with a point or a comma; ValueError says what was expected."""
    try:
        return parsed(text)
    except ValueError as error:
        raise ValueError(f"“{text}” is not a number.") from error


def parse_whole(text: str) -> int:
    """Read a whole number; ValueError says what was expected."""
    number = parse_number(text)
    if not isinstance(number, int):
        raise ValueError(f"“{text}” is not a whole number.")
    return number


def write_number(value: Json) -> str:
    """The number as the user writes it."""
    return typed(value) if isinstance(value, (int, float)) else str(value)


def manner(text: str, length_before: int, cursor: int) -> Manner:
    """A blank typed ends a word; many letters at once were pasted."""
    grown = len(text) - length_before
    if grown > 1:
        return Manner.CHOSEN
    return Manner.WORD_ENDED if grown == 1 and text[cursor - 1 : cursor].isspace() else Manner.TYPED


def _only(parent: QWidget, child: QWidget) -> None:
    layout = QVBoxLayout(parent) if isinstance(child, QPlainTextEdit) else QHBoxLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(child)
