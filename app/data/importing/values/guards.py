"""The signs by which exporters keep spreadsheets from changing a value: `="00123"` and a leading apostrophe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import matches
from app.data.files.delimited.csv import DelimitedTable
from app.data.files.source_table import SourceTable
from app.data.files.text.dialect import lines_above
from app.data.files.text.searching import find, holds_anywhere
from app.data.importing.prepared import PreparedTable
from app.numbers import stored_number

_FORMULA = r'^="((?:[^"]|"")*)"$'
_APOSTROPHE = r"^'((?:[+=]|\d[\dA-Z .,()/:\-]*$).*)"

_GUARDED = r"^(?:'[-+=@\d]|=\")"
_GUARDS = (('="', _FORMULA, '="…"'), ("'", _APOSTROPHE, "a leading apostrophe"))


def delimiter_of(raw: SourceTable) -> str | None:
    """What sets the cells of a text apart; None in formats that do."""
    origin = raw.origin if isinstance(raw, PreparedTable) else raw
    return origin.shape.dialect.delimiter if isinstance(origin, DelimitedTable) else None


def remarks_of_text(raw: SourceTable) -> list[str]:
    """What the user hears of titles above the header, and of letters that were written in two ways."""
    origin = raw.origin if isinstance(raw, PreparedTable) else raw
    if not isinstance(origin, DelimitedTable):
        return []
    above = origin.shape.above
    titles = f"{lines_above(above).capitalize()} above the header {'was' if above == 1 else 'were'} passed over."
    mixed = f"Some letters stand in UTF-8 and others in {origin.text.encoding}; each was read as it is."
    return [*([titles] if above else ()), *([mixed] if origin.text.is_mixed else ())]


def unguarded(raw: SourceTable) -> tuple[SourceTable, list[str]]:
    """The file with values as they were meant, and what the user hears of it."""
    remarks = []
    table = raw.table
    content = raw.content if delimiter_of(raw) else None
    guards = [guard for guard in _GUARDS if _may_hold(raw, guard[0])]
    signs = [guard for guard in guards if content is None or _may_be_in(content, guard[0].encode())]
    for place, name in enumerate(table.column_names):
        for sign, pattern, what in signs:
            column = table.column(place)
            count = _count(column, sign, pattern)
            if count:
                column = pc.replace_substring_regex(column, pattern, r"\1")
                table = table.set_column(
                    place, name, pc.replace_substring(column, '""', '"') if pattern == _FORMULA else column
                )
                values = "1 value" if count == 1 else f"{stored_number(count)} values"
                remarks.append(f"“{name}”: {what} was taken off {values}; exporters write it to guard digits.")
    return (cast(SourceTable, replace(cast(Any, raw), table=table)), remarks) if remarks else (raw, [])


def _may_be_in(content: bytes, sign: bytes) -> bool:
    return holds_anywhere(content, sign) if len(sign) == 1 else find(content, sign) >= 0


def _may_hold(raw: SourceTable, sign: str) -> bool:
    """Whether a cell may have such a sign: the quotation mark in one was seen when the rows were read."""
    origin = raw.origin if isinstance(raw, PreparedTable) else raw
    is_bare = isinstance(origin, DelimitedTable) and not origin.is_quoted and origin.shape.dialect.quote == '"'
    return not (is_bare and '"' in sign)


def remarks_on_guards(name: str, ids: pa.ChunkedArray[Any]) -> Iterator[str]:
    """What the user hears of guards around ids, which are compared and stored without them."""
    guarded: Any = pc.or_(pc.starts_with(ids, "'"), pc.starts_with(ids, '="'))
    if pc.any(guarded).as_py():
        guarded = pc.match_substring_regex(ids, _GUARDED)
    count = int(pc.sum(guarded).as_py() or 0)
    if count:
        many = "1 id" if count == 1 else f"{stored_number(count)} ids"
        yield f"“{name}”: what an exporter writes to guard digits was taken off {many}."


def _count(column: pa.ChunkedArray[Any], sign: str, pattern: str) -> int:
    begins = pc.starts_with(column, sign)
    if not pc.any(begins).as_py():
        return 0
    chunks = column.filter(begins).chunks
    return sum(int(matches(cast(pa.StringArray, chunk), pattern).sum()) for chunk in chunks)
