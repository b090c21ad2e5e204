"""Choices that hypothesis can shrink, and random conditions made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]
Below = Callable[[int], int]
"""A number from 0 to below another; the smaller, the simpler."""

EVENTS = ("cart", "purchase", "visit", "signup", "email_optout", "push_optout", "sms_optout")
MESSAGE_EVENTS = (
    "message_sent", "message_skipped", "message_delivered", "message_bounced", "message_opened", "message_clicked",
    "message_unsubscribed",
)  # fmt: skip
STATES = ("sent", "skipped", "delivered", "opened", "clicked", "bounced", "unsubscribed")
LISTS = ("vip", "suppression", "blocked")
SCORES = ("lead", "heat")
SHORT = ("PT1H", "P1D", "PT12H", "P1D", "PT12H", "P2D", "PT6H", "PT30M", "P1DT2H", "P3D", "P1W", "P1M")
TIMES = ("09:00", "12:00", "00:00", "02:30", "20:00", "21:00", "23:30")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STARTS = (
    datetime(2024, 3, 29, tzinfo=UTC), datetime(2024, 10, 25, tzinfo=UTC), datetime(2024, 2, 27, tzinfo=UTC),
    datetime(2024, 4, 5, tzinfo=UTC), datetime(2024, 11, 1, tzinfo=UTC), datetime(2024, 12, 28, tzinfo=UTC),
)  # fmt: skip
SKUS = ("CZ", "belt", "hat", "ring")
PROPERTIES = {
    "amount": "number", "items": "number", "cart_id": "text", "url": "text", "seen": "instant", "day": "date",
    "flag": "boolean", "channel": "text", "sku": "text",
}  # fmt: skip
ATTRIBUTES = {
    "age": "number", "email_ok": "boolean", "sms_ok": "boolean", "push_ok": "boolean", "ads_ok": "boolean",
    "birthday": "date", "renewal": "date",
    "joined": "instant", "trial_end": "instant", "tz": "text", "email": "text", "phone": "text", "device": "text",
    "country": "text", "coupon": "text",
}  # fmt: skip
NEW_ATTRIBUTES = {"level": "number", "note": "text", "agreed": "boolean", "met": "instant", "since": "date"}
CODES = ("code", "coupon", "phone")
"""Attributes into which vouchers are written, so that nobody asks more than whether there is a value."""
TEXTS = {
    "country": ("CZ", "cz", "JP", "Weiß", "WEISS", "Česko"),
    "email": ("c1@example.com", "D1@example.com", "new@example.com"),
    "tz": ("UTC", "Europe/Prague"),
    "device": ("d1", "d2"),
    "note": ("k1", "k2", "hot"),
    "cart_id": ("k1", "k2"),
    "sku": SKUS,
    "url": ("/home", "/Pricing?x=1"),
    "channel": ("email", "app", "sms", "push"),
}
NUMBERS = (20, 5, 18, 30, 50.5, 1, 0)
DATES = ("2024-04-02", "1988-10-27", "1972-02-29", "2024-03-31", "2024-12-31")


class Choice:
    """Chooses by numbers that somebody else draws."""

    def __init__(self, below: Below) -> None:
        self.below = below
        self.start = self.pick(*STARTS)
        self.step_minutes = self.pick(720, 30, 1440, 360)  # the coarser, the more happens at one instant

    def maybe(self, share: float) -> bool:
        """True in that share of cases."""
        return self.below(100) >= 100 - 100 * share

    def pick(self, *values: Any) -> Any:
        """One of them; the first is the simplest."""
        return values[self.below(len(values))]

    def some(self, values: Sequence[Any], count: int) -> list[Any]:
        """So many of them, in any order."""
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def instant(self, days: float = 12.0) -> str:
        """An instant, mostly on a half hour or at one of few hours, up to some days after the start."""
        at = self.start + timedelta(minutes=self.step_minutes * self.below(int(days * 1440 / self.step_minutes)))
        if self.maybe(0.05):
            at += timedelta(seconds=7.25)
        return f"{at.replace(tzinfo=None).isoformat()}Z"

    def moment(self) -> str:
        """An instant, or a local time."""
        return self.instant().removesuffix("Z") if self.maybe(0.5) else self.instant()

    def window(self) -> Json:
        """A window of the local clock."""
        begin, end = self.some(TIMES, 2)
        window: Json = {"from": begin, "to": end}
        if self.maybe(0.4):
            window["weekdays"] = self.some(WEEKDAYS, 1 + self.below(3))
        return window


@dataclass
class Place:
    """Where a condition stands, and what it may speak of there."""

    at_entry: bool = False
    in_rule: bool = False
    in_scoring: bool = False
    is_shared: bool = False
    """Asked by messages of several scenarios, so that it knows the nodes and the key of none."""


@dataclass
class Vocabulary:
    """What a scenario may name: its messages, those of all scenarios as it sees them, and written attributes."""

    messages: list[str] = field(default_factory=list)
    all_messages: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    is_keyed: bool = False
    reacts: bool = False


class ConditionMaker:
    """Makes conditions for one scenario."""

    def __init__(self, choice: Choice, words: Vocabulary) -> None:
        self.choice, self.words = choice, words

    def condition(self, place: Place, depth: int = 2) -> Json:
        """Any condition that may stand at that place."""
        pick, maybe = self.choice.pick, self.choice.maybe
        if depth and maybe(0.3):
            if maybe(0.3):
                return {"not": self.condition(place, depth - 1)}
            return {pick("all", "any"): [self.condition(place, depth - 1) for _ in range(self.choice.below(4))]}
        makers = [self._event, self._attribute, self._aggregate, self._sequence, self._entry, self._score, self._plain]
        if place.in_scoring:
            makers.remove(self._entry)
        if self.words.messages and not place.at_entry and not place.is_shared:
            makers.append(self._message)
        made: Json = pick(*makers)(place)
        return made

    def where(self, event: str) -> list[Json]:
        """No clause, or one or two."""
        clauses = []
        for _ in range(self.choice.pick(0, 0, 0, 0, 0, 1, 1, 2)):
            if event in MESSAGE_EVENTS and self.choice.maybe(0.8):
                clauses.append(self._message_clause())
            else:
                name = self.choice.pick(*PROPERTIES)
                clauses.append({"property": name, **self.comparison(name, PROPERTIES[name])})
        return clauses

    def _message_clause(self) -> Json:
        values = {
            "node": self.words.all_messages or ["n1"],
            "channel": ["email", "sms", "push"],
            "reason": ["no_consent", "capped", "quiet", "control", "no_address"],
        }
        name = self.choice.pick(*values)
        op = self.choice.pick("eq", "ne", "in", "exists", "missing", "contains")
        clause: Json = {"property": name, "op": op}
        if op in ("eq", "ne", "contains"):
            clause["value"] = self.choice.pick(*values[name])
        elif op == "in":
            clause["value"] = self.choice.some(values[name], 2)
        return clause

    def happening(self, *, applied: bool = False) -> str:
        """An event's name; `applied`: one that moves people."""
        names = [*EVENTS[:4] * 2, *EVENTS]
        if self.words.reacts:
            names += MESSAGE_EVENTS[2:]
        if not applied:
            names += MESSAGE_EVENTS[:2] * 2
        return str(self.choice.pick(*names))

    def comparison(self, name: str, type_: str) -> Json:
        """An operator with a value, for an attribute or property of that name and type."""
        if name in CODES:
            return {"op": self.choice.pick("exists", "missing")}
        match type_:
            case "number":
                return self.number_test(NUMBERS)
            case "boolean":
                return self._ordered([True, False])
            case "date":
                return self._ordered(list(DATES))
            case "instant":
                if self.choice.maybe(0.4):
                    return {"op": self.choice.pick("in_last", "in_next"), "value": self.choice.pick(*SHORT)}
                return self._ordered([self.choice.moment(), self.choice.moment()])
        compared = self._text_test(TEXTS[name])
        if self.choice.maybe(0.3):
            compared["ignore_case"] = True
        return compared

    def number_test(self, values: Sequence[float]) -> Json:
        """A comparison with one of the numbers, or some."""
        return self._ordered(list(values))

    def _ordered(self, values: list[Any]) -> Json:
        op = self.choice.pick("eq", "ge", "lt", "le", "gt", "ne", "in", "not_in", "between", "exists", "missing")
        if op in ("exists", "missing"):
            return {"op": op}
        if op in ("in", "not_in"):
            return {"op": op, "value": self.choice.some(values, self.choice.below(3))}
        if op == "between":
            return {"op": op, "value": [self.choice.pick(*values), self.choice.pick(*values)]}
        return {"op": op, "value": self.choice.pick(*values)}

    def _text_test(self, values: Sequence[str]) -> Json:
        if self.choice.maybe(0.5):
            return self._ordered(list(values))
        op = self.choice.pick("contains", "starts_with", "ends_with", "matches")
        if op == "matches":
            return {"op": op, "value": self.choice.pick("1", "^c", "D|pricing", r"[A-Z]+$", r"\d@", "(k1|/home)$")}
        return {"op": op, "value": self.choice.pick("1", "c", "D", "ss", "pricing", "com", "k", "")}

    def _attribute(self, _: Place) -> Json:
        known = {**ATTRIBUTES, **self.words.written}
        name = self.choice.pick(*known, *self.words.written, *self.words.written)
        return {"attribute": name, **self.comparison(name, known[name])}

    def _entry(self, _: Place) -> Json:
        name = self.choice.pick(*PROPERTIES)
        return {"entry": name, **self.comparison(name, PROPERTIES[name])}

    def _score(self, _: Place) -> Json:
        return {"score": self.choice.pick(*SCORES), **self.number_test((10, 0, 5, 12.5, -5))}

    def _plain(self, _: Place) -> Json:
        return dict(self.choice.pick({"in_list": self.choice.pick(*LISTS)}, {"local_time": self.choice.window()}))

    def _message(self, _: Place) -> Json:
        return {"message": self.choice.pick(*self.words.messages), "state": self.choice.pick(*STATES)}

    def _asked(self, place: Place) -> Json:
        since = ["ever"] if place.at_entry else ["ever", "entry"] if place.in_rule else ["ever", "entry", "arrival"]
        event = self.happening()
        asked: Json = {"event": event}
        if where := self.where(event):
            asked["where"] = where
        if self.choice.maybe(0.7):
            asked["since"] = self.choice.pick(*since)
        if self.choice.maybe(0.5):
            asked["within"] = self.choice.pick(*SHORT)
        if self.words.is_keyed and not place.at_entry and not place.is_shared and self.choice.maybe(0.3):
            asked["match_key"] = True
        return asked

    def _event(self, place: Place) -> Json:
        asked = self._asked(place)
        if self.choice.maybe(0.5):
            asked["count"] = self.number_test((1, 2, 0, 3))
        return asked

    def _aggregate(self, place: Place) -> Json:
        aggregate = self.choice.pick("sum", "avg", "min", "max", "distinct", "count", "days_since_last")
        compared = self.number_test((20, 0, 1, 2, 25, 55.5))
        asked = {**self._asked(place), "aggregate": aggregate, **compared}
        if aggregate == "distinct":
            asked["of"] = self.choice.pick(*PROPERTIES)
        elif aggregate not in ("count", "days_since_last"):
            asked["of"] = self.choice.pick("amount", "items")
        return asked

    def _sequence(self, place: Place) -> Json:
        asked = self._asked(place)
        steps = [{"event": asked.pop("event"), "where": asked.pop("where", [])}]
        for _ in range(self.choice.below(3)):
            event = self.happening()
            steps.append({"event": event, "where": self.where(event)})
        asked.pop("match_key", None)
        return {"sequence": steps, **asked}
