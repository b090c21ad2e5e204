"""What the first rows of a file have in its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import matches
from app.data.columns.texts import Texts, encode
from app.data.vocabulary.headers import EVENT_NAMES, INSTANTS, KEYS, PHONES, ranked

LOOK = 1000
"""How many rows are looked at where all would take long."""
_MOST, _NEARLY_ALL = 0.5, 0.9
_MOST_LOOKED_AT = 100
_FEW = 2


def words_in(table: pa.Table, name: str) -> pa.StringArray:
    """The different texts that the first rows have in a column."""
    return encode(table.column(name).slice(0, LOOK)).distinct


def are_mostly(words: pa.StringArray, form: str) -> bool:
    """Whether more than half of the texts, of which there are some, have a form."""
    return len(words) > 0 and bool(matches(words, form).mean() > _MOST)


def filled_columns(table: pa.Table, names: Iterable[str]) -> list[str]:
    """Those of the columns in which one of the first rows has something; all of a table without rows."""
    if not table.num_rows:
        return list(names)
    blank = pa.scalar("")
    return [name for name in names if _any(pc.not_equal(table.column(name).slice(0, LOOK), blank))]


def _any(mask: Any) -> bool:
    return bool(pc.any(mask).as_py())


def filled_share(table: pa.Table, name: str) -> float:
    """The share of the first rows with a value there; 1 without rows."""
    texts = encode(table.column(name).slice(0, LOOK))
    return float(texts.filled.mean()) if len(texts) else 1.0


def differing_columns(table: pa.Table) -> list[str]:
    """Columns that have another value in each of the first rows."""
    head = near_columns(table).slice(0, LOOK)
    if head.num_rows < _FEW:
        return []
    return [name for name in head.column_names if len(encode(head.column(name)).distinct) == head.num_rows]


def says_one_thing(table: pa.Table, name: str) -> bool:
    """Whether each of the first rows says the same in a column."""
    return table.num_rows >= _FEW and len(words_in(table, name)) == 1


def come_again(texts: Texts) -> bool:
    """Whether the same stand there again and again, upper and lower case and blanks aside."""
    words: Any = pc.utf8_trim_whitespace(pc.utf8_lower(texts.distinct))
    return len(words.unique()) < _NEARLY_ALL * int(texts.filled.sum())


def holds_words(table: pa.Table, name: str) -> bool:
    """Whether most texts of a column have letters in them; one without texts may."""
    words = words_in(table, name)
    return not len(words) or are_mostly(words, r"\p{L}")


def near_columns(table: pa.Table) -> pa.Table:
    """The first columns of a wide file, and those that are called as keys and instants are."""
    if table.num_columns <= _MOST_LOOKED_AT:
        return table
    names = table.column_names
    called = {name for known in (KEYS, PHONES, INSTANTS, EVENT_NAMES) for name in ranked(names, known)}
    return table.select([place for place, name in enumerate(names) if place < _MOST_LOOKED_AT or name in called])


def is_unnamed(columns: Sequence[str]) -> bool:
    """Whether a file has no header, so that its columns are called by their place."""
    return all(re.fullmatch(r"column \d+", name) for name in columns)
