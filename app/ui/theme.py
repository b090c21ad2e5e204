"""The product's look in Qt: Fusion, a palette, one style sheet, the Inter faces."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from string import Template

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from app.look.palette import Palette
from app.resources import resource

STEP = 8
_OF_GROWTH = 0.6  # of a larger text, for the width of panels
"""Distances are multiples of this many pixels."""

FAMILY = "Inter"
TEXT_PX = 13

_DRESSED = "is_dressed"
_SIZE = re.compile(r"font-size: (\d+)px")  # the sheet is written in pixels of a usual screen
_HEIGHT = re.compile(r"min-height: (2\d|3\d)px")  # of what holds a line of words
_LINE_PX = 16  # how high a line is at the usual size of texts
_FACES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")


@cache
def load_fonts() -> None:
    """Make the bundled faces known to Qt; needs a QApplication, works once."""
    for face in _FACES:
        QFontDatabase.addApplicationFont(str(resource("fonts", face)))


@cache
def _shared_font(size_px: int, weight: QFont.Weight) -> QFont:
    made = QFont(FAMILY)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def font(size_px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The typeface of a scene, at a size in its own pixels, which the camera scales; the caller owns the copy."""
    return QFont(_shared_font(size_px, weight))


def text_font(size_px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The typeface of widgets: that size in points, so that it grows with the system's setting for texts."""
    made = font(size_px, weight)
    made.setPointSizeF(points(size_px))
    return made


def points(size_px: int) -> float:
    """The points that are this many pixels on a screen of the platform's usual density."""
    return size_px * (1.0 if sys.platform == "darwin" else 0.75)


def text_scale() -> float:
    """How much larger than usual the system wants the texts of widgets."""
    return QFontInfo(text_font()).pixelSize() / TEXT_PX


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` of the way from the first #rrggbb to the second."""
    a, b = QColor(first), QColor(second)
    parts = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in parts)


def with_words(size_px: int) -> int:
    """The height of a row that holds words, at the system's size of texts."""
    return round(size_px * max(1.0, text_scale()))


def beside_words(size_px: int) -> int:
    """The width of a panel of words at the system's size of texts: it leaves room for what it stands beside."""
    return round(size_px * (1.0 + _OF_GROWTH * (max(1.0, text_scale()) - 1.0)))


def theme_stylesheet(palette: Palette) -> str:
    """The window's one style sheet (resources/look/window.qss) in the palette's colours."""
    is_dark = palette.is_dark
    colours = {name: value for name, value in asdict(palette).items() if isinstance(value, str)}
    mixed = {
        "name": "dark" if is_dark else "light",  # of the small pictures
        "accent_hover": mix(palette.accent, palette.text, 0.12),
        "accent_pressed": mix(palette.accent, palette.text, 0.24),
        "tip": palette.line_strong if is_dark else palette.text,
        "tip_text": palette.text if is_dark else palette.surface,
    }
    sheet = Template(resource("look", "window.qss").read_text(encoding="utf-8")).substitute(colours | mixed)
    sheet = _HEIGHT.sub(lambda height: f"min-height: {max(int(height[1]), with_words(_LINE_PX))}px", sheet)
    return _SIZE.sub(lambda size: f"font-size: {points(int(size[1])):g}pt", sheet)


def qt_palette(palette: Palette) -> QPalette:
    """The colours for what the style sheet does not reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.window,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.sunken,
        role.ToolTipBase: palette.text,
        role.ToolTipText: palette.surface,
        role.Text: palette.text,
        role.PlaceholderText: palette.text_faint,
        role.Button: palette.surface,
        role.ButtonText: palette.text,
        role.BrightText: palette.danger,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.accent_text,
        role.Accent: palette.accent,
        role.Light: palette.raised,
        role.Midlight: palette.raised,
        role.Mid: palette.line,
        role.Dark: palette.line_strong,
        role.Shadow: palette.line_strong,
    }
    made = QPalette()
    for colour_role, colour in colours.items():
        made.setColor(colour_role, QColor(colour))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(palette.text_faint))
    return made


def apply_theme(app: QApplication, palette: Palette) -> None:
    """Dress the whole application in one palette; may be called again to switch, which looks at every widget."""
    sheet = theme_stylesheet(palette)
    if app.styleSheet() == sheet:
        return
    if not app.property(_DRESSED):
        load_fonts()
        QDir.setSearchPaths("look", [str(resource("look"))])
        app.setStyle("Fusion")
        app.setFont(text_font())
        app.setProperty(_DRESSED, True)
    app.setStyleSheet("")  # replacing one sheet by another takes Qt four times as long as this
    app.setPalette(qt_palette(palette))
    app.setStyleSheet(sheet)


@contextmanager
def undressed(app: QApplication) -> Iterator[None]:
    """Put many widgets together without the style sheet, and dress them all at the end.

    Qt otherwise looks up the rules of a widget and of all within it each time that it is put into another one, which
    takes four fifths of the time in which a window is made.
    """
    sheet = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)
