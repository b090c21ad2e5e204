"""Random cases in the form of the shared ones, without `expected`: scenarios of the kinds the machine runs so far."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

Json = dict[str, Any]

MAPPING: Json = {
    "customers": {
        "key": "customer_id",
        "types": {
            "age": "number", "email_ok": "boolean", "birthday": "date", "joined": "instant", "trial_end": "instant",
            "tz": "text", "email": "text", "phone": "text", "country": "text",
        },
        "roles": {"timezone": "tz", "email": "email", "phone": "phone", "email_consent": "email_ok"},
    },
    "events": {
        "key": "customer_id", "at": "timestamp", "name": "event",
        "types": {"amount": "number", "cart_id": "text", "url": "text", "seen": "instant"},
        "roles": {"email_unsubscribe": "email_optout"},
    },
}  # fmt: skip
EVENTS = ("cart", "purchase", "visit", "signup", "email_optout")
ZONES = ("UTC", "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Mars/Base", "")
SHORT = ("PT30M", "PT1H", "PT6H", "PT12H", "P1D", "P1DT2H", "P3D", "P1W", "P1M")
TIMES = ("00:00", "02:30", "09:00", "12:00", "20:00", "21:00")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STARTS = (datetime(2024, 3, 29, tzinfo=UTC), datetime(2024, 10, 25, tzinfo=UTC), datetime(2024, 2, 27, tzinfo=UTC))


class CaseMaker:
    """Makes one case from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.start = self.random.choice(STARTS)
        self.keyed = self.maybe(0.4)
        self.message_nodes: list[str] = []
        self.goes_round = False

    def maybe(self, share: float) -> bool:
        """True with that probability."""
        return self.random.random() < share

    def pick(self, *values: Any) -> Any:
        """One of them."""
        return self.random.choice(values)

    def instant(self, days: float = 12.0) -> str:
        """An instant on a half hour, up to some days after the start."""
        steps = self.random.randrange(int(days * 48))
        return f"{self.start + timedelta(minutes=30 * steps):%Y-%m-%dT%H:%M:%SZ}"

    def moment(self) -> str:
        """An instant, or a local time."""
        return self.instant().removesuffix("Z") if self.maybe(0.5) else self.instant()

    def case(self) -> Json:
        """The whole case."""
        customers = [self.customer(number) for number in range(self.random.randrange(1, 6))]
        events = [self.event(len(customers)) for _ in range(self.random.randrange(0, 40))]
        nodes, edges = self.graph()
        case: Json = {
            "name": "random",
            "mapping": MAPPING,
            "customers": customers,
            "events": events,
            "scenario": {
                "format": "rehearse/scenario", "version": 1, "id": "random", "name": "random",
                "settings": self.settings(), "nodes": nodes, "edges": edges,
            },
        }  # fmt: skip
        if self.maybe(0.25):
            case["until"] = self.instant(14)
        elif self.goes_round and self.maybe(0.95):  # most loops need not turn up to the limit of visits
            case["until"] = self.instant(60)
        return case

    def customer(self, number: int) -> Json:
        """A row of customers, with gaps."""
        return {
            "customer_id": f"c{number}",
            "tz": self.pick(*ZONES),
            "email": self.pick("", f"c{number}@example.com", f"D{number}@example.com"),
            "phone": self.pick("", f"+42060000000{number}"),
            "email_ok": self.pick("", "true", "true", "false"),
            "country": self.pick("", "CZ", "JP", "cz"),
            "age": self.pick("", 18, 25, 40),
            "birthday": self.pick("", "1972-02-29", "1988-10-27", "2024-04-02", "2024-03-31"),
            "joined": self.pick("", self.instant()),
            "trial_end": self.pick("", self.instant(), self.instant(20)),
        }

    def event(self, customers: int) -> Json:
        """A row of events; many happen at the same instant."""
        return {
            "customer_id": f"c{self.random.randrange(customers + 1)}",
            "timestamp": self.instant(self.pick(1, 12)),
            "event": self.pick(*EVENTS[:4], *EVENTS),
            "amount": self.pick("", 5, 20, 50.5),
            "cart_id": self.pick("", "k1", "k2"),
            "url": self.pick("", "/home", "/Pricing?x=1"),
            "seen": self.pick("", self.instant()),
        }

    def where(self) -> list[Json]:
        """No clause, or one or two."""
        clauses: list[Json] = [
            {"property": "amount", "op": self.pick("gt", "le", "ne"), "value": self.pick(5, 20)},
            {"property": "amount", "op": "between", "value": [5, 20]},
            {"property": "url", "op": "contains", "value": "pricing", "ignore_case": True},
            {"property": "url", "op": self.pick("missing", "exists")},
            {"property": "cart_id", "op": self.pick("in", "not_in"), "value": ["k1"]},
            {"property": "seen", "op": self.pick("in_last", "in_next"), "value": self.pick("P1D", "PT12H")},
            {"property": "seen", "op": self.pick("lt", "ge"), "value": self.moment()},
        ]
        return self.random.sample(clauses, self.pick(0, 0, 1, 1, 2))

    def condition(self, *, at_entry: bool = False, in_rule: bool = False, depth: int = 2) -> Json:
        """Any condition that may stand at that place."""
        if depth and self.maybe(0.3):
            parts = [
                self.condition(at_entry=at_entry, in_rule=in_rule, depth=depth - 1)
                for _ in range(self.random.randrange(4))
            ]
            if self.maybe(0.3):
                return {"not": self.condition(at_entry=at_entry, in_rule=in_rule, depth=depth - 1)}
            return {self.pick("all", "any"): parts}
        since = ["ever"] if at_entry else ["ever", "entry"] if in_rule else ["ever", "entry", "arrival"]
        event = self.pick(*EVENTS, "message_sent", "message_skipped")
        match_key = {"match_key": True} if self.keyed and not at_entry and self.maybe(0.3) else {}
        within = {"within": self.pick(*SHORT)} if self.maybe(0.5) else {}
        asked = {"event": event, "since": self.pick(*since), **within}
        compared = {"op": self.pick("lt", "le", "gt", "ge", "eq", "ne"), "value": self.pick(0, 1, 2, 20, 55.5)}
        choices: list[Json] = [
            {"attribute": "country", "op": self.pick("eq", "ne", "lt"), "value": "CZ", "ignore_case": self.maybe(0.5)},
            {"attribute": "age", "op": self.pick("between", "in", "not_in"), "value": [18, 30]},
            {"attribute": "email", "op": self.pick("matches", "starts_with", "ends_with"), "value": "D"},
            {"attribute": "joined", "op": self.pick("in_last", "in_next"), "value": self.pick(*SHORT)},
            {"attribute": "joined", "op": self.pick("lt", "ge"), "value": self.moment()},
            {"attribute": "birthday", "op": self.pick("gt", "eq"), "value": "1988-10-27"},
            {"attribute": "email_ok", "op": self.pick("eq", "ne"), "value": True},
            {"entry": "amount", "op": self.pick("gt", "le"), "value": 20},
            {"entry": "url", "op": self.pick("missing", "exists")},
            {"entry": "seen", "op": self.pick("in_last", "in_next"), "value": self.pick(*SHORT)},
            {"score": "lead", **compared},
            {"in_list": "vip"},
            {"local_time": self.window()},
            {**asked, **match_key, "where": self.where() if event in EVENTS else []},
            {**asked, **match_key, "count": {"op": self.pick("ge", "lt", "eq", "ne"), "value": self.pick(0, 1, 2, 3)}},
            {**asked, **match_key, "aggregate": self.pick("sum", "avg", "min", "max"), "of": "amount", **compared},
            {**asked, "aggregate": "distinct", "of": self.pick("url", "amount"), **compared},
            {**asked, "aggregate": self.pick("count", "days_since_last"), **compared},
            {
                "sequence": [
                    {"event": self.pick(*EVENTS), "where": self.where()} for _ in range(self.random.randrange(1, 4))
                ],
                "since": self.pick(*since),
                **within,
            },
        ]
        if self.message_nodes and not at_entry:
            choices += [{"message": self.pick(*self.message_nodes), "state": self.pick("sent", "skipped")}] * 2
        return dict(self.pick(*choices))

    def window(self) -> Json:
        """A window of the local clock."""
        begin, end = self.random.sample(TIMES, 2)
        window: Json = {"from": begin, "to": end}
        if self.maybe(0.4):
            window["weekdays"] = self.random.sample(WEEKDAYS, self.random.randrange(1, 7))
        return window

    def matching(self) -> Json:
        """An event with `where` and perhaps `match_key`."""
        return {
            "event": self.pick(*EVENTS[:4]),
            "where": self.where(),
            **({"match_key": True} if self.keyed and self.maybe(0.5) else {}),
        }

    def settings(self) -> Json:
        """Settings, each there or not."""
        reentry: Json = {"mode": self.pick("never", "after_exit", "concurrent", "restart")}
        if self.keyed:
            reentry["key"] = "cart_id"
        if self.maybe(0.3):
            reentry["cooldown"] = self.pick("PT6H", "P2D")
        rules = [
            {"id": f"r{i}", **(self.matching() if self.maybe(0.6) else {"condition": self.condition(in_rule=True)})}
            for i in range(self.pick(0, 0, 1, 2))
        ]
        goals = [
            {
                "id": f"g{i}", **self.matching(), **({"value": "amount"} if self.maybe(0.5) else {}),
                **({"within": self.pick(*SHORT)} if self.maybe(0.5) else {}),
            }
            for i in range(self.pick(0, 1, 2))
        ]  # fmt: skip
        caps = [
            {
                "channel": self.pick("email", "sms", "any"),
                "max": self.pick(0, 1, 2),
                "per": self.pick("PT12H", "P1D", "P7D"),
            }
            for _ in range(self.pick(0, 0, 1, 2))
        ]
        scoring = [
            {"score": "lead", "event": self.pick(*EVENTS), "where": self.where(), "add": self.pick(-5, 10, 2.5)}
            for _ in range(self.pick(0, 1, 2))
        ]
        quiet = [
            {**self.window(), **({"channel": self.pick("email", "sms")} if self.maybe(0.3) else {})}
            for _ in range(self.pick(0, 0, 1))
        ]
        settings: Json = {
            "timezone": self.pick("UTC", "Europe/Prague", "America/New_York"),
            "reentry": reentry, "exit_rules": rules, "goals": goals, "frequency_caps": caps, "scoring": scoring,
            "quiet_hours": quiet, "on_quiet": self.pick("hold", "hold", "skip", "exit"),
            "on_cap": self.pick("skip", "exit"),
            "exit_timing": self.pick("immediate", "at_next_node", "at_next_message", "on_leaving_wait"),
        }  # fmt: skip
        for bound, share in (("start", 0.15), ("end", 0.15)):
            if self.maybe(share):
                settings[bound] = self.instant(2 if bound == "start" else 12)
        return settings

    def graph(self) -> tuple[list[Json], list[Json]]:
        """Entries, then other nodes; edges go forward, or back from a wait that takes its time."""
        entries = self.pick(1, 1, 2, 3)
        count = entries + self.random.randrange(2, 9)
        types = ["entry"] * entries + [
            self.pick("filter", "branch", "wait", "wait", "wait_for", "email", "sms", "email", "score", "split", "exit")
            for _ in range(count - entries)
        ]
        self.message_nodes = [f"n{i}" for i, type_ in enumerate(types) if type_ in ("email", "sms")]
        made = [self.node(f"n{i}", type_) for i, type_ in enumerate(types)]
        edges: list[Json] = []
        for i, (_, ports, goes_back) in enumerate(made):
            for port in ports:
                first = entries if goes_back and self.maybe(0.4) else max(i + 1, entries)
                targets = range(first, count)
                if targets and self.maybe(0.9):
                    self.goes_round |= first <= i
                    chosen = self.random.sample(targets, min(len(targets), self.pick(1, 1, 1, 2)))
                    edges.extend({"from": f"n{i}", "port": port, "to": f"n{target}"} for target in chosen)
        return [node for node, _, _ in made], edges

    def node(self, id_: str, type_: str) -> tuple[Json, list[str], bool]:
        """A node, its ports, and whether edges from it may go back."""
        ports = ["out"]
        goes_back = False
        params: Json = {}
        match type_:
            case "entry" if self.maybe(0.75):
                type_ = "entry_event"
                params = {"event": self.pick(*EVENTS[:4]), "where": self.where()}
                if self.maybe(0.3):
                    params["condition"] = self.condition(at_entry=True)
            case "entry":
                type_ = "entry_audience"
                params = self.audience()
            case "filter":
                params, ports = {"condition": self.condition()}, ["pass", "fail"]
            case "branch":
                ports = ["a", "b"][: self.pick(1, 2)]
                params = {"cases": [{"port": p, "label": p, "condition": self.condition()} for p in ports]}
                ports.append("otherwise")
            case "wait":
                params, goes_back = self.wait()
            case "wait_for":
                ports, goes_back = ["happened", "timed_out"], False
                params = {**self.matching(), "timeout": self.pick(*SHORT)}
                if self.message_nodes and self.maybe(0.3):
                    params = {"message": self.pick(*self.message_nodes), "state": self.pick("sent", "skipped"),
                              "timeout": self.pick(*SHORT)}  # fmt: skip
            case "email":
                params, ports = {"subject": "Hello", "body": "Hello"}, ["out", "not_sent"]
            case "sms":
                params, ports = {"text": "Hello"}, ["out", "not_sent"]
            case "score":
                params = {"score": "lead", self.pick("add", "set"): self.pick(-5, 1, 10)}
            case "split":
                ports = ["a", "b"]
                weights = self.pick((1, 0), (0, 1), (0, 3))
                params = {
                    "variants": [{"port": p, "label": p, "weight": w} for p, w in zip(ports, weights, strict=True)]
                }
            case "exit":
                ports = []
        if type_ in ("email", "sms") and self.maybe(0.3):
            params["marketing"] = False
        return {"id": id_, "type": type_, "label": id_, "at": [0, 0], "params": params}, ports, goes_back

    def audience(self) -> Json:
        """The params of an audience entry."""
        params: Json = {"at": self.moment()}
        if self.maybe(0.5):
            params["repeat"] = {"every": self.pick("PT12H", "P1D", "P1W", "P1M")}
            if self.maybe(0.6):
                params["repeat"].update(self.pick({"until": self.moment()}, {"count": 3}))
        if self.maybe(0.5):
            params["condition"] = self.condition(at_entry=True)
        return params

    def wait(self) -> tuple[Json, bool]:
        """The params of a wait, and whether it takes long enough for a way back."""
        params: Json = {"for": self.pick(*SHORT)} if self.maybe(0.6) else {}
        if not params or self.maybe(0.3):
            params["until"] = self.pick(
                {"at": self.moment()},
                {"time": self.pick(*TIMES)},
                {"time": self.pick(*TIMES), "weekdays": ["mon", "sun"]},
                {"attribute": self.pick("trial_end", "birthday")},
                {"attribute": "trial_end", "offset": self.pick("P1D", "-P1D", "PT2H"), "time": self.pick(*TIMES)},
                {"attribute": "birthday", "offset": self.pick("P52Y", "P36Y")},
                {"best_time": {"event": self.pick(*EVENTS), "fallback": "10:00"}},
            )
            params["if_past"] = self.pick("continue", "exit")
            params["if_missing"] = self.pick("continue", "exit")
        return params, "for" in params
