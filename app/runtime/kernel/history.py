"""The customer's history: applied events in order of application, and what a selector selects of them."""

from __future__ import annotations

from app.runtime.clock import shift
from app.runtime.codes import BEFORE_ALL, ENOUGH, NONE, SHORT_OF_LOG, SINCE_ARRIVAL, SINCE_ENTRY
from app.runtime.jit import jitable
from app.runtime.machine import Machine


@jitable
def remember(m: Machine, event: int) -> None:
    """Let an event, by its row, join the history."""
    state = m.state[0]
    if state.log_size == len(m.log):
        state.shortage = SHORT_OF_LOG
        return
    entry = m.log[state.log_size]
    entry.at = state.now
    entry.event = event
    state.log_size += 1


@jitable
def is_recent(m: Machine, recent: int, moment: int) -> bool:
    """Whether a moment lies in the last, or the next, span; a missing one (the least integer) does not."""
    if moment == BEFORE_ALL:
        return False
    test = m.recents[recent]
    state = m.state[0]
    if test.ahead:
        return state.now < moment <= shift(m, state.zone, state.now, test.span, 1)
    return shift(m, state.zone, state.now, test.span, -1) < moment <= state.now


@jitable
def is_recent_of_event(m: Machine, recent: int, event: int) -> bool:
    """Whether an event's moment, in the test's column, lies in the last or next span."""
    column = m.recents[recent].column
    return is_recent(m, recent, m.event_moments[column * m.settings[0].event_rows + event])


@jitable
def selects(m: Machine, selector: int, event: int) -> bool:
    """Whether name and `where` of the selector fit the event, now."""
    if not m.class_selects[m.event_class[event] * m.settings[0].selectors + selector]:
        return False
    clauses = m.selectors[selector]
    recent = clauses.first
    while recent < clauses.first + clauses.size and is_recent_of_event(m, recent, event):
        recent += 1
    return recent == clauses.first + clauses.size


@jitable
def key_of(m: Machine, event: int) -> int:
    """The code of an event's re-entry key; -1 where it is missing or there is no key."""
    return m.event_key[event] if m.settings[0].keyed else NONE


@jitable
def selects_for(m: Machine, selector: int, match_key: int, event: int, instance: int) -> bool:
    """Whether the selector fits the event and, with `match_key`, its key is that of the instance."""
    if not selects(m, selector, event):
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
    state = m.state[0]
    return BEFORE_ALL if within == NONE else shift(m, state.zone, state.now, within, -1)


@jitable
def is_sound(m: Machine) -> bool:
    """Whether nothing has run short; otherwise the customer is played again, and the rest of this play is void."""
    return m.state[0].shortage == ENOUGH
