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

from app.progress import pausing

CORES = pa.cpu_count()  # one where the process has to be frugal
WORTH_CORES = 1 << 17
"""From so many rows on, work is worth being shared."""
_AT_ONCE = 100_000  # rows: what is done with them stays in the processor's cache
_FEW = 8  # codes: each more takes as long again, and counting all at once as long as this many
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


def each(work: Callable[[_In], _Out], items: Sequence[_In]) -> list[_Out]:
    """The work for all of the items: each core takes item after item, which is quicker than to be woken up for each.

    It can be given up between two of them (see `app.progress`).
    """
    work = pausing(work)
    hands = min(CORES, len(items))
    if hands < 2:
        return list(map(work, items))
    left, results = deque(enumerate(items)), dict[int, _Out]()

    def take_what_is_left() -> None:
        try:
            while found := _next_of(left):
                place, item = found
                results[place] = work(item)
        except BaseException:
            left.clear()  # nobody needs the others any more
            raise

    with ThreadPoolExecutor(hands - 1) as threads:
        others = [threads.submit(take_what_is_left) for _ in range(hands - 1)]
        take_what_is_left()
        for other in others:
            other.result()
    return [results[place] for place in range(len(items))]


def _next_of(left: deque[_In]) -> _In | None:
    """The next of what is left, which nobody else has then."""
    try:
        return left.popleft()
    except IndexError:
        return None


def in_parts(count: int, work: Callable[[int, int], _Out], at_once: int | None = None) -> list[_Out]:
    """`work(first, last)` for parts of so many rows each that follow one another."""
    bounds = [*range(0, count, at_once or _AT_ONCE), count]
    return each(lambda part: work(*part), list(pairwise(bounds)))


def shares(count: int) -> list[tuple[int, int]]:
    """The first row and the one behind the last of each core's share of so many rows; one share of few."""
    if count < WORTH_CORES:
        return [(0, count)]
    return list(pairwise(np.linspace(0, count, 1 + CORES).astype(int).tolist()))


def looked_up(table: NDArray[_Value], places: NDArray[np.integer[Any]], *behind: int) -> NDArray[_Value]:
    """What stands in the table at each place, at -1 what stands last, and `behind` it what is given."""
    found = np.empty(len(places) + len(behind), table.dtype)
    found[len(places) :] = behind
    look_up(table, places, found[: len(places)])
    return found


def look_up(table: NDArray[_Value], places: NDArray[np.integer[Any]], found: NDArray[_Value]) -> None:
    """Fill in what stands in the table at each place, at -1 what stands last."""

    def part(first: int, last: int) -> None:
        np.take(table, places[first:last], out=found[first:last], mode="wrap")

    in_parts(len(places), part)


def filtered(values: NDArray[_Value], stays: NDArray[np.bool_]) -> NDArray[_Value]:
    """The values of the rows that stay."""
    many = in_parts(len(values), lambda first, last: int(np.count_nonzero(stays[first:last])))
    begins = np.cumsum([0, *many]).tolist()
    found = np.empty(begins[-1], values.dtype)

    def part(first: int, last: int) -> None:
        place, rows = first // _AT_ONCE, np.flatnonzero(stays[first:last])  # quicker than to ask by a mask
        np.take(values[first:last], rows, out=found[begins[place] : begins[place + 1]], mode="wrap")

    in_parts(len(values), part)
    return found


def counted(codes: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """How often each of so many codes occurs; -1 is none of them."""
    if count <= _FEW:
        parts = in_parts(len(codes), lambda first, last: _counted_one_by_one(codes[first:last], count))
        return np.sum(parts, axis=0, dtype=np.int64) if parts else np.zeros(count, np.int64)
    counts = np.zeros(count + 1, np.int64)
    at_once = _AT_ONCE if count <= _AT_ONCE else max(count, -(-len(codes) // CORES))
    for part in in_parts(
        len(codes), lambda first, last: np.bincount(codes[first:last] + 1, minlength=count + 1), at_once
    ):
        counts += part
    return counts[1:]


def _counted_one_by_one(codes: NDArray[np.int32], count: int) -> list[int]:
    """The same of few codes, each of which is looked for in all rows by vector instructions."""
    return [int(np.count_nonzero(codes == code)) for code in range(count)]


def counted_up(count: int) -> NDArray[np.int64]:
    """The numbers from 0 on, as `np.arange` has them."""
    found = np.empty(count, np.int64)

    def part(first: int, last: int) -> None:
        found[first:last] = np.arange(first, last)

    in_parts(count, part)
    return found


def same(values: NDArray[_Value]) -> NDArray[_Value]:
    """One value where it stands in all places at once, as `np.broadcast_to` has it, so that it is looked at once."""
    return values[:1] if values.strides == (0,) else values


def ascend(values: NDArray[Any]) -> bool:
    """Whether none of the values is less than the one before it."""
    before, behind = values[:-1], values[1:]
    return all(in_parts(len(before), lambda first, last: bool((before[first:last] <= behind[first:last]).all())))


def looked_up_or(values: NDArray[Any], codes: NDArray[np.int32], missing: Any) -> NDArray[Any]:
    """values[codes], `missing` for code -1: the last place of the lengthened array."""
    lengthened = np.empty(len(values) + 1, values.dtype)
    lengthened[:-1], lengthened[-1] = values, missing
    return looked_up(lengthened, codes)
