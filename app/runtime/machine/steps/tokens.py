"""Tokens: arriving at a node, what the node does, and running on until the token blocks or ends."""

from __future__ import annotations

import numpy as np

from app.runtime.machine.arithmetic.draws import linked, share
from app.runtime.machine.state.fading import score_now
from app.runtime.machine.state.forks import drawn_port, note_split
from app.runtime.machine.state.history import is_sound
from app.runtime.machine.state.local import face, later
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.state.witness import tell_acted, tell_arrived, tell_decided, tell_woken
from app.runtime.machine.state.writing import write_action, write_score, write_visit
from app.runtime.machine.steps.conditions import holds
from app.runtime.machine.steps.instances import end_instance, end_token, ends_by_rule
from app.runtime.machine.steps.profile import set_field, take_voucher
from app.runtime.machine.steps.reacting import react
from app.runtime.machine.steps.recommending import recommend
from app.runtime.machine.steps.sending import change_audience, count_sent, decide, quiet_end, record_decision
from app.runtime.machine.steps.waiting import EXITS, free, sleep, wait_end
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import (
    AGAIN,
    AT_MESSAGE,
    AT_NODE,
    AUDIENCE,
    BEFORE_ALL,
    BLOCKED,
    CAPPED,
    CHOOSE,
    END,
    ENDED_CAPPED,
    ENDED_QUIET,
    EVENT,
    EXIT,
    EXIT_NODE,
    GONE,
    HAPPENED,
    HELD,
    LEAVING_WAIT,
    LIST,
    NONE,
    NONE_LEFT,
    NOT_ADDED,
    NOT_SENT,
    NOTHING_FITS,
    OUT,
    QUIET,
    QUIET_END,
    RECOMMEND,
    RECORD,
    SCORE,
    SEND,
    SENT,
    SET,
    SHORT_OF_PENDING,
    SPLIT_CUSTOMER,
    SPLIT_INSTANCE,
    STEP_LIMIT,
    TIMED_OUT,
    TIMER,
    VISIT_LIMIT,
    VOUCHER,
    WAIT,
    WAIT_FOR,
)


@jitable
def arrive(m: Machine, index: int, node: int) -> int:
    """A token arrives at a node: the row of its visit, or -1 if its instance has ended or ends on arrival."""
    instance = m.instances[index]
    if not instance.live:
        return NONE
    if instance.visits == VISIT_LIMIT:
        end_instance(m, index, STEP_LIMIT, NONE)
        return NONE
    instance.visits += 1
    m.node_visits[node] += 1
    m.state[0].turn = m.node_visits[node]
    visit = write_visit(m, instance.number, instance.visits, node)
    tell_arrived(m, visit)
    moments = AT_NODE | AT_MESSAGE if m.nodes[node].op == SEND else AT_NODE
    return NONE if ends_by_rule(m, index, moments) else visit


@jitable
def act(m: Machine, index: int, node: int, visit: int, mark: int) -> int:
    """What a node does with a token: the port (by place) it leaves through, or `BLOCKED` or `GONE`."""
    n = m.nodes[node]
    if n.op == SEND:
        return act_send(m, index, node, visit, mark)
    if n.op == WAIT:
        return act_wait(m, index, node, visit, mark)
    if n.op == WAIT_FOR:
        return act_wait_for(m, index, node, visit, mark)
    if n.op == CHOOSE:
        return act_choose(m, index, node, mark)
    if n.op == SPLIT_CUSTOMER or n.op == SPLIT_INSTANCE:
        return act_split(m, node)
    if n.op == END:
        end_instance(m, index, EXIT_NODE, node)
        return GONE
    return act_change(m, index, node, visit)


@jitable
def act_change(m: Machine, index: int, node: int, visit: int) -> int:
    """Change the customer, or note what others are to do: the port."""
    n = m.nodes[node]
    if n.op == SCORE:
        change = m.score_changes[n.first]
        before = score_now(m, change.score)
        total = change.amount if change.replaces else before + change.amount
        write_score(m, change.score, change.amount - before if change.replaces else change.amount, total)
    elif n.op == SET:
        set_field(m, index, n.first)
    elif n.op == LIST:
        m.lists[m.list_changes[n.first].list] = m.list_changes[n.first].adds
    elif n.op == RECORD:
        write_action(m, visit, BEFORE_ALL if n.first == NONE else later(m, m.state[0].now, n.first, 1))
    elif n.op == VOUCHER:
        found = take_voucher(m, n.first)
        write_action(m, visit, found)
        return OUT if found else NONE_LEFT
    elif n.op == RECOMMEND:
        return OUT if recommend(m, visit, n.first) else NOTHING_FITS
    elif n.op == AUDIENCE:
        outcome = change_audience(m, n.first)
        write_action(m, visit, outcome)
        return OUT if outcome == SENT or m.ports[n.port + NOT_ADDED].size == 0 else NOT_ADDED
    return OUT


@jitable
def act_choose(m: Machine, index: int, node: int, mark: int) -> int:
    """The first case whose condition holds, else the port after them."""
    n = m.nodes[node]
    for case in range(n.size):
        if holds(m, m.cases[n.first + case], index, m.instances[index].event, mark):
            return case
    return n.size


@jitable
def act_split(m: Machine, node: int) -> int:
    """A drawn port: by customer alone, or by how often that one has been here."""
    n = m.nodes[node]
    chain = linked(np.uint64(n.luck), np.uint64(m.customers[m.state[0].customer].luck))
    if n.op == SPLIT_INSTANCE:
        if m.state[0].common:
            return note_split(m, node, chain)
        chain = linked(linked(chain, np.uint64(m.state[0].replication)), np.uint64(m.state[0].turn))
    return drawn_port(m, node, share(chain))


@jitable
def act_wait(m: Machine, index: int, node: int, visit: int, mark: int) -> int:
    """Sleep until the wait ends; one without length passes at once."""
    end = wait_end(m, m.nodes[node].first)
    if end == EXITS:
        end_instance(m, index, EXIT_NODE, node)
        return GONE
    if end > m.state[0].now:
        sleep(m, index, node, visit, mark, end, TIMER)
        return BLOCKED
    return GONE if ends_by_rule(m, index, LEAVING_WAIT) else OUT


@jitable
def act_wait_for(m: Machine, index: int, node: int, visit: int, mark: int) -> int:
    """Sleep until the event, the message's state or the deadline."""
    wait = m.waits_for[m.nodes[node].first]
    state = m.state[0]
    if has_state(m, index, wait.message, wait.states):
        return GONE if ends_by_rule(m, index, LEAVING_WAIT) else HAPPENED
    deadline = later(m, state.now, wait.timeout, 1)
    if deadline > state.now:
        sleep(m, index, node, visit, mark, deadline, EVENT)
        return BLOCKED
    return GONE if ends_by_rule(m, index, LEAVING_WAIT) else TIMED_OUT


@jitable
def has_state(m: Machine, index: int, message: int, states: int) -> bool:
    """Whether one of the states (bits) holds of the instance's message; none does of message -1."""
    return message != NONE and m.message_states[index * m.settings[0].messages + message] & states != 0


@jitable
def act_send(m: Machine, index: int, node: int, visit: int, mark: int) -> int:
    """Send a message, skip it, or hold it until quiet hours end."""
    row = m.nodes[node].first
    rules = m.scenarios[m.state[0].scenario]
    outcome = decide(m, row)
    tell_decided(m, index, node, visit, outcome)
    if outcome == HELD:
        sleep(m, index, node, visit, mark, quiet_end(m, m.sends[row].channel), QUIET_END)
        return BLOCKED
    record = record_decision(m, index, visit, row, outcome)
    if outcome == SENT:
        reacts = m.state[0].replication != 0
        received = react(m, index, node, record, mark) if reacts else True
        if reacts or (m.sends[row].marketing and len(m.caps) > 0):
            count_sent(m, row, received)
    if outcome == QUIET and rules.on_quiet == EXIT:
        end_instance(m, index, ENDED_QUIET, node)
        return GONE
    if outcome == CAPPED and rules.exits_on_cap:
        end_instance(m, index, ENDED_CAPPED, node)
        return GONE
    return OUT if outcome == SENT or m.ports[m.nodes[node].port + NOT_SENT].size == 0 else NOT_SENT


@jitable
def run(m: Machine, index: int, node: int, visit: int, mark: int, place: int) -> None:
    """Run a token until it blocks or ends, then all those it set going, one after another.

    The token stands at a visit and leaves it through the port `place`, or, with `AGAIN`, starts there once more. Those
    that follow were made at a fan-out; they run depth first and in edge order.
    """
    state = m.state[0]
    face(m, m.instances[index].scenario)
    while is_sound(m):
        if place != AGAIN:
            if place >= 0:
                node = leave(m, index, node, visit, place)
            elif state.pending_size > 0:
                state.pending_size -= 1
                index = m.pending[state.pending_size].instance
                node = m.pending[state.pending_size].node
            else:
                return
            mark = state.log_size
            visit = NONE if node == NONE else arrive(m, index, node)
        place = GONE if visit == NONE else act(m, index, node, visit, mark)
        tell_acted(m, index, node, visit, mark, place)


@jitable
def leave(m: Machine, index: int, node: int, visit: int, place: int) -> int:
    """Leave a visit through a port: the node that the token comes to, or -1 if it ends.

    Of the tokens that several edges make, the first is this one; the others are put on the stack, the next one on top.
    """
    port = m.nodes[node].port + place
    record = m.visit_records[visit]
    record.left_at = m.state[0].now
    record.port = port
    way = m.ports[port]
    if way.size == 0:
        end_token(m, index, way.filtered)
        return NONE
    for k in range(way.size - 1, 0, -1):
        push_pending(m, index, m.edges[way.first + k])
    return m.edges[way.first]


@jitable
def push_pending(m: Machine, index: int, node: int) -> None:
    """Make a token of an instance that is to start at a node."""
    state = m.state[0]
    m.instances[index].tokens += 1
    if state.pending_size == len(m.pending):
        state.shortage = SHORT_OF_PENDING
        return
    pending = m.pending[state.pending_size]
    pending.instance = index
    pending.node = node
    state.pending_size += 1


@jitable
def wake(m: Machine, sleeper: int, place: int) -> int:
    """Wake a token that leaves its wait through a port: that port, or `GONE` if a rule ends the instance."""
    tell_woken(m, sleeper, place)
    index = m.sleepers[sleeper].instance
    free(m, sleeper)
    return GONE if ends_by_rule(m, index, LEAVING_WAIT) else place
