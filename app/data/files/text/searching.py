"""Searches through long texts in pieces: each holds up the program's other threads only for a moment.

A search of the standard library is one step, however long its text is, and nothing else of the program, its window
least of all, goes on meanwhile.
"""

from __future__ import annotations

import re

import numpy as np

from app.data.columns.cores import in_parts

PIECE = 1 << 18
_SHARE = 1 << 22


def find(text: bytes, what: bytes, start: int = 0, end: int | None = None) -> int:
    """As `bytes.find`."""
    end = len(text) if end is None else min(end, len(text))
    beyond = len(what) - 1
    for first in range(start, end, PIECE):
        found = text.find(what, first, min(first + PIECE + beyond, end))
        if found >= 0:
            return found
    return -1


def holds(text: bytes, sign: bytes, start: int = 0, end: int | None = None) -> bool:
    """Whether one sign of one byte is in the text, looked for while other threads go on."""
    signs, end = np.frombuffer(text, np.uint8), len(text) if end is None else min(end, len(text))
    pieces = (signs[first : min(first + PIECE, end)] for first in range(start, end, PIECE))
    return any((piece == sign[0]).any() for piece in pieces)


def holds_anywhere(text: bytes, sign: bytes) -> bool:
    """The same of a whole text, on all cores."""
    return any(in_parts(len(text), lambda first, last: holds(text, sign, first, last), _SHARE))


def is_ascii(text: bytes) -> bool:
    """As `bytes.isascii`, on all cores."""
    signs = np.frombuffer(text, np.uint8)
    return all(in_parts(len(text), lambda first, last: int(signs[first:last].max()) < 128, _SHARE))


def end_of_run(one: re.Pattern[bytes], text: bytes, start: int) -> int:
    """Where the signs end that `one` matches again and again from `start` on."""
    while True:
        found = one.match(text, start, start + PIECE)
        end = found.end() if found else start
        if end < start + PIECE:
            return end
        start = end


def closing(inside: re.Pattern[bytes], quote: bytes, text: bytes, start: int) -> int:
    """The quote that closes what was opened before `start`, where doubled ones are `inside`; -1 if there is none."""
    while start < len(text):
        found = inside.match(text, start, start + PIECE)
        end = found.end() if found else start
        if text.startswith(quote, end) and not text.startswith(quote + quote, end):
            return end
        start = end
    return -1
