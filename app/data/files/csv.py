"""A delimited file as a table of texts, every row of it accounted for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from app.data.arrow import numpy_of, words_of
from app.data.files.content import Content, load
from app.data.files.dialect import Form, recognise
from app.data.files.records import Records, index_records, line_ends
from app.data.files.repairs import Dropped, Repair, find_dropped, find_repairs
from app.data.files.repeated_header import repeated_records, repeats
from app.data.files.source_table import Fault, Place, record_count, records_of
from app.data.files.white_space import with_tabs
from app.progress import Progress, silent

_SLICE = 32 << 20
_BLOCK = 4 << 20
_HEAD = 1 << 20
_COUNTED = 4 << 20
_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(slots=True)
class DelimitedTable:
    """A `SourceTable` of a text: `table` has one string column per name of the header."""

    text: Content
    shape: Form
    table: pa.Table
    faults: tuple[Fault, ...] = ()
    dropped: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    records: Records | None = field(repr=False, default=None)

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
        return f"{self.text.encoding}, separated by {sign}, {'with' if self.shape.has_header else 'without'} a header"

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
    """The rows of a text; ragged rows, blank lines, footers and stray quotes are mended or dropped, and named."""
    form = recognise(content.file, content.text)
    raw = _read_sound(content, form, progress) or _read_with_care(content, form, progress)
    if content.damaged:
        raw.faults = tuple(sorted((*raw.faults, *_damaged(raw)), key=lambda fault: fault.record))
    return raw


def _read_sound(content: Content, form: Form, progress: Progress) -> DelimitedTable | None:
    """The table where nothing needs mending; None as soon as something does."""
    text = content.text
    if text.find(form.dialect.quote.encode(), form.body) >= 0 or repeats(text, form):
        return None
    tables = []
    for first, last in _line_slices(text, form.body):
        progress(first, len(text), "Reading rows")
        ragged: list[pacsv.InvalidRow] = []
        tables.append(_parse(memoryview(text)[first:last], form, ragged))
        if ragged:
            return None
    table = _joined(tables, form)
    lines = _count_lines(text, form.body, len(text)) + (text[-1:] not in (b"\n", b"\r"))
    is_whole = table.num_rows == lines  # the reader passes over blank lines
    return DelimitedTable(content, form, table) if is_whole else None


def _read_with_care(content: Content, form: Form, progress: Progress) -> DelimitedTable:
    text = content.text
    records = index_records(text, form.body, form.dialect, progress)
    headers = repeated_records(text, form, records)
    dropped = find_dropped(text, records, len(form.columns), headers)
    repairs = find_repairs(text, records, len(form.columns), form.dialect, dropped.records)
    last_row = int(dropped.footer[0]) if len(dropped.footer) else len(records)
    unread = [Repair(Fault(number, ""), b"") for number in headers.tolist() if number < last_row]
    mends = sorted((*repairs, *unread), key=lambda repair: repair.fault.record)
    multiline = _count_lines(text, form.body, len(text)) > len(records) or any(repair.text for repair in repairs)
    tables = []
    for first, last in _record_slices(records, last_row):
        progress(first, len(records), "Reading rows")
        part = _mended(text, records, first, last, mends)  # with blank lines, which the reader passes over
        tables.append(_parse(part, form, None, multiline=multiline))
    raw = DelimitedTable(content, form, _joined(tables, form), _faults(dropped, repairs), dropped.records, records)
    if record_count(raw) != len(records):
        raise RuntimeError(f"{content.file}: {len(records)} records were found, but {record_count(raw)} were read")
    return raw


def _faults(dropped: Dropped, repairs: Iterable[Repair]) -> tuple[Fault, ...]:
    faults = (*dropped.faults, *(repair.fault for repair in repairs))
    return tuple(sorted(faults, key=lambda fault: fault.record))


def _parse(
    part: memoryview | bytes, form: Form, ragged: list[pacsv.InvalidRow] | None, *, multiline: bool = False
) -> pa.Table:
    """Rows of texts; rows with a wrong number of cells go to `ragged`, or are an error where it is None."""

    def skip(row: pacsv.InvalidRow) -> Literal["skip", "error"]:
        if ragged is None:
            return "error"
        ragged.append(row)
        return "skip"

    if not len(part):
        return _schema(form).empty_table()
    parse = pacsv.ParseOptions(
        delimiter=form.dialect.delimiter,
        quote_char=form.dialect.quote,
        newlines_in_values=multiline,
        invalid_row_handler=skip,
    )
    types = pacsv.ConvertOptions(
        column_types=dict.fromkeys(form.columns, pa.string()), strings_can_be_null=False, check_utf8=False
    )
    for block in (_BLOCK, len(part) + 1):
        read = pacsv.ReadOptions(column_names=list(form.columns), block_size=block)
        try:
            return pacsv.read_csv(cast(IO[Any], pa.BufferReader(part)), read, parse, types)
        except pa.ArrowInvalid:
            if block > len(part):
                raise
    raise AssertionError("unreachable")


def _joined(tables: Iterable[pa.Table], form: Form) -> pa.Table:
    return pa.concat_tables([_schema(form).empty_table(), *tables])


def _schema(form: Form) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in form.columns])


def _mended(text: bytes, records: Records, first: int, last: int, repairs: Sequence[Repair]) -> memoryview | bytes:
    """The text of records first to last (exclusive), with the repairs among them made."""
    starts = records.starts
    pieces, done = [], int(starts[first])
    view = memoryview(text)
    for repair in repairs[_rank(repairs, first) : _rank(repairs, last)]:
        number = repair.fault.record
        pieces += [view[done : int(starts[number])], memoryview(repair.text)]
        done = int(starts[number + 1])
    rest = view[done : int(starts[last])]
    return b"".join([*pieces, rest]) if pieces else rest


def _rank(repairs: Sequence[Repair], record: int) -> int:
    """How many repairs come before a record."""
    return bisect_left(repairs, record, key=lambda repair: repair.fault.record)


def _line_slices(text: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Parts of about 32 MB that end with a line."""
    newline = b"\n" if b"\n" in text else b"\r"
    while start < len(text):
        found = text.find(newline, start + _SLICE)
        end = found + 1 if found >= 0 else len(text)
        yield start, end
        start = end


def _record_slices(records: Records, count: int) -> Iterator[tuple[int, int]]:
    """Ranges of the first so many records of about 32 MB."""
    first = 0
    while first < count:
        end = int(np.searchsorted(records.starts, records.starts[first] + _SLICE, side="right")) - 1
        last = max(first + 1, min(end, count))
        yield first, last
        first = last


def _count_lines(text: bytes, start: int, end: int) -> int:
    """How many lines end between two offsets."""
    if text.find(b"\r", start, end) < 0:
        return text.count(b"\n", start, end)
    return text.count(b"\n", start, end) + text.count(b"\r", start, end) - text.count(b"\r\n", start, end)


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


def _damaged(raw: DelimitedTable) -> list[Fault]:
    """A fault for each row in which bytes had to be replaced."""
    hit = np.zeros(raw.table.num_rows, np.bool_)
    for column in raw.table.columns:
        hit |= numpy_of(pc.match_substring(column, "\ufffd"))
    reason = f"some of its bytes are no {raw.text.encoding.upper()} and are shown as “\ufffd”"
    return [Fault(int(record), reason) for record in records_of(raw, np.flatnonzero(hit))]
