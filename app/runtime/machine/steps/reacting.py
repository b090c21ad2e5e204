"""Modelled reactions to messages: scenario.md, section 9. All that people will do is drawn when a message is sent."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.runtime.machine.arithmetic.draws import linked, share
from app.runtime.machine.arithmetic.lognormal import lognormal
from app.runtime.machine.state.forks import note_message
from app.runtime.machine.state.heap import drop_first, push
from app.runtime.machine.state.history import horizon
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.state.witness import tell_reacting
from app.runtime.machine.steps.conditions import holds
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import (
    BOUNCED,
    BOUNCED_BIT,
    CLICKED,
    CLICKED_BIT,
    CONVERTED_BIT,
    DELIVERED,
    DELIVERED_BIT,
    DRAWS_CLICK,
    DRAWS_CLICK_DELAY,
    DRAWS_CONVERSION,
    DRAWS_CONVERSION_DELAY,
    DRAWS_DELIVERY,
    DRAWS_OPENING,
    DRAWS_OPENING_DELAY,
    DRAWS_UNSUBSCRIBING,
    DRAWS_VALUE,
    NONE,
    OPENED,
    OPENED_BIT,
    REACTION_LIMIT,
    SHORT_OF_REACTIONS,
    UNSUBSCRIBED,
    UNSUBSCRIBED_BIT,
)

_NOTHING = float("nan")
LONGEST_DELAY_US = 3_000_000_000_000_000  # a good 95 years


@jitable
def react(m: Machine, index: int, node: int, record: int, mark: int) -> bool:
    """Draw and schedule all reactions to a message just sent at a node; whether it is received."""
    state = m.state[0]
    send = m.sends[m.nodes[node].first]
    if send.response == NONE:
        if state.common:
            note_message(m, node)
        return True
    response = m.responses[send.response]
    tell_reacting(m, index, node, mark)
    deliver, opening, click, unsubscribe = rates(m, send.response, index, mark)
    if state.common:
        note_rates(m, note_message(m, node), deliver, opening, click, unsubscribe)
        plan(m, index, node, state.now, DELIVERED, DELIVERED_BIT, record)
        return True
    chain = luck_of_visit(m, node)
    if draw(chain, DRAWS_DELIVERY) >= deliver:
        plan(m, index, node, state.now, BOUNCED, BOUNCED_BIT, record)
        return False
    plan(m, index, node, state.now, DELIVERED, DELIVERED_BIT, record)
    drawn = reactions_of_reader(m, send.response, chain, opening * freshness(m, send.response), click, unsubscribe)
    if not drawn & OPENED_BIT:
        return True
    opened = state.now + opening_delay(m, send.response, chain)
    plan(m, index, node, opened, OPENED, OPENED_BIT, record)
    clicked = opened
    if drawn & CLICKED_BIT:
        clicked += click_delay(m, send.response, chain)
        plan(m, index, node, clicked, CLICKED, CLICKED_BIT, record)
    if drawn & UNSUBSCRIBED_BIT:
        plan(m, index, node, opened, UNSUBSCRIBED, UNSUBSCRIBED_BIT, record)
    if drawn & CONVERTED_BIT:
        at = clicked + delay(chain, DRAWS_CONVERSION_DELAY, response.convert_median, response.convert_sigma)
        plan(m, index, node, at, NONE, 0, record)
    return True


@jitable
def reactions_of_reader(m: Machine, row: int, chain: Any, opening: float, click: float, unsubscribe: float) -> int:
    """What somebody does about a message that was delivered, as bits: drawn for a visit, of a row of `responses`."""
    drawn = DELIVERED_BIT
    if draw(chain, DRAWS_OPENING) >= opening:
        return drawn
    drawn |= OPENED_BIT
    response = m.responses[row]
    if draw(chain, DRAWS_UNSUBSCRIBING) < unsubscribe:
        drawn |= UNSUBSCRIBED_BIT
    if draw(chain, DRAWS_CLICK) < click:
        drawn |= CLICKED_BIT
        if response.conversion != NONE and draw(chain, DRAWS_CONVERSION) < response.convert:
            drawn |= CONVERTED_BIT
    return drawn


@jitable
def note_rates(m: Machine, row: int, deliver: float, opening: float, click: float, unsubscribe: float) -> None:
    """Note at a fork how people react to its message, which of that matters, and which messages before it tire."""
    fork = m.forks[row]
    send = m.sends[m.nodes[fork.node].first]
    fork.response = send.response
    fork.deliver = deliver
    fork.open = opening
    fork.click = click
    fork.unsubscribe = unsubscribe
    fork.matters = UNSUBSCRIBED_BIT | CONVERTED_BIT
    fork.matters |= DELIVERED_BIT if matters(m, fork.node, DELIVERED, DELIVERED_BIT) else 0
    fork.matters |= BOUNCED_BIT if matters(m, fork.node, BOUNCED, BOUNCED_BIT) else 0
    fork.matters |= OPENED_BIT if matters(m, fork.node, OPENED, OPENED_BIT) else 0
    fork.matters |= CLICKED_BIT if matters(m, fork.node, CLICKED, CLICKED_BIT) else 0
    fork.first_recent = row
    window = m.responses[send.response].fatigue
    if window != NONE:
        after = horizon(m, window)
        while fork.first_recent > 0 and m.forks[fork.first_recent - 1].at > after:
            fork.first_recent -= 1


@jitable
def rates(m: Machine, row: int, index: int, mark: int) -> tuple[float, float, float, float]:
    """The rates of delivery, opening, click and unsubscribing, as the first override that holds changes them."""
    response = m.responses[row]
    deliver, opening, click, unsubscribe = response.deliver, response.open, response.click, response.unsubscribe
    for k in range(response.first, response.first + response.size):
        other = m.overrides[k]
        if holds(m, other.condition, index, m.instances[index].event, mark):
            deliver = deliver if other.deliver != other.deliver else other.deliver
            opening = opening if other.open != other.open else other.open
            click = click if other.click != other.click else other.click
            unsubscribe = unsubscribe if other.unsubscribe != other.unsubscribe else other.unsubscribe
            break
    return deliver, opening, click, unsubscribe


@jitable
def freshness(m: Machine, row: int) -> float:
    """What is left of the rate of opening after the messages received in the window of fatigue."""
    response = m.responses[row]
    left = 1.0
    if response.fatigue == NONE:
        return left
    after = horizon(m, response.fatigue)
    position = m.state[0].sent_size - 1
    while position >= 0 and m.sent[position].at > after:
        if m.sent[position].received:
            left *= response.per_message
        position -= 1
    return left


@jitable
def luck_of_visit(m: Machine, node: int) -> Any:
    """The chain of hashes (see `draws`) of the customer's visit to a message node."""
    chain = linked(np.uint64(m.nodes[node].luck), np.uint64(m.customers[m.state[0].customer].luck))
    return linked(linked(chain, np.uint64(m.state[0].replication)), np.uint64(m.state[0].turn))


@jitable
def draw(chain: Any, what: int) -> float:
    """One of the draws of a visit, in [0, 1)."""
    drawn: float = share(linked(chain, np.uint64(what)))
    return drawn


@jitable
def delay(chain: Any, what: int, median: float, sigma: float) -> int:
    """A drawn delay in whole microseconds."""
    return int(min(lognormal(draw(chain, what), median, sigma), float(LONGEST_DELAY_US)))


@jitable
def opening_delay(m: Machine, row: int, chain: Any) -> int:
    """From delivery to opening, of a row of `responses`."""
    response = m.responses[row]
    return delay(chain, DRAWS_OPENING_DELAY, response.open_median, response.open_sigma)


@jitable
def click_delay(m: Machine, row: int, chain: Any) -> int:
    """From opening to click, of a row of `responses`."""
    response = m.responses[row]
    return delay(chain, DRAWS_CLICK_DELAY, response.click_median, response.click_sigma)


@jitable
def matters(m: Machine, node: int, kind: int, bit: int) -> bool:
    """Whether a reaction to a node's message changes more than its row of the table; for `kind` see `plan`."""
    if bit == 0 or bit == UNSUBSCRIBED_BIT or m.settings[0].reactions_matter:
        return True
    return m.event_class[m.sends[m.nodes[node].first].note + kind] != 0


@jitable
def plan(m: Machine, index: int, node: int, at: int, kind: int, bit: int, record: int) -> None:
    """Put a reaction on the agenda: one of a message's own kinds, or (-1) the conversion with its value.

    One that changes nothing but its row of the table is written there at once.
    """
    state = m.state[0]
    if not matters(m, node, kind, bit):
        if at <= m.settings[0].until:
            record_reaction(m, record, bit, at)
        return
    row = state.reaction_size
    if row == REACTION_LIMIT:
        state.unmodelled += 1
        return
    if row == len(m.reactions) or state.agenda_size == len(m.agenda):
        state.shortage = SHORT_OF_REACTIONS
        return
    send = m.sends[m.nodes[node].first]
    reaction = m.reactions[row]
    reaction.instance = index
    reaction.message = send.message
    reaction.channel = send.channel
    reaction.state = bit
    reaction.record = record
    if kind == NONE:
        response = m.responses[send.response]
        reaction.event = response.conversion
        reaction.value = lognormal(
            draw(luck_of_visit(m, node), DRAWS_VALUE), response.value_median, response.value_sigma
        )
    else:
        reaction.event = send.note + kind
        reaction.value = _NOTHING
    state.reaction_size += 1
    state.serial += 1
    push(m.agenda, state.agenda_size, at, state.serial, row)
    state.agenda_size += 1


@jitable
def begin_reaction(m: Machine) -> int:
    """Take the first reaction off the agenda and let the message take note of it: its event."""
    state = m.state[0]
    row = m.agenda[0].item
    state.agenda_size -= 1
    drop_first(m.agenda, state.agenda_size)
    reaction = m.reactions[row]
    state.reaction = row
    state.value = reaction.value
    m.message_states[reaction.instance * m.settings[0].messages + reaction.message] |= reaction.state
    if reaction.state == UNSUBSCRIBED_BIT:
        state.unsubscribed |= reaction.channel
    record_reaction(m, reaction.record, reaction.state, state.now)
    return reaction.event


@jitable
def record_reaction(m: Machine, row: int, bit: int, at: int) -> None:
    """Write the instant of a reaction (by its state's bit) into its message's row of the table.

    What replications have in common has no reactions: each draws its own.
    """
    if m.state[0].common:
        return
    record = m.message_records[row]
    if bit == DELIVERED_BIT:
        record.delivered_at = at
    elif bit == BOUNCED_BIT:
        record.bounced_at = at
    elif bit == OPENED_BIT:
        record.opened_at = at
    elif bit == CLICKED_BIT:
        record.clicked_at = at
    elif bit == UNSUBSCRIBED_BIT:
        record.unsubscribed_at = at
