"""Records that cannot be taken as they stand: what is wrong with each, and how it reads when mended."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from app.data.files.records import Dialect, Record, Records, read_record

BLANK = "the line is blank"
FOOTER = "the line stands below the rows like a footer"
_TOTAL = re.compile(rb"\W*(?:grand )?(?:total|sum|count|average)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that could not be taken as it stood; `record` counts from 0 over all records of the body."""

    record: int
    reason: str
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """A fault and the text that stands in for its record, empty where it is dropped."""

    fault: Fault
    text: bytes = b""


def find_repairs(text: bytes, records: Records, width: int, dialect: Dialect) -> tuple[Repair, ...]:
    """What must be mended so that every record has `width` cells, in ascending order of records."""
    wrong = set(np.flatnonzero(records.cells != width).tolist()) | set(records.faulty)
    footer = _footer(text, records, width)
    repairs = []
    for number in sorted(wrong | set(footer)):
        if records.cells[number] == 0:
            repairs.append(Repair(Fault(number, BLANK, dropped=True)))
        elif number in footer:
            repairs.append(Repair(Fault(number, FOOTER, dropped=True)))
        else:
            record = records.faulty.get(number) or read_record(text, int(records.starts[number]), dialect)
            repairs.append(_mended(number, record, width, dialect))
    return tuple(repairs)


def _mended(number: int, record: Record, width: int, dialect: Dialect) -> Repair:
    reasons = [record.fault] if record.fault else []
    count = len(record.cells)
    if count > width:
        left_out = dialect.delimiter.join(cell.decode("utf-8", "replace") for cell in record.cells[width:])
        reasons.append(f"it has {_cells(count)} where the header has {width}; “{left_out}” was left out")
    elif count < width:
        reasons.append(f"it has {_cells(count)} where the header has {width}; the rest was taken as empty")
    cells = (*record.cells[:width], *[b""] * (width - count))
    quote = dialect.quote.encode()
    quoted = [quote + cell.replace(quote, quote + quote) + quote for cell in cells]
    return Repair(Fault(number, "; ".join(reasons)), dialect.delimiter.encode().join(quoted) + b"\n")


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
