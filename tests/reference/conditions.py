"""Whether a condition holds: scenario.md, section 4, clause by clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.reference import clock
from tests.reference.state import Event, Instance, Person, Token
from tests.reference.values import holds


@dataclass
class Asking:
    """Who asks, when, and what stands behind the question."""

    person: Person
    now: int
    types: dict[str, str]
    key: str | None
    instance: Instance | None = None
    token: Token | None = None
    entry: Event | None = None


def matches(event: Event, name: str, where: list[dict[str, Any]], asking: Asking) -> bool:
    """Whether an event has the name and every clause of its `where` is true."""

    def is_true(clause: dict[str, Any]) -> bool:
        name = clause["property"]
        return holds(event.properties.get(name), clause, asking.now, asking.person.zone, asking.types.get(name, ""))

    return event.name == name and all(is_true(clause) for clause in where)


def true(condition: dict[str, Any], asking: Asking) -> bool:
    """Whether the condition holds now."""
    return next(rule for key, rule in RULES.items() if key in condition)(condition, asking)


def _attribute(condition: dict[str, Any], asking: Asking) -> bool:
    name = condition["attribute"]
    return holds(asking.person.profile.get(name), condition, asking.now, asking.person.zone, asking.types.get(name, ""))


def _entry(condition: dict[str, Any], asking: Asking) -> bool:
    event = asking.entry if asking.instance is None else asking.instance.entry
    name = condition["entry"]
    value = event.properties.get(name) if event else None
    return holds(value, condition, asking.now, asking.person.zone, asking.types.get(name, ""))


def _score(condition: dict[str, Any], asking: Asking) -> bool:
    return holds(asking.person.scores.get(condition["score"], 0.0), condition, asking.now, asking.person.zone)


def _in_list(condition: dict[str, Any], asking: Asking) -> bool:
    return condition["in_list"] in asking.person.lists


def _message(condition: dict[str, Any], asking: Asking) -> bool:
    assert asking.instance is not None
    return condition["state"] in asking.instance.states.get(condition["message"], set())


def _local_time(condition: dict[str, Any], asking: Asking) -> bool:
    return clock.inside(condition["local_time"], asking.now, asking.person.zone)


def _seen(condition: dict[str, Any], asking: Asking) -> list[Event]:
    """The applied events inside the `since` horizon."""
    start = 0
    match condition.get("since", "ever"):
        case "entry":
            assert asking.instance is not None
            start = asking.instance.history
        case "arrival":
            assert asking.token is not None
            start = asking.token.history
    return asking.person.history[start:]


def _event(condition: dict[str, Any], asking: Asking) -> bool:
    found = [e for e in _seen(condition, asking) if matches(e, condition["event"], condition.get("where", []), asking)]
    if "within" in condition:
        horizon = clock.earlier(asking.now, clock.span(condition["within"]), asking.person.zone)
        found = [e for e in found if e.at > horizon]
    if condition.get("match_key"):
        assert asking.instance is not None
        found = [e for e in found if e.properties.get(str(asking.key)) == asking.instance.key]
    if "aggregate" not in condition:
        test = condition.get("count", {"op": "ge", "value": 1})
        return holds(float(len(found)), test, asking.now, asking.person.zone)
    return holds(_aggregate(condition, found, asking.now), condition, asking.now, asking.person.zone)


def _aggregate(condition: dict[str, Any], found: list[Event], now: int) -> float | None:
    values = [e.properties[condition["of"]] for e in found if e.properties.get(condition.get("of", "")) is not None]
    match condition["aggregate"]:
        case "count":
            return float(len(found))
        case "sum":
            return float(sum(values))
        case "distinct":
            return float(len(set(values)))
        case "avg":
            return sum(values) / len(values) if values else None
        case "min":
            return min(values, default=None)
        case "max":
            return max(values, default=None)
        case "days_since_last":
            return (now - found[-1].at) / 1_000_000 / 86_400 if found else None
    raise AssertionError(condition)


def _sequence(condition: dict[str, Any], asking: Asking) -> bool:
    seen, steps = _seen(condition, asking), condition["sequence"]
    for start, first in enumerate(seen):
        if not matches(first, steps[0]["event"], steps[0].get("where", []), asking):
            continue
        last, rest = first, iter(seen[start + 1 :])
        for step in steps[1:]:
            found = next((e for e in rest if matches(e, step["event"], step.get("where", []), asking)), None)
            if found is None:
                return False
            last = found
        if "within" not in condition or last.at <= clock.later(
            first.at, clock.span(condition["within"]), asking.person.zone
        ):
            return True
    return False


RULES: dict[str, Callable[[dict[str, Any], Asking], bool]] = {
    "all": lambda condition, asking: all(true(part, asking) for part in condition["all"]),
    "any": lambda condition, asking: any(true(part, asking) for part in condition["any"]),
    "not": lambda condition, asking: not true(condition["not"], asking),
    "attribute": _attribute,
    "entry": _entry,
    "score": _score,
    "in_list": _in_list,
    "message": _message,
    "sequence": _sequence,
    "local_time": _local_time,
    "event": _event,
}
