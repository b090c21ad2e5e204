"""The colours: whole, and apart enough to be read."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from app.look.palette import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Palette

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST], ids=lambda made: made.name)
HIGH = pytest.mark.parametrize("palette", [LIGHT_CONTRAST, DARK_CONTRAST], ids=lambda made: made.name)
READABLE = 4.5  # WCAG 2.2, 1.4.3 for text
ENHANCED = 7.0  # WCAG 2.2, 1.4.6 for text
SEEN = 3.0  # WCAG 2.2, 1.4.11 for what is not text


def _colours(palette: Palette) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in fields(palette):
        value = getattr(palette, field.name)
        several = {f"{field.name}{at}": colour for at, colour in enumerate(value)}
        found |= {field.name: value} if isinstance(value, str) else several
    del found["name"]
    return found


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@BOTH
def test_that_every_colour_is_written_in_six_digits(palette: Palette) -> None:
    assert {name: c for name, c in _colours(palette).items() if not re.fullmatch("#[0-9a-f]{6}", c)} == {}


@BOTH
def test_that_text_can_be_read_on_every_ground(palette: Palette) -> None:
    grounds = (palette.window, palette.surface, palette.raised, palette.sunken)
    for text in (palette.text, palette.text_quiet):
        assert min(_contrast(text, ground) for ground in grounds) >= READABLE
    assert _contrast(palette.accent_text, palette.accent) >= READABLE


@BOTH
def test_that_what_has_a_meaning_stands_out_from_cards(palette: Palette) -> None:
    colours = (
        palette.accent,
        palette.message,
        palette.state,
        palette.end,
        palette.good,
        palette.warning,
        palette.danger,
    )
    assert min(_contrast(colour, palette.surface) for colour in colours) >= SEEN


@HIGH
def test_that_high_contrast_is_high_for_every_word_line_and_meaning(palette: Palette) -> None:
    grounds = (palette.window, palette.surface, palette.sunken)
    words = (palette.text, palette.text_quiet, palette.text_faint, palette.accent, palette.warning, palette.danger)
    tiles = (palette.entry, palette.flow, palette.message, palette.state, palette.end, palette.good, *palette.series)
    assert min(_contrast(colour, ground) for colour in (*words, *tiles) for ground in grounds) >= ENHANCED
    assert min(_contrast(palette.line, ground) for ground in grounds) >= READABLE
    assert _contrast(palette.text, palette.accent_soft) >= ENHANCED
    assert _contrast(palette.accent_text, palette.accent) >= ENHANCED
