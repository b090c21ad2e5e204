"""Whether a message leaves: scenario.md, section 6, step by step."""

from __future__ import annotations

from typing import Any

from tests.reference import clock, luck
from tests.reference.play import Play
from tests.reference.reactions import react
from tests.reference.state import Event, Json, Person, Sent, Token, World

ADDRESS_ROLE = {"email": "email", "sms": "phone", "push": "push_token"}


def send(play: Play, token: Token) -> list[Token]:
    """Decide on the message at the token's node, and go on."""
    settings = token.instance.journey.settings
    outcome = _outcome(play, token)
    if outcome == "quiet" and settings.get("on_quiet", "hold") == "hold":
        window = _quiet_window(play, token)
        assert window is not None
        return play.block(token, "quiet", clock.window_end(window, play.now, play.asking_at(token).zone))
    row = _record(play, token, outcome)
    if outcome == "sent":
        received = react(play, token, row)
        play.person.sent.append(Sent(play.now, _channel(token), token.params.get("marketing", True), received))
        return play.leave(token, "out")
    ends = {"quiet": settings.get("on_quiet"), "capped": settings.get("on_cap")}
    if ends.get(outcome) == "exit":
        return play.end(token.instance, outcome, token.node)
    wired = token.instance.journey.targets(token.node, "not_sent")
    return play.leave(token, "not_sent" if wired else "out")


def _outcome(play: Play, token: Token) -> str:
    channel, roles, profile = _channel(token), play.world.roles["attributes"], play.person.profile
    if ADDRESS_ROLE[channel] in roles and not profile.get(roles[ADDRESS_ROLE[channel]]):
        return "no_address"
    if not token.params.get("marketing", True):
        return "sent"
    consent = roles.get(f"{channel}_consent")
    refused = consent is not None and profile.get(consent) is not True
    if refused or channel in play.person.opted_out or "suppression" in play.person.lists:
        return "no_consent"
    if is_held_out(play.world, play.person, token):
        return "control"
    if _quiet_window(play, token) is not None:
        return "quiet"
    return "capped" if _is_capped(play, token) else "sent"


def change_audience(play: Play, token: Token) -> list[Token]:
    """What a sync to an ad platform would do; being in the audience is being in the list of its name."""
    params, lists = token.params, play.person.lists
    outcome = _added(play, token) if params["action"] == "add" else "removed"
    if outcome == "added":
        lists.add(params["audience"])
    elif outcome == "removed":
        lists.discard(params["audience"])
    play.write_visit("audiences", token, play.now, params["platform"], params["audience"], params["action"], outcome)
    is_done = outcome in ("added", "removed") or not token.instance.journey.targets(token.node, "not_added")
    return play.leave(token, "out" if is_done else "not_added")


def _added(play: Play, token: Token) -> str:
    roles, profile = play.world.roles["attributes"], play.person.profile
    addresses = [profile.get(roles[role]) for role in ("email", "phone") if role in roles]
    if addresses and not any(addresses):
        return "no_address"
    refused = "ad_consent" in roles and profile.get(roles["ad_consent"]) is not True
    if refused or "suppression" in play.person.lists:
        return "no_consent"
    return "control" if is_held_out(play.world, play.person, token) else "added"


def is_held_out(world: World, person: Person, token: Token) -> bool:
    """Whether the customer is in the control group of the token's journey."""
    journey = token.instance.journey
    return luck.of_control(world, person, journey) < float(journey.settings.get("control_group", 0))


def _channel(token: Token) -> str:
    return str(token.instance.journey.nodes[token.node]["type"])


def _record(play: Play, token: Token, outcome: str) -> list[Any]:
    """The row, the instance's state and the entry in the history."""
    journey, channel = token.instance.journey, _channel(token)
    cost = float(token.params.get("cost") or 0) if outcome == "sent" else 0.0
    row = play.write_visit("messages", token, channel, play.now, outcome, *[None] * 5, cost)
    state = "sent" if outcome == "sent" else "skipped"
    token.instance.states.setdefault(token.node, set()).add(state)
    properties = {"channel": channel, "reason": None if outcome == "sent" else outcome}
    play.person.history.append(Event(play.now, f"message_{state}", properties, message=(journey, token.node)))
    return row


def _quiet_window(play: Play, token: Token) -> Json | None:
    channel = _channel(token)
    windows = token.instance.journey.settings.get("quiet_hours", [])
    holding = (w for w in windows if w.get("channel", channel) == channel)
    return next((w for w in holding if clock.inside(w, play.now, play.asking_at(token).zone)), None)


def _is_capped(play: Play, token: Token) -> bool:
    for cap in token.instance.journey.settings.get("frequency_caps", []):
        if cap["channel"] in (_channel(token), "any"):
            horizon = play.asking_at(token).earlier(cap["per"])
            counted = [
                sent
                for sent in play.person.sent
                if sent.marketing and sent.at > horizon and cap["channel"] in (sent.channel, "any")
            ]
            if len(counted) >= cap["max"]:
                return True
    return False
