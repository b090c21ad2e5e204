"""Parquet files, and folders of their parts, as tables of texts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from app.data.columns.arrow import whole
from app.data.files.columns_table import ColumnsTable
from app.data.files.packed.isolated import read_isolated
from app.data.files.source_table import Place
from app.errors import AppError
from app.files.reading import name_of, open_file
from app.progress import Progress, silent

_READER = "app.data.files.packed.parquet_reader"
_HEAD_ROWS = 2_000
_MOST_PARTS = 10_000
_PIECE = 1 << 22
_HIDDEN = (".", "_")
_MOST_NAMED = 3

_Columns = tuple[Path, Sequence[str]]
"""A part, and what its columns are called."""


def read_parquet(path: Path, progress: Progress, *, head_only: bool = False) -> ColumnsTable:
    """The rows of a file, or of all parts in a folder in the order of their names; an AppError in words otherwise."""
    parts = parts_of(path, progress) if path.is_dir() else [path]
    if not parts:
        raise AppError(
            f"{name_of(path.name)} is a folder without Parquet files. Nothing was imported; choose the files in it "
            "instead."
        )
    digest = hashlib.sha256()
    tables: list[pa.Table] = []
    names: list[str] = []
    for part in parts:
        read = _read(part, progress, head_only)
        names = names or read.column_names
        _require_one_table(path, (parts[0], names), (part, read.column_names))
        tables.append(_with_folders(read, path, part))
        _digest(digest, part, progress)
        if head_only and sum(table.num_rows for table in tables) >= _HEAD_ROWS:
            _require_one_table(path, (parts[0], names), (parts[-1], _read(parts[-1], progress, True).column_names))
            break
    table = _filled(pa.concat_tables(tables, promote_options="default"))
    form = "Parquet" if len(parts) == 1 else f"Parquet in {len(parts)} parts"
    return ColumnsTable(name_of(path.name), table, digest.digest(), form, lambda records: _places(table, records))


def parts_of(folder: Path, progress: Progress = silent) -> list[Path]:
    """The Parquet files in a folder and in those below it, but for hidden ones; in the order of their names."""
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        progress(0, 0, f"Looking into {name_of(folder.name)}")
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        found += [Path(place, name) for name in files if name.endswith(".parquet") and not name.startswith(_HIDDEN)]
        if len(found) > _MOST_PARTS:
            raise AppError(f"{name_of(folder.name)} has more than {_MOST_PARTS} parts, which is the most.")
    return sorted(found)


def _require_one_table(folder: Path, one: _Columns, other: _Columns) -> None:
    """Parts of one table may lack a column that others have; those of different tables share few."""
    (first, names), (second, others) = one, other
    if 2 * len({*names} & {*others}) < min(len(names), len(others)):
        tables = f"{_titled(first, names)}, {_titled(second, others)}"
        raise AppError(
            f"{name_of(folder.name)} holds different tables: {tables}. A folder is read as the parts of one table. "
            "Nothing was imported; choose the files in it instead."
        )


def _titled(part: Path, names: Sequence[str]) -> str:
    more = " …" if len(names) > _MOST_NAMED else ""
    return f"{name_of(part.name)} has “{'”, “'.join(names[:_MOST_NAMED])}”{more}"


def _read(path: Path, progress: Progress, head_only: bool) -> pa.Table:
    answer = read_isolated(_READER, path, progress, str(_HEAD_ROWS if head_only else 0))
    return joined_blocks(answer.content)


def joined_blocks(content: bytes) -> pa.Table:
    """The table of the streams that the reader has written, each some of its columns."""
    stream = pa.BufferReader(content)
    table = pa.ipc.open_stream(stream).read_all()
    while stream.tell() < len(content):
        block = pa.ipc.open_stream(stream).read_all()
        for name in block.column_names:
            table = table.append_column(name, block.column(name))
    return table


def _with_folders(table: pa.Table, folder: Path, part: Path) -> pa.Table:
    """The table with a column for each folder that is called `name=value`, as tools write partitions."""
    for step in part.parent.relative_to(folder).parts if part != folder else ():
        name, sign, value = step.partition("=")
        if sign and name not in table.column_names:
            table = table.append_column(name, pa.array([value] * table.num_rows, pa.string()))
    return table


def _filled(table: pa.Table) -> pa.Table:
    """ "" where a part lacks a column."""
    columns: list[Any] = table.columns
    return pa.table([column.fill_null("") for column in columns], table.column_names)


def _digest(digest: hashlib._Hash, path: Path, progress: Progress) -> None:
    with open_file(path, advice="Nothing was imported.") as stream:
        while piece := stream.read(_PIECE):
            progress(0, 0, f"Comparing {name_of(path.name)}")
            digest.update(piece)


def _places(table: pa.Table, records: Sequence[int]) -> list[Place]:
    """Rows from 1, their texts set apart by commas."""
    if not records:
        return []
    columns = [whole(column.take(pa.array(records))).to_pylist() for column in table.columns]
    rows = zip(*columns, strict=True)
    return [Place(record + 1, ", ".join(map(str, row))) for record, row in zip(records, rows, strict=True)]
