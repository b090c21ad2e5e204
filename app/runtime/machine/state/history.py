"""The customer's history: applied events in order of application, and what a selector selects of them."""

from __future__ import annotations

from app.runtime.machine.state.local import later
from app.runtime.machine.state.machine import Machine
from app.runtime.native.jit import inlined, jitable
from app.runtime.program.opcodes import BEFORE_ALL, ENOUGH, NONE, SHORT_OF_LOG, SINCE_ARRIVAL, SINCE_ENTRY


@jitable
def remember(m: Machine, event: int, value: float) -> None:
    """Let an event, by its row and what it drew, join the history."""
    state = m.state[0]
    if state.log_size == len(m.log):
        state.shortage = SHORT_OF_LOG
        return
    entry = m.log[state.log_size]
    entry.at = state.now
    entry.event = event
    entry.value = value
    state.log_size += 1


@jitable
def draws(m: Machine, event: int, property_: int) -> bool:
    """Whether the event is a modelled one that draws that property's value (-1: none does)."""
    settings = m.settings[0]
    if event < settings.first_drawn or event >= settings.no_event or property_ == NONE:
        return False
    return m.drawn_properties[event - settings.first_drawn] == property_


@jitable
def is_recent(m: Machine, recent: int, moment: int) -> bool:
    """Whether a moment lies in the last, or the next, span; a missing one (the least integer) does not."""
    if moment == BEFORE_ALL:
        return False
    test = m.recents[recent]
    now = m.state[0].now
    if test.ahead:
        return now < moment <= later(m, now, test.span, 1)
    return later(m, now, test.span, -1) < moment <= now


@jitable
def is_recent_of_event(m: Machine, recent: int, event: int) -> bool:
    """Whether an event's moment, in the test's column, lies in the last or next span."""
    column = m.recents[recent].column
    return is_recent(m, recent, m.event_moments[column * m.settings[0].event_rows + event])


@jitable
def number_holds(m: Machine, number_test: int, number: float) -> bool:
    """Whether a number, NaN if missing, is in one of the test's intervals, or, negated, in none."""
    wanted = m.number_tests[number_test]
    for k in range(wanted.first, wanted.first + wanted.size):
        interval = m.intervals[k]
        if interval.low <= number <= interval.high:
            return wanted.negated == 0
    return wanted.negated == 1


@inlined
def selects(m: Machine, selector: int, event: int, value: float) -> bool:
    """Whether name and `where` of the selector fit the event, now."""
    if not m.class_selects[m.event_class[event] * m.settings[0].selectors + selector]:
        return False
    clauses = m.selectors[selector]
    for recent in range(clauses.first, clauses.first + clauses.size):
        if not is_recent_of_event(m, recent, event):
            return False
    for k in range(clauses.first_drawn, clauses.first_drawn + clauses.drawn):
        clause = m.drawn_clauses[k]
        if draws(m, event, clause.property) and not number_holds(m, clause.number_test, value):
            return False
    return True


@jitable
def key_of(m: Machine, event: int) -> int:
    """The code of an event's re-entry key in the scenario at work; -1 where it is missing or there is no key."""
    column = m.scenarios[m.state[0].scenario].key
    return NONE if column == NONE else m.event_keys[column * m.settings[0].event_rows + event]


@jitable
def selects_for(m: Machine, selector: int, match_key: int, event: int, value: float, instance: int) -> bool:
    """Whether the selector fits the event and, with `match_key`, its key is that of the instance."""
    if not selects(m, selector, event, value):
        return False
    return not match_key or key_of(m, event) == m.instances[instance].key


@jitable
def first_position(m: Machine, since: int, instance: int, mark: int) -> int:
    """The position in the history from which on a condition looks; `mark`: where it stood at the token's arrival."""
    if since == SINCE_ENTRY:
        return m.instances[instance].mark
    return mark if since == SINCE_ARRIVAL else 0


@jitable
def horizon(m: Machine, within: int) -> int:
    """The instant after which events are still within a span of now."""
    return BEFORE_ALL if within == NONE else later(m, m.state[0].now, within, -1)


@jitable
def is_sound(m: Machine) -> bool:
    """Whether nothing has run short; otherwise the customer is played again, and the rest of this play is void."""
    return m.state[0].shortage == ENOUGH
