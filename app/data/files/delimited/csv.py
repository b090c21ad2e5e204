"""A delimited file as a table of texts, every row of it accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of, words_of
from app.data.columns.cores import side_by_side
from app.data.files.delimited.careful import Mender
from app.data.files.delimited.repairs import find_dropped, may_have_footer
from app.data.files.delimited.repeated_header import repeated_records
from app.data.files.delimited.rows_of_text import empty_table, parse
from app.data.files.delimited.white_space import with_tabs
from app.data.files.objects.objects_in_cells import unfolded
from app.data.files.source_table import Fault, FaultColumns, Place, records_of
from app.data.files.text.content import Content, load
from app.data.files.text.dialect import Form, lines_above, recognise
from app.data.files.text.records import LONGEST_ROW, EndlessRowError, Records, index_records, line_ends, refuse_endless
from app.data.files.text.searching import find, holds
from app.errors import AppError
from app.numbers import number
from app.progress import Progress, silent

_SLICE = 16 << 20
_HEAD = 1 << 20
_COUNTED = 4 << 20
_LF = 10
_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(slots=True)
class DelimitedTable:
    """A `SourceTable` of a text: `table` has one string column per name of the header."""

    text: Content
    shape: Form
    table: pa.Table
    faults: Sequence[Fault] = ()
    dropped: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    records: Records | None = field(repr=False, default=None)
    is_quoted: bool = True
    """Whether the sign that quotes may stand in some cell."""

    @property
    def file(self) -> str:
        """The file's name."""
        return self.text.file

    @property
    def content(self) -> bytes:
        """The text, by which the same file is known again."""
        return self.text.text

    @property
    def form(self) -> str:
        """Encoding, delimiter and header, in words."""
        sign = _SIGNS.get(self.shape.dialect.delimiter, self.shape.dialect.delimiter)
        sign = "white space" if self.text.is_spaced else sign
        header = f"{'with' if self.shape.has_header else 'without'} a header"
        below = f" below {lines_above(self.shape.above)}" if self.shape.above else ""
        return f"{self.text.encoding}, separated by {sign}, {header}{below}"

    def places_of(self, records: Sequence[int]) -> list[Place]:
        """See `SourceTable`."""
        lines, texts = self.lines_and_texts(np.array(records, np.int64))
        return [Place(line, text) for line, text in zip(lines.tolist(), words_of(texts), strict=True)]

    def lines_and_texts(self, records: NDArray[np.int64]) -> tuple[NDArray[np.int64], pa.StringArray]:
        """See `PlacedInColumns`."""
        if self.records is None:
            self.records = index_records(self.content, self.shape.body, self.shape.dialect)
        starts = self.records.starts
        offsets, data = pa.py_buffer(cast(bytes, starts.data)), pa.py_buffer(self.content)
        every = pa.LargeStringArray.from_buffers(len(starts) - 1, offsets, data)
        texts = pc.utf8_rtrim(every.take(records), "\r\n")
        return 1 + _lines_before(self.content, starts[records]), cast(pa.StringArray, texts.cast(pa.string()))


def read_file(
    path: Path, progress: Progress = silent, encoding: str | None = None, *, head_only: bool = False
) -> DelimitedTable:
    """The rows of a file, or for a first look those of its beginning."""
    return read_table(with_tabs(load(path, progress, encoding, limit=_HEAD if head_only else None)), progress)


def read_table(content: Content, progress: Progress = silent) -> DelimitedTable:
    """The rows of a text; ragged rows, blank lines, footers and stray quotes are mended or dropped, and named.

    Columns of JSON objects become a column for each of their values.
    """
    try:
        form = recognise(content.file, content.text)
        raw = _read_sound(content, form, progress) or _read_with_care(content, form, progress)
    except EndlessRowError:
        raise _endless(content.file) from None
    if content.damaged:
        raw.faults = FaultColumns.together([raw.faults, _damaged(raw)])
    raw.table = unfolded(raw.table)
    return raw


def _read_sound(content: Content, form: Form, progress: Progress) -> DelimitedTable | None:
    """The table where nothing needs mending; None as soon as something does."""
    text, tables = content.text, []
    slices = list(_line_slices(text, form.body))
    for first, last in slices:
        refuse_endless(first + _SLICE, last)
    for (first, _), part in zip(slices, side_by_side(lambda part: _sound_part(text, form, *part), slices), strict=True):
        progress(first, len(text), "Reading rows")
        if part is None:
            return None
        tables.append(part)
    table = _joined(tables, form)
    return None if may_have_footer(table) else DelimitedTable(content, form, table, is_quoted=False)


def _sound_part(text: bytes, form: Form, first: int, last: int) -> pa.Table | None:
    """The rows between two offsets, each of them a line; None where something needs mending."""
    part = memoryview(text)[first:last]
    if holds(text, form.dialect.quote.encode(), first, last):
        return None
    try:
        table = parse(part, form.columns, form.dialect, blank_lines=True)
    except pa.ArrowInvalid:  # some row has too many cells, or too few
        return None
    if _says_header_again(table, form):
        return None
    has_blank_lines = _has_empty_row(table) and parse(part, form.columns, form.dialect).num_rows < table.num_rows
    return None if has_blank_lines else table


def _has_empty_row(table: pa.Table) -> bool:
    """Whether some row has nothing in any of its cells, as a blank line has."""
    empty: Any = pa.scalar(True)
    for column in table.itercolumns():
        empty = pc.and_(empty, pc.equal(column, pa.scalar("")))
        if not pc.any(empty).as_py():
            return False
    return True


def _says_header_again(table: pa.Table, form: Form) -> bool:
    """Whether some row has the header's first cell; only then is it worth while to look closer."""
    words = {form.header[0], form.first} if form.has_header else set()
    return any(pc.any(pc.equal(table.column(0), pa.scalar(word))).as_py() for word in words)


def _read_with_care(content: Content, form: Form, progress: Progress) -> DelimitedTable:
    text = content.text
    records = index_records(text, form.body, form.dialect, progress)
    refuse_endless(0, int(np.diff(records.starts).max(initial=0)))
    headers = repeated_records(text, form, records)
    dropped = find_dropped(text, records, form, headers)
    multiline = _count_lines(text, form.body, len(text)) > len(records)
    mender = Mender(text, form, records, dropped.records, multiline=multiline)
    tables: list[pa.Table] = []
    faults: list[Sequence[Fault]] = [dropped.faults]
    for first, last in mender.slices():
        progress(first, len(records), "Reading rows")
        rows, wrong = mender.read(first, last)
        tables.append(rows)
        faults.append(wrong)
    together = FaultColumns.together(faults)
    return DelimitedTable(content, form, _joined(tables, form), together, dropped.records, records)


def _joined(tables: Iterable[pa.Table], form: Form) -> pa.Table:
    return pa.concat_tables(list(tables) or [empty_table(form.columns)])


def _endless(file: str) -> AppError:
    return AppError(
        f"{file} has a row that is longer than {number(LONGEST_ROW >> 20)} MB, as no row of a table is. Is it really "
        "delimited text? A quote that opens and never closes can be the reason. Nothing was imported."
    )


def _line_slices(text: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Parts of about 16 MB that end with a line."""
    newline = b"\n" if find(text, b"\n") >= 0 else b"\r"
    while start < len(text):
        found = find(text, newline, start + _SLICE)
        end = found + 1 if found >= 0 else len(text)
        yield start, end
        start = end


def _count_lines(text: bytes, start: int, end: int) -> int:
    """How many lines end between two offsets."""
    signs = np.frombuffer(text, np.uint8)
    parts = [signs[first : min(first + _COUNTED, end)] for first in range(start, end, _COUNTED)]
    ends = sum(int(np.count_nonzero(part == _LF)) for part in parts)
    if find(text, b"\r", start, end) < 0:
        return ends
    pieces = range(start, end, _COUNTED)
    return sum(int(np.count_nonzero(line_ends(signs, first, min(first + _COUNTED, end)))) for first in pieces)


def _lines_before(text: bytes, offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many lines end before each of these offsets, given in ascending order."""
    counts = np.zeros(len(offsets), np.int64)
    signs = np.frombuffer(text, np.uint8)
    done = 0
    for first in range(0, len(text), _COUNTED):
        ends = first + 1 + np.flatnonzero(line_ends(signs, first, min(first + _COUNTED, len(text))))
        low = np.searchsorted(offsets, first + 1) if first else 0
        high = np.searchsorted(offsets, first + _COUNTED + 1)
        counts[low:high] = done + np.searchsorted(ends, offsets[low:high], side="right")
        done += len(ends)
        if high == len(offsets):
            break
    return counts


def _damaged(raw: DelimitedTable) -> FaultColumns:
    """A fault for each row in which bytes had to be replaced."""
    hit = np.zeros(raw.table.num_rows, np.bool_)
    for column in raw.table.columns:
        hit |= numpy_of(pc.match_substring(column, "\ufffd"))
    reason = f"some of its bytes are no {raw.text.encoding.upper()} and are shown as “\ufffd”"
    records = records_of(raw, np.flatnonzero(hit))
    return FaultColumns(records, np.zeros(len(records), np.int64), [reason])
