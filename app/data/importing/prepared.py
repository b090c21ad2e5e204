"""A file's rows made ready to be read: the same rows and places, with columns added, renamed or filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.files.source_table import Fault, Place, SourceTable, lines_and_texts

_LABEL = "customer (by "


@dataclass(frozen=True, slots=True)
class PreparedTable:
    """A `SourceTable` whose `table` stands in place of that of `origin`, row for row."""

    origin: SourceTable
    table: pa.Table

    @property
    def file(self) -> str:
        """The file's name."""
        return self.origin.file

    @property
    def faults(self) -> Sequence[Fault]:
        """What is wrong with some records."""
        return self.origin.faults

    @property
    def dropped(self) -> NDArray[np.int64]:
        """The records that are no rows."""
        return self.origin.dropped

    @property
    def content(self) -> bytes:
        """The bytes by which the same file is known again."""
        return self.origin.content

    @property
    def form(self) -> str:
        """How the file is read."""
        return self.origin.form

    def places_of(self, records: Sequence[int]) -> list[Place]:
        """Line and text of these records."""
        return self.origin.places_of(records)

    def lines_and_texts(self, records: NDArray[np.int64]) -> tuple[NDArray[np.int64], pa.StringArray]:
        """Line and text of these records as columns."""
        return lines_and_texts(self.origin, records)


def with_columns(table: pa.Table, columns: Mapping[str, pa.StringArray]) -> pa.Table:
    """The table with these columns, in place of those of their names."""
    for name, values in columns.items():
        at = table.column_names.index(name) if name in table.column_names else None
        table = table.append_column(name, values) if at is None else table.set_column(at, name, values)
    return table


def renamed(table: pa.Table, names: Mapping[str, str]) -> pa.Table:
    """The table with other names for some columns; a name that is taken stays with its column."""
    there = table.column_names
    free = {old: new for old, new in names.items() if old in there and new not in there}
    return table.rename_columns([free.get(name, name) for name in there])


def label_of(keys: Sequence[str]) -> str:
    """The name of a column with the customers' ids that was made of these key columns."""
    return f"{_LABEL}{' or '.join(f'“{key}”' for key in keys)})"


def is_label(column: str) -> bool:
    """Whether that is the name of such a column."""
    return column.startswith(_LABEL)


def keys_in(column: str, columns: Sequence[str]) -> list[str]:
    """Those of the columns of which a column with the customers' ids was made, or that it is."""
    return [name for name in columns if (f"“{name}”" in column if is_label(column) else name == column)]


def why_unread(column: str, *, are_addresses: bool) -> str:
    """What is said of a row in whose key columns something stands that is nobody's id or address."""
    keys = _keys_of(column)
    return f"what stands in {keys} is no e-mail address" if are_addresses else f"what stands in {keys} names nobody"


def why_empty(column: str) -> str:
    """What is said of a row that has nothing in a column, or in the key columns of which it was made."""
    keys = _keys_of(column)
    return f"nothing stands in {keys}" if "” or “" in keys else f"the column {keys} is empty"


def _keys_of(column: str) -> str:
    """The names of the key columns of which a column was made, or its own."""
    return column.removeprefix(_LABEL).removesuffix(")") if is_label(column) else f"“{column}”"
