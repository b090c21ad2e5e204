"""Names that are one but for capitals, hyphens, underscores and blanks, as people spell a campaign."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
_BETWEEN = re.compile(r"%20|[\s\-_+.]+")


def plain_name(name: str) -> str:
    """A name without what differs between its spellings; a name of nothing else stays."""
    return _BETWEEN.sub("", name.casefold()) or name


def families(names: Sequence[str], counts: Sequence[int]) -> list[list[int]]:
    """Places of names that are one, each family with its most frequent spelling first; by first sight."""
    found: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        found.setdefault(plain_name(name), []).append(at)
    return [sorted(family, key=lambda at: (-counts[at], names[at])) for family in found.values()]


def made_one(names: Sequence[str], codes: Longs, counts: Longs | None = None) -> tuple[tuple[str, ...], Longs]:
    """The names with one spelling for each family, and the codes into them.

    `counts` (names,) say how frequent each is; without them that is how many of the codes are its own.
    """
    often = np.bincount(codes, minlength=len(names)) if counts is None else counts
    alike = families(names, often.tolist())
    place = np.zeros(max(len(names), 1), np.int64)
    for new, family in enumerate(alike):
        place[family] = new
    return tuple(names[family[0]] for family in alike), place[codes]
