"""What an SMS costs, in words, and what of it goes into which segment."""

from __future__ import annotations

import unicodedata

from app.nodes.sms_segments import sms_segments, unicode_letters
from app.numbers import counted, number

PLAIN_FORMS = {
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "…": "...",
    "\N{NO-BREAK SPACE}": " ",
    "•": "-",
}
"""Letters that word processors write, and what every phone's alphabet has in their place."""

_MOST_NAMED = 5


def sms_words(text: str) -> str:
    """`2 segments: 170 of 306 letters`, and which letters make the whole text Unicode."""
    segments = sms_segments(text)
    words = f"{counted(segments.count, 'segment', 'segments')} · {number(segments.units)} characters"
    letters = unicode_letters(text)
    if not letters:
        return f"{words} · {number(segments.left)} left"
    return f"{words} · Unicode because of {named(letters)}"


def named(letters: tuple[str, ...]) -> str:
    """`“’” (right single quotation mark)`, some of them."""
    shown = [f"“{letter}” ({unicodedata.name(letter, 'a sign').lower()})" for letter in letters[:_MOST_NAMED]]
    return ", ".join(shown) + (" …" if len(letters) > _MOST_NAMED else "")


def in_plain_forms(text: str) -> str:
    """The text with the letters that a word processor wrote in the alphabet of every phone."""
    return "".join(PLAIN_FORMS.get(letter, letter) for letter in text)


def sms_pieces(text: str) -> list[str]:
    """The text cut as it is sent: each piece is as long as its segment holds."""
    if sms_segments(text).count <= 1:
        return [text] if text else []
    pieces, piece = [], ""
    is_unicode = bool(unicode_letters(text))
    for letter in text:
        longer = piece + letter
        if _units(longer, is_unicode=is_unicode) > (67 if is_unicode else 153):
            pieces.append(piece)
            longer = letter
        piece = longer
    return [*pieces, piece]


def _units(text: str, *, is_unicode: bool) -> int:
    if is_unicode:
        return len(text.encode("utf-16-le")) // 2
    return sms_segments(text).units
