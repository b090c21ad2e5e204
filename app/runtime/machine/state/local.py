"""The clock of the customer being played, in the zone that the scenario at work gives.

Between two transitions of a zone its wall clock runs evenly. The machine keeps the stretch it last looked at, and asks
the tables of zones (`clock`) only about moments outside of it.
"""

from __future__ import annotations

from app.runtime.machine.arithmetic.clock import (
    DAY_US,
    cycles_past,
    instant_of,
    next_transition,
    offset_before,
    shift_wall,
    weekday_of,
)
from app.runtime.machine.state.machine import Machine
from app.runtime.native.jit import inlined, jitable
from app.runtime.program.opcodes import BEFORE_ALL, NEVER, NONE


@jitable
def face(m: Machine, scenario: int) -> None:
    """Let a scenario be at work: the customer's zone is the scenario's where there is no other."""
    state = m.state[0]
    if state.scenario == scenario:
        return
    state.scenario = scenario
    zone = m.customers[state.customer].zone
    if zone == NONE:
        zone = m.scenarios[scenario].zone
    if zone != state.zone:
        state.zone = zone
        state.even_from = 0
        state.even_to = 0


@jitable
def look_up(m: Machine, at: int) -> None:
    """Find the stretch around an instant in which the wall clock runs evenly."""
    state = m.state[0]
    zone = m.zones[state.zone]
    past = cycles_past(at)
    row = next_transition(m, state.zone, at - past)
    state.offset = offset_before(m, state.zone, row)
    if past != 0:
        state.even_from = at
        state.even_to = at + 1
        return
    state.even_from = BEFORE_ALL if row == zone.first else m.transitions[row - 1].at
    state.even_to = NEVER if zone.size == 0 else at + 1
    if row < zone.first + zone.size:
        state.even_to = m.transitions[row].at


@inlined
def local_wall(m: Machine, at: int) -> int:
    """What the customer's wall clock shows at an instant."""
    state = m.state[0]
    if at < state.even_from or at >= state.even_to:
        look_up(m, at)
    return at + state.offset


@jitable
def local_instant(m: Machine, wall: int) -> int:
    """The instant at which the customer's wall clock shows `wall`.

    Where a stretch begins, a wall clock may have shown the same before; a day into it, it has not.
    """
    state = m.state[0]
    at = wall - state.offset
    if state.even_from <= at - DAY_US and at < state.even_to:
        return at
    return instant_of(m, state.zone, wall)


@inlined
def later(m: Machine, at: int, span: int, times: int) -> int:
    """An instant moved by a span so many times over (-1: back); the calendar part first, on the customer's clock."""
    s = m.spans[span]
    if s.months != 0 or s.days != 0:
        at = local_instant(m, shift_wall(m, local_wall(m, at), span, times))
    return at + s.time_us * times


@jitable
def next_clock_time(m: Machine, at: int, clock: int, weekdays: int) -> int:
    """The first instant, not before `at`, at which a time of day comes on one of the weekdays (bits) from today on."""
    today = local_wall(m, at) // DAY_US
    found = at
    for ahead in range(15):
        day = today + ahead
        if (weekdays >> weekday_of(day)) & 1 == 1:
            found = local_instant(m, day * DAY_US + clock)
            if found >= at:
                break
    return found
