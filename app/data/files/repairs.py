"""Records that cannot be taken as they stand: which are no rows, and what is wrong with the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.files.records import Records
from app.data.files.source_table import Fault
from app.numbers import stored_number

BLANK = "the line is blank"
HEADER = "the line says the header again"
FOOTER = "the line is below the rows like a footer"
_MOST_APART = 100
_TOTAL = re.compile(rb"\W*(?:grand )?(?:total|sum|count|average)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dropped:
    """The records that are no rows, (n,) int64 in ascending order, and the faults that speak of all of them.

    `footer` are those of them that stand below the rows.
    """

    records: NDArray[np.int64]
    faults: tuple[Fault, ...]
    footer: NDArray[np.int64]


def find_dropped(text: bytes, records: Records, width: int, headers: NDArray[np.int64]) -> Dropped:
    """Blank lines, those that say the header again, and those below the rows that are no rows."""
    blank = np.flatnonzero(records.cells == 0)
    footer = np.array(_footer(text, records, width), np.int64)
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


def _footer(text: bytes, records: Records, width: int) -> range:
    """The records at the end that a blank line sets apart and that are too short or speak of a total."""
    end = len(records)
    while end and records.cells[end - 1] == 0:
        end -= 1
    first = end
    while first and _may_be_footer(text, records, first - 1, width):
        first -= 1
    set_apart = 0 < first < end and records.cells[first - 1] == 0
    if set_apart:
        return range(first, end)
    last_total = end > 1 and records.cells[end - 1] < width and _speaks_of_total(text, records, end - 1)
    return range(end - 1, end) if last_total else range(0)


def _may_be_footer(text: bytes, records: Records, number: int, width: int) -> bool:
    return 0 < records.cells[number] < width or (
        records.cells[number] == width and width > 1 and _speaks_of_total(text, records, number)
    )


def _speaks_of_total(text: bytes, records: Records, number: int) -> bool:
    return _TOTAL.match(text, int(records.starts[number])) is not None


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
