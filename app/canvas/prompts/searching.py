"""Finding a kind of node by what the user calls it. No toolkit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.nodes.kind import Kind


def matching(kinds: Iterable[Kind[Any]], text: str, recent: Sequence[str] = ()) -> list[Kind[Any]]:
    """The kinds that every word of the text fits, best first; recent ones before others where they fit as well."""
    words = _plain(text).split()
    ranked = [(rank, kind) for kind in kinds if (rank := max((_rank(kind, word) for word in words), default=0)) < _NO]
    order = {type_: place for place, type_ in enumerate(recent)}
    ranked.sort(key=lambda pair: (pair[0], order.get(pair[1].type, len(order))))
    return [kind for _, kind in ranked]


_NO = 5


def _rank(kind: Kind[Any], word: str) -> int:
    """0 the title begins with it, then its words, its synonyms, inside either, in the summary; _NO not at all."""
    title = _plain(kind.title)
    others = [_plain(synonym) for synonym in kind.synonyms]
    if title.startswith(word):
        return 0
    if any(part.startswith(word) for part in title.split()):
        return 1
    if any(part.startswith(word) for synonym in others for part in (synonym, *synonym.split())):
        return 2
    if any(word in part for part in (title, *others)):
        return 3
    return 4 if word in _plain(kind.summary) else _NO


def _plain(text: str) -> str:
    """As it is compared: “email” finds “E-mail”."""
    return text.casefold().replace("-", "")
