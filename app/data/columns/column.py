"""Typed columns: numpy arrays with a sentinel for what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS

MISSING_CODE = -1
MISSING_BOOLEAN = -1
MISSING_DATE = int(np.iinfo(np.int32).min)
MISSING_INSTANT = int(np.iinfo(np.int64).min)


class ColumnType(StrEnum):
    """The five types a value can have."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"


MISSING: dict[ColumnType, Any] = {
    ColumnType.TEXT: np.int32(MISSING_CODE),
    ColumnType.NUMBER: np.float64(np.nan),
    ColumnType.BOOLEAN: np.int8(MISSING_BOOLEAN),
    ColumnType.DATE: np.int32(MISSING_DATE),
    ColumnType.INSTANT: np.int64(MISSING_INSTANT),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One typed column of n values.

    `values` by type: text int32 codes into `words` (-1 missing), number float64 (NaN missing), boolean int8 0/1
    (-1 missing), date int32 days since 1970-01-01 and instant int64 microseconds UTC (least integer missing). `words`
    holds the distinct texts, sorted by code point; it is empty for other types.
    """

    type: ColumnType
    values: NDArray[Any]
    words: pa.StringArray

    @property
    def filled(self) -> NDArray[np.bool_]:
        """True where there is a value; shape (n,)."""
        if self.type is ColumnType.NUMBER:
            there: NDArray[np.bool_] = ~np.isnan(self.values)
        elif self.type in _BY_LEAST:
            there = self.values > np.iinfo(self.values.dtype).min
        else:
            there = self.values >= 0
        return there

    def rows(self, rows: slice) -> Column:
        """A slice of the column, with the same words."""
        return Column(self.type, self.values[rows], self.words)

    def __len__(self) -> int:
        return len(self.values)


class PickedColumns(Mapping[str, Column]):
    """Columns of a part of some data, each picked when it is first asked for. Usable from any thread."""

    def __init__(self, whole: Mapping[str, Column], pick: Callable[[Column], Column]) -> None:
        self._whole = whole
        self._pick = pick
        self._picked: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        found = self._picked.get(name)
        return self._picked.setdefault(name, self._pick(self._whole[name])) if found is None else found

    def __contains__(self, name: object) -> bool:
        return name in self._whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)

    def types(self) -> dict[str, ColumnType]:
        """The type of each, none of which is picked for it."""
        return types_of(self._whole)


def types_of(columns: Mapping[str, Column]) -> dict[str, ColumnType]:
    """The type of each column."""
    if isinstance(columns, PickedColumns):
        return columns.types()
    return {name: column.type for name, column in columns.items()}


def missing_column(type_: ColumnType, count: int) -> Column:
    """A column of `count` rows without a value."""
    return Column(type_, np.full(count, MISSING[type_]), NO_WORDS)


_BY_LEAST = (ColumnType.DATE, ColumnType.INSTANT)
