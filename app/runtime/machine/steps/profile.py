"""What nodes change of a customer: attributes, lists, vouchers taken."""

from __future__ import annotations

from app.runtime.machine.arithmetic.clock import DAY_US, civil_of, day_of, days_of_month, shift_wall
from app.runtime.machine.state.history import draws
from app.runtime.machine.state.local import face, local_instant, local_wall
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.steps.conditions import moment_of
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import AS_RECORDED, BEFORE_ALL, DRAWN, NEVER, NONE


@jitable
def begin_profile(m: Machine) -> None:
    """A customer as recorded: attributes and lists, and no voucher claimed."""
    state = m.state[0]
    row = m.customers[state.customer]
    lists = m.settings[0].lists
    state.addresses = row.addresses
    state.consents = row.consents
    state.unsubscribed = 0
    for score in range(len(m.scores)):
        m.scores[score] = 0.0
        m.scored_at[score] = 0
    state.has_begun = 0
    state.points_left = m.settings[0].condition_points
    if state.points_left > 0:
        for rule in range(len(m.points_given)):
            m.points_given[rule] = 0
    for field in range(len(m.profile)):
        m.profile[field] = AS_RECORDED
    for number in range(lists):
        m.lists[number] = m.list_bits[state.customer * lists + number]
    for pool in range(len(m.claims)):
        m.claims[pool] = 0
        m.claimed_at[pool] = BEFORE_ALL
    for entry in range(len(m.score_fired)):
        m.score_fired[entry] = BEFORE_ALL
    for entry in range(len(m.date_entries)):
        m.date_fired[entry] = BEFORE_ALL
        m.date_next[entry] = next_date(m, entry, BEFORE_ALL)


@jitable
def set_field(m: Machine, index: int, row: int) -> None:
    """Write what a node writes for an instance: a constant, or a property of its entry event."""
    change = m.sets[row]
    instance = m.instances[index]
    if change.value != NONE:
        write_field(m, change.field, change.value)
    elif not draws(m, instance.event, change.property):
        write_field(m, change.field, m.event_values[change.column * m.settings[0].event_rows + instance.event])
    else:
        m.profile[change.field] = DRAWN
        m.profile_numbers[change.field] = instance.value


@jitable
def write_field(m: Machine, field: int, value: int) -> None:
    """Write a value into a field, and let roles and dates follow it."""
    state = m.state[0]
    role = m.fields[field]
    m.profile[field] = value
    if role.addresses or role.consents:
        row = m.values[value]
        state.addresses &= ~role.addresses
        state.consents &= ~role.consents
        if row.filled:
            state.addresses |= role.addresses
        if row.agrees:
            state.consents |= role.consents
    if len(m.date_entries) == 0:
        return
    scenario = state.scenario
    for entry in range(len(m.date_entries)):
        if m.moment_columns[m.date_entries[entry].moments].field == field:
            fired = m.date_fired[entry] == state.now
            m.date_next[entry] = next_date(m, entry, state.now + 1 if fired else state.now)
    face(m, scenario)


@jitable
def take_voucher(m: Machine, row: int) -> bool:
    """Claim a code of a pool, and take it unless there is none left for this claim."""
    state = m.state[0]
    voucher = m.vouchers[row]
    pool = voucher.pool
    if m.claimed_at[pool] != state.now:
        m.claimed_at[pool] = state.now
        m.claims[pool] = 0
    m.claims[pool] += 1
    last = m.pools[pool]
    if state.now > last.at:
        return False
    if state.now == last.at:
        if state.customer > last.customer:
            return False
        if state.customer == last.customer and m.claims[pool] > last.claims:
            return False
    write_field(m, voucher.field, voucher.value)
    return True


@jitable
def next_date(m: Machine, number: int, earliest: int) -> int:
    """The first occurrence of a date entry, not before `earliest`, by the profile as it is now; `NEVER` if none is."""
    entry = m.date_entries[number]
    face(m, m.nodes[entry.node].scenario)
    moment = moment_of(m, entry.moments)
    earliest = max(earliest, entry.start)
    if moment == BEFORE_ALL or earliest >= entry.end:
        return NEVER
    year, month, day = civil_of(local_wall(m, moment) // DAY_US)
    if not entry.yearly:
        at = occurrence(m, number, year, month, day)
        return at if earliest <= at < entry.end else NEVER
    shifted = occurrence(m, number, year, month, day)
    if shifted < earliest:
        passed = civil_of(local_wall(m, earliest) // DAY_US)[0] - civil_of(local_wall(m, shifted) // DAY_US)[0]
        year += max(passed - 1, 0)
    while True:
        at = occurrence(m, number, year, month, day)
        if at >= entry.end:
            return NEVER
        if at >= earliest:
            return at
        year += 1


@jitable
def occurrence(m: Machine, number: int, year: int, month: int, day: int) -> int:
    """When a date entry falls in a year; 29 February on the 28th in the years that have none."""
    entry = m.date_entries[number]
    wall = day_of(year, month, min(day, days_of_month(year, month))) * DAY_US
    if entry.offset != NONE:
        wall = shift_wall(m, wall, entry.offset, 1)
    return local_instant(m, wall + entry.clock)
