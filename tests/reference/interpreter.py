"""One customer played through all scenarios, in the order of scenario.md, section 7."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.reference import clock
from tests.reference.calendar import Window, audience, dates
from tests.reference.conditions import matches, true
from tests.reference.nodes import NODES
from tests.reference.play import MOST_INSTANCES, MOST_VISITS, Play
from tests.reference.reactions import satisfies, take_note
from tests.reference.sending import is_held_out, send
from tests.reference.state import Event, Instance, Journey, Json, Person, Reaction, Token, World

MESSAGES = ("email", "sms", "push")
BEFORE_ALL = -(2**63)
Occurrences = Callable[[], list[int]]


class Interpreter:
    """Plays one person, one instant after the other."""

    def __init__(self, world: World, person: Person, patience: int) -> None:
        self.play = Play(world, person, patience)
        self.world, self.person, self.journeys = world, person, world.journeys
        self.begun = False
        self.entries = [
            (journey, node, occurrences)
            for journey in self.journeys
            for node in journey.nodes.values()
            if (occurrences := self._occurrences(journey, node)) is not None
        ]

    # --- time -----------------------------------------------------------------------------------------------------

    def next_instant(self) -> int | None:
        """When something happens next; none when nothing is left, or nothing up to the end of the run."""
        person = self.person
        times = [event.at for event in person.coming[:1]]
        times += [reaction.at for reaction in person.reactions]
        times += [token.wake_at for token in person.waiting if token.wake_at is not None]
        times += [at for entry in self.entries for at in self._to_come(*entry)]
        until = self.world.until
        return min((at for at in times if until is None or at <= until), default=None)

    def advance(self, now: int) -> None:
        """The four phases, each until nothing more is due in it; what a later one makes due takes another turn."""
        person = self.person
        self.play.now, self.begun = now, True
        while person.coming and person.coming[0].at == now:
            self._apply(person.coming.pop(0))
        while (reaction := next((one for one in person.reactions if one.at == now), None)) is not None:
            person.reactions.remove(reaction)
            take_note(self.play, reaction)
            self._apply(reaction.event, reaction)
        while (token := self._next_to_wake()) is not None:
            self._wake(token)
            self._empty_queue()
        while (due := next((entry for entry in self.entries if now in self._to_come(*entry)), None)) is not None:
            journey, node, _ = due
            person.fired.add((journey, node["id"], now))
            self._enter(journey, node, None)
            self._empty_queue()

    def _occurrences(self, journey: Journey, node: Json) -> Occurrences | None:
        params = node["params"]
        if node["type"] == "entry_audience":
            fixed = audience(journey, params, self.world)
            return lambda: fixed
        if node["type"] == "entry_date":
            window, person = Window(journey, self.world), self.person
            return lambda: dates(params, person.profile.get(params["attribute"]), person.zone(journey), window)
        return None

    def _to_come(self, journey: Journey, node: Json, occurrences: Occurrences) -> Iterator[int]:
        """The occurrences of an entry, by the profile as it is now, that have neither fired nor passed."""
        for at in occurrences():
            if (not self.begun or at >= self.play.now) and (journey, node["id"], at) not in self.person.fired:
                yield at

    def _next_to_wake(self) -> Token | None:
        due = [token for token in self.person.waiting if token.wake_at == self.play.now]
        return min(due, key=lambda token: token.since, default=None)

    # --- an event ---------------------------------------------------------------------------------------------------

    def _apply(self, event: Event, reaction: Reaction | None = None) -> None:
        person = self.person
        if not person.has_begun:  # rules with a condition are tested before the first event too
            person.has_begun = True
            self._give()
            self._empty_queue()
        person.history.append(event)  # (a)
        for channel in MESSAGES:
            if self.world.roles["events"].get(f"{channel}_unsubscribe") == event.name:
                person.opted_out.add(channel)
        self._give(event)  # (b)
        for instance in person.instances:  # (c)
            self._convert(instance, event)
        for instance in list(person.living):  # (d)
            if instance.live:
                self._exit_rules(instance, event)
        for token in sorted(person.waiting, key=lambda token: token.since):  # (e)
            if token in person.waiting and self._is_awaited(token, event, reaction):
                self._run(self.play.leave_wait(token, "happened"))
        self._empty_queue()  # (f)
        for journey in self.journeys:
            for node in journey.of_type("entry_event"):
                if self._is(event, node["params"], journey):
                    self._enter(journey, node, event)
                    self._empty_queue()

    def _give(self, event: Event | None = None) -> None:
        """The scoring rules, in document order; one with a condition gives once."""
        for journey in self.journeys:
            for place, rule in enumerate(journey.settings.get("scoring", [])):
                if "condition" in rule:
                    gives = (journey, place) not in self.person.given
                    gives = gives and true(rule["condition"], self.play.asking(journey))
                    self.person.given |= {(journey, place)} if gives else set()
                else:
                    gives = event is not None and self._is(event, rule, journey)
                if gives:
                    self.play.add_score(rule["score"], add=float(rule["add"]))

    def _is(self, event: Event, rule: Json, journey: Journey) -> bool:
        return matches(event, rule, self.play.asking(journey))

    def _is_of(self, instance: Instance, event: Event, rule: Json) -> bool:
        """Whether an event matches a rule that may ask for the instance's key."""
        journey = instance.journey
        return self._is(event, rule, journey) and (not rule.get("match_key") or event.key(journey) == instance.key)

    def _convert(self, instance: Instance, event: Event) -> None:
        journey = instance.journey
        for goal in journey.settings.get("goals", []):
            if goal["id"] in instance.converted or not self._is_of(instance, event, goal):
                continue
            if "within" in goal and event.at > self.play.later(instance.entered_at, goal["within"], journey):
                continue
            instance.converted.add(goal["id"])
            value = event.get(goal["value"], journey) if "value" in goal else None
            named = journey.prefix + goal["id"]
            self.play.write("conversions", instance.number, named, event.at, value, not event.modelled)

    def _exit_rules(self, instance: Instance, event: Event) -> None:
        journey = instance.journey
        for rule in journey.settings.get("exit_rules", []):
            if "event" in rule:
                fires = self._is_of(instance, event, rule)
            else:
                fires = true(rule["condition"], self.play.asking(journey, instance))
            if fires:
                self.play.fire(instance, rule)
            if not instance.live:
                return

    def _is_awaited(self, token: Token, event: Event, reaction: Reaction | None) -> bool:
        if token.wake_at == event.at:  # at the deadline the time-out wins
            return False
        if token.waiting == "event":
            return self._is_of(token.instance, event, token.params)
        return satisfies(token, reaction)

    def _empty_queue(self) -> None:
        person, recorded = self.person, self.world.recorded
        silent_from = recorded[1] + 1 if recorded else BEFORE_ALL  # after the data end an entry fires once in all
        while person.rises:
            score, before, after = person.rises.pop(0)
            for journey in self.journeys:
                for node in journey.of_type("entry_score"):
                    params, firing = node["params"], (journey, node["id"], min(self.play.now, silent_from))
                    if params["score"] == score and before < params["reaches"] <= after and firing not in person.fired:
                        person.fired.add(firing)
                        self._enter(journey, node, None)

    # --- entering ---------------------------------------------------------------------------------------------------

    def _enter(self, journey: Journey, node: Json, event: Event | None) -> None:
        condition, play = node["params"].get("condition"), self.play
        if condition and not true(condition, play.asking(journey, entry=event)):
            return
        key = event.key(journey) if event else None
        if not self._may_enter(journey, key):
            return
        person = self.person
        number = len(person.instances) + 1
        row = play.write("instances", number, journey.prefix + node["id"], play.now, None, "waiting", None)
        instance = Instance(journey, number, play.now, event, key, len(person.history), row)
        token = Token(instance, node["id"])
        row.append(is_held_out(self.world, person, token))
        person.instances.append(instance)
        person.living.append(instance)
        person.latest[journey, key] = instance
        person.entered[journey] += 1
        instance.tokens.append(token)
        self._arrive(token)
        self._run(play.leave(token, "out"))

    def _may_enter(self, journey: Journey, key: object) -> bool:
        settings, reentry, now = journey.settings, journey.reentry, self.play.now
        if "start" in settings and now < clock.instant(settings["start"]):
            return False
        if "end" in settings and now >= clock.instant(settings["end"]):
            return False
        last = self.person.latest.get((journey, key))
        if last and "cooldown" in reentry and now < self.play.later(last.entered_at, reentry["cooldown"], journey):
            return False
        live = [instance for instance in self.person.living if instance.journey is journey and instance.key == key]
        match reentry.get("mode", "after_exit"):
            case "never" if last:
                return False
            case "after_exit" if live:
                return False
        if self.person.entered[journey] == MOST_INSTANCES:
            return False
        if reentry.get("mode") == "restart":
            for instance in live:
                self.play.end(instance, "restarted")
        return True

    # --- tokens -----------------------------------------------------------------------------------------------------

    def _wake(self, token: Token) -> None:
        self.person.waiting.remove(token)
        if token.waiting != "quiet":
            self._run(self.play.leave_wait(token, "out" if token.waiting == "time" else "timed_out"))
        elif self.play.obey_rules(token.instance, "at_next_node", "at_next_message"):
            self._run(send(self.play, token))

    def _run(self, tokens: list[Token]) -> None:
        """Each token runs until it blocks before the next starts."""
        stack = tokens[::-1]
        while stack:
            token = stack.pop()
            if token.instance.live and self._arrive(token):
                node = token.instance.journey.nodes[token.node]
                stack.extend(NODES[node["type"]](self.play, token)[::-1])

    def _arrive(self, token: Token) -> bool:
        instance, journey, play = token.instance, token.instance.journey, self.play
        if instance.visits == MOST_VISITS:
            play.end(instance, "step_limit")
            return False
        instance.visits += 1
        place = journey, token.node
        self.person.been_at[place] = token.times = self.person.been_at.get(place, 0) + 1
        token.arrived_at, token.history = play.now, len(self.person.history)
        node = journey.prefix + token.node
        token.visit = play.write("visits", instance.number, instance.visits, node, play.now, None, None)
        type_ = journey.nodes[token.node]["type"]
        if type_.startswith("entry_"):
            return True
        return play.obey_rules(instance, "at_next_node", *(["at_next_message"] if type_ in MESSAGES else []))
