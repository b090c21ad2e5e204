"""What each node does to a token that has arrived; each returns the tokens that go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import time

from tests.reference import clock, luck
from tests.reference.conditions import true
from tests.reference.play import Play
from tests.reference.recommending_nodes import recommend_at
from tests.reference.sending import change_audience, send
from tests.reference.state import Token
from tests.reference.values import attribute_instant, constant

NodeRule = Callable[[Play, Token], list[Token]]


def _later(play: Play, token: Token, duration: str) -> int:
    return play.later(play.now, duration, token.instance.journey)


def _filter(play: Play, token: Token) -> list[Token]:
    return play.leave(token, "pass" if true(token.params["condition"], play.asking_at(token)) else "fail")


def _branch(play: Play, token: Token) -> list[Token]:
    asking = play.asking_at(token)
    ports = (case["port"] for case in token.params["cases"] if true(case["condition"], asking))
    return play.leave(token, next(ports, "otherwise"))


def _split(play: Play, token: Token) -> list[Token]:
    variants = token.params["variants"]
    anew = (play.world.replication, token.times) if token.params.get("sticky") == "instance" else ()
    drawn = luck.at_node(play.world, play.person, token.instance.journey, token.node, *anew)
    total, reached = sum(variant["weight"] for variant in variants), 0.0
    for variant in variants[:-1]:
        reached += variant["weight"]
        if drawn < reached / total:
            return play.leave(token, variant["port"])
    return play.leave(token, variants[-1]["port"])


def _wait(play: Play, token: Token) -> list[Token]:
    params = token.params
    moved = _later(play, token, params["for"]) if "for" in params else play.now
    target: int | None = moved
    if "until" in params:
        target = _until(play, token, moved)
        if target is None or target < moved:
            if params.get("if_missing" if target is None else "if_past", "continue") == "exit":
                return play.end(token.instance, "exit_node", token.node)
            target = moved
    assert target is not None
    return play.block(token, "time", target) if target > play.now else play.leave_wait(token, "out")


def _until(play: Play, token: Token, moved: int) -> int | None:
    until, zone = token.params["until"], play.asking_at(token).zone
    if "at" in until:
        return clock.moment(until["at"], zone)
    if "attribute" in until:
        value = play.person.profile.get(until["attribute"])
        return None if value is None else attribute_instant(value, until.get("time"), until.get("offset"), zone)
    if "time" in until:
        return clock.next_wall(moved, time.fromisoformat(until["time"]), tuple(until.get("weekdays") or ()), zone)
    best = until["best_time"]
    hours = Counter(clock.local(e.at, zone).hour for e in play.person.history if e.name == best["event"])
    at = time(min(hours, key=lambda hour: (-hours[hour], hour))) if hours else time.fromisoformat(best["fallback"])
    return clock.next_wall(moved, at, (), zone)


def _wait_for(play: Play, token: Token) -> list[Token]:
    params = token.params
    deadline = _later(play, token, params["timeout"])
    if "message" in params and params["state"] in token.instance.states.get(params["message"], set()):
        return play.leave_wait(token, "happened")
    if deadline <= play.now:
        return play.leave_wait(token, "timed_out")
    return play.block(token, "message" if "message" in params else "event", deadline)


def _score(play: Play, token: Token) -> list[Token]:
    params = token.params
    if "set" in params:
        play.add_score(params["score"], to=float(params["set"]))
    else:
        play.add_score(params["score"], add=float(params["add"]))
    return play.leave(token, "out")


def _set(play: Play, token: Token) -> list[Token]:
    params, entry, attribute = token.params, token.instance.entry, token.params["attribute"]
    if "from_entry" in params:
        value = entry.get(params["from_entry"], token.instance.journey) if entry else None
    else:
        value = constant(params["value"], play.world.types.get(attribute, ""), play.asking_at(token).zone)
    play.person.profile[attribute] = value
    return play.leave(token, "out")


def _list(play: Play, token: Token) -> list[Token]:
    lists = play.person.lists
    (lists.add if token.params["action"] == "add" else lists.discard)(token.params["list"])
    return play.leave(token, "out")


def _task(play: Play, token: Token) -> list[Token]:
    params = token.params
    due = _later(play, token, params["due"]) if "due" in params else None
    play.write_visit("tasks", token, play.now, params["title"], params.get("assignee") or "", due)
    return play.leave(token, "out")


def _webhook(play: Play, token: Token) -> list[Token]:
    play.write_visit("webhooks", token, play.now, token.params["name"])
    return play.leave(token, "out")


def _voucher(play: Play, token: Token) -> list[Token]:
    """Customers take turns in the order of instants, so the first code that is left is the next one."""
    pool = token.params["pool"]
    codes = play.world.pools[pool]
    code = codes.pop(0) if codes else None
    play.write_visit("vouchers", token, play.now, pool, code)
    if code is not None:
        play.person.profile[token.params["into"]] = code
    return play.leave(token, "none_left" if code is None else "out")


def _exit(play: Play, token: Token) -> list[Token]:
    return play.end(token.instance, "exit_node", token.node)


NODES: dict[str, NodeRule] = {
    "filter": _filter,
    "branch": _branch,
    "split": _split,
    "wait": _wait,
    "wait_for": _wait_for,
    "email": send,
    "sms": send,
    "push": send,
    "score": _score,
    "set": _set,
    "list": _list,
    "ad_audience": change_audience,
    "task": _task,
    "webhook": _webhook,
    "voucher": _voucher,
    "recommend": recommend_at,
    "exit": _exit,
}
