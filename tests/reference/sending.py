"""Whether a message leaves: scenario.md, section 6, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.reference import clock
from tests.reference.state import Event, Instance, Token

if TYPE_CHECKING:
    from tests.reference.interpreter import Interpreter


def send(play: Interpreter, token: Token) -> list[Token]:
    """Decide on the message at the token's node, and go on."""
    node, instance = play.nodes[token.node], token.instance
    channel, marketing = node["type"], node["params"].get("marketing", True)
    roles, profile = play.roles["attributes"], play.person.profile
    if channel_role(channel) in roles and not profile.get(roles[channel_role(channel)]):
        return _decide(play, token, "no_address")
    if not marketing:
        return _decide(play, token, "sent")
    consent = roles.get(f"{channel}_consent")
    refused = consent is not None and profile.get(consent) is not True
    if refused or channel in play.person.opted_out or "suppression" in play.person.lists:
        return _decide(play, token, "no_consent")
    if play.draw("control", play.scenario["id"], 0) < play.settings.get("control_group", 0):
        return _decide(play, token, "control")
    window = _quiet_window(play, channel)
    if window is not None:
        return _quiet(play, token, window)
    if _is_capped(play, channel):
        _decide_only(play, token, "capped")
        if play.settings.get("on_cap") == "exit":
            return _end(play, instance, "capped", token)
        return play.leave(token, _skipped_port(play, token))
    play.person.sent.append((play.now, channel))
    return _decide(play, token, "sent")


def channel_role(channel: str) -> str:
    """The role of the attribute that holds the channel's address."""
    return {"email": "email", "sms": "phone"}[channel]


def _decide(play: Interpreter, token: Token, outcome: str) -> list[Token]:
    _decide_only(play, token, outcome)
    return play.leave(token, "out" if outcome == "sent" else _skipped_port(play, token))


def _decide_only(play: Interpreter, token: Token, outcome: str) -> None:
    channel, instance = play.nodes[token.node]["type"], token.instance
    assert token.visit is not None
    row = [play.person.id, instance.number, token.visit[2], token.node, channel, play.now, outcome]
    play.rows["messages"].append(row)
    state = "sent" if outcome == "sent" else "skipped"
    instance.states.setdefault(token.node, set()).add(state)
    reason = None if outcome == "sent" else outcome
    properties = {"node": token.node, "channel": channel, "reason": reason}
    play.person.history.append(Event(play.now, f"message_{state}", properties))


def _skipped_port(play: Interpreter, token: Token) -> str:
    wired = any(e["from"] == token.node and e["port"] == "not_sent" for e in play.scenario["edges"])
    return "not_sent" if wired else "out"


def _end(play: Interpreter, instance: Instance, reason: str, token: Token) -> list[Token]:
    play.end(instance, reason, token.node)
    return []


def _quiet_window(play: Interpreter, channel: str) -> dict[str, Any] | None:
    windows = [w for w in play.settings.get("quiet_hours", []) if w.get("channel", channel) == channel]
    return next((w for w in windows if clock.inside(w, play.now, play.person.zone)), None)


def _quiet(play: Interpreter, token: Token, window: dict[str, Any]) -> list[Token]:
    match play.settings.get("on_quiet", "hold"):
        case "hold":
            return play.block(token, "quiet", clock.window_end(window, play.now, play.person.zone))
        case "skip":
            return _decide(play, token, "quiet")
    _decide_only(play, token, "quiet")
    return _end(play, token.instance, "quiet", token)


def _is_capped(play: Interpreter, channel: str) -> bool:
    for cap in play.settings.get("frequency_caps", []):
        if cap["channel"] in (channel, "any"):
            horizon = clock.earlier(play.now, clock.span(cap["per"]), play.person.zone)
            counted = [at for at, on in play.person.sent if cap["channel"] in (on, "any") and at > horizon]
            if len(counted) >= cap["max"]:
                return True
    return False
