"""Ids that shops write for whoever has none, such as 0, guest and -: they name nobody, by what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import matches, words_of
from app.data.columns.texts import Texts, encode, holds_any
from app.data.importing.file_plan import Key
from app.data.importing.prepared import with_columns
from app.data.importing.recognition.columns.first_rows import LOOK
from app.data.importing.recognition.columns.looks import WORDS_OF_NOTHING
from app.data.importing.values.identifiers import normal_texts
from app.data.vocabulary.headers import EMAILS, PHONES, ranked
from app.numbers import counted, stored_number

_GUESTS = ("guest", "gast", "invité", "invite", "invitado", "ospite", "anonymous", "ゲスト", "非会員")
_NUMBERS = ("0", "-1")
_OF_NOBODY = frozenset({*_GUESTS, *_NUMBERS, *WORDS_OF_NOTHING})
_SPELLINGS = sorted({way(word) for word in _OF_NOBODY for way in (str, str.capitalize, str.upper, str.title)})
_NAMES = ("name", "full_name", "customer_name", "last_name", "billing_last_name", "billing_name", "kunde", "氏名")
_FEW = 3
"""So many people beside one id are not one of them."""
_MANY = 10
_TIMES = 3
"""So often as anybody else, and at least `_MANY` times, nobody buys."""
_MOST = 0.5
_ORDERS, _CUSTOMERS, _CROWD = 50, 20, 0.2


def rows_of_nobody(table: pa.Table, key: str) -> tuple[NDArray[np.bool_], str]:
    """The rows whose id names nobody, and how such ids are written; the blanks around an id do not count.

    A word for guests, or for nothing where ids are made of digits or it has no letter, is nobody's in any case; others
    are where several people stand beside them, or far more rows than any other id has.
    """
    column = table.column(key)
    if not holds_any(column, _SPELLINGS):
        return np.zeros(table.num_rows, np.bool_), ""
    ids = encode(column)
    words = [word.strip().lower() for word in words_of(ids.distinct)]
    found = [code for code, word in enumerate(words) if word in _OF_NOBODY]
    said = [code for code in found if _says_nobody(words[code], ids, found) or _is_of_many(table, ids, code, found)]
    return np.isin(ids.codes, said), ", ".join(f"“{ids.distinct[code].as_py().strip()}”" for code in said)


def without_nobody(table: pa.Table, key: str, others: Sequence[Key]) -> tuple[pa.Table, tuple[str, ...]]:
    """The table without such ids, so that guests are known by what else names them or listed, and how that is told."""
    rows, words = rows_of_nobody(table, key)
    if not rows.any():
        return table, ()
    bare: Any = pc.if_else(pa.array(rows), pa.scalar(""), table.column(key))
    beside = [rows & normal_texts(encode(table.column(each.column)), each.identifies).filled for each in others]
    known = np.logical_or.reduce([np.zeros_like(rows), *beside])
    told = [f"{words} in “{key}” names nobody."]
    if known.any():
        named = " or ".join(f"“{each.column}”" for each, own in zip(others, beside, strict=True) if own.any())
        told.append(f"{counted(int(known.sum()), 'row is', 'rows are')} known by {named} instead.")
    if left := int((rows & ~known).sum()):
        told.append(f"{counted(left, 'row is', 'rows are')} listed and left out: they are no one customer's.")
    return with_columns(table, {key: bare}), (" ".join(told),)


def crowded(table: pa.Table, key: str) -> tuple[str, ...]:
    """What is said of an id that more than a fifth of all rows of orders have, where many customers buy."""
    if table.num_rows < _ORDERS or _share(encode(table.column(key).slice(0, LOOK))) <= _CROWD:
        return ()
    ids = encode(table.column(key))
    if len(ids.distinct) < _CUSTOMERS or _share(ids) <= _CROWD:
        return ()
    code = int(ids.counts().argmax())
    rows = f"{stored_number(int(ids.counts()[code]))} of {stored_number(len(ids))} rows"
    text = ids.distinct[code].as_py().strip()
    return (f"“{text}” in “{key}” stands on {rows}: if it is a till or an account of many, it is no one customer.",)


def _share(ids: Texts) -> float:
    """Of all rows, those with the most frequent id."""
    return int(ids.counts().max(initial=0)) / max(len(ids), 1)


def _says_nobody(word: str, ids: Texts, found: list[int]) -> bool:
    """Whether a word names nobody among such ids, whoever stands beside it."""
    if word in _NUMBERS:
        return False
    if word in _GUESTS or not any(map(str.isalnum, word)):
        return True
    have_digits = np.delete(matches(ids.distinct, r"\d"), found)
    return bool(have_digits.sum() > _MOST * len(have_digits))


def _is_of_many(table: pa.Table, ids: Texts, code: int, found: list[int]) -> bool:
    """Whether several people stand beside an id, or far more rows than any other has."""
    counts = ids.counts()
    if counts[code] >= max(_MANY, _TIMES * int(np.delete(counts, found).max(initial=0))):
        return True
    rows = ids.codes == code
    for name in ranked(table.column_names, (*EMAILS, *PHONES, *_NAMES), people=True):
        beside = encode(table.column(name))
        if len(np.unique(beside.codes[rows & beside.filled])) >= _FEW:
            return True
    return False
