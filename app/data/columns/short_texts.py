"""Very many short texts numbered and sorted by the machine words they fill, which is quicker than comparing texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of, pick
from app.data.columns.cores import WORTH_CORES, each, in_parts, looked_up

_WORD = 8
_LONGEST = 40
_SAMPLE = 1 << 16
_WORTH_SHARE = 0.5  # where fewer of the first texts differ, most are found in the nearest cache by comparing them
_ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_PIECE = 1 << 16
_SPARSE = 4  # so many places of a table for each row
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_DIGITS, _BEYOND_NINE, _CARRIED = (np.uint64(0x0101010101010101 * byte) for byte in (0x0F, 0x06, 0x10))
_PAIRS = [  # eight figures to four of two digits, to two of four, to one of eight; the first stands in the lowest byte
    (_ALL, np.uint64(10 << 8 | 1), np.uint64(8)),
    (np.uint64(0x00FF00FF00FF00FF), np.uint64(100 << 16 | 1), np.uint64(16)),
    (np.uint64(0x0000FFFF0000FFFF), np.uint64(10_000 << 32 | 1), np.uint64(32)),
]


def numbered(chunks: Sequence[Any], *, ascending: bool = False) -> tuple[pa.StringArray, NDArray[np.int32]] | None:
    """The distinct texts in order of first sight, and the code of each row; None where comparing texts does as well.

    `ascending` ones stand in any other order if that is quicker.

    That is so unless there are very many of one length. Texts of one hash are compared word by word with the first of
    them, so that no two can be taken for one.
    """
    filled = [chunk for chunk in chunks if len(chunk)]
    size = _common_size(filled) if _is_worth_it(filled) else None
    if size is None:
        return None
    found = _by_digits(filled, size, ascending=ascending)
    if found is not None:
        return found
    words = [np.concatenate(column) for column in zip(*(_words(chunk, size) for chunk in filled), strict=True)]
    is_alone = len(words) == 1  # a word is known by itself
    hashes = words[0] if is_alone else _hashes(words)
    codes: NDArray[np.int32] = numpy_of(cast(Any, pa.array(hashes)).dictionary_encode().indices)
    rows = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=np.int32(-1)))  # where each is seen first
    if not is_alone and not all(np.array_equal(np.take(column[rows], codes), column) for column in words):
        return None
    return _texts_of(filled, rows), codes


def sorting(texts: pa.StringArray) -> NDArray[np.integer[Any]]:
    """Where each of these distinct texts stands in the order of code points, which is that of their bytes."""
    if len(texts) > 1 and pc.all(pc.less(texts[:-1], texts[1:])).as_py():
        return np.arange(len(texts))
    if len(texts) >= WORTH_CORES and _common_size([texts]) == _WORD:
        return np.argsort(_words(texts, _WORD)[0].byteswap())
    return numpy_of(pc.sort_indices(texts))


def _by_digits(chunks: Sequence[Any], size: int, *, ascending: bool) -> tuple[pa.StringArray, NDArray[np.int32]] | None:
    """The same of texts that differ in digits alone: the digits are a number, and that a place in a table.

    None where they differ in more, or the table would have many more places than there are texts.
    """
    pieces = [chunk.slice(first, _PIECE) for chunk in chunks for first in range(0, len(chunk), _PIECE)]
    bits = each(lambda piece: _bits_of(_words(piece, size)), pieces)
    some, every = np.bitwise_or.reduce([each[0] for each in bits]), np.bitwise_and.reduce([each[1] for each in bits])
    digits = some & ~every
    digits[-1] &= _ALL << np.uint64(8 * (-size % _WORD))  # what the last word holds of the one before it
    spans = [10 ** (_WORD - _first_byte(int(mask))) for mask in digits]
    count = sum(map(len, chunks))
    if (digits & ~_DIGITS).any() or math.prod(spans) > _SPARSE * count:
        return None
    numbers = np.empty(count, np.int32)
    ends = np.cumsum([0, *map(len, pieces)]).tolist()
    places = [(piece, numbers[first:last]) for piece, first, last in zip(pieces, ends, ends[1:], strict=False)]
    if not all(each(lambda place: _are_numbers(_words(place[0], size), digits, spans, place[1]), places)):
        return None
    if ascending:
        known, codes = _ranked(numbers, math.prod(spans))
        return _written(known, every, digits, spans, size), codes
    rows, codes = _seen(numbers, math.prod(spans))
    return _texts_of(chunks, rows), codes


def _bits_of(words: Sequence[NDArray[np.uint64]]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """For each word the bits that some row has, and those that every row has."""
    some, every = zip(*((np.bitwise_or.reduce(word), np.bitwise_and.reduce(word)) for word in words), strict=True)
    return np.array(some), np.array(every)


def _first_byte(mask: int) -> int:
    """The first byte of a word in which some bit is set; one behind the last where none is."""
    return next((place for place in range(_WORD) if mask >> 8 * place & 0xFF), _WORD)


def _are_numbers(
    words: Sequence[NDArray[np.uint64]], digits: NDArray[np.uint64], spans: Sequence[int], found: NDArray[np.int32]
) -> bool:
    """Whether the digits of each row are a number, which is filled in."""
    numbers = np.zeros(len(words[0]), np.uint64)
    for word, mask, span in zip(words, digits, spans, strict=True):
        figures = word & mask
        if ((figures + _BEYOND_NINE) & _CARRIED).any():
            return False
        for both, factor, width in _PAIRS:
            figures &= both
            figures *= factor
            figures >>= width
        numbers *= np.uint64(span)
        numbers += figures
    found[:] = numbers
    return True


def _ranked(numbers: NDArray[np.int32], span: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The numbers that there are, ascending, and for every row the place of its number among them."""
    is_there = np.zeros(span, np.bool_)

    def part(first: int, last: int) -> None:
        is_there[numbers[first:last]] = True

    in_parts(len(numbers), part)
    return np.flatnonzero(is_there), looked_up(np.cumsum(is_there, dtype=np.int32) - np.int32(1), numbers)


def _written(
    numbers: NDArray[np.int64], every: NDArray[np.uint64], digits: NDArray[np.uint64], spans: Sequence[int], size: int
) -> pa.StringArray:
    """The texts whose digits are these numbers; `every` are the bits that all of them have."""
    texts = np.empty((len(numbers), size), np.uint8)
    starts = [*range(0, size - _WORD, _WORD), size - _WORD]
    words = list(zip(starts, every.astype("<u8"), digits.tolist(), spans, strict=True))
    for start, common, _, _ in words:
        texts[:, start : start + _WORD] = np.frombuffer(common.tobytes(), np.uint8)

    def part(first: int, last: int) -> None:
        left = numbers[first:last]
        for start, _, mask, span in reversed(words):
            left, figures = np.divmod(left, span)
            for place in reversed(range(_first_byte(mask), _WORD)):
                figures, figure = np.divmod(figures, 10)
                texts[first:last, start + place] |= figure.astype(np.uint8)

    in_parts(len(numbers), part)
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * np.int32(size)
    ends, signs = (pa.py_buffer(cast(bytes, each.data)) for each in (offsets, texts))
    return pa.StringArray.from_buffers(len(numbers), ends, signs)


def _seen(numbers: NDArray[np.int32], span: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The row in which each number is seen first, ascending, and for every row the place of its number among them."""
    first = np.full(span, -1, np.int32)
    for start in reversed(range(0, len(numbers), _PIECE)):
        rows = np.arange(start, min(start + _PIECE, len(numbers)), dtype=np.int32)[::-1]
        first[numbers[rows]] = rows  # of equal places numpy keeps the last assignment
    rows = first[first >= 0]
    rows.sort()
    first[numbers[rows]] = np.arange(len(rows), dtype=np.int32)
    return rows.astype(np.int64), looked_up(first, numbers)


def _is_worth_it(chunks: Sequence[Any]) -> bool:
    """Whether there are many rows, and as far as the first tell, many texts among them."""
    if sum(map(len, chunks)) < WORTH_CORES:
        return False
    head = chunks[0].slice(0, _SAMPLE)
    return len(head.unique()) > _WORTH_SHARE * len(head)


def _common_size(chunks: Sequence[Any]) -> int | None:
    """How many bytes each text has; None where they differ, some text is null, or they do not fit."""
    size = int(_offsets(chunks[0])[1]) - int(_offsets(chunks[0])[0])
    if not _WORD <= size <= _LONGEST:
        return None
    for chunk in chunks:
        if chunk.null_count or not (np.diff(_offsets(chunk)) == size).all():
            return None
    return size


def _offsets(texts: Any) -> NDArray[np.int32]:
    """Where each text begins in the bytes of all, and where the last one ends."""
    return np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]


def _words(texts: Any, size: int) -> list[NDArray[np.uint64]]:
    """The bytes of each text in words, the last of which may hold some of the one before it again."""
    first = int(_offsets(texts)[0])
    places = [*range(0, size - _WORD, _WORD), size - _WORD]
    data = texts.buffers()[2]
    return [
        np.ndarray((len(texts),), "<u8", data, first + place, (size,)).astype(np.uint64, copy=False) for place in places
    ]


def _hashes(words: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """A number for each row of words."""
    mixed = np.zeros(len(words[0]), np.uint64)
    for column in words:
        mixed += column
        mixed *= _ODD
        mixed ^= mixed >> _HALF
    return mixed


def _texts_of(chunks: Sequence[Any], rows: NDArray[np.int64]) -> pa.StringArray:
    """The texts in these rows, which ascend."""
    starts = np.cumsum([0, *map(len, chunks)])
    bounds = np.searchsorted(rows, starts)
    parts = [
        pick(chunk, rows[first:last] - start)
        for chunk, start, first, last in zip(chunks, starts, bounds, bounds[1:], strict=False)
    ]
    return pa.concat_arrays(parts)
