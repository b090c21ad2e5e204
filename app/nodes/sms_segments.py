"""How many SMS a text makes: GSM 03.38's 7-bit alphabet where it suffices, UCS-2 otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_LIMITS: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs to send: `units` are septets or UTF-16 units, `left` those still free in the last segment."""

    encoding: Encoding
    units: int
    count: int
    left: int


def sms_segments(text: str) -> Segments:
    """The segments of a text; none for an empty one. No letter that takes two units is cut in half (3GPP TS 23.040)."""
    is_gsm = all(letter in _BASIC or letter in _EXTENDED for letter in text)
    encoding: Encoding = "GSM-7" if is_gsm else "UCS-2"
    widths = [2 if (letter in _EXTENDED if is_gsm else ord(letter) > 0xFFFF) else 1 for letter in text]
    alone, joined = _LIMITS[encoding]
    units = sum(widths)
    if units <= alone:
        return Segments(encoding, units, min(units, 1), alone - units)
    count, used = _filled(widths, joined)
    return Segments(encoding, units, count, joined - used)


def unicode_letters(text: str) -> tuple[str, ...]:
    """The letters, each once, that no GSM text can have and for which the whole text becomes Unicode."""
    return tuple(dict.fromkeys(letter for letter in text if letter not in _BASIC and letter not in _EXTENDED))


def _filled(widths: Iterable[int], size: int) -> tuple[int, int]:
    """How many segments of `size` units the letters fill, and how much of the last."""
    count, used = 1, 0
    for width in widths:
        if used + width > size:
            count, used = count + 1, 0
        used += width
    return count, used
