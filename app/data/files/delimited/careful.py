"""The rows of a text whose records are not all alike: each as wide as the header, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.files.delimited.repairs import reason_for_long, reason_for_short
from app.data.files.delimited.rows_of_text import parse
from app.data.files.source_table import FaultColumns
from app.data.files.text.dialect import Form
from app.data.files.text.records import Records, read_record

_FEW = 16
_LONGEST_SHOWN = 200
_SLICE = 32 << 20


@dataclass(frozen=True, slots=True)
class _Group:
    """Records of one kind as rows: their numbers, their cells as wide as the header, and what was changed in each."""

    numbers: NDArray[np.int64]
    rows: pa.Table
    reasons: pa.StringArray | None = None


class Mender:
    """Reads records into rows of `form`'s columns, leaving out those that are no rows."""

    def __init__(
        self, text: bytes, form: Form, records: Records, no_rows: NDArray[np.int64], *, multiline: bool
    ) -> None:
        self._text, self._form, self._records, self._multiline = text, form, records, multiline
        self._width = len(form.columns)
        self._is_row = np.ones(len(records), np.bool_)
        self._is_row[no_rows] = False
        self._is_faulty = np.zeros(len(records), np.bool_)
        self._is_faulty[np.fromiter(records.faulty, np.int64, len(records.faulty))] = True
        offsets = pa.py_buffer(cast(bytes, records.starts.data))
        self._every = pa.LargeStringArray.from_buffers(len(records), offsets, pa.py_buffer(text))

    def slices(self) -> Iterator[tuple[int, int]]:
        """Ranges of records of about 32 MB."""
        first, starts = 0, self._records.starts
        while first < len(self._records):
            end = int(np.searchsorted(starts, starts[first] + _SLICE, side="right")) - 1
            last = max(first + 1, min(end, len(self._records)))
            yield first, last
            first = last

    def read(self, first: int, last: int) -> tuple[pa.Table, FaultColumns]:
        """The rows of the records from `first` to before `last`, and their faults."""
        numbers = first + np.flatnonzero(self._is_row[first:last])
        cells, faulty = self._records.cells[numbers], self._is_faulty[numbers]
        sound = (cells == self._width) & ~faulty
        if sound.all():
            starts = self._records.starts
            whole = memoryview(self._text)[int(starts[first]) : int(starts[last])]
            table = self._parse(whole if len(numbers) == last - first else self._text_of(numbers), self._form.columns)
            return self._checked(table, len(numbers)), FaultColumns()
        groups = [self._sound(numbers[sound]), *self._ragged(numbers[~sound], cells[~sound], faulty[~sound])]
        groups = [group for group in groups if len(group.numbers)]
        order = np.argsort(np.concatenate([group.numbers for group in groups]), kind="stable")
        table = pa.concat_tables([group.rows for group in groups]).take(order)
        return self._checked(table, len(numbers)), _faults(groups)

    def _sound(self, numbers: NDArray[np.int64]) -> _Group:
        return _Group(numbers, self._parse(self._text_of(numbers), self._form.columns))

    def _ragged(
        self, numbers: NDArray[np.int64], cells: NDArray[np.int64], faulty: NDArray[np.bool_]
    ) -> Iterator[_Group]:
        """Records of one width at once; those of rare widths and with quotes out of order one by one."""
        widths, counts = np.unique(cells[~faulty], return_counts=True)
        alone = faulty.copy()
        for width, count in zip(widths.tolist(), counts.tolist(), strict=True):
            here = (cells == width) & ~faulty
            if count < _FEW:
                alone |= here
            else:
                yield self._of_one_width(numbers[here], width)
        yield self._one_by_one(numbers[alone])

    def _of_one_width(self, numbers: NDArray[np.int64], width: int) -> _Group:
        rows = self._parse(self._text_of(numbers), tuple(str(place) for place in range(width)))
        columns: list[Any] = [rows.column(place) for place in range(min(width, self._width))]
        if width < self._width:
            empty = pa.array([""], pa.string()).take(np.zeros(len(numbers), np.int64))
            columns += [empty] * (self._width - width)
            reasons = pa.array([reason_for_short(width, self._width)], pa.string())
            reasons = reasons.take(np.zeros(len(numbers), np.int64))
        else:
            rest: list[Any] = [rows.column(place).combine_chunks() for place in range(self._width, width)]
            left_out: Any = pc.binary_join_element_wise(*rest, self._form.dialect.delimiter)
            before, behind = reason_for_long(width, self._width, "\0").split("\0")
            reasons = _joined(before, _short(left_out), behind)
        return _Group(numbers, pa.table(columns, names=list(self._form.columns)), reasons)

    def _one_by_one(self, numbers: NDArray[np.int64]) -> _Group:
        columns: list[list[str]] = [[] for _ in self._form.columns]
        reasons = []
        for number in numbers.tolist():
            record = read_record(self._text, int(self._records.starts[number]), self._form.dialect)
            cells = [cell.decode("utf-8", "replace") for cell in record.cells]
            why = [record.fault] if record.fault else []
            if len(cells) > self._width:
                left_out = self._form.dialect.delimiter.join(cells[self._width :])
                left_out = left_out if len(left_out) <= _LONGEST_SHOWN else f"{left_out[:_LONGEST_SHOWN]}…"
                why.append(reason_for_long(len(cells), self._width, left_out))
            elif len(cells) < self._width:
                why.append(reason_for_short(len(cells), self._width))
            for place, column in enumerate(columns):
                column.append(cells[place] if place < len(cells) else "")
            reasons.append("; ".join(why))
        arrays = [pa.array(column, pa.string()) for column in columns]
        return _Group(numbers, pa.table(arrays, names=list(self._form.columns)), pa.array(reasons, pa.string()))

    def _text_of(self, numbers: NDArray[np.int64]) -> memoryview:
        """The text of these records, one after another."""
        taken = self._every.take(numbers)
        data = taken.buffers()[2]
        return memoryview(data if data is not None else b"")

    def _parse(self, part: memoryview, columns: Sequence[str]) -> pa.Table:
        return parse(part, columns, self._form.dialect, multiline=self._multiline)

    def _checked(self, table: pa.Table, count: int) -> pa.Table:
        if table.num_rows != count:
            raise RuntimeError(f"{count} records were found, but {table.num_rows} were read")
        return table


def _short(texts: pa.StringArray) -> pa.StringArray:
    """The texts, cut where they are long."""
    cut = _joined("", pc.utf8_slice_codeunits(texts, 0, _LONGEST_SHOWN), "…")
    is_long = pc.greater(pc.utf8_length(texts), pa.scalar(_LONGEST_SHOWN))
    return cast(pa.StringArray, pc.if_else(is_long, cut, texts))


def _joined(before: str, texts: pa.StringArray, behind: str) -> pa.StringArray:
    parts: list[Any] = [pa.scalar(before), texts, pa.scalar(behind), pa.scalar("")]
    return cast(pa.StringArray, pc.binary_join_element_wise(*parts))


def _faults(groups: Sequence[_Group]) -> FaultColumns:
    numbers = np.concatenate([group.numbers for group in groups if group.reasons is not None])
    reasons = pa.concat_arrays([group.reasons for group in groups if group.reasons is not None])
    return FaultColumns.of(numbers, reasons)
