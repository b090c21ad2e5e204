"""Columns that white space sets apart, as old programs print them, made into delimited text."""

from __future__ import annotations

import re
from dataclasses import replace

from app.data.files.text.content import Content

_RUN = re.compile(rb"[ \t]{1,}")
_EDGE = re.compile(rb"(?m)^[ \t]+|[ \t]+(?=\r?$)")
_SAMPLE_BYTES = 1 << 16
_LEAST_LINES = 3
_OTHER_SIGNS = (b",", b";", b"\t", b"|", b'"')


def with_tabs(content: Content) -> Content:
    """The text with tabs between its columns, where only white space can set them apart; else as it is.

    Lines stay lines. It is so where no line of the first ones holds another delimiter, and each has the same number of
    words, two at least.
    """
    head = content.text[:_SAMPLE_BYTES]
    lines = head.splitlines()[: -1 if len(head) < len(content.text) else None]
    words = {len(line.split()) for line in lines if line.strip()}
    if len(lines) < _LEAST_LINES or len(words) != 1 or min(words) < 2 or any(sign in head for sign in _OTHER_SIGNS):
        return content
    return replace(content, text=_RUN.sub(b"\t", _EDGE.sub(b"", content.text)), is_spaced=True)
