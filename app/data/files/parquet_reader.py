"""The process that reads a Parquet file: its columns as texts, an Arrow stream, to standard output."""

from __future__ import annotations

import sys
from io import IOBase
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from app.data.files.columns_table import short_names
from app.data.files.dialect import MOST_COLUMNS
from app.data.files.json_values import text_of
from app.data.files.reader_process import limit_memory, main, refuse

_ROWS = 1 << 16
_FEWEST_ROWS, _CELLS = 1 << 10, 1 << 20
_BUFFER = 1 << 16
_HARMLESS_BYTES = 256 << 20
_LARGEST_RATIO = 256
_MOST_IN_FOOTER = 1 << 24
_ALLOWANCE = 7 << 27
"""Beside what a process has before it reads anything: about 1 GB in all."""
_TOO_MUCH = (
    "unpacks, or says so, to more than the 1 GB that reading it may take. Export it with smaller row groups, or as CSV."
)


def read(stream: BinaryIO, arguments: list[str]) -> None:
    """Write the rows; `arguments` are the most rows to write, 0 for all."""
    most = int(arguments[0])
    size = stream.seek(0, 2)
    stream.seek(0)
    pa.set_cpu_count(1)
    pa.set_memory_pool(pa.system_memory_pool())  # others reserve room beforehand that the limit does not see
    limit_memory(_ALLOWANCE)
    try:
        limits: Any = {"thrift_string_size_limit": _MOST_IN_FOOTER, "thrift_container_size_limit": _MOST_IN_FOOTER}
        file = pq.ParquetFile(stream, buffer_size=_BUFFER, **limits)
        _refuse_far_too_large(file.metadata, size)
        _write(file, most)
    except (pa.ArrowMemoryError, MemoryError):  # whatever footer and page headers say of their sizes
        refuse(_TOO_MUCH)
    except pa.ArrowException:
        refuse("is damaged, or no Parquet file. Export it again.")


def _refuse_far_too_large(metadata: pq.FileMetaData, size: int) -> None:
    unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if max(unpacked, metadata.num_rows) > _HARMLESS_BYTES + _LARGEST_RATIO * size:
        refuse(f"unpacks to more than {_LARGEST_RATIO} times its size and was not read.")
    if metadata.num_columns > MOST_COLUMNS:
        refuse(f"has {metadata.num_columns} columns; {MOST_COLUMNS} is the most.")
    if not metadata.num_columns:
        refuse("has no columns. Export it again, or choose another file.")


def _write(file: pq.ParquetFile, most: int) -> None:
    paths = _paths(file.schema_arrow, ())
    schema = pa.schema([(name, pa.string()) for name in short_names(paths)])
    left = most or file.metadata.num_rows
    with pa.ipc.new_stream(cast(IOBase, sys.stdout.buffer), schema) as out:
        rows = max(_FEWEST_ROWS, min(_ROWS, _CELLS // max(len(paths), 1)))
        for batch in file.iter_batches(min(rows, left or 1), use_threads=False):
            columns = [_as_texts(column) for column in _flat(batch)]
            part = pa.record_batch(columns, schema=schema)
            out.write_batch(part.slice(0, left))
            left -= len(part)
            if left <= 0:
                break


def _paths(fields: Any, above: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The ways to all values that are no structures."""
    paths: list[tuple[str, ...]] = []
    for field in fields:
        path = (*above, field.name)
        paths += _paths(field.type, path) if pa.types.is_struct(field.type) else [path]
    return paths


def _flat(batch: pa.RecordBatch) -> list[Any]:
    """The columns in the order of their paths."""
    columns: list[Any] = list(batch.columns)
    while any(pa.types.is_struct(column.type) for column in columns):
        columns = [
            part for column in columns for part in (column.flatten() if pa.types.is_struct(column.type) else [column])
        ]
    return columns


def _as_texts(column: Any) -> Any:
    type_ = column.type
    if pa.types.is_dictionary(type_):
        column = column.cast(type_.value_type)
        type_ = type_.value_type
    if pa.types.is_floating(type_):
        column = pc.if_else(pc.is_nan(column), None, column)
    elif pa.types.is_timestamp(type_):
        return _instants(column)
    elif pa.types.is_nested(type_):
        column = pa.array([None if value is None else text_of(value) for value in _plain(column)], pa.string())
    elif pa.types.is_binary(type_) or pa.types.is_large_binary(type_) or pa.types.is_fixed_size_binary(type_):
        column = pa.array([None if value is None else value.hex() for value in column.to_pylist()], pa.string())
    return (pa.nulls(len(column), pa.string()) if pa.types.is_null(type_) else column.cast(pa.string())).fill_null("")


def _plain(column: Any) -> list[Any]:
    return [_jsonable(value) for value in column.to_pylist()]


def _jsonable(value: Any) -> Any:
    """Lists and objects as they are, whatever else JSON does not know as its text."""
    if isinstance(value, list | tuple):
        return [_jsonable(inner) for inner in value]
    if isinstance(value, dict):
        return {str(name): _jsonable(inner) for name, inner in value.items()}
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


def _instants(column: Any) -> Any:
    """Instants without a fraction where none has one; those of a zone as UTC."""
    type_ = column.type
    if type_.tz is not None:
        column = column.cast(pa.timestamp(type_.unit, "UTC"))
    for unit in ("s", "ms", "us"):
        try:
            whole = column.cast(pa.timestamp(unit, type_.tz and "UTC"))
        except pa.ArrowInvalid:
            continue
        return whole.cast(pa.string()).fill_null("")
    return column.cast(pa.timestamp("us", type_.tz and "UTC"), safe=False).cast(pa.string()).fill_null("")


if __name__ == "__main__":
    main(read)
