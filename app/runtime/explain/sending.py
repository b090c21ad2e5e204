"""Why a message was sent, skipped or held back, with what the decision rests on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.nodes.ad_platforms import CONSENT_ROLE, KNOWN_BY
from app.nodes.channel import ANY, CHANNELS
from app.nodes.instructions import Send
from app.nodes.words.sentences import window_words
from app.numbers import drawn, exact
from app.runtime.explain.context import Context, Told
from app.runtime.explain.lookup import Place
from app.runtime.explanation import Sight, StepKind
from app.runtime.machine.arithmetic.draws import linked, share
from app.runtime.machine.state.local import later
from app.runtime.machine.steps.sending import quiet_end, quiet_window, sent_lately
from app.runtime.phrasing import listed
from app.runtime.program import opcodes
from app.runtime.program.channels import channel_bit
from app.runtime.program.opcodes import HELD, NOT_SENT, OUT, OUTCOMES, SENT


def decided(context: Context, place: Place, send: Send, node: int, outcome: int) -> Told:
    """What became of a message just now; nothing has been written yet."""
    word = CHANNELS[send.channel].word
    if outcome == SENT:
        kind = "" if send.marketing else "; it is no marketing, so neither consent nor quiet hours nor caps are asked"
        return Told(StepKind.SENT, f"{word} sent{kind}", OUTCOMES[SENT])
    if outcome == HELD:
        end = quiet_end(context.m, channel_bit(send.channel))
        return Told(StepKind.HELD, f"{word} held back by {_quiet(context, send)}, until {context.at(end)}", "quiet")
    reason, sights = _REASONS[outcome](context, place, send)
    return Told(
        StepKind.SKIPPED,
        f"{word} not sent: {reason}; {_next(context, place, node, outcome)}",
        OUTCOMES[outcome],
        sights=sights,
    )


def _next(context: Context, place: Place, node: int, outcome: int) -> str:
    """Where a token goes from a message that was not sent."""
    settings = context.lookup.scenarios[place.scenario].settings
    ends = (outcome == opcodes.QUIET and settings.on_quiet == "exit") or (
        outcome == opcodes.CAPPED and settings.on_cap == "exit"
    )
    if ends:
        return "the customer leaves the scenario"
    is_wired = context.m.ports[context.m.nodes[node].port + NOT_SENT].size > 0
    return f"goes on by '{place.port(NOT_SENT if is_wired else OUT).name}'"


_Reason = tuple[str, tuple[Sight, ...]]


def _no_address(context: Context, _: Place, send: Send) -> _Reason:
    channel = CHANNELS[send.channel]
    attribute = context.lookup.dataset.roles.attributes.get(channel.address_role, "")
    return f"the customer lacks {channel.address_words} ('{attribute}' is missing)", ()


def _no_consent(context: Context, _: Place, send: Send) -> _Reason:
    channel, bit = CHANNELS[send.channel], channel_bit(send.channel)
    state = context.m.state[0]
    if not channel.asks_consent:
        return "the customer is in the list 'suppression'", ()
    if not state.consents & bit:
        attribute = context.lookup.dataset.roles.attributes.get(channel.consent_role, "")
        return f"no consent ('{attribute}' is {context.shown(context.attribute(attribute))})", ()
    if state.unsubscribed & bit:
        past = context.optouts[bit]
        words = f"the customer unsubscribed on {context.at(past.at)} ({context.lookup.name(past.event)})"
        return words, (context.sight(past, ()),)
    return "the customer is in the list 'suppression'", ()


def why_not_added(context: Context, place: Place, outcome: int) -> str:
    """Why the customer was not added to an audience."""
    if outcome == opcodes.NO_ADDRESS:
        lacks = " nor ".join(channel.address_words for channel in KNOWN_BY)
        return f"the customer has neither {lacks}"
    if outcome == opcodes.CONTROL:
        return _control_words(context, place)
    if context.m.state[0].consents & opcodes.AD_CONSENT_BIT:
        return "the customer is in the list 'suppression'"
    attribute = context.lookup.dataset.roles.attributes.get(CONSENT_ROLE, "")
    return f"no consent ('{attribute}' is {context.shown(context.attribute(attribute))})"


def _control(context: Context, place: Place, _: Send) -> _Reason:
    return _control_words(context, place), ()


def _control_words(context: Context, place: Place) -> str:
    rules = context.m.scenarios[place.scenario]
    luck = context.m.customers[context.m.state[0].customer].luck
    lot = float(share(linked(np.uint64(rules.luck), np.uint64(luck))))
    return f"the customer is in the control group (drew {drawn(lot)}, below {exact(rules.control)})"


def _quiet_reason(context: Context, _: Place, send: Send) -> _Reason:
    return _quiet(context, send), ()


def _quiet(context: Context, send: Send) -> str:
    rules = context.m.scenarios[context.scenario]
    window = quiet_window(context.m, channel_bit(send.channel))
    row = context.lookup.scenarios[context.scenario].settings.quiet_hours[window - rules.first_window]
    return f"quiet hours {window_words(row)} (it is {context.at(context.now)} for the customer)"


def _capped(context: Context, place: Place, send: Send) -> _Reason:
    rules = context.m.scenarios[place.scenario]
    bit = channel_bit(send.channel)
    full = next(
        row
        for row in range(rules.first_cap, rules.first_cap + rules.caps)
        if context.m.caps[row].channels & bit and sent_lately(context.m, row) >= context.m.caps[row].most
    )
    cap = context.lookup.scenarios[place.scenario].settings.frequency_caps[full - rules.first_cap]
    row = context.m.caps[full]
    after = later(context.m, context.now, row.per, -1)
    counted = [one for one in context.sent if one.marketing and one.channel & row.channels and one.at > after]
    sights = tuple(Sight(one.at, "message_sent", {"node": one.node}) for one in counted)
    what = "messages" if cap.channel == ANY else CHANNELS[cap.channel].word
    had = listed(f"'{one.name}' on {context.at(one.at)}" for one in counted) or "none is allowed"
    return f"the cap of {cap.max} {what} in {cap.per.in_words()} is used up ({had})", sights


_REASONS: dict[int, Callable[[Context, Place, Send], _Reason]] = {
    opcodes.NO_ADDRESS: _no_address,
    opcodes.NO_CONSENT: _no_consent,
    opcodes.CONTROL: _control,
    opcodes.QUIET: _quiet_reason,
    opcodes.CAPPED: _capped,
}
