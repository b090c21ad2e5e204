"""Messages and audiences: the decisions of scenario.md, section 6, and what they leave behind."""

from __future__ import annotations

from app.runtime.machine.arithmetic.clock import is_inside, window_end
from app.runtime.machine.state.history import remember
from app.runtime.machine.state.local import later, local_wall
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.state.writing import is_held_out, write_message
from app.runtime.native.jit import inlined, jitable
from app.runtime.program.opcodes import (
    AD_CONSENT_BIT,
    CAPPED,
    CONTROL,
    HELD,
    HOLD,
    NO_ADDRESS,
    NO_CONSENT,
    NONE,
    QUIET,
    SENT,
    SENT_BIT,
    SHORT_OF_SENT,
    SKIPPED_BIT,
)

_NOTHING = float("nan")


@jitable
def decide(m: Machine, row: int) -> int:
    """What becomes of a message now: the first of the reasons that applies, held back, or sent."""
    state = m.state[0]
    send = m.sends[row]
    settings = m.settings[0]
    if not state.addresses & send.channel:
        return NO_ADDRESS
    if not send.marketing:
        return SENT
    if send.asks_consent and not state.consents & ~state.unsubscribed & send.channel:
        return NO_CONSENT
    if settings.suppression != NONE and m.lists[settings.suppression] == 1:
        return NO_CONSENT
    if send.holds_out and is_held_out(m):
        return CONTROL
    if quiet_window(m, send.channel) != NONE:
        return HELD if m.scenarios[state.scenario].on_quiet == HOLD else QUIET
    if is_capped(m, send.channel):
        return CAPPED
    return SENT


@jitable
def change_audience(m: Machine, row: int) -> int:
    """Put the customer into an audience or take her out: done (`SENT`), or why she was not added."""
    outcome = decide_on_audience(m, row)
    if outcome == SENT:
        m.lists[m.audiences[row].list] = m.audiences[row].adds
    return outcome


@jitable
def decide_on_audience(m: Machine, row: int) -> int:
    """The first of the reasons for which the customer is not added; taking out always applies."""
    state = m.state[0]
    audience = m.audiences[row]
    suppression = m.settings[0].suppression
    if not audience.adds:
        return SENT
    if audience.addresses != 0 and not state.addresses & audience.addresses:
        return NO_ADDRESS
    if not state.consents & AD_CONSENT_BIT:
        return NO_CONSENT
    if suppression != NONE and m.lists[suppression] == 1:
        return NO_CONSENT
    return CONTROL if is_held_out(m) else SENT


@inlined
def quiet_window(m: Machine, channel: int) -> int:
    """The first window of quiet hours for a channel (bit) that holds now; -1 if none does."""
    state = m.state[0]
    rules = m.scenarios[state.scenario]
    if rules.windows == 0:
        return NONE
    wall = local_wall(m, state.now)
    for window in range(rules.first_window, rules.first_window + rules.windows):
        if m.windows[window].channels & channel and is_inside(m, window, wall):
            return window
    return NONE


@jitable
def quiet_end(m: Machine, channel: int) -> int:
    """When the window that holds a message back now ends."""
    state = m.state[0]
    return window_end(m, state.zone, quiet_window(m, channel), state.now)


@jitable
def is_capped(m: Machine, channel: int) -> bool:
    """Whether a frequency cap for the channel (bit) is used up."""
    rules = m.scenarios[m.state[0].scenario]
    for row in range(rules.first_cap, rules.first_cap + rules.caps):
        cap = m.caps[row]
        if cap.channels & channel and sent_lately(m, row) >= cap.most:
            return True
    return False


@jitable
def sent_lately(m: Machine, cap: int) -> int:
    """How many marketing messages were sent on the cap's channels within its span, up to as many as it allows."""
    state = m.state[0]
    limit = m.caps[cap]
    after = later(m, state.now, limit.per, -1)
    count = 0
    position = state.sent_size - 1
    while position >= 0 and count < limit.most and m.sent[position].at > after:
        if m.sent[position].marketing and m.sent[position].channel & limit.channels:
            count += 1
        position -= 1
    return count


@jitable
def record_decision(m: Machine, instance: int, visit: int, row: int, outcome: int) -> int:
    """Write a decision to the table, the instance's message states and the history; its row of the table."""
    send = m.sends[row]
    record = write_message(m, visit, outcome, send.cost if outcome == SENT else 0.0)
    m.message_states[instance * m.settings[0].messages + send.message] |= SENT_BIT if outcome == SENT else SKIPPED_BIT
    note = send.note + outcome
    if m.classes[m.event_class[note]].remembered:
        remember(m, note, _NOTHING)
    return record


@jitable
def count_sent(m: Machine, row: int, received: int) -> None:
    """Keep a message that was sent for caps, and for the fatigue of those who react."""
    state = m.state[0]
    send = m.sends[row]
    if state.sent_size == len(m.sent):
        state.shortage = SHORT_OF_SENT
        return
    sent = m.sent[state.sent_size]
    sent.at = state.now
    sent.channel = send.channel
    sent.marketing = send.marketing
    sent.received = received
    state.sent_size += 1
