"""Texts that may come from a file are shown as they are: nothing in them is ever read as markup (trust.md)."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTransform
from PySide6.QtWidgets import QLabel, QWidget


def tooltip(text: str) -> str:
    """The text for `setToolTip`, which has no plain mode of its own: escaped markup that shows exactly this text."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if text else ""


def label(text: str = "", parent: QWidget | None = None, name: str = "") -> QLabel:
    """A label that wraps and takes its text as plain text."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setText(text)
    made.setObjectName(name)
    return made


def one_line(text: str) -> str:
    """The text with its line breaks and runs of blanks as single blanks."""
    return " ".join(text.split())


def elided(text: str, measure: QFontMetricsF, width: float) -> str:
    """As much of the text, in one line, as the width holds."""
    return measure.elidedText(one_line(text), Qt.TextElideMode.ElideRight, width)


def plain_static_text(text: str, font: QFont) -> QStaticText:
    """A laid-out line, quick to paint again and again."""
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(QTransform(), font)
    return made
