"""Parquet files out of a workspace, whose own numbers bound what they may take before anything is unpacked."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from app.files.memory import free_bytes

_SMALL = 256 << 20
_MOST_UNPACKED = 256  # bytes for each stored one; columns of one value again and again come near it
_MOST_IN_FOOTER = 1 << 24
_TEXT_OFFSET_BYTES = 4
_SMALL_TOGETHER = 384 << 20


def most_bytes(content: bytes) -> int:
    """What a file may take in memory."""
    return _SMALL + _MOST_UNPACKED * len(content)


class Allowance:
    """What all parts of a dataset or a table may take together, read by several threads: as much as they warrant."""

    def __init__(self) -> None:
        self._left = _SMALL_TOGETHER
        self._lock = Lock()

    def add(self, content: bytes) -> None:
        """A part is to be read, which may take the more the larger it is."""
        with self._lock:
            self._left += _MOST_UNPACKED * len(content)

    def take(self, size: int) -> None:
        """So many bytes are about to be taken; pa.ArrowInvalid beyond what is allowed, MemoryError beyond what is free.

        What a part says is never taken on trust: a few kilobytes can say, and hold, far more than there is.
        """
        with self._lock:
            self._left -= size
            if self._left < 0:
                raise pa.ArrowInvalid("all parts together are far larger than their files")
        if size > free_bytes():
            raise MemoryError


def read_bounded(
    content: bytes,
    rows: int | None = None,
    allowance: Allowance | None = None,
    columns: Sequence[str] | None = None,
) -> pa.Table:
    """The table of a file with so many rows, of `columns` those that it has; without them all.

    pa.ArrowInvalid where it would take more memory than its size warrants, or with the parts before it more than
    `allowance` has for all of them. Texts that are stored as dictionaries stay so until their whole length is known: a
    short file may name one long text millions of times.
    """
    limits = {"thrift_string_size_limit": _MOST_IN_FOOTER, "thrift_container_size_limit": _MOST_IN_FOOTER}
    file = pq.ParquetFile(pa.BufferReader(content), **limits)  # type: ignore[arg-type]  # both are numbers
    metadata, schema = file.metadata, file.schema_arrow
    if rows is not None and metadata.num_rows != rows:
        raise pa.ArrowInvalid("there are not as many rows as were stored")
    unpacked = metadata.num_rows * sum(_width(field.type) for field in schema)
    chunks = [
        metadata.row_group(group).column(column)
        for group in range(metadata.num_row_groups)
        for column in range(metadata.num_columns)
    ]
    unpacked = max(unpacked, sum(chunk.total_uncompressed_size for chunk in chunks))
    if unpacked > most_bytes(content):
        raise pa.ArrowInvalid("the columns are far larger than the file")
    allowance = allowance or Allowance()
    allowance.add(content)
    allowance.take(unpacked)
    coded = {chunk.path_in_schema for chunk in chunks if chunk.has_dictionary_page}
    texts = [field.name for field in schema if pa.types.is_string(field.type) and field.name in coded]
    wanted = None if columns is None else [name for name in columns if name in schema.names]
    texts = [name for name in texts if wanted is None or name in wanted]
    table = pq.read_table(pa.BufferReader(content), columns=wanted, read_dictionary=texts)
    return _with_plain_texts(table, texts, most_bytes(content), allowance)


def _width(type_: pa.DataType) -> int:
    """Bytes of one value, as far as each has as many."""
    if pa.types.is_string(type_):
        return _TEXT_OFFSET_BYTES
    if pa.types.is_dictionary(type_) and pa.types.is_string(type_.value_type):
        return _width(type_.index_type)
    if not pa.types.is_primitive(type_):
        raise pa.ArrowInvalid("a column is of a kind that was never stored")
    return max(1, type_.bit_width // 8)


def _with_plain_texts(table: pa.Table, texts: list[str], most: int, allowance: Allowance) -> pa.Table:
    left = most
    for name in texts:
        before = left
        column = table.column(name)
        chunks: list[Any] = column.chunks  # dictionaries, which the stubs do not know
        for chunk in chunks:
            lengths: Any = pc.binary_length(chunk.dictionary)
            left -= pc.sum(lengths.take(chunk.indices).cast(pa.int64())).as_py() or 0
        if left < 0:
            raise pa.ArrowInvalid("the texts are far longer than the file")
        allowance.take(before - left)
        table = table.set_column(table.column_names.index(name), name, column.cast(pa.string()))
    return table
