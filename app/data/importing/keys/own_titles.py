"""Titles of ids that stay beside the customers' own: which file they are of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.data.vocabulary.headers import of_one_file, plain

_OWN = re.compile(r"(.+?) of (.+\.\w+)")


def own_title(column: str, file: str) -> str:
    """What a file's ids are called where another file calls other ids the same: `customer id (crm.csv)`."""
    return f"{column} ({file})"


def own_kind(identifies: str, file: str) -> str:
    """What ids are that no other file's are compared with: `customer id of crm.csv`."""
    return f"{identifies} of {file}"


def is_own_kind(identifies: str) -> bool:
    """Whether ids are those of one file alone."""
    return _OWN.fullmatch(identifies) is not None


def title_of(column: str, identifies: str) -> str:
    """Under which title a column with a file's own ids is kept where another file calls other ids the same."""
    found = _OWN.fullmatch(identifies)
    return own_title(column, found[2]) if found else column


def kind_of_title(name: str) -> str | None:
    """What the ids are that are kept under such a title; None of another column."""
    found = of_one_file(name)
    return own_kind(plain(found[0]), found[1]) if found else None


def titled_keys(names: Iterable[str]) -> list[str]:
    """The names that were made so of columns that name customers."""
    return [name for name in names if kind_of_title(name)]
