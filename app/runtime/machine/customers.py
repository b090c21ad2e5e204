"""The way into the machine: customers one after another, each in one replication or in many side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.runtime.machine.play import pass_over_events, play_customer
from app.runtime.machine.replicating import count_reactions, goes_the_common_way
from app.runtime.machine.state.history import is_sound
from app.runtime.machine.state.local import face
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.state.tallying import tally
from app.runtime.machine.steps.profile import begin_profile
from app.runtime.machine.steps.recommending import begin_choosing
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import ACTIONS, BEFORE_ALL, ENOUGH, NONE

_NOTHING = float("nan")


@jitable
def play_customers(m: Machine, first: int, end: int) -> int:
    """Play customers from `first` to before `end`; the first that was not played, for want of room or by cancelling.

    Of one replication the tables are written from their beginning, and what is written is added to the counts. Nothing
    of a customer who was not played to the end is left in them. Of several there are counts alone; so there are where
    nobody asks for rows, but for those of actions.
    """
    alone = m.settings[0].replications == 1
    forgets = alone and m.settings[0].counts_only == 1
    m.state[0].shortage = ENOUGH
    for table in range(len(m.written)):
        m.written[table] = 0
    customer = first
    while customer < end:
        if not (play_alone(m, customer) if alone else play_replications(m, customer)):
            break
        m.done[0] += m.settings[0].replications
        customer += 1
        if forgets:
            count_and_forget(m)
    if alone and not forgets:
        for table in range(len(m.written)):
            m.finished[table] = 0
        tally(m, 0)
    return customer


@jitable
def play_alone(m: Machine, customer: int) -> bool:
    """Play a customer in the one replication there is, behind the rows of those before; whether to the end."""
    state = m.state[0]
    state.common = 0
    state.replication = m.settings[0].replication
    for table in range(len(m.written)):
        m.finished[table] = m.written[table]
    if not is_played(m, customer):
        for table in range(len(m.written)):
            m.written[table] = m.finished[table]
        return False
    count_left_out(m, 0, state.refused, state.unmodelled)
    return True


@jitable
def count_and_forget(m: Machine) -> None:
    """Count the rows of the customer just played while they are in the nearest memory, and let the next write there."""
    tally(m, 0)
    for table in range(len(m.written)):
        if table != ACTIONS:
            m.written[table] = 0


@jitable
def play_replications(m: Machine, customer: int) -> bool:
    """Play a customer in all replications, and count; whether to the end.

    What replications have in common is played once and counted for all. A replication whose draws lead elsewhere is
    played on its own, and counted twice: what it is, and what of the common it is not. Where room runs short, what has
    been counted stays, and the customer is resumed at the replication that found none.
    """
    state = m.state[0]
    settings = m.settings[0]
    state.common = 1
    state.replication = settings.replication
    state.fork_size = 0
    for table in range(len(m.written)):
        m.written[table] = 0
        m.finished[table] = 0
    if not is_played(m, customer):
        return False
    refused = state.refused
    unmodelled = state.unmodelled
    if state.resumed == 0:
        tally(m, 0)
        count_left_out(m, 0, refused, unmodelled)
        state.resumed = 1
    state.common = 0
    replications = settings.replications if state.fork_size > 0 else 0
    for k in range(state.resumed - 1, replications):
        state.replication = replication_of(settings.replication, k)
        if goes_the_common_way(m):
            count_reactions(m, 1 + 2 * k)
        else:
            for table in range(len(m.written)):
                m.finished[table] = m.written[table]
            if not is_played(m, customer):
                state.resumed = 1 + k
                return False
            tally(m, 1 + 2 * k)
            count_left_out(m, 1 + 2 * k, state.refused, state.unmodelled)
            for table in range(len(m.written)):
                m.written[table] = m.finished[table]
                m.finished[table] = 0
            tally(m, 2 + 2 * k)
            count_left_out(m, 2 + 2 * k, refused, unmodelled)
    state.resumed = 0
    return True


@jitable
def replication_of(first: Any, k: int) -> Any:
    """The number of a replication, as the hash takes it."""
    return np.uint64(first) + np.uint64(k)


@jitable
def is_played(m: Machine, customer: int) -> bool:
    """Play a customer; whether nothing ran short and nobody cancelled."""
    begin_customer(m, customer)
    play_customer(m)
    return not m.cancelled[0] and is_sound(m)


@jitable
def count_left_out(m: Machine, place: int, refused: int, unmodelled: int) -> None:
    """Add to the counts of a place what a customer was refused, and which reactions were left out."""
    m.run_tally[place].refused += refused
    m.run_tally[place].unmodelled += unmodelled


@jitable
def begin_customer(m: Machine, customer: int) -> None:
    """Forget the customer before and take up the next."""
    state = m.state[0]
    row = m.customers[customer]
    state.customer = customer
    state.scenario = NONE
    state.now = BEFORE_ALL
    state.next_event = row.first_event
    state.end_event = row.end_event
    state.next_scheduled = 0
    state.serial = 0
    state.value = _NOTHING
    state.reaction = NONE
    state.refused = 0
    state.unmodelled = 0
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
    state.rise_size = 0
    state.reaction_size = 0
    state.agenda_size = 0
    for node in range(len(m.node_visits)):
        m.node_visits[node] = 0
    for scenario in range(len(m.scenario_instances)):
        m.scenario_instances[scenario] = 0
    face(m, 0)
    begin_profile(m)
    begin_choosing(m)
    pass_over_events(m)
