"""Arithmetic of colours written as #rrggbb."""

from __future__ import annotations

from colorsys import rgb_to_hls

_GREY = 0.15  # of saturation; below it a colour has no hue to speak of


def mix(first: str, second: str, share: float) -> str:
    """The colour between two, `share` of the way to the second."""
    mixed = (a + (b - a) * share for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#" + bytes(round(255 * each) for each in mixed).hex()


def luminance(colour: str) -> float:
    """Relative luminance, 0 black to 1 white (WCAG 2.2)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """How much two colours stand out from each other, 1 to 21 (WCAG 2.2)."""
    dim, bright = sorted((luminance(first), luminance(second)))
    return (bright + 0.05) / (dim + 0.05)


def readable_on(fill: str) -> str:
    """Near black or white, whichever stands out more against the fill."""
    return "#ffffff" if contrast("#ffffff", fill) > contrast("#1b1f2a", fill) else "#1b1f2a"


def hues_apart(first: str, second: str) -> float:
    """How far two hues lie from each other on the circle, 0 to 0.5; far for a grey, which has none."""
    (hue, _, strong), (other, _, also_strong) = (rgb_to_hls(*rgb(colour)) for colour in (first, second))
    if min(strong, also_strong) < _GREY:
        return 0.5
    distance = abs(hue - other)
    return min(distance, 1 - distance)


def rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, 0 to 1."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255
