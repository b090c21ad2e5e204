"""How an e-mail looks in a client that turns colours over in the dark: light grounds dark, dark texts light."""

from __future__ import annotations

import colorsys
import re

_COLOUR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_NAMED = re.compile(r"\b(?:(?<=:)|(?<==\")|(?<=: ))(white|black)\b", re.I)
_NAMES = {"white": "#ffffff", "black": "#000000"}
_STYLED = re.compile(r"\b(?:style|bgcolor|color)=\"[^\"]*\"", re.I)
_DARKEST = 0.11  # no client shows pure black
_FULL = 255


def darkened(html: str) -> str:
    """The same with every colour of a style turned over."""
    return _STYLED.sub(lambda found: _COLOUR.sub(lambda colour: turned(colour[0]), _named(found[0])), html)


def turned(colour: str) -> str:
    """A colour, `#rgb` or `#rrggbb`, as dark as it was light, of the same hue."""
    digits = colour.lstrip("#")
    if len(digits) == 3:  # a digit a colour
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / _FULL for at in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    parts = colorsys.hls_to_rgb(hue, _DARKEST + (1 - _DARKEST) * (1 - lightness), saturation)
    return "#" + bytes(round(part * _FULL) for part in parts).hex()


def _named(style: str) -> str:
    return _NAMED.sub(lambda found: _NAMES[found[0].lower()], style)
