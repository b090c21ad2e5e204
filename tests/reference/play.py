"""One customer's play: what time it is, the rows written so far, and the moves that nodes are made of."""

from __future__ import annotations

from typing import Any

from tests.reference import clock
from tests.reference.conditions import Asking, true
from tests.reference.state import Event, Instance, Journey, Json, Person, Token, World

TABLES = (
    "instances", "visits", "messages", "conversions", "scores", "tasks", "webhooks", "vouchers", "audiences",
    "recommendations",
)  # fmt: skip
MOST_VISITS = 10_000
MOST_INSTANCES = 10_000


class TooLongError(Exception):
    """The play does not come to an end, or not soon enough to be played plainly."""


class Play:
    """Plays one person; `rows` are the tables of section 8 as lists, `patience` how many rows may be written."""

    def __init__(self, world: World, person: Person, patience: int = 1_000_000) -> None:
        self.world, self.person, self.patience = world, person, patience
        self.now = 0
        self.rows: dict[str, list[list[Any]]] = {table: [] for table in TABLES}

    def write(self, table: str, *cells: Any) -> list[Any]:
        """A new row, the customer first; what is not known yet can still be changed in it."""
        self.patience -= 1
        if not self.patience:
            raise TooLongError
        row = [self.person.id, *cells]
        self.rows[table].append(row)
        return row

    def write_visit(self, table: str, token: Token, *cells: Any) -> list[Any]:
        """A new row about a visit."""
        assert token.visit is not None
        node = token.instance.journey.prefix + token.node
        return self.write(table, token.instance.number, token.visit[2], node, *cells)

    def asking(
        self,
        journey: Journey,
        instance: Instance | None = None,
        token: Token | None = None,
        entry: Event | None = None,
    ) -> Asking:
        """Who asks now."""
        return Asking(self.person, self.now, journey, instance, token, entry)

    def asking_at(self, token: Token) -> Asking:
        """A node asks about the token that stands there."""
        return self.asking(token.instance.journey, token.instance, token)

    def later(self, us: int, duration: str, journey: Journey) -> int:
        """The instant moved by a duration on the customer's clock."""
        return clock.later(us, clock.span(duration), self.person.zone(journey))

    def add_score(self, score: str, *, add: float | None = None, to: float = 0.0) -> None:
        """Add to a score, or set it; a rise joins the queue."""
        before = self.person.score(score, self.now)
        total, delta = (to, to - before) if add is None else (before + add, add)
        self.person.scores[score], self.person.scored_at[score] = total, self.now
        self.write("scores", self.now, score, delta, total)
        if total > before:
            self.person.rises.append((score, before, total))

    # --- ending -----------------------------------------------------------------------------------------------------

    def end(self, instance: Instance, reason: str, detail: str | None = None) -> list[Token]:
        """The whole instance ends now; its visits keep no leaving, and no token goes on."""
        if instance.live:
            self.person.living.remove(instance)
        instance.live = False
        instance.row[4:7] = [self.now, reason, detail and instance.journey.prefix + detail]
        instance.tokens.clear()
        self.person.waiting = [token for token in self.person.waiting if token.instance is not instance]
        return []

    def fire(self, instance: Instance, rule: Json) -> None:
        """An exit rule has fired: it acts at once, or the first to fire is remembered."""
        if instance.journey.timing == "immediate":
            self.end(instance, "exit_rule", rule["id"])
        elif instance.pending is None:
            instance.pending = rule

    def obey_rules(self, instance: Instance, *acting: str) -> bool:
        """Test the condition rules; one that fired acts in the timings `acting`. Whether the instance lives."""
        journey = instance.journey
        for rule in journey.settings.get("exit_rules", []):
            if instance.live and "condition" in rule and true(rule["condition"], self.asking(journey, instance)):
                self.fire(instance, rule)
        if instance.live and journey.timing in acting and instance.pending is not None:
            self.end(instance, "exit_rule", instance.pending["id"])
        return instance.live

    # --- moving -----------------------------------------------------------------------------------------------------

    def block(self, token: Token, waiting: str, wake_at: int) -> list[Token]:
        """The token waits from now on."""
        token.waiting, token.wake_at, token.since = waiting, wake_at, self.person.serial
        self.person.serial += 1
        self.person.waiting.append(token)
        return []

    def leave_wait(self, token: Token, port: str) -> list[Token]:
        """Test the rules, then leave; nothing when a rule acts."""
        if token in self.person.waiting:
            self.person.waiting.remove(token)
        return self.leave(token, port) if self.obey_rules(token.instance, "on_leaving_wait") else []

    def leave(self, token: Token, port: str) -> list[Token]:
        """The tokens that go on from the port, in edge order; the instance ends when none is left."""
        assert token.visit is not None
        token.visit[5:7] = [self.now, port]
        instance, journey = token.instance, token.instance.journey
        tokens = [Token(instance, target) for target in journey.targets(token.node, port)]
        instance.tokens.remove(token)
        instance.tokens.extend(tokens)
        if not instance.tokens:
            filtered = journey.nodes[token.node]["type"] == "filter" and port == "fail"
            self.end(instance, "filtered" if filtered else "completed")
        return tokens
