"""The machine's loop: one customer, and the phases of scenario.md, section 7."""

from __future__ import annotations

from app.runtime.machine.state.fading import score_now
from app.runtime.machine.state.heap import drop_first
from app.runtime.machine.state.history import is_sound, key_of, remember, selects, selects_for
from app.runtime.machine.state.local import face
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.state.witness import tell_applied, tell_considered, tell_scoring, tell_woken
from app.runtime.machine.state.writing import write_score, write_visit
from app.runtime.machine.steps.conditions import holds
from app.runtime.machine.steps.instances import apply_exit_rules, apply_goals, begin_instance, ends_by_rule, may_enter
from app.runtime.machine.steps.profile import next_date
from app.runtime.machine.steps.reacting import begin_reaction
from app.runtime.machine.steps.tokens import run, wake
from app.runtime.machine.steps.waiting import forget_stale_waiters, free, is_asleep
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import (
    AGAIN,
    AT_MESSAGE,
    AT_NODE,
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

_NOTHING = float("nan")


@jitable
def play_customer(m: Machine) -> None:
    """Play one customer until nothing is left to happen, or up to the run's last instant."""
    state = m.state[0]
    while is_sound(m) and not m.cancelled[0]:
        state.now = next_instant(m)
        if state.now > m.settings[0].until or state.now == NEVER:
            break

        # Phase 1: recorded events.
        while state.next_event < state.end_event and m.event_at[state.next_event] == state.now:
            apply_event(m, state.next_event)
            state.next_event += 1
            pass_over_events(m)

        # Phase 2: modelled reactions.
        while state.agenda_size > 0 and m.agenda[0].at <= state.now:
            apply_event(m, begin_reaction(m))
            state.reaction = NONE
            state.value = _NOTHING

        # Phase 3: tokens that wake.
        while state.timer_size > 0 and m.timers[0].at <= state.now:
            sleeper = ring(m)
            if sleeper != NONE:
                s = m.sleepers[sleeper]
                index, node, visit, mark = s.instance, s.node, s.visit, s.mark
                run(m, index, node, visit, mark, wake_in_time(m, sleeper))
                if state.rise_size > 0:
                    enter_by_scores(m)

        # Phase 4: audience and date entries.
        if state.now == next_entry(m):
            enter_by_clock(m)
    mark_waiting(m)


@jitable
def next_instant(m: Machine) -> int:
    """When the next thing happens to the customer; `NEVER` if nothing does."""
    state = m.state[0]
    at = next_entry(m)
    if state.next_event < state.end_event:
        at = min(at, m.event_at[state.next_event])
    if state.agenda_size > 0:
        at = min(at, m.agenda[0].at)
    if state.timer_size > 0:
        at = min(at, m.timers[0].at)
    return at


@jitable
def next_entry(m: Machine) -> int:
    """When the next audience or date entry is due; `NEVER` if none is."""
    state = m.state[0]
    at = NEVER
    if state.next_scheduled < len(m.scheduled):
        at = m.scheduled[state.next_scheduled].at
    for number in range(len(m.date_entries)):
        at = min(at, m.date_next[number])
    return at


@jitable
def pass_over_events(m: Machine) -> None:
    """Go to the next event that means anything to the program: one of class 0 only does to rules with a condition."""
    state = m.state[0]
    if m.settings[0].condition_rules or state.points_left > 0:
        return
    while state.next_event < state.end_event and m.event_class[state.next_event] == 0:
        state.next_event += 1


@jitable
def apply_event(m: Machine, event: int) -> None:
    """Apply an event, by its row: steps (a) to (f)."""
    state = m.state[0]
    what = m.classes[m.event_class[event]]
    if state.points_left > 0 and state.has_begun == 0:
        begin_scoring(m, event)
    tell_applied(m, event)
    state.unsubscribed |= what.unsubscribes
    if what.remembered:
        remember(m, event, state.value)
    if what.scores or state.points_left > 0:
        apply_scoring(m, event)
    if what.converts and state.first_open != NONE:
        apply_goals(m, event)
    if (what.exits or m.settings[0].condition_rules) and state.first_live != NONE:
        apply_exit_rules(m, event)
    if what.wakes or state.reaction != NONE:
        forget_stale_waiters(m)
        for k in range(state.waiter_size):
            sleeper = m.waiters[k].sleeper
            if is_satisfied(m, k, event):
                s = m.sleepers[sleeper]
                index, node, visit = s.instance, s.node, s.visit
                run(m, index, node, visit, NONE, wake(m, sleeper, HAPPENED))
    if state.rise_size > 0:
        enter_by_scores(m)
    if what.enters:
        for number in range(len(m.entries)):
            entry = m.entries[number]
            face(m, m.nodes[entry.node].scenario)
            if selects(m, entry.selector, event, state.value):
                enter(m, entry.node, entry.condition, event)
                if state.rise_size > 0:
                    enter_by_scores(m)


@jitable
def apply_scoring(m: Machine, event: int) -> None:
    """Step (b): the scoring rules, in document order."""
    for number in range(len(m.scoring)):
        rule = m.scoring[number]
        if rule.condition != NONE:
            give_once(m, number, event)
            continue
        face(m, rule.scenario)
        if selects(m, rule.selector, event, m.state[0].value):
            tell_scoring(m, number, event)
            write_score(m, rule.score, rule.amount, score_now(m, rule.score) + rule.amount)


@jitable
def begin_scoring(m: Machine, event: int) -> None:
    """Before the customer's first event: the scoring rules with a condition, and who enters by what has risen."""
    m.state[0].has_begun = 1
    for number in range(len(m.scoring)):
        if m.scoring[number].condition != NONE:
            give_once(m, number, event)
    enter_by_scores(m)


@jitable
def give_once(m: Machine, number: int, event: int) -> None:
    """Let a scoring rule give its points if it has not yet and its condition, which knows no instance, holds."""
    if m.points_given[number] == 1:
        return
    rule = m.scoring[number]
    face(m, rule.scenario)
    if holds(m, rule.condition, NONE, m.settings[0].no_event, 0):
        m.points_given[number] = 1
        m.state[0].points_left -= 1
        tell_scoring(m, number, event)
        write_score(m, rule.score, rule.amount, score_now(m, rule.score) + rule.amount)


@jitable
def is_satisfied(m: Machine, waiter: int, event: int) -> bool:
    """Whether a waiter still waits, and the event is what it waits for and comes before the deadline (step e)."""
    state = m.state[0]
    sleeper = m.waiters[waiter].sleeper
    s = m.sleepers[sleeper]
    if s.awaits != EVENT or s.wake_at <= state.now or not is_asleep(m, sleeper, m.waiters[waiter].serial):
        return False
    wait = m.waits_for[m.nodes[s.node].first]
    if wait.selector != NONE:
        face(m, m.nodes[s.node].scenario)
        return selects_for(m, wait.selector, wait.match_key, event, state.value, s.instance)
    if state.reaction == NONE:
        return False
    reaction = m.reactions[state.reaction]
    return reaction.instance == s.instance and reaction.message == wait.message and reaction.state & wait.states != 0


@jitable
def enter(m: Machine, node: int, condition: int, event: int) -> None:
    """Let the customer in at an entry, if its condition and re-entry allow, by an event or the row of no event."""
    face(m, m.nodes[node].scenario)
    tell_considered(m, node, condition, event)
    if not holds(m, condition, NONE, event, 0):
        return
    if may_enter(m, key_of(m, event)) and begin_instance(m, node, event):
        run(m, m.state[0].instance_size - 1, node, begin_visits(m, node), NONE, OUT)


@jitable
def enter_by_scores(m: Machine) -> None:
    """Empty the queue of risen scores, first risen first."""
    state = m.state[0]
    if state.rise_size == 0:
        return
    position = 0
    while position < state.rise_size:
        rise = m.rises[position]
        score, before, total = rise.score, rise.before, rise.total
        for number in range(len(m.score_entries)):
            entry = m.score_entries[number]
            if entry.score == score and before < entry.reaches <= total and may_fire(m, number):
                m.score_fired[number] = state.now
                enter(m, entry.node, entry.condition, m.settings[0].no_event)
        position += 1
    state.rise_size = 0


@jitable
def may_fire(m: Machine, number: int) -> bool:
    """Whether a score entry may fire now: once at an instant, and once in all after the data end."""
    now, fired, data_end = m.state[0].now, m.score_fired[number], m.settings[0].data_end
    return fired != now and (now <= data_end or fired <= data_end)


@jitable
def enter_by_clock(m: Machine) -> None:
    """Phase 4: the audience and date entries that are due, in document order."""
    state = m.state[0]
    no_event = m.settings[0].no_event
    while next_entry(m) == state.now:
        date = due_date(m)
        node = NONE if date == NONE else m.date_entries[date].node
        scheduled = state.next_scheduled < len(m.scheduled) and m.scheduled[state.next_scheduled].at == state.now
        if scheduled and (date == NONE or m.scheduled[state.next_scheduled].node < node):
            row = m.scheduled[state.next_scheduled]
            state.next_scheduled += 1
            enter(m, row.node, row.condition, no_event)
        else:
            m.date_fired[date] = state.now
            m.date_next[date] = next_date(m, date, state.now + 1)
            enter(m, node, m.date_entries[date].condition, no_event)
        enter_by_scores(m)


@jitable
def due_date(m: Machine) -> int:
    """The first date entry in document order that is due now; -1 if none is."""
    for number in range(len(m.date_entries)):
        if m.date_next[number] == m.state[0].now:
            return number
    return NONE


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
    sleeper = timer.item
    serial = timer.serial
    m.state[0].timer_size -= 1
    drop_first(m.timers, m.state[0].timer_size)
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
    tell_woken(m, sleeper, AGAIN)
    index = m.sleepers[sleeper].instance
    m.state[0].turn = m.sleepers[sleeper].turn
    free(m, sleeper)
    return GONE if ends_by_rule(m, index, AT_NODE | AT_MESSAGE) else AGAIN


@jitable
def mark_waiting(m: Machine) -> None:
    """At the end of a customer's time, mark the visits at which tokens of live instances still wait."""
    for k in range(m.state[0].timer_size):
        timer = m.timers[k]
        if is_asleep(m, timer.item, timer.serial):
            m.visit_records[m.sleepers[timer.item].visit].port = WAITING_THERE
