"""A name in a script that our font lacks is drawn with whichever font of the machine has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib.font_manager import fontManager, get_font

from app.look.palette import LIGHT
from app.reports.drawing import fonts
from app.reports.drawing.drawing_area import Chart, DrawingArea, rendered
from app.reports.drawing.other_scripts import LETTERS, with_other_scripts

KANA, EM = "あ", 1000


def font_of(letter: str, name: str, path: Path) -> Path:
    """A font whose only letter is a square as large as itself."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, EM), (EM, EM), (EM, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square, nothing = pen.glyph(), TTGlyphPen(None).glyph()
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord(letter): "square"})
    builder.setupGlyf({".notdef": nothing, "square": square})
    builder.setupHorizontalMetrics({".notdef": (EM, 0), "square": (EM, 0)})
    builder.setupHorizontalHeader(ascent=EM, descent=0)
    builder.setupNameTable({"familyName": name, "styleName": "Regular"})
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    builder.save(path)
    return path


@pytest.fixture(name="only_squares")
def _only_squares(tmp_path: Path) -> Iterator[str]:
    """The name of the one font with kana on a machine that has none of the well-known ones."""
    before = fontManager.ttflist
    name = "Anything With Kana"
    fontManager.ttflist = [entry for entry in before if entry.fname.startswith(str(Path(fonts.__file__).parents[3]))]
    fontManager.ttflist += [entry for entry in before if "mpl-data" in entry.fname and entry not in fontManager.ttflist]
    fontManager.addfont(str(font_of(KANA, name, tmp_path / "any.ttf")))
    _forget()
    yield name
    fontManager.ttflist = before
    _forget()


def _forget() -> None:
    for each in (fonts.families, fonts.font, fonts.metrics_px, fonts.elide):
        each.cache_clear()


def test_that_a_name_in_kana_is_drawn_with_the_one_font_that_has_them(only_squares: str) -> None:
    assert only_squares in fonts.families()
    assert fonts.width_px(KANA * 10, 20, 400) == pytest.approx(200, abs=2)

    def name(area: DrawingArea) -> None:
        area.text(10, 10, KANA, colour="#000000", size=20)

    chart = Chart(LIGHT, name)
    chart.unit = 1.0
    dark = rendered(chart, 60, 40, 1.0)[:, :, 0] < 90
    down, across = (np.ptp(places) + 1 for places in np.nonzero(dark))
    assert 18 <= down <= 21
    assert 18 <= across <= 21
    assert dark.sum() > 0.8 * down * across  # the square itself, not a box with a blank in it


def test_that_each_script_has_a_font_where_any_font_of_the_machine_has_it() -> None:
    names = fonts.families()
    mine = [get_font(entry.fname) for entry in fontManager.ttflist if entry.name in names]
    others = [get_font(entry.fname) for entry in fontManager.ttflist if "LastResort" not in entry.fname]
    for letter in LETTERS:
        if any(font.get_char_index(ord(letter)) for font in others):
            assert any(font.get_char_index(ord(letter)) for font in mine), letter


def test_that_a_font_whose_file_is_gone_is_passed_over(tmp_path: Path) -> None:
    path = font_of(KANA, "Soon Gone", tmp_path / "gone.ttf")
    fontManager.addfont(str(path))
    try:
        path.unlink()
        assert "Soon Gone" not in with_other_scripts(["DejaVu Sans"])
    finally:
        fontManager.ttflist = [entry for entry in fontManager.ttflist if entry.name != "Soon Gone"]
