"""Whether a condition holds: scenario.md, section 4, clause by clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference import clock
from tests.reference.state import Event, Instance, Journey, Json, Person, Token
from tests.reference.values import holds


@dataclass
class Asking:
    """Who asks, when, and what stands behind the question."""

    person: Person
    now: int
    journey: Journey
    instance: Instance | None = None
    token: Token | None = None
    entry: Event | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The customer's zone."""
        return self.person.zone(self.journey)

    def test(self, value: Any, test: Json) -> bool:
        """Whether the operator of a test is true of a value."""
        return holds(value, test, self.now, self.zone)

    def earlier(self, duration: str) -> int:
        """The instant so long before now."""
        return clock.earlier(self.now, clock.span(duration), self.zone)


def matches(event: Event, rule: Json, asking: Asking) -> bool:
    """Whether an event has the rule's name and every clause of its `where` is true."""
    return event.name == rule["event"] and all(
        asking.test(event.get(clause["property"], asking.journey), clause) for clause in rule.get("where", [])
    )


def true(condition: Json, asking: Asking) -> bool:
    """Whether the condition holds now."""
    return next(rule for key, rule in RULES.items() if key in condition)(condition, asking)


def _attribute(condition: Json, asking: Asking) -> bool:
    return asking.test(asking.person.profile.get(condition["attribute"]), condition)


def _entry(condition: Json, asking: Asking) -> bool:
    event = asking.entry if asking.instance is None else asking.instance.entry
    return asking.test(event.get(condition["entry"], asking.journey) if event else None, condition)


def _score(condition: Json, asking: Asking) -> bool:
    return asking.test(asking.person.score(condition["score"], asking.now), condition)


def _in_list(condition: Json, asking: Asking) -> bool:
    return condition["in_list"] in asking.person.lists


def _message(condition: Json, asking: Asking) -> bool:
    assert asking.instance is not None
    return condition["state"] in asking.instance.states.get(condition["message"], set())


def _local_time(condition: Json, asking: Asking) -> bool:
    return clock.inside(condition["local_time"], asking.now, asking.zone)


def _seen(condition: Json, asking: Asking) -> list[Event]:
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


def _event(condition: Json, asking: Asking) -> bool:
    found = [event for event in _seen(condition, asking) if matches(event, condition, asking)]
    if "within" in condition:
        horizon = asking.earlier(condition["within"])
        found = [event for event in found if event.at > horizon]
    if condition.get("match_key"):
        assert asking.instance is not None
        found = [event for event in found if event.key(asking.journey) == asking.instance.key]
    if "aggregate" not in condition:
        return asking.test(float(len(found)), condition.get("count", {"op": "ge", "value": 1}))
    return asking.test(_aggregate(condition, found, asking), condition)


def _aggregate(condition: Json, found: list[Event], asking: Asking) -> float | None:
    of = condition.get("of", "")
    filled = [event for event in found if event.get(of, asking.journey) is not None]
    values = [event.get(of, asking.journey) for event in filled]
    match condition["aggregate"]:
        case "count":
            return float(len(found))
        case "sum":
            return float(sum(values))
        case "distinct":
            return float(_distinct(filled, values))
        case "avg":
            return sum(values) / len(values) if values else None
        case "min":
            return min(values, default=None)
        case "max":
            return max(values, default=None)
        case "days_since_last":
            return (asking.now - found[-1].at) / 1_000_000 / 86_400 if found else None
    raise AssertionError(condition)


def _distinct(events: list[Event], values: list[Any]) -> int:
    """How many different values there are; a drawn number is like no other."""
    drawn = [event.modelled and event.message is None for event in events]
    return sum(drawn) + len({value for value, is_drawn in zip(values, drawn, strict=True) if not is_drawn})


def _sequence(condition: Json, asking: Asking) -> bool:
    seen, steps = _seen(condition, asking), condition["sequence"]
    for start, first in enumerate(seen):
        if not matches(first, steps[0], asking):
            continue
        last, rest = first, iter(seen[start + 1 :])
        for step in steps[1:]:
            found = next((event for event in rest if matches(event, step, asking)), None)
            if found is None:
                return False
            last = found
        if "within" not in condition:
            return True
        if last.at <= clock.later(first.at, clock.span(condition["within"]), asking.zone):
            return True
    return False


RULES: dict[str, Callable[[Json, Asking], bool]] = {
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
