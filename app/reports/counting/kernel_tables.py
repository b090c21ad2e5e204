"""The tables that a report's kernel reads and writes: addresses when compiled, arrays in plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_type_hints

from numpy.typing import NDArray

from app.runtime.program.row_layout import dtype_of

Elements = Mapping[str, Any]
"""The type of each table's elements, in the order of the fields."""


def elements_of(fields: type) -> dict[str, Any]:
    """What the tables hold, from a class that has a field for each."""
    return {name: get_args(hint)[0] for name, hint in get_type_hints(fields, include_extras=True).items()}


def set_tables(of: object, elements: Elements, tables: Iterable[NDArray[Any]]) -> None:
    """Give each field its table, in plain Python."""
    for name, table in zip(elements, tables, strict=True):
        setattr(of, name, table)


def checked(tables: tuple[NDArray[Any], ...], elements: Elements, whose: str) -> tuple[NDArray[Any], ...]:
    """The tables, if they are flat and laid out as the kernel reads them; `whose` begins what is told otherwise."""
    fits = (
        table.dtype == dtype_of(element) and table.flags.c_contiguous and table.ndim == 1
        for table, element in zip(tables, elements.values(), strict=True)
    )
    if not all(fits):
        raise TypeError(f"{whose} tables have another layout.")
    return tables
