"""Catalogues of products put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from app.data.assembling.stacking import stacked
from app.data.columns.column import Column
from app.data.columns.selection import last_filled, places, union_of_words
from app.data.columns.texts import Texts
from app.data.products import Products


def merged(first: Products, second: Products) -> Products:
    """Both catalogues; the second's values and roles win where both have one."""
    if not len(first) or not len(second):
        return second if len(second) else first
    parts = [(Texts(each.ids, np.arange(len(each), dtype=np.int32)), each.columns) for each in (first, second)]
    return catalogue_of(parts, {**first.roles, **second.roles})


def catalogue_of(parts: Sequence[tuple[Texts, Mapping[str, Column]]], roles: Mapping[str, str]) -> Products:
    """The catalogue of these rows; where one stands twice, the last filled value of each column wins."""
    ids = union_of_words([texts.distinct for texts, _ in parts])
    which = np.concatenate([places(texts.distinct, ids)[texts.codes] for texts, _ in parts])
    columns = stacked([columns for _, columns in parts], [len(texts) for texts, _ in parts])
    return Products(ids, {name: last_filled(column, which, len(ids)) for name, column in columns.items()}, dict(roles))
