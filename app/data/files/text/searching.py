"""Searches through long texts in pieces: each holds up the program's other threads only for a moment.

A search of the standard library is one step, however long its text is, and nothing else of the program, its window
least of all, goes on meanwhile.
"""

from __future__ import annotations

import re

import numpy as np

PIECE = 1 << 18


def find(text: bytes, what: bytes, start: int = 0, end: int | None = None) -> int:
    """As `bytes.find`."""
    end = len(text) if end is None else min(end, len(text))
    beyond = len(what) - 1
    for first in range(start, end, PIECE):
        found = text.find(what, first, min(first + PIECE + beyond, end))
        if found >= 0:
            return found
    return -1


def is_ascii(text: bytes) -> bool:
    """As `bytes.isascii`."""
    return not text or int(np.frombuffer(text, np.uint8).max()) < 128


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
