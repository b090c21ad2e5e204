"""Draws: pure functions of what they are for, never of the order of execution.

A draw is a chain of hashes, one link for each thing it depends on, ended by `share`. The mixing function is that of
splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). In Python, run these under
`numpy.errstate(over="ignore")`: that the products overflow is meant.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.runtime.native.jit import jitable

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_27: Final = np.uint64(27)
_30: Final = np.uint64(30)
_31: Final = np.uint64(31)
_11: Final = np.uint64(11)
_TO_SHARE: Final = 2.0**-53


@jitable
def linked(chain: Any, value: Any) -> Any:
    """The chain of hashes lengthened by a value; both uint64, numbers or arrays."""
    x = (chain ^ value) + _GOLDEN
    x = (x ^ (x >> _30)) * _FIRST
    x = (x ^ (x >> _27)) * _SECOND
    return x ^ (x >> _31)


@jitable
def share(chain: Any) -> Any:
    """The chain as a number in [0, 1)."""
    return (linked(chain, _GOLDEN) >> _11) * _TO_SHARE


def chain_of(*parts: str | int) -> np.uint64:
    """A chain that begins with these texts and numbers."""
    chain = np.uint64(0)
    with np.errstate(over="ignore"):
        for part in parts:
            value = text_hash(part) if isinstance(part, str) else np.uint64(part % 2**64)
            chain = np.uint64(linked(chain, value))
    return chain


def text_hash(text: str) -> np.uint64:
    """The hash of one text; equal to its entry in `text_hashes`."""
    return np.uint64(text_hashes(pa.array([text], pa.string()))[0])


def text_hashes(texts: pa.StringArray | pa.LargeStringArray) -> NDArray[np.uint64]:
    """A stable hash of n texts: a chain over their UTF-8 bytes, eight at a time, then their length."""
    offsets, content = _bytes_of(texts)
    words = np.ndarray((max(len(content) - 7, 1),), "<u8", content.tobytes().ljust(8, b"\0"), strides=(1,))
    begin, length = offsets[:-1], np.diff(offsets)
    chains = np.zeros(len(texts), np.uint64)
    with np.errstate(over="ignore"):
        for step in range(0, int(length.max(initial=0)), 8):
            rows = np.flatnonzero(length > step)
            left = np.minimum(length[rows] - step, 8).astype(np.uint64)
            word = words[begin[rows] + step] & _low_bytes(left)
            chains[rows] = linked(chains[rows], word)
        return np.asarray(linked(chains, length.astype(np.uint64)), np.uint64)


def _low_bytes(count: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return np.uint64(2**64 - 1) >> (np.uint64(8) * (np.uint64(8) - count))


def _bytes_of(texts: pa.StringArray | pa.LargeStringArray) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Offsets (n + 1,) and bytes, followed by eight zeros so that a word can be read at each text's last byte."""
    kind = np.dtype(np.int64 if pa.types.is_large_string(texts.type) else np.int32)
    _, offsets_buffer, content_buffer = texts.buffers()
    if offsets_buffer is None:
        return np.zeros(1, np.int64), np.zeros(8, np.uint8)
    window = slice(texts.offset, texts.offset + len(texts) + 1)
    offsets = np.asarray(np.frombuffer(memoryview(offsets_buffer), kind)[window], np.int64)
    content = np.frombuffer(memoryview(content_buffer or b""), np.uint8)[offsets[0] : offsets[-1]]
    return offsets - offsets[0], np.concatenate([content, np.zeros(8, np.uint8)])
