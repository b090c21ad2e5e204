"""Rows with named fields: records of numpy for the compiled machine, plain objects for the uncompiled one.

A row class is a dataclass whose fields are annotated with the types below. The same code reads and writes both forms,
because `rows[i].field` means the same for an array of records and for a list of objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Protocol, TypeVar, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

Int = Annotated[int, np.int64]
Int32 = Annotated[int, np.int32]
Flag = Annotated[int, np.uint8]
Float = Annotated[float, np.float64]
Hash = Annotated[int, np.uint64]

T = TypeVar("T")


class Rows(Protocol[T]):
    """A fixed number of rows, read and written by index."""

    def __getitem__(self, index: int, /) -> T: ...

    def __setitem__(self, index: int, value: T, /) -> None: ...

    def __len__(self) -> int: ...


@cache
def dtype_of(element: Any) -> np.dtype[Any]:
    """The layout of a row class, or of one of the number types above."""
    scalar = get_args(element)
    if scalar:
        number: np.dtype[Any] = np.dtype(scalar[1])
        return number
    hints = get_type_hints(element, include_extras=True)
    return np.dtype([(name, get_args(hint)[1]) for name, hint in hints.items()], align=True)


def blank_rows(element: Any, size: int) -> NDArray[Any]:
    """`size` rows of zeros for the compiled machine."""
    return np.zeros(size, dtype_of(element))


def blank_objects(element: Any, size: int) -> list[Any]:
    """`size` rows of zeros for the uncompiled machine."""
    return objects_of(element, blank_rows(element, size))


def rows_of(element: Any, rows: Sequence[Any] | NDArray[Any]) -> NDArray[Any]:
    """A table for the compiled machine, sealed against writing; no copy where the layout fits already.

    All tables a scenario or dataset brings are sealed, because the compiler takes a sealed array for another type.
    """
    dtype = dtype_of(element)
    if isinstance(rows, np.ndarray):
        table = np.ascontiguousarray(rows, dtype)
    elif dtype.names is None:
        table = np.array(rows, dtype)
    else:
        read = attrgetter(*dtype.names)
        is_one = len(dtype.names) == 1
        table = np.array([(read(row),) for row in rows] if is_one else list(map(read, rows)), dtype)
    view = table.view()
    view.flags.writeable = False
    return view


def objects_of(element: Any, rows: Sequence[Any] | NDArray[Any]) -> list[Any]:
    """A table for the uncompiled machine."""
    if not isinstance(rows, np.ndarray):
        return list(rows)
    if rows.dtype.names is None:
        return list(rows.tolist())
    return [element(*row) for row in rows.tolist()]


def columns_of(element: Any, rows: Rows[Any], size: int) -> dict[str, NDArray[Any]]:
    """The first `size` rows as one array per field, copied."""
    dtype = dtype_of(element)
    if isinstance(rows, np.ndarray):
        return {name: rows[name][:size].copy() for name in dtype.names or ()}
    return {name: np.array([getattr(rows[i], name) for i in range(size)], dtype[name]) for name in dtype.names or ()}
