"""Work on long columns on all cores: numpy and pyarrow leave the interpreter's lock while they work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

CORES = pa.cpu_count()  # one where the process has to be frugal
WORTH_CORES = 1 << 17
"""From so many rows on, work is worth being shared."""
_AT_ONCE = 100_000  # rows: what is done with them stays in the processor's cache
_In = TypeVar("_In")
_Out = TypeVar("_Out")
_Value = TypeVar("_Value", bound=np.generic)


def side_by_side(work: Callable[[_In], _Out], items: Sequence[_In]) -> Iterator[_Out]:
    """The work for each item in their order, some ahead of what is asked for; who asks no more has no more begun."""
    if len(items) < 2 or CORES < 2:
        yield from map(work, items)
        return
    threads = ThreadPoolExecutor(CORES)
    ahead: deque[Future[_Out]] = deque()
    try:
        for item in items:
            ahead.append(threads.submit(work, item))
            if len(ahead) > CORES:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        threads.shutdown(cancel_futures=True)


def in_parts(count: int, work: Callable[[int, int], _Out], at_once: int | None = None) -> list[_Out]:
    """`work(first, last)` for parts of so many rows each that follow one another."""
    bounds = [*range(0, count, at_once or _AT_ONCE), count]
    return list(side_by_side(lambda part: work(*part), list(pairwise(bounds))))


def shares(count: int) -> list[tuple[int, int]]:
    """The first row and the one behind the last of each core's share of so many rows; one share of few."""
    cuts = np.linspace(0, count, 1 + (CORES if count >= WORTH_CORES else 1)).astype(int).tolist()
    return list(pairwise(cuts))


def looked_up(table: NDArray[_Value], places: NDArray[np.integer[Any]], *behind: int) -> NDArray[_Value]:
    """What stands in the table at each place, at -1 what stands last, and `behind` it what is given."""
    found = np.empty(len(places) + len(behind), table.dtype)
    found[len(places) :] = behind

    def part(first: int, last: int) -> None:
        np.take(table, places[first:last], out=found[first:last], mode="wrap")

    in_parts(len(places), part)
    return found


def counted(codes: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """How often each of so many codes occurs; -1 is none of them."""
    counts = np.zeros(count + 1, np.int64)
    at_once = _AT_ONCE if count <= _AT_ONCE else max(count, -(-len(codes) // CORES))
    for part in in_parts(
        len(codes), lambda first, last: np.bincount(codes[first:last] + 1, minlength=count + 1), at_once
    ):
        counts += part
    return counts[1:]


def ascend(values: NDArray[Any]) -> bool:
    """Whether none of the values is less than the one before it."""
    before, behind = values[:-1], values[1:]
    return all(in_parts(len(before), lambda first, last: bool((before[first:last] <= behind[first:last]).all())))


def looked_up_or(values: NDArray[Any], codes: NDArray[np.int32], missing: Any) -> NDArray[Any]:
    """values[codes], `missing` for code -1: the last place of the lengthened array."""
    lengthened = np.empty(len(values) + 1, values.dtype)
    lengthened[:-1], lengthened[-1] = values, missing
    return looked_up(lengthened, codes)
