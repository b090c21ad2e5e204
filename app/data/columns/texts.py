"""A column of texts as a file holds it: each distinct text once, and a code per row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, joined_numbers, keep, lengths, numpy_of, pick, words_of
from app.data.columns.column import MISSING_CODE, Column, ColumnType
from app.data.columns.cores import counted, each, in_parts, looked_up, looked_up_or, same, shares
from app.data.columns.short_texts import numbered, sorting

Chunks: TypeAlias = "pa.ChunkedArray[Any]"
BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
)
"""All that shows nothing: every Unicode space, signs of no width, and the byte order mark."""

_LAST_ASCII_BLANK, _FIRST_WIDE_BLANK = 0x20, 0xC2
_MAY_BEGIN_BLANK = np.zeros(256, np.bool_)
_MAY_BEGIN_BLANK[[blank.encode()[0] for blank in BLANKS]] = True


@dataclass(frozen=True, slots=True)
class Texts:
    """n texts: `codes` (n,) int32 into `distinct`, -1 where the text is empty, which means missing."""

    distinct: pa.StringArray
    codes: NDArray[np.int32]
    _counts: list[NDArray[np.int64]] = field(default_factory=list, init=False, repr=False, compare=False)
    """How often each occurs, once somebody has asked for it."""

    def __len__(self) -> int:
        return len(self.codes)

    def counts(self) -> NDArray[np.int64]:
        """How often each distinct text occurs."""
        if not self._counts:
            self._counts.append(counted(self.codes, len(self.distinct)))
        return self._counts[0]

    def most_frequent(self) -> list[str]:
        """The distinct texts, the most frequent first; of equals the one that stands first."""
        return words_of(pick(self.distinct, np.argsort(-self.counts(), kind="stable")))

    @property
    def filled(self) -> NDArray[np.bool_]:
        """True where there is a text; shape (n,)."""
        return self.codes >= 0

    def at(self, row: int) -> str:
        """The text of one row."""
        code = int(self.codes[row])
        return "" if code < 0 else str(self.distinct[code])


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """A column with its texts, for who comes by the same column later."""

    column: Chunks
    texts: Texts

    @classmethod
    def of_column(cls, column: Chunks) -> KnownTexts:
        """Its texts, worked out now."""
        return cls(column, encode(column))

    def of(self, column: Chunks) -> Texts | None:
        """The texts of that column, if it says the same."""
        return self.texts if column.equals(self.column) else None


def encode(column: Chunks | pa.StringArray, *, ascending: bool = False) -> Texts:
    """The texts of a string column; nulls and empty texts are missing.

    Distinct texts stand in order of first sight, `ascending` ones in any other if that is quicker.
    """
    chunked = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column], pa.string())
    if not len(chunked):
        return Texts(NO_WORDS, np.array([], np.int32))
    distinct, codes = numbered(chunked.chunks, ascending=ascending) or _compared(chunked)
    empty = int(pc.index(distinct, pa.scalar("")).as_py())
    if empty < 0:
        return Texts(distinct, codes)
    moved = np.arange(len(distinct) + 1, dtype=np.int32)
    moved[empty:] -= 1
    moved[[empty, -1]] = MISSING_CODE
    return Texts(keep(distinct, np.arange(len(distinct)) != empty), looked_up(moved, codes))


def encode_together(columns: Mapping[str, Chunks]) -> dict[str, Texts]:
    """The same for many short columns of one length, several times as fast as one after another.

    Texts are numbered once, then pairs of column and text: what is numbered in order of first sight, column after
    column, lies in one piece for each column.
    """
    count = len(next(iter(columns.values()), NO_WORDS))
    if not count:
        return {name: Texts(NO_WORDS, np.array([], np.int32)) for name in columns}
    everything = pa.chunked_array([chunk for column in columns.values() for chunk in column.chunks], pa.string())
    words, codes = _compared(everything)
    owners = np.repeat(np.arange(len(columns)), count)
    filled = np.flatnonzero(codes != int(pc.index(words, pa.scalar("")).as_py())) if len(words) else codes
    filled = filled[codes[filled] >= 0]
    pairs: Any = pa.array(owners[filled] * len(words) + codes[filled]).dictionary_encode()
    known = numpy_of(pairs.dictionary)
    distinct = pick(words, known % len(words))
    starts = np.searchsorted(known // len(words), np.arange(len(columns) + 1)).tolist()
    numbers = np.full(len(codes), MISSING_CODE, np.int32)
    numbers[filled] = numpy_of(pairs.indices) - np.array(starts)[owners[filled]]
    return {
        name: Texts(distinct.slice(first, last - first), part)
        for name, first, last, part in zip(
            columns, starts, starts[1:], numbers.reshape(len(columns), count), strict=False
        )
    }


def _compared(column: Chunks) -> tuple[pa.StringArray, NDArray[np.int32]]:
    """The distinct texts in order of first sight, and the code of each row."""
    codes = np.empty(len(column), np.int32)
    parts = shares(len(column))
    first, *others = each(lambda part: _part(column.slice(part[0], part[1] - part[0]), codes[slice(*part)]), parts)
    words = first
    for more, (begin, end) in zip(others, parts[1:], strict=True):
        words, moved = joined_numbers(words, more)
        if not np.array_equal(moved[:-1], np.arange(len(more))):
            _renumber(codes[begin:end], moved)
    return words, codes


def _part(column: Chunks, codes: NDArray[np.int32]) -> pa.StringArray:
    """The distinct texts of some rows, whose codes are filled in."""
    chunks: list[Any] = column.dictionary_encode().chunks  # all have the dictionary of them all
    begin = 0
    for chunk in chunks:
        indices = numpy_of(pc.fill_null(chunk.indices, -1) if chunk.null_count else chunk.indices)
        codes[begin : begin + len(indices)] = indices
        begin += len(indices)
    return cast(pa.StringArray, chunks[0].dictionary)


def _renumber(codes: NDArray[np.int32], moved: NDArray[np.int32]) -> None:
    """Put the new number in the place of each code."""

    def part(first: int, last: int) -> None:
        codes[first:last] = np.take(moved, codes[first:last], mode="wrap")

    in_parts(len(codes), part)


def are_blank(column: Chunks) -> NDArray[np.bool_]:
    """Where a text is empty or has only blanks."""
    parts = each(_are_blank, column.chunks)
    if not any(same(part).any() for part in parts):
        return np.broadcast_to(np.False_, len(column))
    return np.concatenate(parts)


def _are_blank(chunk: Any) -> NDArray[np.bool_]:
    """The same of some rows."""
    blank: NDArray[np.bool_] = lengths(chunk) == 0
    if _may_begin_blank(_bytes_of(chunk)) and _may_begin_blank(first := _first_bytes(chunk)):
        some = np.flatnonzero(_MAY_BEGIN_BLANK[first] & ~blank)
        if len(some):
            blank[some] = lengths(pc.utf8_trim(chunk.take(some), BLANKS)) == 0
    return blank


def holds_any(column: Chunks, words: Collection[str]) -> bool:
    """Whether some text is one of these words; only texts as long as one that begin as one does are compared."""
    known = [word.encode() for word in words]
    begins = np.zeros(256, np.bool_)
    begins[[word[0] for word in known]] = True
    is_length = np.zeros(max(map(len, known)) + 2, np.bool_)
    is_length[[len(word) for word in known]] = True
    beyond, texts = len(is_length) - 1, pa.array(list(words), pa.string())

    def part(chunk: Any) -> bool:
        chunk = chunk.drop_null() if chunk.null_count else chunk
        rows = np.flatnonzero(begins[_first_bytes(chunk)])
        rows = rows[is_length[np.minimum(lengths(chunk)[rows], beyond)]] if len(rows) else rows
        return bool(len(rows)) and bool(pc.any(pc.is_in(chunk.take(rows), value_set=texts)).as_py())

    return any(each(part, column.chunks))


def _may_begin_blank(signs: NDArray[np.uint8]) -> bool:
    """Whether a blank could begin with one of these bytes."""
    return bool(len(signs)) and bool(signs.min() <= _LAST_ASCII_BLANK or signs.max() >= _FIRST_WIDE_BLANK)


def _bytes_of(chunk: Any) -> NDArray[np.uint8]:
    """All bytes of the texts."""
    _, offsets, data = chunk.buffers()
    if not len(chunk) or data is None:
        return np.zeros(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)
    return np.frombuffer(data, np.uint8)[bounds[chunk.offset] : bounds[chunk.offset + len(chunk)]]


def _first_bytes(chunk: Any) -> NDArray[np.uint8]:
    """The first byte of each text; that of another where one is empty."""
    _, offsets, data = chunk.buffers()
    if not len(chunk) or data is None or not data.size:
        return np.zeros(len(chunk), np.uint8)
    bounds = np.frombuffer(offsets, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    starts, signs = bounds[:-1], np.frombuffer(data, np.uint8)
    step = int(bounds[1] - bounds[0])
    if step and (np.diff(bounds) == step).all():  # all of one length: their first bytes lie in steps
        return signs[int(bounds[0]) : int(bounds[-1]) : step]
    first: NDArray[np.uint8] = signs[np.minimum(starts, len(signs) - 1)]
    return first


def trimmed(texts: Texts) -> Texts:
    """The texts without blanks around them; those that were nothing else are missing."""
    if not _may_begin_blank(_bytes_of(texts.distinct)):
        return texts
    bare = pc.utf8_trim(texts.distinct, BLANKS)
    if bare.equals(texts.distinct):
        return texts
    merged = encode(bare)
    return Texts(merged.distinct, np.append(merged.codes, np.int32(MISSING_CODE))[texts.codes])


def untrimmed_count(texts: Texts) -> int:
    """How many texts have blanks around them."""
    if not _may_begin_blank(_bytes_of(texts.distinct)):
        return 0
    wide = numpy_of(pc.not_equal(pc.utf8_trim(texts.distinct, BLANKS), texts.distinct))
    if not wide.any():
        return 0
    return int(np.append(wide, False)[texts.codes].sum())


def text_column(texts: Texts) -> Column:
    """The texts as they stand, their words sorted by code point."""
    order = sorting(texts.distinct)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return Column(ColumnType.TEXT, looked_up_or(rank, texts.codes, np.int32(MISSING_CODE)), pick(texts.distinct, order))
