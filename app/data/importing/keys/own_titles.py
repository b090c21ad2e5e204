"""Titles of ids that stay beside the customers' own: which file they are of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.data.vocabulary.headers import KEYS, ranked

_TITLED = re.compile(r"(.+) \(.+\.\w+\)")


def own_title(column: str, file: str) -> str:
    """What a file's ids are called where another file calls other ids the same: `customer id (crm.csv)`."""
    return f"{column} ({file})"


def titled_keys(names: Iterable[str]) -> list[str]:
    """The names that were made so of columns that name customers."""
    return [name for name in names if (found := _TITLED.fullmatch(name)) and ranked([found[1]], KEYS)]
