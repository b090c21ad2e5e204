"""Delimited text to columns of texts, by pyarrow's reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any, cast

import pyarrow as pa
import pyarrow.csv as pacsv

from app.data.files.text.records import Dialect

_BLOCK = 2 << 20


def parse(
    part: memoryview,
    columns: Sequence[str],
    dialect: Dialect,
    *,
    multiline: bool = False,
    blank_lines: bool = False,
) -> pa.Table:
    """Rows of texts; pa.ArrowInvalid where one has a wrong number of cells. Blank lines are none unless asked for."""
    if not len(part):
        return empty_table(columns)
    options = pacsv.ParseOptions(
        delimiter=dialect.delimiter,
        quote_char=dialect.quote,
        newlines_in_values=multiline,
        ignore_empty_lines=not blank_lines,
    )
    types = pacsv.ConvertOptions(
        column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False, check_utf8=False
    )
    for block in (_BLOCK, len(part) + 1):
        read = pacsv.ReadOptions(column_names=list(columns), block_size=block)
        try:
            return pacsv.read_csv(cast(IO[Any], pa.BufferReader(part)), read, options, types)
        except pa.ArrowInvalid:
            if block > len(part):
                raise
    raise AssertionError("unreachable")


def empty_table(columns: Sequence[str]) -> pa.Table:
    """No rows of these columns."""
    return pa.schema([(name, pa.string()) for name in columns]).empty_table()
