"""What each node does to a token that has arrived; each returns the tokens that go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import time
from typing import TYPE_CHECKING, Any

from tests.reference import clock
from tests.reference.conditions import true
from tests.reference.sending import send
from tests.reference.state import Token
from tests.reference.values import attribute_instant

if TYPE_CHECKING:
    from tests.reference.interpreter import Interpreter

NodeRule = Callable[["Interpreter", Token], list[Token]]


def _params(play: Interpreter, token: Token) -> dict[str, Any]:
    params: dict[str, Any] = play.nodes[token.node]["params"]
    return params


def _filter(play: Interpreter, token: Token) -> list[Token]:
    holds = true(_params(play, token)["condition"], play.asking(token.instance, token))
    return play.leave(token, "pass" if holds else "fail")


def _branch(play: Interpreter, token: Token) -> list[Token]:
    asking = play.asking(token.instance, token)
    cases = _params(play, token)["cases"]
    return play.leave(token, next((case["port"] for case in cases if true(case["condition"], asking)), "otherwise"))


def _split(play: Interpreter, token: Token) -> list[Token]:
    params = _params(play, token)
    variants = params["variants"]
    instance = token.instance.number if params.get("sticky") == "instance" else 0
    drawn, reached = play.draw("split", token.node, instance) * sum(v["weight"] for v in variants), 0.0
    for variant in variants:
        reached += variant["weight"]
        if drawn < reached:
            return play.leave(token, variant["port"])
    return play.leave(token, variants[-1]["port"])


def _wait(play: Interpreter, token: Token) -> list[Token]:
    params = _params(play, token)
    moved = play.later(play.now, params["for"]) if "for" in params else play.now
    target: int | None = moved
    if "until" in params:
        target = _until(play, params["until"], moved)
        if target is None or target < moved:
            rule = params.get("if_missing" if target is None else "if_past", "continue")
            if rule == "exit":
                play.end(token.instance, "exit_node", token.node)
                return []
            target = moved
    assert target is not None
    if target <= play.now:
        return play.leave_wait(token, "out")
    return play.block(token, "time", target)


def _until(play: Interpreter, until: dict[str, Any], moved: int) -> int | None:
    zone = play.person.zone
    if "at" in until:
        return clock.moment(until["at"], zone)
    if "time" in until and "attribute" not in until:
        return clock.next_wall(moved, time.fromisoformat(until["time"]), tuple(until.get("weekdays") or ()), zone)
    if "attribute" in until:
        value = play.person.profile.get(until["attribute"])
        return None if value is None else attribute_instant(value, until.get("time"), until.get("offset"), zone)
    best = until["best_time"]
    hours = Counter(clock.local(e.at, zone).hour for e in play.person.history if e.name == best["event"])
    at = time(min(hours, key=lambda hour: (-hours[hour], hour))) if hours else time.fromisoformat(best["fallback"])
    return clock.next_wall(moved, at, (), zone)


def _wait_for(play: Interpreter, token: Token) -> list[Token]:
    params = _params(play, token)
    deadline = play.later(play.now, params["timeout"])
    if "message" in params:
        if params["state"] in token.instance.states.get(params["message"], set()):
            return play.leave_wait(token, "happened")
        return play.block(token, "message", deadline)
    return play.block(token, "event", deadline)


def _score(play: Interpreter, token: Token) -> list[Token]:
    params = _params(play, token)
    before = play.person.scores.get(params["score"], 0.0)
    play.add_score(params["score"], float(params["set"]) if "set" in params else before + params["add"])
    return play.leave(token, "out")


def _set(play: Interpreter, token: Token) -> list[Token]:
    params, entry = _params(play, token), token.instance.entry
    value = params.get("value")
    if "from_entry" in params:
        value = entry.properties.get(params["from_entry"]) if entry else None
    kind = play.types.get(params["attribute"], "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = float(value)
    elif kind == "instant" and isinstance(value, str):
        value = clock.moment(value, play.person.zone)
    play.person.profile[params["attribute"]] = value
    return play.leave(token, "out")


def _list(play: Interpreter, token: Token) -> list[Token]:
    params = _params(play, token)
    (play.person.lists.add if params["action"] == "add" else play.person.lists.discard)(params["list"])
    return play.leave(token, "out")


def _record(play: Interpreter, token: Token) -> list[Token]:
    return play.leave(token, "out")


def _exit(play: Interpreter, token: Token) -> list[Token]:
    play.end(token.instance, "exit_node", token.node)
    return []


NODES: dict[str, NodeRule] = {
    "filter": _filter,
    "branch": _branch,
    "split": _split,
    "wait": _wait,
    "wait_for": _wait_for,
    "email": send,
    "sms": send,
    "score": _score,
    "set": _set,
    "list": _list,
    "task": _record,
    "webhook": _record,
    "exit": _exit,
}
