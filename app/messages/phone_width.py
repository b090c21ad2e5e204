"""Pictures of an e-mail as wide as a phone has room for between the margins that they stand in."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>(?:[^<>\"]|\"[^\"]*\")*)>", re.I)
_WITHOUT_END = frozenset({"br", "hr"})
_PADDING = re.compile(r"(?<![-\w])padding\s*:\s*([^;\"]+)", re.I)
_PX = re.compile(r"(\d{1,4})(?:\.\d{1,4})?(?:px)?(?=\s|$)")
_WIDTH = re.compile(r"(\bwidth=\")(\d{1,5})(?:px)?(?=\")", re.I)
_HEIGHT = re.compile(r"\s*\bheight=\"[^\"]*\"", re.I)


def on_phone(html: str, width: int) -> str:
    """The cleaned HTML with no picture wider than that screen, less what its boxes leave at their sides."""
    rooms = [width]

    def changed(tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        if name == "img":
            return f"<{tag['name']}{_fitted(tag['rest'], rooms[-1])}>"
        if name in _WITHOUT_END:
            return tag[0]
        if not tag["end"]:
            rooms.append(max(1, rooms[-1] - _sides(tag["rest"])))
        elif len(rooms) > 1:
            rooms.pop()
        return tag[0]

    return _TAG.sub(changed, html)


def _fitted(attributes: str, room: int) -> str:
    """A picture's attributes, with a width that there is room for; its height follows."""
    given = _WIDTH.search(attributes)
    if given is None or int(given[2]) <= room:
        return attributes
    return _HEIGHT.sub("", _WIDTH.sub(rf"\g<1>{room}", attributes))


def _sides(attributes: str) -> int:
    """What a box leaves free at its left and right, in pixels."""
    found = _PADDING.search(attributes)
    sizes = [int(size) for size in _PX.findall(found[1])] if found else []
    match sizes:
        case [size]:
            return 2 * size
        case [_, side] | [_, side, _]:
            return 2 * side
        case [_, right, _, left]:
            return left + right
    return 0
