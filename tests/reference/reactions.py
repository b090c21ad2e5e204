"""How people react to a message in a forecast: scenario.md, section 9."""

from __future__ import annotations

from typing import Any

from app.runtime.machine.arithmetic.lognormal import lognormal
from tests.reference import clock, luck
from tests.reference.conditions import true
from tests.reference.play import Play
from tests.reference.state import Event, Json, Reaction, Token

DELIVER, OPEN, OPEN_AFTER, CLICK, CLICK_AFTER, UNSUBSCRIBE, CONVERT, CONVERT_AFTER, VALUE = range(1, 10)
PLAIN_RATES = {
    "email": {"deliver": 1.0, "open": 0.0, "click": 0.0, "unsubscribe": 0.0},
    "sms": {"deliver": 1.0, "open": 1.0, "click": 0.0, "unsubscribe": 0.0},
    "push": {"deliver": 1.0, "open": 1.0, "click": 0.0, "unsubscribe": 0.0},
}
LONGEST_DELAY_US = 3_000_000_000_000_000


def react(play: Play, token: Token, row: list[Any]) -> bool:
    """Draw all reactions to a message just sent, and whether it is received; `row` is the message's."""
    response = _response(play, token)
    if play.world.replication == 0 or response is None:
        return True
    rates = _rates(play, token, response)
    if not _happens(play, token, DELIVER, rates["deliver"]):
        _plan(play, token, row, play.now, "bounced")
        return False
    _plan(play, token, row, play.now, "delivered")
    if not _happens(play, token, OPEN, rates["open"] * _freshness(play, token, response)):
        return True
    opened = play.now + _delay(play, token, OPEN_AFTER, response.get("open_after"))
    _plan(play, token, row, opened, "opened")
    clicks = _happens(play, token, CLICK, rates["click"])
    clicked = opened + _delay(play, token, CLICK_AFTER, response.get("click_after"))
    if clicks:
        _plan(play, token, row, clicked, "clicked")
    if _happens(play, token, UNSUBSCRIBE, rates["unsubscribe"]):
        _plan(play, token, row, opened, "unsubscribed")
    convert = response.get("convert")
    if clicks and convert and _happens(play, token, CONVERT, convert["rate"]):
        _plan_conversion(play, token, row, clicked, convert)
    return True


def _response(play: Play, token: Token) -> Json | None:
    """The node's own response, field by field completed by the channel's; none if there is neither."""
    node = token.instance.journey.nodes[token.node]
    own, common = node["params"].get("response"), play.world.responses.get(node["type"])
    if own is None and common is None:
        return None
    given = [{key: value for key, value in (one or {}).items() if value not in (None, [])} for one in (common, own)]
    return {**PLAIN_RATES[node["type"]], **given[0], **given[1]}


def _rates(play: Play, token: Token, response: Json) -> dict[str, float]:
    """The four rates, with those of the first override that holds."""
    asking = play.asking_at(token)
    first: Json = next((other for other in response.get("when", []) if true(other["condition"], asking)), {})
    rates = ("deliver", "open", "click", "unsubscribe")
    return {rate: response[rate] if first.get(rate) is None else first[rate] for rate in rates}


def _freshness(play: Play, token: Token, response: Json) -> float:
    """What is left of the rate of opening after the messages received in the window."""
    fatigue, left = response.get("fatigue"), 1.0
    if fatigue:
        horizon = play.asking_at(token).earlier(fatigue["window"])
        for sent in play.person.sent:
            if sent.received and sent.at > horizon:
                left *= fatigue["per_message"]
    return left


def _draw(play: Play, token: Token, what: int) -> float:
    world, journey = play.world, token.instance.journey
    return luck.at_node(world, play.person, journey, token.node, world.replication, token.times, what)


def _happens(play: Play, token: Token, what: int, rate: float) -> bool:
    return _draw(play, token, what) < rate


def _delay(play: Play, token: Token, what: int, delay: Json | None) -> int:
    if delay is None:
        return 0
    median = clock.span(delay["median"])  # a month is 30 days here, a year 365
    years, months = divmod(median.months, 12)
    us = (years * 365 + months * 30 + median.days) * clock.DAY_US + median.us
    return int(min(lognormal(_draw(play, token, what), float(us), delay["sigma"]), LONGEST_DELAY_US))


def _plan(play: Play, token: Token, row: list[Any], at: int, state: str) -> None:
    journey = token.instance.journey
    properties = {"channel": journey.nodes[token.node]["type"]}
    event = Event(at, f"message_{state}", properties, message=(journey, token.node), modelled=True)
    play.person.reactions.append(Reaction(at, event, state, token.instance, row))


def _plan_conversion(play: Play, token: Token, row: list[Any], clicked: int, convert: Json) -> None:
    at = clicked + _delay(play, token, CONVERT_AFTER, convert["after"])
    properties, value = {}, convert.get("value")
    if convert.get("property") and value:
        properties[convert["property"]] = lognormal(_draw(play, token, VALUE), value["median"], value["sigma"])
    event = Event(at, convert["event"], properties, modelled=True)
    play.person.reactions.append(Reaction(at, event, None, token.instance, row))


COLUMN = {"delivered": 7, "bounced": 8, "opened": 9, "clicked": 10, "unsubscribed": 11}


def take_note(play: Play, reaction: Reaction) -> None:
    """A reaction happens: the message's row, the instance's states and the consent say so."""
    if reaction.state is None:
        return
    reaction.instance.states.setdefault(_node(reaction), set()).add(reaction.state)
    reaction.row[COLUMN[reaction.state]] = play.now
    if reaction.state == "unsubscribed":
        play.person.opted_out.add(reaction.event.properties["channel"])


def satisfies(token: Token, reaction: Reaction | None) -> bool:
    """Whether a reaction is what a token waits for."""
    return (
        reaction is not None
        and token.waiting == "message"
        and token.instance is reaction.instance
        and reaction.state == token.params["state"]
        and _node(reaction) == token.params["message"]
    )


def _node(reaction: Reaction) -> str:
    assert reaction.event.message is not None
    return reaction.event.message[1]
