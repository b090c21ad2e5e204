"""Conditions: postfix code over one truth value, and the tests it is made of.

The code of `all` runs its parts one after another with an `UNLESS` between them, that of `any` with an `IF`: each skips
to the end as soon as the result is settled. So one truth value is all the stack there is.
"""

from __future__ import annotations

from app.runtime.machine.arithmetic.clock import is_inside
from app.runtime.machine.state.fading import score_now
from app.runtime.machine.state.history import (
    draws,
    first_position,
    horizon,
    is_recent,
    is_recent_of_event,
    number_holds,
    selects,
    selects_for,
)
from app.runtime.machine.state.local import later, local_instant, local_wall
from app.runtime.machine.state.machine import Machine
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import (
    AS_RECORDED,
    ATTRIBUTE,
    ATTRIBUTE_RECENT,
    AVG,
    BEFORE_ALL,
    CONSTANT,
    COUNT,
    DAYS_SINCE_LAST,
    DISTINCT,
    DRAWN,
    ENTRY,
    ENTRY_RECENT,
    EVENTS,
    IF,
    IN_LIST,
    MESSAGE,
    MIN,
    NEVER,
    NONE,
    NOT,
    RETURN,
    SCORE_TEST,
    SEQUENCE,
    SUM,
    UNLESS,
)

_MISSING = float("nan")


@jitable
def holds(m: Machine, condition: int, instance: int, event: int, mark: int) -> bool:
    """Whether a condition holds now.

    `condition` is the first step of its code, -1 holds always. `instance` is -1 at an entry, `event` the row of the
    entry event, `mark` the length of the history when the token arrived.
    """
    if condition == NONE:
        return True
    result = True
    step = condition
    while True:
        op = m.code[step].op
        operand = m.code[step].operand
        step += 1
        if op == RETURN:
            return result
        if op == UNLESS:
            step = step if result else operand
        elif op == IF:
            step = operand if result else step
        elif op == NOT:
            result = not result
        elif op == CONSTANT:
            result = operand == 1
        else:
            result = test(m, op, operand, instance, event, mark)


@jitable
def test(m: Machine, op: int, operand: int, instance: int, event: int, mark: int) -> bool:
    """One test of a condition."""
    state = m.state[0]
    settings = m.settings[0]
    if op == ATTRIBUTE:
        return attribute_holds(m, operand)
    if op == ENTRY:
        return entry_holds(m, operand, instance, event)
    if op == EVENTS:
        return event_test_holds(m, operand, instance, mark)
    if op == MESSAGE:
        wanted = m.message_tests[operand]
        return m.message_states[instance * settings.messages + wanted.message] & wanted.states != 0
    if op == SCORE_TEST:
        score_test = m.score_tests[operand]
        return number_holds(m, score_test.number_test, score_now(m, score_test.score))
    if op == IN_LIST:
        return m.lists[operand] == 1
    if op == SEQUENCE:
        return sequence_holds(m, operand, instance, mark)
    if op == ATTRIBUTE_RECENT:
        return is_recent(m, operand, moment_of(m, m.recents[operand].column))
    if op == ENTRY_RECENT:
        return is_recent_of_event(m, operand, event)
    return is_inside(m, operand, local_wall(m, state.now))


@jitable
def attribute_holds(m: Machine, operand: int) -> bool:
    """A test of an attribute, as recorded or as a scenario has written it since."""
    state = m.state[0]
    wanted = m.attribute_tests[operand]
    value = AS_RECORDED if wanted.field == NONE else m.profile[wanted.field]
    if value == AS_RECORDED:
        return m.attribute_bits[state.customer * m.settings[0].attribute_tests + operand] == 1
    if value == DRAWN:
        return number_holds(m, wanted.number_test, m.profile_numbers[wanted.field])
    place = value - m.fields[wanted.field].first
    return m.value_bits[wanted.first + state.zone * wanted.stride + place] == 1


@jitable
def entry_holds(m: Machine, operand: int, instance: int, event: int) -> bool:
    """A test of a property of the entry event; at an entry that is the event being applied."""
    wanted = m.drawn_entries[operand]
    if draws(m, event, wanted.property):
        value = m.state[0].value if instance == NONE else m.instances[instance].value
        return number_holds(m, wanted.number_test, value)
    return m.entry_bits[operand * m.settings[0].event_rows + event] == 1


@jitable
def moment_of(m: Machine, column: int) -> int:
    """A moment of the customer's profile as it is now; the least integer if it is missing."""
    field = m.moment_columns[column].field
    value = AS_RECORDED if field == NONE else m.profile[field]
    if value == DRAWN:
        return BEFORE_ALL
    if value != AS_RECORDED:
        written = m.values[value]
        return local_instant(m, written.moment) if written.is_wall else written.moment
    return m.customer_moments[m.state[0].customer * m.settings[0].moment_columns + column]


@jitable
def event_test_holds(m: Machine, event_test: int, instance: int, mark: int) -> bool:
    """Whether the measure over the selected events of the history passes its test."""
    wanted = m.event_tests[event_test]
    first = first_position(m, wanted.since, instance, mark)
    after = horizon(m, wanted.within)
    if wanted.measure == COUNT:
        number = count_back(m, event_test, instance, first, after)
    elif wanted.measure == DAYS_SINCE_LAST:
        number = days_since_last(m, event_test, instance, first, after)
    else:
        number = aggregate(m, event_test, instance, first, after)
    return number_holds(m, wanted.number_test, number)


@jitable
def count_back(m: Machine, event_test: int, instance: int, first: int, after: int) -> float:
    """How many selected events there are, from the last back, up to what is enough to know."""
    wanted = m.event_tests[event_test]
    enough = m.number_tests[wanted.number_test].enough
    count = 0.0
    position = m.state[0].log_size - 1
    while position >= first and count < enough:
        entry = m.log[position]
        if entry.at <= after:
            break
        if selects_for(m, wanted.selector, wanted.match_key, entry.event, entry.value, instance):
            count += 1.0
        position -= 1
    return count


@jitable
def days_since_last(m: Machine, event_test: int, instance: int, first: int, after: int) -> float:
    """Elapsed days since the last selected event; NaN if there is none."""
    wanted = m.event_tests[event_test]
    position = m.state[0].log_size - 1
    while position >= first:
        entry = m.log[position]
        if entry.at <= after:
            break
        if selects_for(m, wanted.selector, wanted.match_key, entry.event, entry.value, instance):
            return (m.state[0].now - entry.at) / 1_000_000 / 86_400
        position -= 1
    return _MISSING


@jitable
def aggregate(m: Machine, event_test: int, instance: int, first: int, after: int) -> float:
    """The sum, average, least, greatest or number of distinct values of a column, in order of application."""
    wanted = m.event_tests[event_test]
    column = wanted.column * m.settings[0].event_rows
    state = m.state[0]
    state.stamp += 1
    count = 0
    total = 0.0
    least = _MISSING
    greatest = _MISSING
    for position in range(first_within(m, first, after), state.log_size):
        entry = m.log[position]
        is_drawn = draws(m, entry.event, m.number_columns[wanted.column].property)
        value = entry.value if is_drawn else m.event_numbers[column + entry.event]
        if value != value or not selects_for(m, wanted.selector, wanted.match_key, entry.event, entry.value, instance):
            continue
        if wanted.measure == DISTINCT and not is_drawn:
            if m.seen[int(value)] == state.stamp:
                continue
            m.seen[int(value)] = state.stamp
        total += value
        least = value if count == 0 else min(least, value)
        greatest = value if count == 0 else max(greatest, value)
        count += 1
    if wanted.measure == DISTINCT:
        return float(count)
    if wanted.measure == SUM:
        return total
    if wanted.measure == AVG:
        return total / count if count > 0 else _MISSING
    return least if wanted.measure == MIN else greatest


@jitable
def first_within(m: Machine, first: int, after: int) -> int:
    """The first position of the history, not before `first`, whose event is later than `after`."""
    position = m.state[0].log_size
    while position > first and m.log[position - 1].at > after:
        position -= 1
    return position


@jitable
def sequence_holds(m: Machine, sequence: int, instance: int, mark: int) -> bool:
    """Whether its steps occurred one after another, the last by the deadline that the first set.

    `chain[k]` is the latest deadline of any run of events that has passed the steps up to k; a later deadline is never
    worse, so it is all there is to keep of them.
    """
    wanted = m.sequences[sequence]
    state = m.state[0]
    for k in range(wanted.size):
        m.chain[k] = BEFORE_ALL
    for position in range(first_position(m, wanted.since, instance, mark), state.log_size):
        entry = m.log[position]
        for k in range(wanted.size - 1, -1, -1):
            if (k > 0 and m.chain[k - 1] < entry.at) or not selects(
                m, m.steps[wanted.first + k], entry.event, entry.value
            ):
                continue
            if k == wanted.size - 1 and k > 0:
                return True
            if k > 0:
                m.chain[k] = max(m.chain[k], m.chain[k - 1])
            elif wanted.size == 1:
                return True
            else:
                deadline = NEVER if wanted.within == NONE else later(m, entry.at, wanted.within, 1)
                m.chain[0] = max(m.chain[0], deadline)
    return False
