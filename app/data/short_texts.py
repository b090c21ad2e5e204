"""Very many short texts numbered by the machine words they fill, which is quicker than comparing texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.arrow import numpy_of, pick

_WORD = 8
_LONGEST = 40
_WORTH_ROWS = 1 << 17
_SAMPLE = 1 << 16
_WORTH_SHARE = 0.5  # where fewer of the first texts differ, most are found in the nearest cache by comparing them
_ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


def numbered(chunks: Sequence[Any]) -> tuple[pa.StringArray, NDArray[np.int32]] | None:
    """The distinct texts in order of first sight, and the code of each row; None where comparing texts does as well.

    That is so unless there are very many of one length. Texts of one hash are compared word by word with the first of
    them, so that no two can be taken for one.
    """
    filled = [chunk for chunk in chunks if len(chunk)]
    size = _common_size(filled) if _is_worth_it(filled) else None
    if size is None:
        return None
    words = [np.concatenate(column) for column in zip(*(_words(chunk, size) for chunk in filled), strict=True)]
    is_alone = len(words) == 1  # a word is known by itself
    hashes = words[0] if is_alone else _hashes(words)
    codes: NDArray[np.int32] = numpy_of(cast(Any, pa.array(hashes)).dictionary_encode().indices)
    rows = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=np.int32(-1)))  # where each is seen first
    if not is_alone and not all(np.array_equal(np.take(column[rows], codes), column) for column in words):
        return None
    return _texts_of(filled, rows), codes


def _is_worth_it(chunks: Sequence[Any]) -> bool:
    """Whether there are many rows, and as far as the first tell, many texts among them."""
    if sum(map(len, chunks)) < _WORTH_ROWS:
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
