"""Instances: how they begin and end, re-entry, exit rules and goals."""

from __future__ import annotations

from app.runtime.machine.state.history import draws, key_of, selects_for
from app.runtime.machine.state.local import face, later
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.state.witness import tell_begun, tell_converted, tell_ended, tell_fired
from app.runtime.machine.state.writing import write_conversion, write_instance
from app.runtime.machine.steps.conditions import holds
from app.runtime.native.jit import inlined, jitable
from app.runtime.program.opcodes import (
    AFTER_EXIT,
    AT_ONCE,
    BEFORE_ALL,
    COMPLETED,
    ENTER_ONCE,
    EXIT_RULE,
    FILTERED,
    INSTANCE_LIMIT,
    NEVER,
    NONE,
    RESTART,
    RESTARTED,
    SHORT_OF_INSTANCES,
)

_MISSING = float("nan")


@jitable
def may_enter(m: Machine, key: int) -> bool:
    """Whether window, re-entry and number of instances of the scenario at work let a customer in now with that key.

    The live instance restarts by ending here.
    """
    state = m.state[0]
    rules = m.scenarios[state.scenario]
    if state.now < rules.start or state.now >= rules.end:
        return False
    if rules.reentry == ENTER_ONCE or rules.cooldown != NONE:
        previous = last_with_key(m, key)
        if previous != NONE and rules.reentry == ENTER_ONCE:
            return False
        if previous != NONE and state.now < later(m, m.instances[previous].entered_at, rules.cooldown, 1):
            return False
    if rules.reentry == AFTER_EXIT and live_with_key(m, key) != NONE:
        return False
    if m.scenario_instances[state.scenario] == INSTANCE_LIMIT:
        state.refused = 1
        return False
    if rules.reentry == RESTART:
        live = live_with_key(m, key)
        if live != NONE:
            end_instance(m, live, RESTARTED, NONE)
    return True


@jitable
def last_with_key(m: Machine, key: int) -> int:
    """The newest instance of that key in the scenario at work."""
    state = m.state[0]
    index = state.instance_size - 1
    while index >= 0 and (m.instances[index].key != key or m.instances[index].scenario != state.scenario):
        index -= 1
    return index


@jitable
def live_with_key(m: Machine, key: int) -> int:
    """The oldest live instance of that key in the scenario at work."""
    state = m.state[0]
    index = state.first_live
    while index != NONE and (m.instances[index].key != key or m.instances[index].scenario != state.scenario):
        index = m.instances[index].newer
    return index


@jitable
def begin_instance(m: Machine, entry: int, event: int) -> bool:
    """Begin an instance, the newest, entered now at a node by an event (or the row of no event); false without room."""
    state = m.state[0]
    index = state.instance_size
    if index == len(m.instances):
        state.shortage = SHORT_OF_INSTANCES
        return False
    state.instance_size += 1
    m.scenario_instances[state.scenario] += 1
    instance = m.instances[index]
    instance.number = index + 1
    instance.scenario = state.scenario
    instance.live = 1
    instance.entered_at = state.now
    instance.mark = state.log_size
    instance.event = event
    instance.value = state.value
    instance.key = key_of(m, event)
    instance.tokens = 1
    instance.visits = 0
    instance.pending_rule = NONE
    instance.table_row = write_instance(m, index + 1, entry)
    instance.older = state.last_live
    instance.newer = NONE
    if state.last_live == NONE:
        state.first_live = index
    else:
        m.instances[state.last_live].newer = index
    state.last_live = index
    messages = m.settings[0].messages
    for k in range(index * messages, (index + 1) * messages):
        m.message_states[k] = 0
    open_goals(m, index)
    tell_begun(m, index)
    return True


@jitable
def open_goals(m: Machine, index: int) -> None:
    """Let an instance that has just begun wait for its conversions."""
    state = m.state[0]
    rules = m.scenarios[state.scenario]
    if rules.goals == 0:
        return
    for goal in range(rules.goals):
        within = m.goals[rules.first_goal + goal].within
        deadline = NEVER if within == NONE else later(m, state.now, within, 1)
        m.goal_deadlines[index * m.settings[0].goals + goal] = deadline
    m.instances[index].next_open = NONE
    if state.last_open == NONE:
        state.first_open = index
    else:
        m.instances[state.last_open].next_open = index
    state.last_open = index


@jitable
def end_instance(m: Machine, index: int, reason: int, detail: int) -> None:
    """End a live instance now; its sleepers are freed when their timers ring."""
    state = m.state[0]
    instance = m.instances[index]
    tell_ended(m, index, reason, detail)
    instance.live = 0
    if instance.older == NONE:
        state.first_live = instance.newer
    else:
        m.instances[instance.older].newer = instance.newer
    if instance.newer == NONE:
        state.last_live = instance.older
    else:
        m.instances[instance.newer].older = instance.older
    record = m.instance_records[instance.table_row]
    record.reason = reason
    record.detail = detail
    record.ended_at = state.now


@jitable
def end_token(m: Machine, index: int, filtered: int) -> None:
    """End one token of an instance at an unconnected port, and with the last one the instance."""
    instance = m.instances[index]
    instance.tokens -= 1
    if instance.tokens == 0:
        end_instance(m, index, FILTERED if filtered else COMPLETED, NONE)


@inlined
def ends_by_rule(m: Machine, index: int, moments: int) -> bool:
    """Test the condition rules of an instance, then let what has fired act if this is a moment (bits) for it to."""
    instance = m.instances[index]
    rules = m.scenarios[instance.scenario]
    if rules.condition_rules and instance.pending_rule == NONE:
        face(m, instance.scenario)
        for rule in range(rules.first_rule, rules.first_rule + rules.rules):
            condition = m.exit_rules[rule].condition
            if condition != NONE and holds(m, condition, index, instance.event, m.state[0].log_size):
                instance.pending_rule = rule
                tell_fired(m, index)
                break
    return acts(m, index, moments)


@jitable
def acts(m: Machine, index: int, moments: int) -> bool:
    """Let a rule that has fired end the instance if it acts at once, or at one of these moments."""
    instance = m.instances[index]
    timing = m.scenarios[instance.scenario].exit_timing
    if instance.pending_rule == NONE or not (timing == AT_ONCE or timing & moments):
        return False
    end_instance(m, index, EXIT_RULE, instance.pending_rule)
    return True


@jitable
def apply_exit_rules(m: Machine, event: int) -> None:
    """Step (d): the rules of live instances, oldest first, each instance's in document order."""
    index = m.state[0].first_live
    while index != NONE:
        instance = m.instances[index]
        following = instance.newer
        if instance.pending_rule == NONE:
            instance.pending_rule = fired_rule(m, event, index)
            tell_fired(m, index)
            acts(m, index, 0)
        index = following


@jitable
def fired_rule(m: Machine, event: int, index: int) -> int:
    """The first rule that fires on an event being applied; -1 if none does."""
    instance = m.instances[index]
    face(m, instance.scenario)
    rules = m.scenarios[instance.scenario]
    for number in range(rules.first_rule, rules.first_rule + rules.rules):
        rule = m.exit_rules[number]
        if rule.selector != NONE:
            if selects_for(m, rule.selector, rule.match_key, event, m.state[0].value, index):
                return number
        elif holds(m, rule.condition, index, instance.event, m.state[0].log_size):
            return number
    return NONE


@jitable
def apply_goals(m: Machine, event: int) -> None:
    """Step (c): the goals of all instances that still have one open; those that have none left the list."""
    state = m.state[0]
    previous = NONE
    index = state.first_open
    while index != NONE:
        following = m.instances[index].next_open
        if convert(m, event, index):
            previous = index
        else:
            if previous == NONE:
                state.first_open = following
            else:
                m.instances[previous].next_open = following
            if following == NONE:
                state.last_open = previous
        index = following


@jitable
def convert(m: Machine, event: int, index: int) -> bool:
    """Convert the instance's open goals that an event meets; whether any stays open."""
    state = m.state[0]
    settings = m.settings[0]
    face(m, m.instances[index].scenario)
    rules = m.scenarios[state.scenario]
    stays_open = False
    for number in range(rules.goals):
        place = index * settings.goals + number
        if m.goal_deadlines[place] < state.now:
            continue
        goal = m.goals[rules.first_goal + number]
        if not selects_for(m, goal.selector, goal.match_key, event, state.value, index):
            stays_open = True
            continue
        m.goal_deadlines[place] = BEFORE_ALL
        write_conversion(m, m.instances[index].number, rules.first_goal + number, goal_value(m, goal.value, event))
        tell_converted(m, index, rules.first_goal + number)
    return stays_open


@jitable
def goal_value(m: Machine, column: int, event: int) -> float:
    """What an event is worth to a goal; NaN for nothing."""
    if column == NONE:
        return _MISSING
    if draws(m, event, m.number_columns[column].property):
        return m.state[0].value
    return m.event_numbers[column * m.settings[0].event_rows + event]
