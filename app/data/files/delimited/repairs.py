"""Records that cannot be taken as they stand: which are no rows, and what is wrong with the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.arrow import words_of
from app.data.files.source_table import Fault
from app.data.files.text.dialect import Form, cells_of
from app.data.files.text.records import Records, read_record
from app.numbers import stored_number

BLANK = "the line is blank"
HEADER = "the line says the header again"
FOOTER = "the line is below the rows like a footer"
_MOST_APART = 100
_TOTAL = re.compile(rb"\W*(?:grand )?(?:total|sum|count|average)\b", re.IGNORECASE)
_TOTAL_ALONE = re.compile(
    r"\W*(?:(?:sub|grand )?totals?|sum|count|average|summe|gesamt(?:summe)?|insgesamt|somme|total g[ée]n[ée]ral|totale"
    r"|suma|razem|celkem|součet|totaal|итого|合計|総計)\W*(?:\(.*\))?",
    re.IGNORECASE,
)
_LOOKED_AT = 50
_LEAST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Dropped:
    """The records that are no rows, (n,) int64 in ascending order, and the faults that speak of all of them.

    `footer` are those of them that stand below the rows.
    """

    records: NDArray[np.int64]
    faults: tuple[Fault, ...]
    footer: NDArray[np.int64]


def find_dropped(text: bytes, records: Records, form: Form, headers: NDArray[np.int64]) -> Dropped:
    """Blank lines, those that say the header again, and those below the rows that are no rows."""
    blank = np.flatnonzero(records.cells == 0)
    footer = np.array(_Footer(text, records, form).numbers(), np.int64)
    footer = np.setdiff1d(footer[records.cells[footer] > 0], headers)
    faults = (*_spoken_of(blank, BLANK), *_spoken_of(headers, HEADER), *_spoken_of(footer, FOOTER))
    dropped = np.sort(np.concatenate([blank, headers, footer]))
    return Dropped(dropped, tuple(sorted(faults, key=lambda fault: fault.record)), footer)


def _spoken_of(numbers: NDArray[np.int64], reason: str) -> Iterator[Fault]:
    """A fault for each run of records that follow one another; the runs after the first ones share one."""
    firsts = np.flatnonzero(np.diff(numbers, prepend=-2) > 1)
    lengths = np.diff(firsts, append=len(numbers))
    for first, length in zip(firsts[:_MOST_APART].tolist(), lengths[:_MOST_APART].tolist(), strict=True):
        yield Fault(int(numbers[first]), _with_others(reason, length, "the {} after it"))
    if len(firsts) > _MOST_APART:
        rest = numbers[firsts[_MOST_APART] :]
        yield Fault(int(rest[0]), _with_others(reason, len(rest), "{} more below it"))


def _with_others(reason: str, count: int, words: str) -> str:
    return reason if count == 1 else f"{reason}, and so are {words.format(stored_number(count - 1))}"


def reason_for_short(count: int, width: int) -> str:
    """What is wrong with a record of too few cells."""
    return f"it has {_cells(count)} where the header has {width}; the rest was taken as empty"


def reason_for_long(count: int, width: int, left_out: str) -> str:
    """What is wrong with a record of too many cells."""
    return f"it has {_cells(count)} where the header has {width}; “{left_out}” was left out"


def may_have_footer(table: pa.Table) -> bool:
    """Whether some of the last rows, all of which have their cells, say a total or nothing but a sentence."""
    tail = table.slice(max(table.num_rows - _LOOKED_AT, 0))
    heads = [head.strip() for head in words_of(tail.column(0))] if tail.num_columns else []
    rows = (row for row, head in enumerate(heads) if " " in head or _TOTAL_ALONE.fullmatch(head))
    return any(_is_footer([words_of(column.slice(row, 1))[0].strip() for column in tail.columns]) for row in rows)


def _is_footer(cells: Sequence[str]) -> bool:
    """Whether a line of all cells says a total and little more, or nothing but a sentence in its first cell."""
    if len(cells) < _LEAST_COLUMNS or not cells[0]:
        return False
    filled = sum(map(bool, cells))
    return (filled == 1 and " " in cells[0]) or (
        2 * filled <= len(cells) + 1 and _TOTAL_ALONE.fullmatch(cells[0]) is not None
    )


class _Footer:
    """The records at the end that a blank line sets apart and that are too short, speak of a total or are a sentence.

    The last one is no row either if it says a total and little more, or is a sentence below rows that are fuller.
    """

    def __init__(self, text: bytes, records: Records, form: Form) -> None:
        self._text, self._records, self._form = text, records, form
        self._width = len(form.columns)

    def numbers(self) -> range:
        """The numbers of the records."""
        cells = self._records.cells
        end = len(self._records)
        while end and cells[end - 1] == 0:
            end -= 1
        first = end
        while first and self._may_be(first - 1, is_near=end - first < _LOOKED_AT):
            first -= 1
        set_apart = 0 < first < end and self._is_blank(first - 1)
        if set_apart:
            return range(first, end)
        is_last = end > 1 and (self._is_short_total(end - 1) or self._ends_otherwise(end - 1))
        return range(end - 1, end) if is_last else range(0)

    def _may_be(self, number: int, *, is_near: bool) -> bool:
        cells = self._records.cells[number]
        if 0 < cells < self._width:
            return True
        is_total = cells == self._width and self._width > 1 and self._speaks_of_total(number)
        return is_total or (is_near and self._is_whole_footer(number))

    def _is_short_total(self, number: int) -> bool:
        return bool(self._records.cells[number] < self._width) and self._speaks_of_total(number)

    def _is_whole_footer(self, number: int) -> bool:
        return self._records.cells[number] == self._width and _is_footer(self._texts(number))

    def _ends_otherwise(self, number: int) -> bool:
        """Whether a whole line is a footer: a total, or a sentence where the line above holds more than that."""
        is_sparse = sum(map(bool, self._texts(number - 1))) <= 1
        says_total = _TOTAL_ALONE.fullmatch(self._texts(number)[0]) is not None
        return self._is_whole_footer(number) and (says_total or not is_sparse)

    def _is_blank(self, number: int) -> bool:
        return self._records.cells[number] == 0 or not any(self._texts(number))

    def _texts(self, number: int) -> list[str]:
        return cells_of(read_record(self._text, int(self._records.starts[number]), self._form.dialect))

    def _speaks_of_total(self, number: int) -> bool:
        return _TOTAL.match(self._text, int(self._records.starts[number])) is not None


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
