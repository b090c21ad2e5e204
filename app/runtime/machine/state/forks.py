"""Forks: what is kept of each draw that a replication may take otherwise than the way all have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.runtime.machine.arithmetic.draws import linked
from app.runtime.machine.state.machine import Machine
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import NONE, SHORT_OF_FORKS


@jitable
def note_message(m: Machine, node: int) -> int:
    """Note a message that was sent now: its row; nobody reacts to it as yet."""
    row = new_fork(m, node)
    fork = m.forks[row]
    fork.luck = linked(np.uint64(m.nodes[node].luck), np.uint64(m.customers[m.state[0].customer].luck))
    fork.received = 1
    return row


@jitable
def note_split(m: Machine, node: int, luck: Any) -> int:
    """Note a split that draws for each visit: the port of its widest variant, which most replications take."""
    fork = m.forks[new_fork(m, node)]
    fork.luck = luck
    fork.port = widest_port(m, node)
    return fork.port


@jitable
def new_fork(m: Machine, node: int) -> int:
    """The next row; the last one is spare, and written to when there is no room."""
    state = m.state[0]
    row = state.fork_size
    if row + 1 < len(m.forks):
        state.fork_size = row + 1
    else:
        state.shortage = SHORT_OF_FORKS
    fork = m.forks[row]
    fork.at = state.now
    fork.node = node
    fork.turn = state.turn
    fork.port = NONE
    fork.response = NONE
    fork.received = 0
    return row


@jitable
def drawn_port(m: Machine, node: int, drawn: float) -> int:
    """The port (by place) of a split that a draw means."""
    n = m.nodes[node]
    port = 0
    while port < n.size - 1 and drawn >= m.thresholds[n.first + port]:
        port += 1
    return port


@jitable
def widest_port(m: Machine, node: int) -> int:
    """The port (by place) of a split that is drawn most often, the first of equals."""
    n = m.nodes[node]
    widest = 0
    width = 0.0
    before = 0.0
    for port in range(n.size):
        end = m.thresholds[n.first + port] if port < n.size - 1 else 1.0
        if end - before > width:
            widest = port
            width = end - before
        before = end
    return widest
