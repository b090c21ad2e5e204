"""Finding a command by what the user types: words, beginnings of words, or letters in their order. No toolkit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")

_STARTS, _BEGINS, _INSIDE, _INITIALS, _IN_MENU, _IN_ORDER, _NO = range(7)


def ranked(entries: Iterable[tuple[T, str, str, str]], text: str, recent: Sequence[str] = ()) -> list[T]:
    """The entries (value, name, title, menu) that every word of the text fits, best first.

    Without a text those used last stand first; with one they do where they fit as well as others.
    """
    words = text.casefold().split()
    order = {name: place for place, name in enumerate(recent)}
    found = [
        (max((_rank(word, title.casefold(), menu.casefold()) for word in words), default=0), order.get(name), value)
        for value, name, title, menu in entries
    ]
    fitting = [one for one in found if one[0] < _NO]
    fitting.sort(key=lambda one: (one[0], len(order) if one[1] is None else one[1]))
    return [value for _, _, value in fitting]


def _rank(word: str, title: str, menu: str) -> int:
    """How well one word fits: it begins the title or a word, stands inside, is made of initials, or is spread."""
    if title.startswith(word):
        return _STARTS
    parts = title.split()
    if any(part.startswith(word) for part in parts):
        return _BEGINS
    if word in title:
        return _INSIDE
    if len(word) > 1 and _is_spread(word, [part[0] for part in parts]):
        return _INITIALS
    if word in menu:
        return _IN_MENU
    return _IN_ORDER if _is_spread(word, title) else _NO


def _is_spread(word: str, letters: Iterable[str]) -> bool:
    """Whether the letters of the word come in that order among the others."""
    left = iter(letters)
    return all(letter in left for letter in word)
