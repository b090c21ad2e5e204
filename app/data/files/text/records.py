"""Where the records of a delimited text begin and end, and what is wrong with their quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.data.files.text.searching import closing, end_of_run
from app.progress import Progress, silent

_BLOCK = 1 << 20
_SMALL_BLOCK = 1 << 16
_LF, _CR = 10, 13
_MOST_STRAYS = 32  # without a limit, a long line full of quotes would be searched to its end for each of them
_LONGEST_STRAY = 1 << 18  # likewise
LONGEST_ROW = 8 << 20
UNCLOSED = "a quote opens and never closes; it was read as an ordinary sign"
STRAY = "a quote stands inside a quoted value; it was read as an ordinary sign"


class EndlessRowError(Exception):
    """A row is longer than any row of a table is."""


def refuse_endless(first: int, last: int) -> None:
    """EndlessRowError for a row, or a part of one, from an offset to another."""
    if last - first > LONGEST_ROW:
        raise EndlessRowError


@dataclass(frozen=True)
class Dialect:
    """How cells are set apart: a sign between them, and one around those that hold special signs, doubled inside."""

    delimiter: str
    quote: str = '"'

    @cached_property
    def inside(self) -> re.Pattern[bytes]:
        """What may stand within quotes."""
        quote = re.escape(self.quote.encode())
        return re.compile(rb"(?:[^%b]++|%b%b)*+" % (quote, quote, quote))

    @cached_property
    def end(self) -> re.Pattern[bytes]:
        """What stands behind a cell."""
        return re.compile(self._end)

    @cached_property
    def stray(self) -> re.Pattern[bytes]:
        """A quoted cell on one line, with quotes inside that are not doubled."""
        quote = re.escape(self.quote.encode())
        inside = rb"[^%b\r\n]*+" % quote
        pattern = rb"%b(%b(?:%b%b){0,%d}?)%b(?=%b)"
        return re.compile(pattern % (quote, inside, quote, inside, _MOST_STRAYS, quote, self._end))

    @cached_property
    def unquoted(self) -> re.Pattern[bytes]:
        """A line, up to its first quote."""
        return re.compile(rb"[^%b\r\n]*" % re.escape(self.quote.encode()))

    @cached_property
    def plain(self) -> re.Pattern[bytes]:
        """A cell without quotes around it."""
        return re.compile(rb"[^%b\r\n]*" % re.escape(self.delimiter.encode()))

    @property
    def _end(self) -> bytes:
        return rb"[%b\r\n]|\Z" % re.escape(self.delimiter.encode())


@dataclass(frozen=True, slots=True)
class Record:
    """One record read with care: its cells, the offset of the next record, and what is wrong with it, if anything."""

    cells: tuple[bytes, ...]
    end: int
    fault: str = ""


@dataclass(slots=True)
class Records:
    """n records: `starts` (n + 1,) int64 byte offsets, the last is the end; `cells` (n,) how many each has, 0 if blank.

    `faulty` holds the numbers of the records whose quotes are not in order.
    """

    starts: NDArray[np.int64]
    cells: NDArray[np.int64]
    faulty: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.cells)


def read_record(text: bytes, start: int, dialect: Dialect) -> Record:
    """The record that begins at an offset; EndlessRowError where it does not end."""
    end = end_of_run(dialect.unquoted, text, start)
    if text.startswith(dialect.quote.encode(), end):
        return _read_by_sign(text, start, dialect)
    cells = text[start:end].split(dialect.delimiter.encode())
    refuse_endless(0, max(map(len, cells)))
    return Record(tuple(cells), end + _newline_length(text, end))


def _read_by_sign(text: bytes, start: int, dialect: Dialect) -> Record:
    """The same of a record with quotes in it."""
    delimiter, quote = dialect.delimiter.encode(), dialect.quote.encode()
    cells: list[bytes] = []
    fault = ""
    at = start
    while True:
        if text.startswith(quote, at):
            end = _quoted_end(text, at, dialect)
            refuse_endless(at, end)
            if end < 0:
                end, cell, fault = _disorderly(text, at, dialect)
            else:
                cell = text[at + 1 : end - 1].replace(quote + quote, quote)
        else:
            end = end_of_run(dialect.plain, text, at)
            refuse_endless(at, end)
            cell = text[at:end]
        cells.append(cell)
        at = end
        if not text.startswith(delimiter, at):
            break
        at += len(delimiter)
    return Record(tuple(cells), at + _newline_length(text, at), fault)


def read_records(text: bytes, start: int, dialect: Dialect) -> Iterator[Record]:
    """The records from an offset on, one by one."""
    while start < len(text):
        record = read_record(text, start, dialect)
        yield record
        start = record.end


def index_records(text: bytes, start: int, dialect: Dialect, progress: Progress = silent) -> Records:
    """All records from an offset on: whole blocks at once while their quotes are in order, else record by record."""
    signs = np.frombuffer(text, np.uint8)
    blocks: list[_Block] = []
    faulty: set[int] = set()
    count, at, size, grown = 0, start, _BLOCK, False
    while at < len(text):
        progress(at, len(text), "Finding rows")
        last = min(at + size, len(text))
        block = _index_block(signs, at, last, dialect)
        if block is None and not grown and last - at > _SMALL_BLOCK:
            size = max((last - at) // 4, _SMALL_BLOCK)
            continue
        if block is None:
            block, faults = _read_block(text, at, min(at + _SMALL_BLOCK, len(text)), dialect)
            faulty |= {count + number for number in faults}
        elif not len(block[0]):
            size, grown = size * 2, True
            continue
        blocks.append(block)
        count, at, size, grown = count + len(block[0]), int(block[0][-1]), min(size * 2, _BLOCK), False
    nothing = np.array([], np.int64)
    starts = np.concatenate([np.array([start]), *(ends for ends, _ in blocks)])
    return Records(starts, np.concatenate([nothing, *(cells for _, cells in blocks)]), faulty)


_Block = tuple[NDArray[np.int64], NDArray[np.int64]]


def _index_block(signs: NDArray[np.uint8], first: int, last: int, dialect: Dialect) -> _Block | None:
    """End and number of cells of each record that ends in the block; None when quotes are out of order."""
    if last < len(signs) and signs[last - 1] == _CR and signs[last] == _LF:
        last += 1
    block = signs[first:last]
    newlines = np.flatnonzero(line_ends(signs, first, last))
    delimiters = np.flatnonzero(block == ord(dialect.delimiter))
    quotes = np.flatnonzero(block == ord(dialect.quote))
    if len(quotes):
        around = _edges(signs, first + quotes, first, dialect)
        lone = ~(around[0] | around[1])
        inside = np.searchsorted(quotes[~lone], quotes[lone]) % 2
        if inside.any() or not _in_order(*(edge[~lone] for edge in around)):
            return None
        quotes = quotes[~lone]
        newlines, delimiters = _outside(newlines, quotes), _outside(delimiters, quotes)
    if last == len(signs) and (not len(newlines) or newlines[-1] != len(block) - 1):
        if len(quotes) % 2:
            return None if not len(newlines) else _cells(block, first, newlines, delimiters)
        newlines = np.append(newlines, len(block))
    return _cells(block, first, newlines, delimiters)


def _cells(block: NDArray[np.uint8], first: int, newlines: NDArray[np.int64], delimiters: NDArray[np.int64]) -> _Block:
    """Ends and cells of the records that end at these newlines; a blank record has no cells."""
    ends = np.minimum(newlines + 1, len(block))
    starts = np.concatenate([np.array([0]), ends[:-1]])
    cells = np.diff(np.searchsorted(delimiters, newlines), prepend=0) + 1
    cells[(newlines == starts) | ((newlines == starts + 1) & (block[np.minimum(starts, len(block) - 1)] == _CR))] = 0
    return first + ends, cells


def line_ends(signs: NDArray[np.uint8], first: int, last: int) -> NDArray[np.bool_]:
    """True at each LF, and at each CR without one."""
    block = signs[first:last]
    ends: NDArray[np.bool_] = block == _LF
    returns = block == _CR
    if returns.any():
        following = signs[first + 1 : last + 1]
        alone = returns.copy()
        alone[: len(following)] &= following != _LF
        ends |= alone
    return ends


def _edges(
    signs: NDArray[np.uint8], quotes: NDArray[np.int64], first: int, dialect: Dialect
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each quote could open a cell, and whether it could close one: an edge or another quote is beside it."""
    edges = np.zeros(256, np.bool_)
    edges[[ord(dialect.delimiter), ord(dialect.quote), _LF, _CR]] = True
    before = edges[signs[quotes - 1]] | (quotes == first)
    behind = edges[signs[np.minimum(quotes + 1, len(signs) - 1)]] | (quotes == len(signs) - 1)
    return before, behind


def _in_order(before: NDArray[np.bool_], behind: NDArray[np.bool_]) -> bool:
    """Whether every other quote opens a cell and the ones between close it; a doubled one does both."""
    return bool(before[0::2].all() and behind[1::2].all())


def _outside(places: NDArray[np.int64], quotes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places that are not within quotes."""
    outside: NDArray[np.int64] = places[np.searchsorted(quotes, places) % 2 == 0]
    return outside


def _read_block(text: bytes, first: int, last: int, dialect: Dialect) -> tuple[_Block, list[int]]:
    """The records that begin in the block, read one by one."""
    ends: list[int] = []
    cells: list[int] = []
    faults: list[int] = []
    for record in read_records(text, first, dialect):
        if record.fault:
            faults.append(len(ends))
        cells.append(0 if record.cells == (b"",) and text[first : first + 1] in b"\r\n" else len(record.cells))
        ends.append(record.end)
        first = record.end
        if first >= last:
            break
    return (np.array(ends), np.array(cells)), faults


def _quoted_end(text: bytes, at: int, dialect: Dialect) -> int:
    """Where a quoted cell ends, behind which stands a delimiter, or the line's or the text's end; -1 if it does not."""
    last = closing(dialect.inside, dialect.quote.encode(), text, at + 1)
    return last + 1 if last >= 0 and dialect.end.match(text, last + 1) else -1


def _disorderly(text: bytes, at: int, dialect: Dialect) -> tuple[int, bytes, str]:
    """The end of a cell that begins with a quote out of order, its text, and what is wrong with it."""
    most = at + _LONGEST_STRAY
    found = dialect.stray.match(text, at, most)
    if found and (found.end() < most or dialect.end.match(text, most)):
        return found.end(), found.group(1), STRAY
    end = end_of_run(dialect.plain, text, at)
    refuse_endless(at, end)
    return end, text[at:end], UNCLOSED


def _newline_length(text: bytes, at: int) -> int:
    if text.startswith(b"\r\n", at):
        return 2
    return 1 if at < len(text) else 0
