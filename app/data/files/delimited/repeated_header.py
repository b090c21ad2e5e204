"""Lines inside the rows that say the header again, as files have that were made of several."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.data.files.text.dialect import Form, cells_of
from app.data.files.text.records import Records, read_record
from app.data.files.text.searching import find

_BOM = b"\xef\xbb\xbf"


def _repeats(text: bytes, form: Form) -> list[int]:
    """The offsets, in ascending order, of lines below the header that are equal to it."""
    if not form.has_header:
        return []
    found = {at for needle in _needles(form) for at in _places(text, form.body, needle)}
    header = list(form.header)
    return sorted(at for at in found if cells_of(read_record(text, at, form.dialect)) == header)


def repeated_records(text: bytes, form: Form, records: Records) -> NDArray[np.int64]:
    """The numbers of the records that are equal to the header."""
    offsets = np.array(_repeats(text, form), np.int64)
    numbers = np.minimum(np.searchsorted(records.starts, offsets), max(len(records) - 1, 0))
    return numbers[records.starts[numbers] == offsets] if len(offsets) else offsets


def _needles(form: Form) -> Iterator[bytes]:
    """How such a line may begin: its first cell, bare or quoted, and the delimiter behind it."""
    quote = form.dialect.quote.encode()
    cells = []
    for first in {form.header[0].encode(), form.first.encode()}:
        quoted = first.replace(quote, quote + quote)
        cells += [first, quote + quoted + quote, quote + _BOM + quoted + quote]
    for cell in cells:
        if len(form.header) > 1:
            yield cell + form.dialect.delimiter.encode()
        else:
            yield from (cell + b"\n", cell + b"\r")


def _places(text: bytes, start: int, needle: bytes) -> Iterator[int]:
    """Where a line begins with the needle."""
    if text.startswith(needle, start):
        yield start
    for newline in (b"\n", b"\r"):
        at = find(text, newline + needle, start)
        while at >= 0:
            yield at + 1
            at = find(text, newline + needle, at + 1)
