"""One customer played through one scenario, in the order of scenario.md, section 7."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.reference import clock
from tests.reference.conditions import Asking, matches, true
from tests.reference.nodes import NODES
from tests.reference.sending import send
from tests.reference.state import Event, Instance, Person, Token

MESSAGES = ("email", "sms")
MOST_VISITS = 10_000
Draw = Callable[[str, str, int], float]
Occurrence = tuple[int, int, dict[str, Any]]


class Interpreter:
    """Plays one person; `rows` are the tables of section 8 as lists."""

    def __init__(
        self, scenario: dict[str, Any], roles: dict[str, Any], types: dict[str, str], person: Person, draw: Draw
    ) -> None:
        self.scenario, self.roles, self.types, self.person, self.draw = scenario, roles, types, person, draw
        self.settings: dict[str, Any] = scenario.get("settings", {})
        self.nodes = {node["id"]: node for node in scenario["nodes"]}
        self.reentry = self.settings.get("reentry", {"mode": "after_exit"})
        self.timing = self.settings.get("exit_timing", "immediate")
        self.now = 0
        self.rows: dict[str, list[list[Any]]] = {
            name: [] for name in ("instances", "visits", "messages", "conversions", "scores")
        }

    # --- time -----------------------------------------------------------------------------------------------------

    def play(self, events: list[Event], occurrences: list[Occurrence], until: int | None) -> None:
        """Everything that happens to the person, phase by phase at each instant."""
        coming, entries = list(events), sorted(occurrences, key=lambda item: item[:2])
        while True:
            times = [e.at for e in coming[:1]] + [e[0] for e in entries[:1]]
            times += [t.wake_at for t in self.person.waiting if t.wake_at is not None]
            if not times or (until is not None and min(times) > until):
                break
            self.now = min(times)
            while coming and coming[0].at == self.now:
                self._apply(coming.pop(0))
            while (token := self._next_to_wake()) is not None:
                self._wake(token)
                self._empty_queue()
            while entries and entries[0][0] == self.now:
                self._enter(entries.pop(0)[2], None)
                self._empty_queue()
        for instance in self.person.instances:
            if instance.live:
                instance.row[5] = "waiting"

    def _next_to_wake(self) -> Token | None:
        due = [token for token in self.person.waiting if token.wake_at == self.now]
        return min(due, key=lambda token: token.since, default=None)

    def _apply(self, event: Event) -> None:
        person = self.person
        person.history.append(event)  # (a)
        for channel in MESSAGES:
            if self.roles["events"].get(f"{channel}_unsubscribe") == event.name:
                person.opted_out.add(channel)
        for rule in self.settings.get("scoring", []):  # (b)
            if self._is(event, rule):
                self.add_score(rule["score"], person.scores.get(rule["score"], 0.0) + rule["add"])
        for instance in person.instances:  # (c)
            self._convert(instance, event)
        for instance in list(person.instances):  # (d)
            if instance.live:
                self._exit_rules_at_event(instance, event)
        self._satisfy(event)  # (e)
        self._empty_queue()  # (f)
        for node in self.scenario["nodes"]:
            if node["type"] == "entry_event" and self._is(event, node["params"]):
                self._enter(node, event)
                self._empty_queue()

    def _is(self, event: Event, rule: dict[str, Any]) -> bool:
        return matches(event, rule["event"], rule.get("where", []), self.asking())

    def _same_key(self, instance: Instance, event: Event, rule: dict[str, Any]) -> bool:
        return not rule.get("match_key") or bool(event.properties.get(self.reentry["key"]) == instance.key)

    def asking(
        self, instance: Instance | None = None, token: Token | None = None, entry: Event | None = None
    ) -> Asking:
        return Asking(self.person, self.now, self.types, self.reentry.get("key"), instance, token, entry)

    def later(self, us: int, duration: str) -> int:
        return clock.later(us, clock.span(duration), self.person.zone)

    # --- goals, scores ----------------------------------------------------------------------------------------------

    def _convert(self, instance: Instance, event: Event) -> None:
        for goal in self.settings.get("goals", []):
            if (
                goal["id"] in instance.converted
                or not self._is(event, goal)
                or not self._same_key(instance, event, goal)
            ):
                continue
            if "within" in goal and event.at > self.later(instance.entered_at, goal["within"]):
                continue
            instance.converted.add(goal["id"])
            value = event.properties.get(goal["value"]) if "value" in goal else None
            self.rows["conversions"].append([self.person.id, instance.number, goal["id"], event.at, value])

    def add_score(self, score: str, total: float) -> None:
        before = self.person.scores.get(score, 0.0)
        self.person.scores[score] = total
        self.rows["scores"].append([self.person.id, self.now, score, total - before, total])
        if total > before:
            self.person.rises.append((score, before, total))

    def _empty_queue(self) -> None:
        while self.person.rises:
            score, before, after = self.person.rises.pop(0)
            for node in self.scenario["nodes"]:
                params = node["params"]
                if (
                    node["type"] != "entry_score"
                    or params["score"] != score
                    or (node["id"], self.now) in self.person.fired
                ):
                    continue
                if before < params["reaches"] <= after:
                    self.person.fired.add((node["id"], self.now))
                    self._enter(node, None)

    # --- entering and ending ----------------------------------------------------------------------------------------

    def _enter(self, node: dict[str, Any], event: Event | None) -> None:
        condition = node["params"].get("condition")
        if condition and not true(condition, self.asking(entry=event)):
            return
        key = event.properties.get(self.reentry["key"]) if event and "key" in self.reentry else None
        if not self._may_enter(key):
            return
        person = self.person
        row = [person.id, len(person.instances) + 1, node["id"], self.now, None, None, None]
        self.rows["instances"].append(row)
        instance = Instance(len(person.instances) + 1, self.now, event, key, len(person.history), row)
        person.instances.append(instance)
        token = Token(instance, node["id"])
        instance.tokens.append(token)
        self._arrive(token)
        self._run(self.leave(token, "out"))

    def _may_enter(self, key: Any) -> bool:
        if "start" in self.settings and self.now < clock.instant(self.settings["start"]):
            return False
        if "end" in self.settings and self.now >= clock.instant(self.settings["end"]):
            return False
        same = [i for i in self.person.instances if i.key == key or "key" not in self.reentry]
        if same and "cooldown" in self.reentry and self.now < self.later(same[-1].entered_at, self.reentry["cooldown"]):
            return False
        live = [i for i in same if i.live]
        match self.reentry.get("mode", "after_exit"):
            case "never":
                return not same
            case "after_exit":
                return not live
            case "restart":
                for instance in live:
                    self.end(instance, "restarted")
        return True

    def end(self, instance: Instance, reason: str, detail: str | None = None) -> None:
        """The whole instance ends now; its visits keep no leaving."""
        instance.live = False
        instance.row[4:7] = [self.now, reason, detail]
        instance.tokens.clear()
        self.person.waiting = [token for token in self.person.waiting if token.instance is not instance]

    # --- exit rules -------------------------------------------------------------------------------------------------

    def _exit_rules_at_event(self, instance: Instance, event: Event) -> None:
        for rule in self.settings.get("exit_rules", []):
            if "event" in rule:
                fires = self._is(event, rule) and self._same_key(instance, event, rule)
            else:
                fires = true(rule["condition"], self.asking(instance))
            if fires:
                self._fire(instance, rule)
            if not instance.live:
                return

    def _fire(self, instance: Instance, rule: dict[str, Any]) -> None:
        if self.timing == "immediate":
            self.end(instance, "exit_rule", rule["id"])
        elif instance.pending is None:
            instance.pending = rule

    def test_rules(self, instance: Instance, acts: bool) -> bool:
        """Test the condition rules; a fired rule acts if `acts`. False when the instance has ended."""
        for rule in self.settings.get("exit_rules", []):
            if instance.live and "condition" in rule and true(rule["condition"], self.asking(instance)):
                self._fire(instance, rule)
        if instance.live and acts and instance.pending is not None:
            self.end(instance, "exit_rule", instance.pending["id"])
        return instance.live

    # --- tokens -----------------------------------------------------------------------------------------------------

    def _satisfy(self, event: Event) -> None:
        """Tokens in wait_for that the event satisfies, in the order in which they began to wait."""
        for token in sorted(self.person.waiting, key=lambda token: token.since):
            if token.waiting != "event" or token not in self.person.waiting or token.wake_at == event.at:
                continue
            params = self.nodes[token.node]["params"]
            if self._is(event, params) and self._same_key(token.instance, event, params):
                self._leave_wait(token, "happened")

    def _wake(self, token: Token) -> None:
        self.person.waiting.remove(token)
        instance = token.instance
        if token.waiting == "quiet":
            arriving = self.timing in ("at_next_node", "at_next_message")
            if self.test_rules(instance, arriving):
                self._run(send(self, token))
        else:
            self._leave_wait(token, "timed_out" if token.waiting in ("event", "message") else "out")

    def _leave_wait(self, token: Token, port: str) -> None:
        if token in self.person.waiting:
            self.person.waiting.remove(token)
        self._run(self.leave_wait(token, port))

    def leave_wait(self, token: Token, port: str) -> list[Token]:
        """Test the rules, then leave; nothing when a rule acts."""
        if self.test_rules(token.instance, self.timing == "on_leaving_wait"):
            return self.leave(token, port)
        return []

    def block(self, token: Token, waiting: str, wake_at: int) -> list[Token]:
        """The token waits from now on."""
        token.waiting, token.wake_at, token.since = waiting, wake_at, self.person.serial
        self.person.serial += 1
        self.person.waiting.append(token)
        return []

    def leave(self, token: Token, port: str) -> list[Token]:
        """The tokens that go on from the port, in edge order; the instance ends when none is left."""
        assert token.visit is not None
        token.visit[5:7] = [self.now, port]
        instance = token.instance
        targets = [e["to"] for e in self.scenario["edges"] if e["from"] == token.node and e["port"] == port]
        tokens = [Token(instance, target) for target in targets]
        instance.tokens.remove(token)
        instance.tokens.extend(tokens)
        if not instance.tokens:
            filtered = self.nodes[token.node]["type"] == "filter" and port == "fail"
            self.end(instance, "filtered" if filtered else "completed")
        return tokens

    def _run(self, tokens: list[Token]) -> None:
        """Each token runs until it blocks before the next starts."""
        stack = tokens[::-1]
        while stack:
            token = stack.pop()
            if token.instance.live and self._arrive(token):
                stack.extend(NODES[self.nodes[token.node]["type"]](self, token)[::-1])

    def _arrive(self, token: Token) -> bool:
        instance = token.instance
        if instance.visits == MOST_VISITS:
            self.end(instance, "step_limit")
            return False
        instance.visits += 1
        token.arrived_at, token.history = self.now, len(self.person.history)
        token.visit = [self.person.id, instance.number, instance.visits, token.node, self.now, None, None]
        self.rows["visits"].append(token.visit)
        node = self.nodes[token.node]
        if node["type"].startswith("entry_"):
            return True
        is_message = node["type"] in MESSAGES
        return self.test_rules(
            instance, self.timing == "at_next_node" or (self.timing == "at_next_message" and is_message)
        )


def edges_of(scenario: dict[str, Any], node: str) -> Iterator[str]:
    """The wired ports of a node."""
    return (edge["port"] for edge in scenario["edges"] if edge["from"] == node)
