"""The bundled icons: those that are used and no others, each drawn in the colour that is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.look.palette import LIGHT
from app.resources import resource
from app.ui.icons import choice_icon, icon
from app.ui.tile import tile

APP = Path(__file__).resolve().parents[2] / "app"
BUNDLED = {path.stem for path in resource("icons").glob("*.svg")}
ICON_CALLS = re.compile(r'\b(?:choice_)?icon\("([a-z0-9-]+)"|EmptyState\("([a-z0-9-]+)"')


def test_that_every_icon_that_is_used_is_bundled_and_no_other() -> None:
    sources = [path.read_text(encoding="utf-8") for path in APP.rglob("*.py")]
    named = {name for source in sources for found in ICON_CALLS.findall(source) for name in found if name}
    assert named
    assert named <= BUNDLED
    texts = {text for source in sources for text in re.findall(r'"([a-z0-9-]+)"', source)}
    assert texts >= BUNDLED
    assert resource("icons", "LICENSE.txt").is_file()


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_that_an_icon_is_drawn_in_its_colour(name: str, qapp: QApplication) -> None:
    picture = icon(name, "#ff0000").pixmap(QSize(48, 48)).toImage()
    pixels = [picture.pixelColor(x, y) for x in range(48) for y in range(48)]
    colours = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
    assert colours == {"#ff0000"}


def test_that_a_disabled_icon_is_paler(qapp: QApplication) -> None:
    modes = (QIcon.Mode.Normal, QIcon.Mode.Disabled)
    pictures = [icon("play", "#ff0000").pixmap(QSize(48, 48), mode).toImage() for mode in modes]
    alphas = [picture.pixelColor(20, 24).alpha() for picture in pictures]
    assert alphas == [255, 102]


def test_that_icons_are_made_once(qapp: QApplication) -> None:
    assert icon("play", LIGHT.text) is icon("play", LIGHT.text)
    assert not choice_icon("play", LIGHT.text, LIGHT.accent).pixmap(24, 24).isNull()


def test_that_an_icon_that_is_not_there_is_loud(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", LIGHT.text)


def test_that_a_tile_takes_its_colours_from_whoever_asks(qapp: QApplication) -> None:
    drawn = tile("play", "#00ff00", "#0000ff", 40, 4)
    assert (drawn.width(), drawn.devicePixelRatio()) == (160, 4)
    assert drawn.toImage().pixelColor(80, 10).name() == "#00ff00"
    assert drawn.toImage().pixelColor(76, 80).name() == "#0000ff"


def test_that_a_disabled_icon_has_the_colour_that_is_said_for_it(qapp: QApplication) -> None:
    made = icon("plus", "#ffffff", "#0000ff").pixmap(QSize(48, 48), QIcon.Mode.Disabled).toImage()
    colours = {
        made.pixelColor(x, y).name() for x in range(48) for y in range(48) if made.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#0000ff"}
