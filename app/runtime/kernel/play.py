"""The machine's loop: one customer at a time, and for each the phases of scenario.md, section 7."""

from __future__ import annotations

from app.runtime.codes import (
    AGAIN,
    AT_MESSAGE,
    AT_NODE,
    BEFORE_ALL,
    ENOUGH,
    EVENT,
    GONE,
    HAPPENED,
    NEVER,
    NONE,
    OUT,
    QUIET_END,
    TIMED_OUT,
    TIMER,
    WAITING_THERE,
)
from app.runtime.jit import jitable
from app.runtime.kernel.conditions import holds
from app.runtime.kernel.history import is_sound, key_of, remember, selects, selects_for
from app.runtime.kernel.instances import apply_exit_rules, apply_goals, begin_instance, ends_by_rule, may_enter
from app.runtime.kernel.tokens import run, wake
from app.runtime.kernel.waiting import drop_first_timer, forget_stale_waiters, free, is_asleep
from app.runtime.kernel.writing import write_score, write_visit
from app.runtime.machine import Machine


@jitable
def play_customers(m: Machine, first: int, end: int) -> int:
    """Play customers from `first` to before `end`; the first that was not played, for want of room or by cancelling.

    The tables are written from their beginning. Nothing of a customer who was not played to the end is left in them.
    """
    state = m.state[0]
    state.shortage = ENOUGH
    state.instances_written = 0
    state.visits_written = 0
    state.messages_written = 0
    state.conversions_written = 0
    state.scores_written = 0
    for customer in range(first, end):
        instances = state.instances_written
        visits = state.visits_written
        messages = state.messages_written
        conversions = state.conversions_written
        scores = state.scores_written
        begin_customer(m, customer)
        play_customer(m)
        if m.cancelled[0] or not is_sound(m):
            state.instances_written = instances
            state.visits_written = visits
            state.messages_written = messages
            state.conversions_written = conversions
            state.scores_written = scores
            return customer
        m.done[0] += 1
    return end


@jitable
def begin_customer(m: Machine, customer: int) -> None:
    """Forget the customer before and take up the next."""
    state = m.state[0]
    row = m.customers[customer]
    state.customer = customer
    state.zone = row.zone
    state.now = BEFORE_ALL
    state.next_event = row.first_event
    state.end_event = row.end_event
    state.next_scheduled = 0
    state.unsubscribed = 0
    state.serial = 0
    state.shortage = ENOUGH
    state.first_live = NONE
    state.last_live = NONE
    state.first_open = NONE
    state.last_open = NONE
    state.free_sleeper = NONE
    state.instance_size = 0
    state.sleeper_size = 0
    state.timer_size = 0
    state.waiter_size = 0
    state.pending_size = 0
    state.log_size = 0
    state.sent_size = 0
    for score in range(len(m.scores)):
        m.scores[score] = 0.0
    for node in range(len(m.node_visits)):
        m.node_visits[node] = 0
    pass_over_events(m)


@jitable
def play_customer(m: Machine) -> None:
    """Play one customer until nothing is left to happen, or up to the run's last instant.

    This is the machine's one loop. The phases of an instant stand here one after another, because each of them sets
    tokens going, and `run` is the bulk of the compiled code.
    """
    state = m.state[0]
    settings = m.settings[0]
    while is_sound(m) and not m.cancelled[0]:
        state.now = next_instant(m)
        if state.now > settings.until:
            break

        # Phase 1: recorded events; their steps (e) and (f) run tokens.
        while state.next_event < state.end_event and m.event_at[state.next_event] == state.now:
            event = state.next_event
            what = m.classes[m.event_class[event]]
            apply_event(m, event)
            if what.wakes:
                forget_stale_waiters(m)
                for k in range(state.waiter_size):
                    sleeper = m.waiters[k].sleeper
                    if is_satisfied(m, k, event):
                        s = m.sleepers[sleeper]
                        index, node, visit = s.instance, s.node, s.visit
                        run(m, index, node, visit, NONE, wake(m, sleeper, HAPPENED))
            if what.enters:
                for number in range(len(m.entries)):
                    if enters_by(m, number, event):
                        node = m.entries[number].node
                        run(m, state.instance_size - 1, node, begin_visits(m, node), NONE, OUT)
            state.next_event += 1
            pass_over_events(m)

        # Phase 3: tokens that wake.
        while state.timer_size > 0 and m.timers[0].at <= state.now:
            sleeper = ring(m)
            if sleeper != NONE:
                s = m.sleepers[sleeper]
                index, node, visit, mark = s.instance, s.node, s.visit, s.mark
                run(m, index, node, visit, mark, wake_in_time(m, sleeper))

        # Phase 4: audience entries.
        while state.next_scheduled < len(m.scheduled) and m.scheduled[state.next_scheduled].at == state.now:
            node = m.scheduled[state.next_scheduled].node
            if enters_scheduled(m, state.next_scheduled):
                run(m, state.instance_size - 1, node, begin_visits(m, node), NONE, OUT)
            state.next_scheduled += 1
    mark_waiting(m)


@jitable
def next_instant(m: Machine) -> int:
    """When the next thing happens to the customer; `NEVER` if nothing does."""
    state = m.state[0]
    at = NEVER
    if state.next_event < state.end_event:
        at = m.event_at[state.next_event]
    if state.timer_size > 0:
        at = min(at, m.timers[0].at)
    if state.next_scheduled < len(m.scheduled):
        at = min(at, m.scheduled[state.next_scheduled].at)
    return at


@jitable
def pass_over_events(m: Machine) -> None:
    """Go to the next event that means anything to the program: one of class 0 only does to condition rules."""
    if m.settings[0].condition_rules:
        return
    state = m.state[0]
    while state.next_event < state.end_event and m.event_class[state.next_event] == 0:
        state.next_event += 1


@jitable
def apply_event(m: Machine, event: int) -> None:
    """Steps (a) to (d) of applying an event, by its row."""
    state = m.state[0]
    what = m.classes[m.event_class[event]]
    state.unsubscribed |= what.unsubscribes
    if what.remembered:
        remember(m, event)
    if what.scores:
        apply_scoring(m, event)
    if what.converts and state.first_open != NONE:
        apply_goals(m, event)
    if (what.exits or m.settings[0].condition_rules) and state.first_live != NONE:
        apply_exit_rules(m, event)


@jitable
def apply_scoring(m: Machine, event: int) -> None:
    """Step (b): the scoring rules, in document order."""
    for number in range(len(m.scoring)):
        rule = m.scoring[number]
        if selects(m, rule.selector, event):
            write_score(m, rule.score, rule.amount)


@jitable
def is_satisfied(m: Machine, waiter: int, event: int) -> bool:
    """Whether a waiter still waits, and the event is what it waits for and comes before the deadline (step e)."""
    sleeper = m.waiters[waiter].sleeper
    s = m.sleepers[sleeper]
    if s.awaits != EVENT or s.wake_at <= m.state[0].now or not is_asleep(m, sleeper, m.waiters[waiter].serial):
        return False
    wait = m.waits_for[m.nodes[s.node].first]
    return wait.selector != NONE and selects_for(m, wait.selector, wait.match_key, event, s.instance)


@jitable
def enters_by(m: Machine, number: int, event: int) -> bool:
    """Whether an event lets the customer in at an entry (step f), and begins the instance if so."""
    entry = m.entries[number]
    if not (selects(m, entry.selector, event) and holds(m, entry.condition, NONE, event, 0)):
        return False
    return may_enter(m, key_of(m, event)) and begin_instance(m, entry.node, event)


@jitable
def enters_scheduled(m: Machine, occurrence: int) -> bool:
    """Whether an occurrence of an audience entry lets the customer in, and begins the instance if so."""
    scheduled = m.scheduled[occurrence]
    no_event = m.settings[0].no_event
    if not holds(m, scheduled.condition, NONE, no_event, 0):
        return False
    return may_enter(m, NONE) and begin_instance(m, scheduled.node, no_event)


@jitable
def begin_visits(m: Machine, entry: int) -> int:
    """The first visit of the newest instance, at its entry node: its row."""
    instance = m.instances[m.state[0].instance_size - 1]
    instance.visits = 1
    m.node_visits[entry] += 1
    return write_visit(m, instance.number, 1, entry)


@jitable
def ring(m: Machine) -> int:
    """The sleeper whose timer rings first; -1 if it has long woken or ended."""
    timer = m.timers[0]
    sleeper = timer.sleeper
    serial = timer.serial
    drop_first_timer(m)
    s = m.sleepers[sleeper]
    if s.serial != serial:
        return NONE
    if not m.instances[s.instance].live:
        free(m, sleeper)
        return NONE
    return sleeper


@jitable
def wake_in_time(m: Machine, sleeper: int) -> int:
    """Wake a token whose time has come: the port it leaves through, or `AGAIN` for a message held back."""
    awaits = m.sleepers[sleeper].awaits
    if awaits == TIMER:
        return wake(m, sleeper, OUT)
    if awaits != QUIET_END:
        return wake(m, sleeper, TIMED_OUT)
    index = m.sleepers[sleeper].instance
    free(m, sleeper)
    return GONE if ends_by_rule(m, index, AT_NODE | AT_MESSAGE) else AGAIN


@jitable
def mark_waiting(m: Machine) -> None:
    """At the end of a customer's time, mark the visits at which tokens of live instances still wait."""
    for k in range(m.state[0].timer_size):
        timer = m.timers[k]
        if is_asleep(m, timer.sleeper, timer.serial):
            m.visit_records[m.sleepers[timer.sleeper].visit].port = WAITING_THERE
