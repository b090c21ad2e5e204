"""Columns whose cells are JSON objects, as event logs keep properties in CSV: each of their values gets a column."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import matches, words_of
from app.data.files.objects.json_lines import read_whole_lines
from app.data.files.text.dialect import MOST_COLUMNS
from app.progress import silent

_LOOK = 100
_OBJECT = r"^\s*\{.*\}\s*$"


def unfolded(table: pa.Table) -> pa.Table:
    """The table, with columns in the place of each column of nothing but objects; of their names the last part, where
    nothing else is called so. What is no sound object in every filled cell stays text."""
    parts = [(name, _of_objects(table.column(name))) for name in table.column_names]
    if not any(inner for _, inner in parts):
        return table
    taken = {name for name, inner in parts if inner is None}
    columns: dict[str, Any] = {}
    for name, inner in parts:
        if inner is None:
            columns[name] = table.column(name)
            continue
        for last in inner.column_names:
            called = last if last not in taken else f"{name}.{last}"
            taken.add(called)
            columns[called] = inner.column(last)
    return pa.table(columns) if len(columns) <= MOST_COLUMNS else table


def _of_objects(column: pa.ChunkedArray[Any]) -> pa.Table | None:
    """A table of what the objects of a column hold; None where it holds anything else."""
    head = column.slice(0, _LOOK)
    first = next((text for text in words_of(head) if text), "")
    if not first.startswith("{") or not _are_objects(column):
        return None
    lines: Any = pc.if_else(pc.equal(column, pa.scalar("")), "{}", column)
    return read_whole_lines("\n".join(words_of(lines)).encode(), silent)


def _are_objects(column: pa.ChunkedArray[Any]) -> bool:
    """Whether each filled cell is an object in one line."""
    filled: Any = column.filter(pc.not_equal(column, pa.scalar("")))
    return len(filled) > 0 and bool(matches(filled, _OBJECT).all())
