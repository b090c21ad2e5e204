"""Ids that shops write for whoever has none, such as 0: beside several addresses they name nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import words_of
from app.data.columns.texts import encode
from app.data.importing.prepared import with_columns
from app.data.importing.values.identifiers import EMAIL, normal_texts

_OF_NOBODY = frozenset(
    {"0", "-1", "guest", "gast", "invité", "invite", "invitado", "ospite", "anonymous", "ゲスト", "非会員"}
)
_FEW = 3


def rows_of_guests(table: pa.Table, key: str, address: str) -> tuple[NDArray[np.bool_], str]:
    """The rows whose id is one that names nobody, with at least three addresses beside it; and that id."""
    ids, addresses = encode(table.column(key)), normal_texts(encode(table.column(address)), EMAIL)
    for code, word in enumerate(words_of(ids.distinct)) if len(ids.distinct) else ():
        if word.strip().lower() not in _OF_NOBODY:
            continue
        rows = (ids.codes == code) & addresses.filled
        if len(np.unique(addresses.codes[rows])) >= _FEW:
            return ids.codes == code, word.strip()
    return np.zeros(len(ids.codes), np.bool_), ""


def without_guests(table: pa.Table, key: str, address: str) -> tuple[pa.Table, tuple[str, ...]]:
    """The table without such ids, so that guests are known by their addresses, and how that is told."""
    rows, word = rows_of_guests(table, key, address)
    if not rows.any():
        return table, ()
    bare: Any = pc.if_else(pa.array(rows), pa.scalar(""), table.column(key))
    told = f"“{word}” in “{key}” stands beside several addresses: these are guests, each known by “{address}”."
    return with_columns(table, {key: bare}), (told,)
