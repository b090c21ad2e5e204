"""Sound lines of JSON objects, read in columns; what is not sound is read line by line elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, cast

import pyarrow as pa
import pyarrow.json as pajson

from app.data.columns.arrow import numpy_of
from app.data.files.columns_table import short_names
from app.data.files.text.dialect import MOST_COLUMNS
from app.progress import Progress

_SLICE = 32 << 20
_HEAD = 1 << 20
_EXACT = 2.0**53
_NULL = rb"\u0000"  # a name with it could not be told from one within another


def read_whole_lines(text: bytes, progress: Progress) -> pa.Table | None:
    """The rows as texts; None unless each line is an object and every value keeps its digits as a column's type."""
    if not text.rstrip().endswith(b"}") or _NULL in text:
        return None
    try:
        kept = _texts_kept(_read(text[: text.rfind(b"\n", 0, _HEAD) + 1] or text, None).schema)
        tables = []
        for first, last in _slices(text):
            progress(first, len(text), "Reading rows")
            tables.append(_flat(_read(memoryview(text)[first:last], kept)))
        table = pa.concat_tables(tables, promote_options="default")
    except pa.ArrowException:
        return None
    lines = text.count(b"\n") + (not text.endswith(b"\n"))
    if table.num_rows != lines or not 0 < table.num_columns <= MOST_COLUMNS or not all(map(_is_exact, table.columns)):
        return None
    paths = [tuple(name.split("\0")) for name in table.column_names]
    return pa.table([_as_texts(column) for column in table.columns], short_names(paths))


def _read(part: bytes | memoryview, schema: pa.Schema | None) -> pa.Table:
    options = pajson.ParseOptions(explicit_schema=schema, newlines_in_values=False, unexpected_field_behavior="infer")
    block = pajson.ReadOptions(block_size=min(len(part) + 1, (1 << 31) - 1))
    return pajson.read_json(cast(IO[Any], pa.BufferReader(part)), block, options)


def _texts_kept(schema: pa.Schema) -> pa.Schema | None:
    """The fields that would be taken for instants, as texts."""
    fields = [kept for field in schema if (kept := _text_kept(field)) is not None]
    return pa.schema(fields) if fields else None


def _text_kept(field: pa.Field[Any]) -> pa.Field[Any] | None:
    if pa.types.is_timestamp(field.type):
        return pa.field(field.name, pa.string())
    if pa.types.is_struct(field.type):
        inner = [kept for part in field.type if (kept := _text_kept(part)) is not None]
        return pa.field(field.name, pa.struct(inner)) if inner else None
    return None


def _flat(table: pa.Table) -> pa.Table:
    """Nested values as columns whose names tell the way, its steps set apart by a null character."""
    while any(pa.types.is_struct(field.type) for field in table.schema):
        columns: list[Any] = []
        names: list[str] = []
        for field, column in zip(table.schema, table.columns, strict=True):
            parts = column.flatten() if pa.types.is_struct(field.type) else [column]
            inner = [part.name for part in field.type] if pa.types.is_struct(field.type) else None
            columns += parts
            names += [field.name] if inner is None else [f"{field.name}\0{name}" for name in inner]
        table = pa.table(columns, names)
    return table


def _is_exact(column: pa.ChunkedArray[Any]) -> bool:
    if pa.types.is_floating(column.type):
        known = numpy_of(column.drop_null())
        return bool((abs(known) < _EXACT).all())
    return (
        pa.types.is_string(column.type)
        or pa.types.is_integer(column.type)
        or pa.types.is_boolean(column.type)
        or pa.types.is_null(column.type)
    )


def _as_texts(column: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    texts = pa.nulls(len(column), pa.string()) if pa.types.is_null(column.type) else column.cast(pa.string())
    filled: Any = texts
    return cast("pa.ChunkedArray[Any]", filled.fill_null(""))


def _slices(text: bytes) -> Iterator[tuple[int, int]]:
    """Parts of about 32 MB that end with a line."""
    first = 0
    while first < len(text):
        found = text.find(b"\n", first + _SLICE)
        last = found + 1 if found >= 0 else len(text)
        yield first, last
        first = last
