"""The look: one sheet, two palettes, no colour left unnamed."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QDir, QEvent, QObject, QRect
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.look.palette import DARK, LIGHT, Palette
from app.resources import resource
from app.ui.fields import DateField
from app.ui.theme import FAMILY, apply_theme, font, mix, points, theme_stylesheet, undressed

_HARDLY = 24  # of 255, what smoothing takes from a thin line

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
def test_that_every_name_in_the_sheet_has_a_colour(palette: Palette) -> None:
    assert "$" not in theme_stylesheet(palette).split("*/", 1)[1]


@BOTH
def test_that_every_picture_the_sheet_names_is_there(palette: Palette, qapp: QApplication) -> None:
    apply_theme(qapp, palette)
    names = set(re.findall(r"url\((look:[^)]+)\)", theme_stylesheet(palette)))
    assert names
    assert [name for name in names if not QDir.searchPaths("look") or not resource("look", name[5:]).is_file()] == []


@BOTH
def test_that_buttons_and_fields_have_the_same_height(palette: Palette, qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, palette)
    button, field = QPushButton("Run"), QLineEdit()
    qtbot.addWidget(button)
    qtbot.addWidget(field)
    button.ensurePolished()
    field.ensurePolished()
    assert button.sizeHint().height() == field.sizeHint().height() == 32


@BOTH
def test_that_the_arrow_of_a_coloured_button_has_the_colour_of_its_text(
    palette: Palette, qapp: QApplication, qtbot: QtBot
) -> None:
    apply_theme(qapp, palette)
    button = QPushButton("Save as")
    button.setProperty("kind", "primary")
    button.setMenu(QMenu(button))
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    seen = button.grab().toImage()
    at_arrow = [(x, y) for x in range(seen.width() - 24, seen.width() - 8) for y in range(8, seen.height() - 8)]
    assert any(nearly(seen.pixelColor(*at), QColor(palette.accent_text)) for at in at_arrow)


@BOTH
def test_that_the_field_of_a_day_ends_as_a_choice_does(palette: Palette, qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, palette)
    ends = []
    for field in (DateField("day", "Day"), QComboBox()):
        qtbot.addWidget(field)
        field.resize(160, 32)
        ends.append(field.grab(QRect(136, 0, 24, 32)).toImage())
    assert ends[0] == ends[1]


def nearly(one: QColor, other: QColor) -> bool:
    apart = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return max(map(abs, apart)) <= _HARDLY


class Watch(QObject):
    """Counts how often a widget is dressed anew."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt calls it
        self.count += event.type() is QEvent.Type.StyleChange
        return False


def test_that_what_is_dressed_so_already_is_left_alone(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, LIGHT)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.ensurePolished()
    watch = Watch(field)
    apply_theme(qapp, LIGHT)
    assert watch.count == 0
    apply_theme(qapp, DARK)
    assert watch.count > 0


def test_that_the_bundled_faces_are_used(qapp: QApplication) -> None:
    apply_theme(qapp, LIGHT)
    assert FAMILY in QFontDatabase.families()
    assert QFontInfo(qapp.font()).family() == FAMILY
    assert QFontInfo(qapp.font()).pixelSize() == 13


@BOTH
def test_that_texts_of_widgets_are_in_points(palette: Palette, qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, palette)
    assert qapp.font().pointSizeF() > 0
    sizes = re.findall(r"font-size: ([^;]+);", theme_stylesheet(palette))
    assert sizes
    assert [size for size in sizes if not size.endswith("pt")] == []
    small = QLabel("small")
    qtbot.addWidget(small)
    small.setProperty("role", "small")
    small.ensurePolished()
    assert small.font().pointSizeF() == points(12)


def test_that_a_font_may_be_changed_by_its_taker(qapp: QApplication) -> None:
    taken = font(16)
    taken.setPixelSize(40)
    assert font(16).pixelSize() == 16


def test_that_colours_mix() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#123456", "#ffffff", 0) == "#123456"


def test_that_what_is_put_together_undressed_is_dressed_once(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, LIGHT)
    inner, sheet = QLineEdit(), qapp.styleSheet()
    watch = Watch(inner)
    with undressed(qapp):
        outer, window = QWidget(), QWidget()
        qtbot.addWidget(window)
        begun = watch.count
        QVBoxLayout(outer).addWidget(inner)
        QVBoxLayout(window).addWidget(outer)
        assert watch.count == begun
    assert watch.count == begun + 1
    assert qapp.styleSheet() == sheet


def test_that_what_fails_undressed_leaves_the_application_dressed(qapp: QApplication) -> None:
    apply_theme(qapp, LIGHT)
    sheet = qapp.styleSheet()
    with pytest.raises(RuntimeError), undressed(qapp):
        raise RuntimeError
    assert qapp.styleSheet() == sheet
