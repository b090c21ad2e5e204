"""Writing the run's tables.

The last row of each table is spare: a full table is written to there, and the shortage noted. So a writer always has a
row to give, and the rows of customers already played are never touched.
"""

from __future__ import annotations

from app.runtime.codes import NONE, SHORT_OF_TABLES, STAYED, STILL_WAITING
from app.runtime.jit import jitable
from app.runtime.machine import Machine


@jitable
def write_instance(m: Machine, number: int, entry: int) -> int:
    """A new row of `instances`, still waiting."""
    state = m.state[0]
    row = state.instances_written
    if row + 1 < len(m.instance_records):
        state.instances_written += 1
    else:
        state.shortage = SHORT_OF_TABLES
    record = m.instance_records[row]
    record.customer = state.customer
    record.instance = number
    record.entry = entry
    record.reason = STILL_WAITING
    record.detail = NONE
    record.control = m.customers[state.customer].control
    record.entered_at = state.now
    record.ended_at = state.now
    return row


@jitable
def write_visit(m: Machine, number: int, visit: int, node: int) -> int:
    """A new row of `visits`, arrived now."""
    state = m.state[0]
    row = state.visits_written
    if row + 1 < len(m.visit_records):
        state.visits_written += 1
    else:
        state.shortage = SHORT_OF_TABLES
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
def write_message(m: Machine, visit: int, outcome: int, cost: float) -> None:
    """A new row of `messages`, decided now at a visit (its row of `visits`)."""
    state = m.state[0]
    row = state.messages_written
    if row + 1 < len(m.message_records):
        state.messages_written += 1
    else:
        state.shortage = SHORT_OF_TABLES
    at = m.visit_records[visit]
    record = m.message_records[row]
    record.customer = state.customer
    record.instance = at.instance
    record.visit = at.visit
    record.node = at.node
    record.outcome = outcome
    record.at = state.now
    record.cost = cost


@jitable
def write_conversion(m: Machine, number: int, goal: int, value: float) -> None:
    """A new row of `conversions`, now."""
    state = m.state[0]
    row = state.conversions_written
    if row + 1 < len(m.conversion_records):
        state.conversions_written += 1
    else:
        state.shortage = SHORT_OF_TABLES
    record = m.conversion_records[row]
    record.customer = state.customer
    record.instance = number
    record.goal = goal
    record.at = state.now
    record.value = value


@jitable
def write_score(m: Machine, score: int, delta: float) -> None:
    """Change a score, with a new row of `scores`."""
    state = m.state[0]
    m.scores[score] += delta
    row = state.scores_written
    if row + 1 < len(m.score_records):
        state.scores_written += 1
    else:
        state.shortage = SHORT_OF_TABLES
    record = m.score_records[row]
    record.customer = state.customer
    record.score = score
    record.at = state.now
    record.delta = delta
    record.total = m.scores[score]
