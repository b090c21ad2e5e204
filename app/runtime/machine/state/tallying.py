"""Counts of what a call of the machine has written: all that a summary needs, so that tables need not be kept."""

from __future__ import annotations

from app.runtime.machine.arithmetic.summing import CELLS, add_exactly
from app.runtime.machine.state.machine import Machine
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import (
    ACTIONS,
    AUDIENCE,
    BEFORE_ALL,
    CONVERSIONS,
    INSTANCES,
    MESSAGES,
    NONE,
    OUTCOMES,
    STILL_WAITING,
    VISITS,
    WAITING_THERE,
)

_OUTCOMES = len(OUTCOMES)


@jitable
def tally(m: Machine, place: int) -> None:
    """Add the rows from `finished` to `written`, all those of some customers, to the counts of a place."""
    tally_visits(m, place)
    tally_instances(m, place)
    tally_messages(m, place)
    tally_conversions(m, place)
    if len(m.audiences) > 0:
        tally_audiences(m, place)


@jitable
def tally_visits(m: Machine, place: int) -> None:
    """Visits by node, and how they were left."""
    nodes = place * len(m.nodes)
    ports = place * len(m.ports)
    m.run_tally[place].visits += m.written[VISITS] - m.finished[VISITS]
    for row in range(m.finished[VISITS], m.written[VISITS]):
        visit = m.visit_records[row]
        m.node_tally[nodes + visit.node].arrived += 1
        if visit.port >= 0:
            m.port_tally[ports + visit.port] += 1
        elif visit.port == WAITING_THERE:
            m.node_tally[nodes + visit.node].waiting += 1


@jitable
def tally_instances(m: Machine, place: int) -> None:
    """Instances, their customers, and those that outlived the data."""
    data_end = m.settings[0].data_end
    counts = m.run_tally[place]
    counts.instances += m.written[INSTANCES] - m.finished[INSTANCES]
    before = NONE
    for row in range(m.finished[INSTANCES], m.written[INSTANCES]):
        instance = m.instance_records[row]
        if instance.customer != before:
            counts.customers += 1
            before = instance.customer
        if instance.reason == STILL_WAITING or instance.ended_at > data_end:
            counts.beyond += 1


@jitable
def tally_messages(m: Machine, place: int) -> None:
    """Decisions and reactions by node."""
    nodes = place * len(m.nodes)
    for row in range(m.finished[MESSAGES], m.written[MESSAGES]):
        message = m.message_records[row]
        m.outcome_tally[(nodes + message.node) * _OUTCOMES + message.outcome] += 1
        counts = m.node_tally[nodes + message.node]
        counts.delivered += message.delivered_at != BEFORE_ALL
        counts.bounced += message.bounced_at != BEFORE_ALL
        counts.opened += message.opened_at != BEFORE_ALL
        counts.clicked += message.clicked_at != BEFORE_ALL
        counts.unsubscribed += message.unsubscribed_at != BEFORE_ALL


@jitable
def tally_audiences(m: Machine, place: int) -> None:
    """Decisions about audiences by node, counted as those about messages are."""
    nodes = place * len(m.nodes)
    for row in range(m.finished[ACTIONS], m.written[ACTIONS]):
        action = m.action_records[row]
        if m.nodes[action.node].op == AUDIENCE:
            m.outcome_tally[(nodes + action.node) * _OUTCOMES + action.result] += 1


@jitable
def tally_conversions(m: Machine, place: int) -> None:
    """Conversions by goal, the customers who made them, and what they are worth: observed and modelled sums."""
    goals = place * len(m.goals)
    for row in range(m.finished[CONVERSIONS], m.written[CONVERSIONS]):
        conversion = m.conversion_records[row]
        goal = goals + conversion.goal
        counts = m.goal_tally[goal]
        counts.instances += 1
        customer = conversion.customer + 1
        counts.customers += customer != counts.last
        counts.last = customer
        if conversion.observed:
            counts.observed_customers += customer != counts.last_observed
            counts.last_observed = customer
        else:
            counts.modelled += 1
            counts.modelled_customers += customer != counts.last_modelled
            counts.last_modelled = customer
        add_exactly(m.goal_sums, (2 * goal + 1 - conversion.observed) * CELLS, conversion.value)
