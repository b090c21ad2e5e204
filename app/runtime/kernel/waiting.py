"""Waits: when a token may go on, and the tokens that sleep until then."""

from __future__ import annotations

from app.runtime.clock import DAY_US, HOUR_US, instant_of, next_clock_time, shift, wall_of
from app.runtime.codes import (
    BEFORE_ALL,
    EVENT,
    NONE,
    SHORT_OF_SLEEPERS,
    SHORT_OF_TIMERS,
    SHORT_OF_WAITERS,
    UNTIL_ATTRIBUTE,
    UNTIL_BEST_TIME,
    UNTIL_INSTANT,
    UNTIL_NOTHING,
    UNTIL_TIME,
)
from app.runtime.jit import jitable
from app.runtime.kernel.history import selects
from app.runtime.machine import Machine

EXITS = BEFORE_ALL
_EVERY_DAY = 127


@jitable
def wait_end(m: Machine, row: int) -> int:
    """The instant at which a wait that begins now ends; `EXITS` if it ends the instance instead."""
    state = m.state[0]
    wait = m.waits[row]
    moved = state.now if wait.span == NONE else shift(m, state.zone, state.now, wait.span, 1)
    if wait.until == UNTIL_NOTHING:
        return moved
    if wait.until == UNTIL_TIME:
        return next_clock_time(m, state.zone, moved, wait.clock, wait.weekdays)
    if wait.until == UNTIL_BEST_TIME:
        return next_clock_time(m, state.zone, moved, best_time(m, wait.selector, wait.clock), _EVERY_DAY)
    target = wait_target(m, row)
    if target == BEFORE_ALL:
        return EXITS if wait.exit_if_missing else moved
    if target < moved:
        return EXITS if wait.exit_if_past else moved
    return target


@jitable
def wait_target(m: Machine, row: int) -> int:
    """The point in time a wait is for; the least integer if the customer has none."""
    state = m.state[0]
    wait = m.waits[row]
    if wait.until == UNTIL_INSTANT:
        return wait.moment
    if wait.until != UNTIL_ATTRIBUTE:
        return instant_of(m, state.zone, wait.moment)
    target = m.customer_moments[state.customer * m.settings[0].moment_columns + wait.attribute]
    if target == BEFORE_ALL:
        return target
    if wait.clock != NONE:
        day = wall_of(m, state.zone, target) // DAY_US
        target = instant_of(m, state.zone, day * DAY_US + wait.clock)
    return target if wait.offset == NONE else shift(m, state.zone, target, wait.offset, 1)


@jitable
def best_time(m: Machine, selector: int, fallback: int) -> int:
    """The beginning of the local hour with most of the selected events so far, the earliest of equals."""
    state = m.state[0]
    for hour in range(24):
        m.hours[hour] = 0
    best = NONE
    for position in range(state.log_size):
        entry = m.log[position]
        if selects(m, selector, entry.event):
            hour = wall_of(m, state.zone, entry.at) % DAY_US // HOUR_US
            m.hours[hour] += 1
            if best == NONE or m.hours[hour] > m.hours[best] or (m.hours[hour] == m.hours[best] and hour < best):
                best = hour
    return fallback if best == NONE else best * HOUR_US


@jitable
def sleep(m: Machine, instance: int, node: int, visit: int, mark: int, wake_at: int, awaits: int) -> None:
    """Let a token wait at a node until an instant, or for what it awaits (`codes`) before then."""
    state = m.state[0]
    if state.timer_size == len(m.timers):
        state.shortage = SHORT_OF_TIMERS
        return
    index = state.free_sleeper
    if index != NONE:
        state.free_sleeper = m.sleepers[index].next_free
    elif state.sleeper_size == len(m.sleepers):
        state.shortage = SHORT_OF_SLEEPERS
        return
    else:
        index = state.sleeper_size
        state.sleeper_size += 1
    state.serial += 1
    sleeper = m.sleepers[index]
    sleeper.serial = state.serial
    sleeper.instance = instance
    sleeper.node = node
    sleeper.visit = visit
    sleeper.mark = mark
    sleeper.wake_at = wake_at
    sleeper.awaits = awaits
    push_timer(m, wake_at, state.serial, index)
    if awaits == EVENT:
        push_waiter(m, state.serial, index)


@jitable
def free(m: Machine, index: int) -> None:
    """Give a sleeper's row back."""
    state = m.state[0]
    m.sleepers[index].serial = 0
    m.sleepers[index].next_free = state.free_sleeper
    state.free_sleeper = index


@jitable
def is_asleep(m: Machine, index: int, serial: int) -> bool:
    """Whether the row still holds the token of that serial, and its instance lives."""
    sleeper = m.sleepers[index]
    return sleeper.serial == serial and m.instances[sleeper.instance].live == 1


@jitable
def rings_before(m: Machine, a: int, b: int) -> bool:
    """The order of the heap: by instant, then by when the token began to wait."""
    first = m.timers[a]
    second = m.timers[b]
    return first.at < second.at or (first.at == second.at and first.serial < second.serial)


@jitable
def swap_timers(m: Machine, a: int, b: int) -> None:
    """Exchange two entries of the heap."""
    first = m.timers[a]
    second = m.timers[b]
    at, serial, sleeper = first.at, first.serial, first.sleeper
    first.at = second.at
    first.serial = second.serial
    first.sleeper = second.sleeper
    second.at = at
    second.serial = serial
    second.sleeper = sleeper


@jitable
def push_timer(m: Machine, at: int, serial: int, sleeper: int) -> None:
    """Add an entry to the heap, which has room."""
    state = m.state[0]
    child = state.timer_size
    state.timer_size += 1
    timer = m.timers[child]
    timer.at = at
    timer.serial = serial
    timer.sleeper = sleeper
    while child > 0 and rings_before(m, child, (child - 1) >> 1):
        swap_timers(m, child, (child - 1) >> 1)
        child = (child - 1) >> 1


@jitable
def drop_first_timer(m: Machine) -> None:
    """Take the earliest entry off the heap."""
    state = m.state[0]
    state.timer_size -= 1
    swap_timers(m, 0, state.timer_size)
    parent = 0
    while True:
        child = 2 * parent + 1
        if child >= state.timer_size:
            return
        if child + 1 < state.timer_size and rings_before(m, child + 1, child):
            child += 1
        if not rings_before(m, child, parent):
            return
        swap_timers(m, child, parent)
        parent = child


@jitable
def push_waiter(m: Machine, serial: int, sleeper: int) -> None:
    """Add a token to those that an event may wake."""
    state = m.state[0]
    if state.waiter_size == len(m.waiters):
        state.shortage = SHORT_OF_WAITERS
        return
    waiter = m.waiters[state.waiter_size]
    waiter.serial = serial
    waiter.sleeper = sleeper
    state.waiter_size += 1


@jitable
def forget_stale_waiters(m: Machine) -> None:
    """Drop those that have woken or ended, and keep the order of the others."""
    state = m.state[0]
    kept = 0
    for k in range(state.waiter_size):
        waiter = m.waiters[k]
        if is_asleep(m, waiter.sleeper, waiter.serial):
            m.waiters[kept].serial = waiter.serial
            m.waiters[kept].sleeper = waiter.sleeper
            kept += 1
    state.waiter_size = kept
