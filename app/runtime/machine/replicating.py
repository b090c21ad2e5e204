"""Replications side by side: what they have in common is played once, and a replication only where it goes elsewhere.

Most draws of a replication change nothing that happens to a customer: a mail that is opened, in a scenario that does
not ask, is a reaction to count and no more. So the customer is first played as if every message were delivered and
nothing came of it, and as if every split took its widest way; each draw on that way is noted as a fork. A replication
then only draws: as long as it finds nothing that matters, it goes the same way, visit for visit, and its reactions are
all there is to count. One that finds something else is played from the beginning, on its own.

Counts are kept by place: 0 is what all have in common, 1 + 2 k what replication k adds to it, and 2 + 2 k what of the
common is not so in replication k, because it went its own way.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from app.runtime.machine.arithmetic.draws import linked, share
from app.runtime.machine.state.forks import drawn_port
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.steps.reacting import (
    LONGEST_DELAY_US,
    click_delay,
    draw,
    opening_delay,
    reactions_of_reader,
)
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import (
    BOUNCED_BIT,
    CLICKED_BIT,
    DELIVERED_BIT,
    DRAWS_DELIVERY,
    NONE,
    OPENED_BIT,
)


@jitable
def goes_the_common_way(m: Machine) -> bool:
    """Whether what the replication at work draws leaves the customer's way as it is; draws it for each fork."""
    state = m.state[0]
    for row in range(state.fork_size):
        fork = m.forks[row]
        if fork.port == NONE and fork.response == NONE:
            continue
        luck = linked(linked(np.uint64(fork.luck), np.uint64(state.replication)), np.uint64(fork.turn))
        if fork.port != NONE:
            if drawn_port(m, fork.node, share(luck)) != fork.port:
                return False
            continue
        drawn = drawn_reactions(m, row, luck)
        changed = DELIVERED_BIT | BOUNCED_BIT if drawn == BOUNCED_BIT else drawn & ~DELIVERED_BIT
        if fork.matters & changed:
            return False
        fork.drawn = drawn
        fork.received = drawn != BOUNCED_BIT
    return True


@jitable
def drawn_reactions(m: Machine, row: int, luck: Any) -> int:
    """What a replication draws for the message of a fork, as bits."""
    fork = m.forks[row]
    if draw(luck, DRAWS_DELIVERY) >= fork.deliver:
        return BOUNCED_BIT
    response = m.responses[fork.response]
    left = 1.0
    if response.fatigue != NONE:
        for before in range(fork.first_recent, row):
            if m.forks[before].received:
                left *= response.per_message
    drawn: int = reactions_of_reader(m, fork.response, luck, fork.open * left, fork.click, fork.unsubscribe)
    return drawn


@jitable
def count_reactions(m: Machine, place: int) -> None:
    """Count what a replication has drawn that goes the common way, as far as it happens within the run."""
    state = m.state[0]
    until = m.settings[0].until
    nodes = place * len(m.nodes)
    for row in range(state.fork_size):
        fork = m.forks[row]
        if fork.response == NONE:
            continue
        counts = m.node_tally[nodes + fork.node]
        if fork.drawn == BOUNCED_BIT:
            counts.bounced += 1
            continue
        counts.delivered += 1
        if not fork.drawn & OPENED_BIT:
            continue
        opened = fork.at
        clicked = fork.at
        if until - 2 * LONGEST_DELAY_US < fork.at:
            luck = linked(linked(np.uint64(fork.luck), np.uint64(state.replication)), np.uint64(fork.turn))
            opened += opening_delay(m, fork.response, luck)
            clicked = opened + click_delay(m, fork.response, luck)
        counts.opened += opened <= until
        if fork.drawn & CLICKED_BIT:
            counts.clicked += clicked <= until
