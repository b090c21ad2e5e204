"""Steps between pyarrow and numpy that several readers share."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from typing import Any, TypeVar, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_Number = TypeVar("_Number", bound=np.generic)


class _NoPandas(MetaPathFinder):
    """Says that pandas is not there."""

    def find_spec(self, fullname: str, *_: object) -> None:
        """Refuse pandas, leave all others to whoever finds them."""
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)


@contextmanager
def _without_pandas() -> Iterator[None]:
    """WORKAROUND: at its first array pyarrow loads pandas where it is installed, which takes longer than itself does.

    It looks once. Nothing here is ever a frame of pandas.
    """
    finder = _NoPandas()
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)


with _without_pandas():
    pa.array([""])  # of a kind that pyarrow has to find out by itself, for which it looks in all its places

if "ARROW_DEFAULT_MEMORY_POOL" not in os.environ and "jemalloc" in pa.supported_memory_backends():
    pa.set_memory_pool(pa.jemalloc_memory_pool())  # the usual one costs far more of the system's time

_LETTER = r"\p{L}"
_FEW = 2_000
"""To make a pattern ready that has letters of all scripts takes 2 to 10 ms, longer than to look for it in so few."""
_MOST_FOUND = 4_096
_FOUND: dict[tuple[str, bytes], NDArray[np.bool_]] = {}
"""Where patterns are found in few texts, by what these say."""

NO_WORDS: pa.StringArray = pa.array([], pa.string())


def numpy_of(array: Any) -> NDArray[Any]:
    """The values of an arrow array without nulls."""
    values: NDArray[Any] = array.to_numpy(zero_copy_only=False)
    return values


def matches(texts: pa.StringArray, pattern: str) -> NDArray[np.bool_]:
    """Where the pattern is found; patterns are RE2's and run in linear time.

    Of few texts it is kept: a file's columns are looked at for one thing after another, often for the same.
    """
    if not 0 < len(texts) < _FEW or texts.null_count:
        return numpy_of(pc.match_substring_regex(texts, pattern))
    key = pattern, _print_of(texts)
    found = _FOUND.get(key)
    if found is None:
        if len(_FOUND) >= _MOST_FOUND:
            _FOUND.clear()
        found = _FOUND[key] = _matches_of_few(texts, pattern)
    return found.copy()


def _matches_of_few(texts: pa.StringArray, pattern: str) -> NDArray[np.bool_]:
    if _LETTER in pattern and not matches(texts, pattern.replace(_LETTER, r"\D")).any():
        return np.zeros(len(texts), np.bool_)  # not even where anything but a digit passes for a letter
    return numpy_of(pc.match_substring_regex(texts, pattern))


def _print_of(texts: pa.StringArray) -> bytes:
    """What tells some texts from others."""
    one = whole(texts)
    _, ends, letters = one.buffers()
    places = np.frombuffer(memoryview(cast(pa.Buffer, ends)), np.int32, len(one) + 1, 4 * one.offset)
    said = hashlib.blake2b(places - places[0], digest_size=16)
    if letters is not None:
        said.update(memoryview(letters)[places[0] : places[-1]])
    return said.digest()


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


def joined(parts: Sequence[NDArray[_Number]]) -> NDArray[_Number]:
    """One array out of parts, of which there are some; itself where there is only one."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def joined_numbers(known: Any, more: Any) -> tuple[Any, NDArray[np.int32]]:
    """Two arrays of distinct values as one in order of first sight, and the place there of each of the second.

    Behind those stands the place of what is missing, -1.
    """
    found = pc.index_in(more, value_set=known)
    is_new = numpy_of(pc.is_null(found))
    moved = np.append(numpy_of(pc.fill_null(found, 0)), np.int32(-1))
    moved[:-1][is_new] = len(known) + np.arange(int(is_new.sum()), dtype=np.int32)
    return pa.concat_arrays([known, more.filter(pa.array(is_new))]), moved


def whole(texts: pa.ChunkedArray[Any] | pa.StringArray) -> pa.StringArray:
    """One array out of chunks."""
    return cast(pa.StringArray, texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts)
