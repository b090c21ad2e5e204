"""Waits: when a token may go on, and the tokens that sleep until then."""

from __future__ import annotations

from app.runtime.machine.arithmetic.clock import DAY_US, HOUR_US
from app.runtime.machine.state.heap import push
from app.runtime.machine.state.history import selects
from app.runtime.machine.state.local import later, local_instant, local_wall, next_clock_time
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.steps.conditions import moment_of
from app.runtime.native.jit import inlined, jitable
from app.runtime.program.opcodes import (
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

EXITS = BEFORE_ALL
_EVERY_DAY = 127


@jitable
def wait_end(m: Machine, row: int) -> int:
    """The instant at which a wait that begins now ends; `EXITS` if it ends the instance instead."""
    state = m.state[0]
    wait = m.waits[row]
    moved = state.now if wait.span == NONE else later(m, state.now, wait.span, 1)
    if wait.until == UNTIL_NOTHING:
        return moved
    if wait.until == UNTIL_TIME:
        return next_clock_time(m, moved, wait.clock, wait.weekdays)
    if wait.until == UNTIL_BEST_TIME:
        return next_clock_time(m, moved, best_time(m, wait.selector, wait.clock), _EVERY_DAY)
    target = wait_target(m, row)
    if target == BEFORE_ALL:
        return EXITS if wait.exit_if_missing else moved
    if target < moved:
        return EXITS if wait.exit_if_past else moved
    return target


@jitable
def wait_target(m: Machine, row: int) -> int:
    """The point in time a wait is for; the least integer if the customer has none."""
    wait = m.waits[row]
    if wait.until == UNTIL_INSTANT:
        return wait.moment
    if wait.until != UNTIL_ATTRIBUTE:
        return local_instant(m, wait.moment)
    target = moment_of(m, wait.attribute)
    if target == BEFORE_ALL:
        return target
    if wait.clock != NONE:
        day = local_wall(m, target) // DAY_US
        target = local_instant(m, day * DAY_US + wait.clock)
    return target if wait.offset == NONE else later(m, target, wait.offset, 1)


@jitable
def best_time(m: Machine, selector: int, fallback: int) -> int:
    """The beginning of the local hour with most of the selected events so far, the earliest of equals."""
    state = m.state[0]
    for hour in range(24):
        m.hours[hour] = 0
    best = NONE
    for position in range(state.log_size):
        entry = m.log[position]
        if selects(m, selector, entry.event, entry.value):
            hour = local_wall(m, entry.at) % DAY_US // HOUR_US
            m.hours[hour] += 1
            if best == NONE or m.hours[hour] > m.hours[best] or (m.hours[hour] == m.hours[best] and hour < best):
                best = hour
    return fallback if best == NONE else best * HOUR_US


@inlined
def sleep(m: Machine, instance: int, node: int, visit: int, mark: int, wake_at: int, awaits: int) -> None:
    """Let a token wait at a node until an instant, or for what it awaits (see `opcodes`) before then."""
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
    sleeper.turn = state.turn
    sleeper.wake_at = wake_at
    sleeper.awaits = awaits
    push(m.timers, state.timer_size, wake_at, state.serial, index)
    state.timer_size += 1
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
