"""A name in a few short lines: of like lengths, and with a hyphen where a long word has to be broken."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from app.ui.plain_text import elided

_HYPHEN = "-"
_LEAST_PART = 3  # letters of a word before and after a hyphen
_EVEN = 1.12  # a line may be so much longer than half of the text, so that words need not be broken
_VOWELS = frozenset("aeiouyäöüáéíóúýàèìòùâêîôûëïåøæœąęěůőű")
_ONSETS = ("sch", "ch", "ck", "ph", "th", "sh", "qu")
"""Letters that are one sound, and are not parted."""

_FIRST_OF_IDEOGRAPHS = "\u2e80"


def broken(text: str, face: QFont, width: float, most: int) -> list[str]:
    """The text in at most so many lines; what does not fit is cut from the last one."""
    lines, is_whole = _laid_out(text, face, width, most)
    if not is_whole or len(lines) == 1:
        return lines
    even = QFontMetricsF(face).horizontalAdvance(text) / len(lines) * _EVEN
    evenly, is_whole = _laid_out(text, face, even, len(lines)) if even < width else (lines, True)
    hyphens = sum(line.endswith(_HYPHEN) for line in evenly) > sum(line.endswith(_HYPHEN) for line in lines)
    return evenly if is_whole and not hyphens else lines


def _laid_out(text: str, face: QFont, width: float, most: int) -> tuple[list[str], bool]:
    """The lines, and whether they hold all of the text."""
    measure, made, rest = QFontMetricsF(face), list[str](), text
    if measure.horizontalAdvance(text) <= width:
        return [text], True
    while rest and len(made) < most - 1:
        line, rest = _first_line(rest, face, measure, width)
        made.append(line)
    last = elided(rest, measure, width)
    return ([*made, last] if rest else made), last == rest


def _first_line(text: str, face: QFont, measure: QFontMetricsF, width: float) -> tuple[str, str]:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, face)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    end = line.textLength()
    layout.endLayout()
    if not _is_within_word(text, end):
        return text[:end].strip(), text[end:].strip()
    begin = text.rfind(" ", 0, end) + 1
    word = text[begin:].split(" ", 1)[0]
    for at in reversed(syllables(word)):
        if begin + at <= end and measure.horizontalAdvance(text[: begin + at] + _HYPHEN) <= width:
            return text[: begin + at] + _HYPHEN, text[begin + at :]
    while end > begin + 1 and measure.horizontalAdvance(text[:end] + _HYPHEN) > width:
        end -= 1
    return text[:end] + _HYPHEN, text[end:]


def _is_within_word(text: str, at: int) -> bool:
    """Between two letters of a script that parts words by blanks."""
    sides = text[at - 1 : at + 1] if 0 < at < len(text) else ""
    return len(sides) == 2 and sides.isalpha() and max(sides) < _FIRST_OF_IDEOGRAPHS


def syllables(word: str) -> list[int]:
    """Where a word may be parted: before the last consonant that a vowel follows, as most languages of Europe do."""
    low = word.lower()
    found = []
    for at in range(_LEAST_PART, len(low) - _LEAST_PART + 1):
        onset = next((each for each in _ONSETS if low.startswith(each, at)), low[at])
        after = low[at + len(onset) : at + len(onset) + 1]
        begins = low[at] not in _VOWELS and low[at].isalpha() and after in _VOWELS and after
        is_split = any(low.startswith(each, at - 1) or low.startswith(each, at - 2) for each in _ONSETS)
        if begins and not is_split and any(letter in _VOWELS for letter in low[:at]):
            found.append(at)
    return found
