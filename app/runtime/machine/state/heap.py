"""A heap of what is due, by instant and then by serial: one for timers, one for reactions."""

from __future__ import annotations

from app.runtime.machine.state.customer_state import TimerRow
from app.runtime.native.jit import jitable
from app.runtime.program.row_layout import Rows


@jitable
def push(heap: Rows[TimerRow], size: int, at: int, serial: int, item: int) -> None:
    """Add an entry to a heap of `size` entries, which has room."""
    child = size
    entry = heap[child]
    entry.at = at
    entry.serial = serial
    entry.item = item
    while child > 0 and precedes(heap, child, (child - 1) >> 1):
        swap(heap, child, (child - 1) >> 1)
        child = (child - 1) >> 1


@jitable
def drop_first(heap: Rows[TimerRow], size: int) -> None:
    """Take the first entry off a heap that has `size` entries afterwards."""
    swap(heap, 0, size)
    parent = 0
    while True:
        child = 2 * parent + 1
        if child >= size:
            return
        if child + 1 < size and precedes(heap, child + 1, child):
            child += 1
        if not precedes(heap, child, parent):
            return
        swap(heap, child, parent)
        parent = child


@jitable
def precedes(heap: Rows[TimerRow], a: int, b: int) -> bool:
    """The order of a heap: by instant, then by serial."""
    first = heap[a]
    second = heap[b]
    return first.at < second.at or (first.at == second.at and first.serial < second.serial)


@jitable
def swap(heap: Rows[TimerRow], a: int, b: int) -> None:
    """Exchange two entries."""
    first = heap[a]
    second = heap[b]
    at, serial, item = first.at, first.serial, first.item
    first.at = second.at
    first.serial = second.serial
    first.item = second.item
    second.at = at
    second.serial = serial
    second.item = item
