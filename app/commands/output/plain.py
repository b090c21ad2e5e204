"""Texts as a terminal may be sent them: what stands in a file must not move its cursor or recolour it."""

from __future__ import annotations

import json
import re

from app.errors import LONGEST_LINE, shortened

_COMMANDS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_TURNING = "\u202a-\u202e\u2066-\u2069"
_UNSAFE = re.compile(f"[{_COMMANDS}{_TURNING}]")
_IN_JSON = re.compile(f"[\x80-\x9f{_TURNING}]")


def plain(text: str) -> str:
    """The text with a mark in the place of each control character, but for tabs and new lines; it can be encoded."""
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n")).encode(errors="replace").decode()


def message(text: str, most: int = LONGEST_LINE) -> str:
    """A sentence as a terminal is sent it: plain, and short however long the names are that it tells."""
    return shortened(plain(text), most)


def plain_json(text: str) -> str:
    """The same JSON, without characters that a terminal would obey."""
    return _IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)
