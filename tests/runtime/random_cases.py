"""Random cases in the form that `tests.reference.cases` reads: every kind, setting, operator and response."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.builders.scenarios import document
from tests.runtime.random_conditions import (
    ATTRIBUTES,
    CODES,
    DATES,
    EVENTS,
    LISTS,
    MESSAGE_EVENTS,
    NEW_ATTRIBUTES,
    PROPERTIES,
    SCORES,
    SHORT,
    SKUS,
    STATES,
    TEXTS,
    TIMES,
    Below,
    Choice,
    ConditionMaker,
    Json,
    Place,
    Vocabulary,
)
from tests.runtime.random_recommending import bought_before, random_catalogue, recommend_params
from tests.runtime.random_responses import response
from tests.runtime.random_score_loops import score_loop, without_restless_rises
from tests.runtime.random_settings import SettingsMaker

ZONES = (
    "UTC", "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Beirut", "Mars/Base", "",
)  # fmt: skip
ROLES = {
    "timezone": "tz", "email": "email", "phone": "phone", "push_token": "device", "email_consent": "email_ok",
    "sms_consent": "sms_ok", "push_consent": "push_ok", "ad_consent": "ads_ok",
}  # fmt: skip
CHANNELS = ("email", "sms", "push")
IDS = ("c0", "c1", "C2", "c10", "é3", "z-9")
KINDS = (
    "email", "wait", "filter", "wait_for", "branch", "score", "set", "email", "sms", "wait", "split", "list", "voucher",
    "wait_for", "exit", "task", "webhook", "email", "sms", "email", "wait_for", "score", "score", "push", "push",
    "ad_audience", "ad_audience", "recommend", "recommend",
)  # fmt: skip
ENTRIES = ("entry_event", "entry_score", "entry_event", "entry_audience", "entry_date")
AT_ENTRY, AT_NODE = Place(at_entry=True), Place()


@st.composite
def cases(draw: st.DrawFn) -> Json:
    """Cases that shrink to small ones."""
    return CaseMaker(lambda below: draw(st.integers(0, below - 1))).case()


class CaseMaker:
    """Makes one case of several scenarios, customers, events, lists and pools."""

    def __init__(self, below: Below) -> None:
        self.choice = Choice(below)

    def case(self) -> Json:
        """The whole case."""
        choice, pick, maybe = self.choice, self.choice.pick, self.choice.maybe
        count = pick(1, 1, 1, 1, 2, 2, 3)
        reacts = maybe(0.6)
        written = {name: NEW_ATTRIBUTES[name] for name in choice.some(list(NEW_ATTRIBUTES), pick(0, 0, 1, 2))}
        plans = [Plan(choice, f"s{number}" if count > 1 else "random", reacts) for number in range(count)]
        plans[0].types += [f"set {name}" for name in written]
        if maybe(0.2):
            plans[0].types.append("voucher code")
            written["code"] = "text"
        for plan in plans:
            plan.know(plans, written)
        scenarios = [ScenarioMaker(choice, plan).scenario() for plan in plans]
        people = choice.some(IDS, 1 + choice.below(5))
        case: Json = {
            "name": "random",
            "mapping": self._mapping(),
            "customers": [self._customer(id_) for id_ in people],
            "events": [self._event([*people, IDS[0]]) for _ in range(pick(20, 30, 25, 40, 8, 3, 0))],
            "scenarios": scenarios,
            "lists": {name: choice.some(people, choice.below(2)) for name in choice.some(LISTS, choice.below(3))},
            "products": random_catalogue(choice),
            "pools": {"gift": [f"G{n}" for n in range(choice.below(5))], "spare": ["S1", "S0"][: choice.below(3)]},
            "seed": choice.below(1000),
        }
        if any("recommend" in plan.types for plan in plans):
            case["events"] += [bought_before(choice, self._event(people)) for _ in range(pick(25, 12, 0))]
        if reacts:
            case["replication"] = 1 + choice.below(3)
            shared = ConditionMaker(choice, Vocabulary(written=written, reacts=True))
            case["responses"] = {channel: response(shared, Place(is_shared=True)) for channel in CHANNELS if maybe(0.4)}
        if maybe(0.25):
            case["until"] = choice.instant(14)
        elif any(plan.goes_round for plan in plans) and maybe(0.95):  # most loops need not turn up to the limit
            case["until"] = choice.instant(60)
        return case

    def _mapping(self) -> Json:
        roles = {role: column for role, column in ROLES.items() if self.choice.maybe(0.85)}
        unsubscribes = {
            "email_unsubscribe": "email_optout",
            "push_unsubscribe": "push_optout",
            "sms_unsubscribe": self.choice.pick(*EVENTS[-1:] * 4, "signup"),
        }
        return {
            "customers": {"key": "customer_id", "types": ATTRIBUTES, "roles": roles},
            "events": {
                "key": "customer_id", "at": "timestamp", "name": "event", "types": PROPERTIES,
                "roles": {**unsubscribes, "purchase": "purchase"},
                "property_roles": {"product": "sku", "order_id": "cart_id", "quantity": "items"},
            },
        }  # fmt: skip

    def _customer(self, id_: str) -> Json:
        """A row of customers, with gaps."""
        choice, pick = self.choice, self.choice.pick
        return {
            "customer_id": id_,
            "tz": pick(*ZONES),
            "email": pick(*TEXTS["email"], *TEXTS["email"], ""),
            "phone": pick("+420600000001", "+420600000002", "+420600000003", ""),
            "device": pick("d1", "d2", "d3", ""),
            "email_ok": pick(*["true"] * 6, "false", ""),
            "push_ok": pick(*["true"] * 6, "false", ""),
            "ads_ok": pick(*["true"] * 4, "false", ""),
            "sms_ok": pick(*["true"] * 6, "false", ""),
            "country": pick(*TEXTS["country"], ""),
            "age": pick(18, 25, 40, ""),
            "birthday": pick(*DATES, ""),
            "renewal": pick(f"{choice.start + timedelta(days=2):%Y-%m-%d}", f"{choice.start:%Y-%m-%d}", ""),
            "joined": pick(choice.instant(), ""),
            "trial_end": pick(choice.instant(), choice.instant(20), ""),
            "coupon": pick("", "OLD"),
        }

    def _event(self, people: list[str]) -> Json:
        """A row of events; many happen at the same instant."""
        choice, pick = self.choice, self.choice.pick
        return {
            "customer_id": pick(*people),
            "timestamp": choice.instant(pick(1, 12)),
            "event": pick(*EVENTS[:4] * 3, *EVENTS * 3, *MESSAGE_EVENTS),  # other tools record messages too
            "amount": pick(5, 20, 50.5, ""),
            "items": pick(1, 2, ""),
            "cart_id": pick("k1", "k2", ""),
            "url": pick("/home", "/Pricing?x=1", ""),
            "seen": pick(choice.instant(), ""),
            "day": pick(f"{choice.start + timedelta(days=3):%Y-%m-%d}", "1988-10-27", ""),
            "flag": pick("true", "false", ""),
            "channel": pick("", "email", "app"),
            "sku": pick(*SKUS, *SKUS, ""),
        }


class Plan:
    """What is known of a scenario before its nodes are made: ids and kinds, so that conditions may speak of them."""

    def __init__(self, choice: Choice, id_: str, reacts: bool) -> None:
        self.id, self.reacts, self.goes_round = id_, reacts, False
        first = choice.pick("entry_event", "entry_event", "entry_event", "entry_audience", "entry_date")
        self.entries = [first, *choice.some(ENTRIES, choice.pick(0, 1, 1, 2, 3))]
        kinds = choice.some(KINDS, choice.pick(len(KINDS), 3, 5))  # a few at a time meet more often
        self.types = [choice.pick(*kinds) for _ in range(choice.pick(4, 1, 2, 5, 6, 7, 8))]
        if choice.maybe(0.6):
            self.types[0] = choice.pick(*CHANNELS)
        self.words = Vocabulary(is_keyed=choice.maybe(0.4), reacts=reacts)

    def know(self, plans: list[Plan], written: dict[str, str]) -> None:
        """Learn of the others."""
        self.words.written = written
        self.words.messages = self._messages()
        self.words.all_messages = self._messages() + [
            f"{plan.id}/{node}" for plan in plans if plan is not self for node in plan._messages()
        ]

    def _messages(self) -> list[str]:
        types = [*self.entries, *self.types]
        return [f"n{number}" for number, type_ in enumerate(types) if type_ in CHANNELS]


class ScenarioMaker:
    """Makes one scenario according to its plan."""

    def __init__(self, choice: Choice, plan: Plan) -> None:
        self.choice, self.plan = choice, plan
        self.conditions = ConditionMaker(choice, plan.words)

    def scenario(self) -> Json:
        """The document."""
        nodes, edges = self._graph()
        settings = SettingsMaker(self.choice, self.plan.words).settings()
        return document(nodes, edges, id=self.plan.id, name=self.plan.id, settings=settings)

    def _graph(self) -> tuple[list[Json], list[Json]]:
        """Entries, then other nodes; edges go forward, or back from a wait that takes its time."""
        choice, entries = self.choice, len(self.plan.entries)
        types = [*self.plan.entries, *self.plan.types]
        made = [self._node(f"n{number}", type_) for number, type_ in enumerate(types)]
        edges: list[Json] = []
        for i, (_, ports, goes_back) in enumerate(made):
            for port in ports:
                first = entries if goes_back and choice.maybe(0.4) else max(i + 1, entries)
                targets = range(first, min(len(types), max(i + 1, entries) + choice.pick(2, 4, 9)))
                if targets and choice.maybe(0.9):
                    chosen = choice.some(targets, choice.pick(1, 1, 1, 2))
                    self.plan.goes_round |= any(target <= i for target in chosen)
                    edges.extend({"from": f"n{i}", "port": port, "to": f"n{target}"} for target in chosen)
        nodes = [node for node, _, _ in made]
        if choice.maybe(0.15):
            more, ways = score_loop(choice, nodes[0]["id"])
            nodes, edges = nodes + more, edges + ways
        without_restless_rises(nodes, edges, [*(node["id"] for node, _, goes_back in made if goes_back), "p1"])
        return nodes, edges

    def _node(self, id_: str, planned: str) -> tuple[Json, list[str], bool]:
        """A node, its ports, and whether edges from it may go back."""
        type_, _, attribute = planned.partition(" ")
        made = getattr(self, f"_{type_}")(attribute) if attribute else getattr(self, f"_{type_}")()
        params, ports = made if isinstance(made, tuple) else (made, ["out"])
        rests = type_ == "wait" and params.get("for", "PT0S") != "PT0S"
        rests |= type_ == "wait_for" and params["timeout"] != "PT0S"
        return {"id": id_, "type": type_, "label": id_, "at": [0, 0], "params": params}, ports, rests

    def _condition(self) -> Json:
        return self.conditions.condition(AT_NODE)

    def _perhaps_conditional(self, params: Json, share: float = 0.2) -> Json:
        if self.choice.maybe(share):
            params["condition"] = self.conditions.condition(AT_ENTRY)
        return params

    def _entry_event(self) -> Json:
        event = self.conditions.happening(applied=True)
        return self._perhaps_conditional({"event": event, "where": self.conditions.where(event)})

    def _entry_audience(self) -> Json:
        pick = self.choice.pick
        params: Json = {"at": self.choice.moment()}
        if self.choice.maybe(0.5):
            params["repeat"] = {"every": pick("P1D", "PT12H", "P1W", "P1M", "P1DT1H")}
            if self.choice.maybe(0.6):
                params["repeat"].update(pick({"count": 3}, {"until": self.choice.moment()}))
        return self._perhaps_conditional(params)

    def _entry_date(self) -> Json:
        params: Json = {"attribute": self._date_attribute(), "time": self.choice.pick(*TIMES)}
        if self.choice.maybe(0.4):
            params["offset"] = self.choice.pick("P1D", "-P1D", "-P2W", "P1M", "P10D", "-P1Y")
        if self.choice.maybe(0.6):
            params["yearly"] = True
        return self._perhaps_conditional(params)

    def _entry_score(self) -> Json:
        reaches = self.choice.pick(5, 10, 1, 2.5, 0, 20)
        return self._perhaps_conditional({"score": self.choice.pick("lead", *SCORES), "reaches": reaches})

    def _filter(self) -> tuple[Json, list[str]]:
        return {"condition": self._condition()}, ["pass", "fail"]

    def _branch(self) -> tuple[Json, list[str]]:
        ports = ["a", "b"][: self.choice.pick(1, 2)]
        cases = [{"port": port, "label": port, "condition": self._condition()} for port in ports]
        return {"cases": cases}, [*ports, "otherwise"]

    def _split(self) -> tuple[Json, list[str]]:
        weights = self.choice.pick((1, 1), (50, 50, 7), (1, 0), (0, 3), (0.1, 0.2, 0.7))
        variants = [
            {"port": port, "label": port, "weight": weight} for port, weight in zip("abc", weights, strict=False)
        ]
        params: Json = {"variants": variants}
        if self.choice.maybe(0.6):
            params["sticky"] = self.choice.pick("instance", "customer")
        return params, [variant["port"] for variant in variants]

    def _date_attribute(self) -> str:
        written = [name for name, type_ in self.plan.words.written.items() if type_ in ("date", "instant")]
        return str(self.choice.pick("birthday", "renewal", "joined", "trial_end", *written * 3))

    def _wait(self) -> Json:
        choice, pick = self.choice, self.choice.pick
        params: Json = {"for": pick(*SHORT, *SHORT, "PT0S")} if choice.maybe(0.6) else {}
        if params and choice.maybe(0.6):
            return params
        params["until"] = pick(
            {"time": pick(*TIMES)},
            {"at": choice.moment()},
            {"time": pick(*TIMES), "weekdays": ["mon", "sun"]},
            {"attribute": self._date_attribute()},
            {"attribute": self._date_attribute(), "offset": pick("P1D", "-P1D", "PT2H"), "time": pick(*TIMES)},
            {"attribute": "birthday", "offset": pick("P52Y", "P36Y")},
            {"best_time": {"event": self.conditions.happening(), "fallback": "10:00"}},
        )
        params["if_past"] = pick("continue", "exit")
        params["if_missing"] = pick("continue", "exit")
        return params

    def _wait_for(self) -> tuple[Json, list[str]]:
        timeout = self.choice.pick(*SHORT, *SHORT, "PT0S")
        ports = ["happened", "timed_out"]
        if self.plan.words.messages and self.choice.maybe(0.4):
            message = self.choice.pick(*self.plan.words.messages)
            return {"message": message, "state": self.choice.pick(*STATES, *STATES[2:4] * 2), "timeout": timeout}, ports
        return SettingsMaker(self.choice, self.plan.words).matching(timeout=timeout), ports

    def _message(self, params: Json) -> tuple[Json, list[str]]:
        if self.choice.maybe(0.2):
            params["marketing"] = False
        if self.choice.maybe(0.3):
            params["cost"] = self.choice.pick(1, 0.125)
        if self.choice.maybe(0.8 if self.plan.reacts else 0.1):
            params["response"] = response(self.conditions, AT_NODE)
        return params, ["out", "not_sent"]

    def _email(self) -> tuple[Json, list[str]]:
        return self._message({"subject": "Hello", "body": "Hello"})

    def _sms(self) -> tuple[Json, list[str]]:
        return self._message({"text": "Hello"})

    def _push(self) -> tuple[Json, list[str]]:
        return self._message({"title": "Hello", "text": "Hello"})

    def _score(self) -> Json:
        return {
            "score": self.choice.pick("lead", *SCORES),
            self.choice.pick("add", "set"): self.choice.pick(10, -5, 1, 0),
        }

    def _set(self, attribute: str = "") -> Json:
        choice = self.choice
        name = attribute or choice.pick(*ATTRIBUTES, *list(self.plan.words.written) * 2)
        type_ = {**ATTRIBUTES, **NEW_ATTRIBUTES, "code": "text"}[name]
        properties = [property_ for property_, kind in PROPERTIES.items() if kind == type_]
        is_new_date = name in NEW_ATTRIBUTES and type_ in ("date", "instant")  # its constants would be texts
        if is_new_date or choice.maybe(0.5):
            return {"attribute": name, "from_entry": choice.pick(*properties)}
        values: dict[str, tuple[Any, ...]] = {
            "number": (18, 30, 2.5), "boolean": (True, False), "date": ("2024-04-03", *DATES),
            "instant": (choice.moment(), choice.moment()), "text": TEXTS.get(name, ("X1",)),
        }  # fmt: skip
        return {"attribute": name, "value": choice.pick(*values[type_])}

    def _list(self) -> Json:
        return {"list": self.choice.pick(*LISTS), "action": self.choice.pick("add", "add", "remove")}

    def _ad_audience(self) -> tuple[Json, list[str]]:
        pick = self.choice.pick
        params: Json = {"platform": pick("meta", "google", "other"), "audience": pick(*LISTS)}
        params["action"] = pick("add", "add", "add", "remove")
        if self.choice.maybe(0.2):
            params["content"] = "{{ customer.country }}"
        return params, ["out", "not_added"]

    def _task(self) -> Json:
        params: Json = {"title": self.choice.pick("Call", "Write to her")}
        if self.choice.maybe(0.5):
            params["assignee"] = "ann"
        if self.choice.maybe(0.6):
            params["due"] = self.choice.pick(*SHORT)
        return params

    def _webhook(self) -> Json:
        return {"name": self.choice.pick("crm", "chat"), "payload": "{}"}

    def _voucher(self, attribute: str = "") -> tuple[Json, list[str]]:
        known = [name for name in CODES if name != "code" or name in self.plan.words.written]
        into = attribute or self.choice.pick(*known)
        return {"pool": self.choice.pick("gift", "gift", "spare"), "into": into}, ["out", "none_left"]

    def _recommend(self) -> tuple[Json, list[str]]:
        return recommend_params(self.choice), ["out", "nothing_fits"]

    def _exit(self) -> tuple[Json, list[str]]:
        return ({"reason": "enough"} if self.choice.maybe(0.5) else {}), []
