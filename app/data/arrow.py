"""Steps between pyarrow and numpy that several readers share."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

NO_WORDS: pa.StringArray = pa.array([], pa.string())


def numpy_of(array: Any) -> NDArray[Any]:
    """The values of an arrow array without nulls."""
    values: NDArray[Any] = array.to_numpy(zero_copy_only=False)
    return values


def matches(texts: pa.StringArray, pattern: str) -> NDArray[np.bool_]:
    """Where the pattern is found; patterns are RE2's and run in linear time."""
    return numpy_of(pc.match_substring_regex(texts, pattern))


def equals(texts: pa.StringArray, word: str) -> NDArray[np.bool_]:
    """Where a text is that word."""
    return numpy_of(pc.equal(texts, pa.scalar(word)))


def lengths(texts: Any) -> NDArray[np.int32]:
    """How many bytes each text has."""
    return numpy_of(pc.binary_length(texts))


def pick(texts: pa.StringArray, rows: NDArray[np.integer[Any]]) -> pa.StringArray:
    """The texts at those rows, which may repeat."""
    return texts.take(pa.array(rows))


def keep(texts: pa.StringArray, mask: NDArray[np.bool_]) -> pa.StringArray:
    """The texts where the mask is true."""
    return texts.filter(pa.array(mask))


def words_of(texts: pa.StringArray | pa.ChunkedArray[Any]) -> list[str]:
    """The texts as Python strings; there are no nulls."""
    return cast(list[str], texts.to_pylist())


def whole(texts: pa.ChunkedArray[Any] | pa.StringArray) -> pa.StringArray:
    """One array out of chunks."""
    return cast(pa.StringArray, texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts)
