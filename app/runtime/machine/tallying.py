"""Counts of what a call of the machine has written: all that a summary needs, so that tables need not be kept."""

from __future__ import annotations

from app.runtime.machine.machine import Machine
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import (
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
def tally(m: Machine) -> None:
    """Add the rows written to the counts; all rows of a customer are written by one call."""
    tally_visits(m)
    tally_instances(m)
    tally_messages(m)
    tally_conversions(m)


@jitable
def tally_visits(m: Machine) -> None:
    """Visits by node, and how they were left."""
    written = m.written[VISITS]
    m.run_tally[0].visits += written
    for row in range(written):
        visit = m.visit_records[row]
        m.node_tally[visit.node].arrived += 1
        if visit.port >= 0:
            m.port_tally[visit.port] += 1
        elif visit.port == WAITING_THERE:
            m.node_tally[visit.node].waiting += 1


@jitable
def tally_instances(m: Machine) -> None:
    """Instances, their customers, and those that outlived the data."""
    written = m.written[INSTANCES]
    data_end = m.settings[0].data_end
    counts = m.run_tally[0]
    counts.instances += written
    before = NONE
    for row in range(written):
        instance = m.instance_records[row]
        if instance.customer != before:
            counts.customers += 1
            before = instance.customer
        if instance.reason == STILL_WAITING or instance.ended_at > data_end:
            counts.beyond += 1


@jitable
def tally_messages(m: Machine) -> None:
    """Decisions and reactions by node."""
    for row in range(m.written[MESSAGES]):
        message = m.message_records[row]
        m.outcome_tally[message.node * _OUTCOMES + message.outcome] += 1
        counts = m.node_tally[message.node]
        counts.delivered += message.delivered_at != BEFORE_ALL
        counts.bounced += message.bounced_at != BEFORE_ALL
        counts.opened += message.opened_at != BEFORE_ALL
        counts.clicked += message.clicked_at != BEFORE_ALL
        counts.unsubscribed += message.unsubscribed_at != BEFORE_ALL


@jitable
def tally_conversions(m: Machine) -> None:
    """Conversions by goal, and the customers who made them."""
    for row in range(m.written[CONVERSIONS]):
        conversion = m.conversion_records[row]
        counts = m.goal_tally[conversion.goal]
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
