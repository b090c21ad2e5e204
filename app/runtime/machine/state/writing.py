"""Writing the run's tables.

`written` counts the rows of each table (`opcodes.TABLES`). The last row of each is spare: a full table is written to
there, and the shortage noted. So a writer always has a row to give, and the rows of customers already played are never
touched.
"""

from __future__ import annotations

import numpy as np

from app.runtime.machine.arithmetic.draws import linked, share
from app.runtime.machine.state.fading import score_now
from app.runtime.machine.state.machine import Machine
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import (
    ACTIONS,
    BEFORE_ALL,
    CONVERSIONS,
    INSTANCES,
    MESSAGES,
    NONE,
    SCORES,
    SHORT_OF_RISES,
    SHORT_OF_TABLES,
    STAYED,
    STILL_WAITING,
    VISITS,
)


@jitable
def is_held_out(m: Machine) -> bool:
    """Whether the customer is in the control group of the scenario at work."""
    state = m.state[0]
    rules = m.scenarios[state.scenario]
    if rules.control == 0.0:
        return False
    drawn: float = share(linked(np.uint64(rules.luck), np.uint64(m.customers[state.customer].luck)))
    return drawn < rules.control


@jitable
def new_row(m: Machine, table: int, size: int) -> int:
    """The next row of a table of that size."""
    row = m.written[table]
    if row + 1 < size:
        m.written[table] = row + 1
    else:
        m.state[0].shortage = SHORT_OF_TABLES
    return row


@jitable
def write_instance(m: Machine, number: int, entry: int) -> int:
    """A new row of `instances`, still waiting."""
    state = m.state[0]
    row = new_row(m, INSTANCES, len(m.instance_records))
    record = m.instance_records[row]
    record.customer = state.customer
    record.instance = number
    record.entry = entry
    record.reason = STILL_WAITING
    record.detail = NONE
    record.control = is_held_out(m)
    record.entered_at = state.now
    record.ended_at = state.now
    return row


@jitable
def write_visit(m: Machine, number: int, visit: int, node: int) -> int:
    """A new row of `visits`, arrived now."""
    state = m.state[0]
    row = new_row(m, VISITS, len(m.visit_records))
    record = m.visit_records[row]
    record.customer = state.customer
    record.instance = number
    record.visit = visit
    record.node = node
    record.port = STAYED
    record.arrived_at = state.now
    record.left_at = state.now
    return row


@jitable
def write_message(m: Machine, visit: int, outcome: int, cost: float) -> int:
    """A new row of `messages`, decided now at a visit (its row of `visits`)."""
    state = m.state[0]
    row = new_row(m, MESSAGES, len(m.message_records))
    at = m.visit_records[visit]
    record = m.message_records[row]
    record.customer = state.customer
    record.instance = at.instance
    record.visit = at.visit
    record.node = at.node
    record.outcome = outcome
    record.at = state.now
    record.delivered_at = BEFORE_ALL
    record.bounced_at = BEFORE_ALL
    record.opened_at = BEFORE_ALL
    record.clicked_at = BEFORE_ALL
    record.unsubscribed_at = BEFORE_ALL
    record.cost = cost
    return row


@jitable
def write_conversion(m: Machine, number: int, goal: int, value: float) -> None:
    """A new row of `conversions`, now."""
    state = m.state[0]
    row = new_row(m, CONVERSIONS, len(m.conversion_records))
    record = m.conversion_records[row]
    record.customer = state.customer
    record.instance = number
    record.goal = goal
    record.observed = state.reaction == NONE
    record.at = state.now
    record.value = value


@jitable
def write_score(m: Machine, score: int, delta: float, total: float) -> None:
    """Change a score, with a new row of `scores`; a rise joins the queue where an entry may wait for it."""
    state = m.state[0]
    if len(m.score_entries) > 0:
        before = score_now(m, score)
        if total > before:
            push_rise(m, score, before, total)
    m.scores[score] = total
    m.scored_at[score] = state.now
    row = new_row(m, SCORES, len(m.score_records))
    record = m.score_records[row]
    record.customer = state.customer
    record.score = score
    record.at = state.now
    record.delta = delta
    record.total = total


@jitable
def push_rise(m: Machine, score: int, before: float, total: float) -> None:
    """Put a score that rises from `before` to `total` at the end of the queue."""
    state = m.state[0]
    if state.rise_size == len(m.rises):
        state.shortage = SHORT_OF_RISES
        return
    rise = m.rises[state.rise_size]
    rise.score = score
    rise.before = before
    rise.total = total
    state.rise_size += 1


@jitable
def write_action(m: Machine, visit: int, result: int) -> None:
    """A new row of `tasks`, `webhooks`, `vouchers` or `audiences`, now at a visit (its row of `visits`)."""
    state = m.state[0]
    row = new_row(m, ACTIONS, len(m.action_records))
    at = m.visit_records[visit]
    record = m.action_records[row]
    record.customer = state.customer
    record.instance = at.instance
    record.visit = at.visit
    record.node = at.node
    record.at = state.now
    record.result = result
