"""Rows of several files put one below another; columns of one name but two types stay two columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from app.data.assembling.rows import CustomerRows, EventRows
from app.data.columns.arrow import NO_WORDS
from app.data.columns.column import Column, ColumnType, missing_column
from app.data.columns.selection import concatenate, places, union_of_words
from app.data.columns.texts import Texts


def stacked_customers(parts: Sequence[CustomerRows]) -> CustomerRows:
    """All rows of all parts."""
    if len(parts) == 1:
        return parts[0]
    counts = [len(part.ids) for part in parts]
    return CustomerRows(_ids([part.ids for part in parts]), stacked([part.attributes for part in parts], counts))


def stacked_events(parts: Sequence[EventRows]) -> EventRows:
    """All events of all parts."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        none = Column(ColumnType.TEXT, np.array([], np.int32), NO_WORDS)
        return EventRows(Texts(NO_WORDS, np.array([], np.int32)), np.array([], np.int64), none, {})
    counts = [len(part.ids) for part in parts]
    return EventRows(
        _ids([part.ids for part in parts]),
        np.concatenate([part.at for part in parts]),
        concatenate([part.names for part in parts]),
        stacked([part.properties for part in parts], counts),
    )


def stacked(parts: Sequence[Mapping[str, Column]], counts: Sequence[int]) -> dict[str, Column]:
    """Every column of any part; where a part has a column of another type, it is called by that type too."""
    types: dict[str, ColumnType] = {}
    named = []
    for part in parts:
        own = {}
        for name, column in part.items():
            fits = types.setdefault(name, column.type) is column.type
            title = name if fits else f"{name} ({column.type})"
            types.setdefault(title, column.type)
            own[title] = column
        named.append(own)
    return {
        name: concatenate(
            [own.get(name) or missing_column(type_, count) for own, count in zip(named, counts, strict=True)]
        )
        for name, type_ in types.items()
    }


def _ids(parts: Sequence[Texts]) -> Texts:
    words = union_of_words([part.distinct for part in parts])
    codes = [np.append(places(part.distinct, words), np.int32(-1))[part.codes] for part in parts]
    return (
        Texts(words, np.concatenate(codes).astype(np.int32))
        if parts
        else Texts(pa.array([], pa.string()), np.array([], np.int32))
    )
