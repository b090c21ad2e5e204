"""The process that reads a Parquet file: columns as texts, to standard output, an Arrow stream for each block of them.

What is unpacked at once of a wide file with large row groups is all of its columns; a block of them fits into memory.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from io import IOBase
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from app.data.files.columns_table import short_names
from app.data.files.objects.json_values import text_of
from app.data.files.packed.reader_process import NO_ROOM, has_little_room, limit_memory, main, refuse
from app.data.files.text.dialect import MOST_COLUMNS
from app.errors import told_of_memory

_ROWS = 1 << 16
_CELLS, _BATCH_BYTES = 1 << 20, 1 << 25
_BLOCK_BYTES = 1 << 28
_BUFFER = 1 << 16
_HARMLESS_BYTES = 256 << 20
_LARGEST_RATIO = 256
_MOST_IN_FOOTER = 1 << 24
_ALLOWANCE = 7 << 27
"""Beside what a process has before it reads anything: about 1 GB in all."""
_TOO_MUCH = (
    "unpacks, or says so, to more than the 1 GB that reading one of its columns may take. Export it with smaller row "
    "groups, or as CSV."
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
        write(file, most, sys.stdout.buffer)
    except (pa.ArrowMemoryError, MemoryError):  # whatever footer and page headers say of their sizes
        refuse(NO_ROOM if has_little_room() else _TOO_MUCH)
    except pa.ArrowException as error:
        refuse(NO_ROOM if told_of_memory(error) else "is damaged, or no Parquet file. Export it again.")


def _refuse_far_too_large(metadata: pq.FileMetaData, size: int) -> None:
    unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if max(unpacked, metadata.num_rows) > _HARMLESS_BYTES + _LARGEST_RATIO * size:
        refuse(f"unpacks to more than {_LARGEST_RATIO} times its size and was not read.")
    if metadata.num_columns > MOST_COLUMNS:
        refuse(f"has {metadata.num_columns} columns; {MOST_COLUMNS} is the most.")
    if not metadata.num_columns:
        refuse("has no columns. Export it again, or choose another file.")


def write(file: pq.ParquetFile, most: int, out: BinaryIO, block_bytes: int = _BLOCK_BYTES) -> None:
    """The rows, at most so many unless 0, a stream for each block of columns that unpacks to so many bytes."""
    names = iter(short_names(_paths(file.schema_arrow, ())))
    sizes = _row_sizes(file)
    for block in _blocks(file, sizes, block_bytes):
        fields = [field for field in file.schema_arrow if field.name in block]
        schema = pa.schema([(next(names), pa.string()) for _ in _paths(fields, ())])
        per_row = int(sum(sizes.get(name, 0) for name in block))
        rows = max(1, min(_ROWS, _CELLS // max(len(schema), 1), _BATCH_BYTES // max(per_row, 1)))
        columns = None if len(block) == len(sizes) else block
        with pa.ipc.new_stream(cast(IOBase, out), schema) as stream:
            for part in _parts(file, columns, schema, rows, most or file.metadata.num_rows):
                stream.write_batch(part)


def _parts(
    file: pq.ParquetFile, columns: list[str] | None, schema: pa.Schema, rows: int, left: int
) -> Iterator[pa.RecordBatch]:
    for batch in file.iter_batches(min(rows, left or 1), columns=columns, use_threads=False):
        part = pa.record_batch([_as_texts(column) for column in _flat(batch)], schema=schema)
        yield part.slice(0, left)
        left -= len(part)
        if left <= 0:
            return


def _blocks(file: pq.ParquetFile, sizes: Mapping[str, float], block_bytes: int) -> Iterator[list[str]]:
    """Columns that stand side by side, of the largest row group no more than about so many bytes."""
    names = file.schema_arrow.names
    if len(set(names)) < len(names) or any("." in name for name in names):
        yield names  # which no part of can be asked for
        return
    block, left = list[str](), float(block_bytes)
    rows = max((file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)), default=0)
    for name in names:
        size = sizes.get(name, 0) * rows
        if block and size > left:
            yield block
            block, left = [], block_bytes
        block.append(name)
        left -= size
    yield block


def _row_sizes(file: pq.ParquetFile) -> dict[str, float]:
    """The bytes of a row in each column, as the file says of its largest row group."""
    groups = [file.metadata.row_group(group) for group in range(file.metadata.num_row_groups)]
    found = dict.fromkeys(file.schema_arrow.names, 0.0)
    largest = max(groups, key=lambda group: group.total_byte_size, default=None)
    for at in range(largest.num_columns if largest else 0):
        assert largest is not None
        chunk = largest.column(at)
        name = chunk.path_in_schema.split(".")[0]
        found[name] = found.get(name, 0) + chunk.total_uncompressed_size / max(largest.num_rows, 1)
    return found


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
