"""Messages: the decision of scenario.md, section 6, and what it leaves behind."""

from __future__ import annotations

from app.runtime.clock import is_inside, shift, wall_of, window_end
from app.runtime.codes import (
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
from app.runtime.jit import jitable
from app.runtime.kernel.history import remember
from app.runtime.kernel.writing import write_message
from app.runtime.machine import Machine


@jitable
def decide(m: Machine, row: int) -> int:
    """What becomes of a message now: the first of the reasons that applies, held back, or sent."""
    state = m.state[0]
    send = m.sends[row]
    customer = m.customers[state.customer]
    if not customer.addresses & send.channel:
        return NO_ADDRESS
    if not send.marketing:
        return SENT
    if not customer.consents & ~state.unsubscribed & send.channel or customer.suppressed:
        return NO_CONSENT
    if customer.control:
        return CONTROL
    if quiet_window(m, send.channel) != NONE:
        return HELD if m.settings[0].on_quiet == HOLD else QUIET
    if is_capped(m, send.channel):
        return CAPPED
    return SENT


@jitable
def quiet_window(m: Machine, channel: int) -> int:
    """The first window of quiet hours for a channel (bit) that holds now; -1 if none does."""
    state = m.state[0]
    quiet_windows = m.settings[0].quiet_windows
    if quiet_windows == 0:
        return NONE
    wall = wall_of(m, state.zone, state.now)
    for window in range(quiet_windows):
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
    for row in range(len(m.caps)):
        cap = m.caps[row]
        if cap.channels & channel and sent_lately(m, row) >= cap.most:
            return True
    return False


@jitable
def sent_lately(m: Machine, cap: int) -> int:
    """How many marketing messages were sent on the cap's channels within its span, up to as many as it allows."""
    state = m.state[0]
    limit = m.caps[cap]
    after = shift(m, state.zone, state.now, limit.per, -1)
    count = 0
    position = state.sent_size - 1
    while position >= 0 and count < limit.most and m.sent[position].at > after:
        if m.sent[position].channel & limit.channels:
            count += 1
        position -= 1
    return count


@jitable
def record_decision(m: Machine, instance: int, visit: int, row: int, outcome: int) -> None:
    """Write a decision to the table, to the instance's message states, to the history, and to what caps count."""
    state = m.state[0]
    send = m.sends[row]
    write_message(m, visit, outcome, send.cost if outcome == SENT else 0.0)
    m.message_states[instance * m.settings[0].messages + send.message] |= SENT_BIT if outcome == SENT else SKIPPED_BIT
    note = send.note + outcome
    if m.classes[m.event_class[note]].remembered:
        remember(m, note)
    if outcome == SENT and send.marketing and len(m.caps) > 0:
        if state.sent_size == len(m.sent):
            state.shortage = SHORT_OF_SENT
            return
        m.sent[state.sent_size].at = state.now
        m.sent[state.sent_size].channel = send.channel
        state.sent_size += 1
