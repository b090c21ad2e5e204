"""The moment at which something is decided: the live machine, and what the witness remembers besides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.nodes.conditions import Condition, PropertyTest, Where
from app.runtime.compiler.recommending import Recommenders
from app.runtime.explain.lookup import Lookup
from app.runtime.explanation import Clause, Sight, StepKind, Value
from app.runtime.machine.state.history import is_recent_of_event, number_holds
from app.runtime.machine.state.local import face
from app.runtime.machine.state.machine import Machine
from app.runtime.phrasing import at_words, shown
from app.runtime.program.opcodes import NONE


@dataclass(frozen=True, slots=True)
class Past:
    """An event that has happened: its row, its place in the machine's history (-1: not kept there), what it drew."""

    at: int
    event: int
    position: int
    value: float


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was sent, as caps count it."""

    at: int
    node: str
    name: str  # of the node, as on its card
    channel: int
    marketing: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of a decision, before it is known where in the story it stands; see `Step`."""

    kind: StepKind
    sentence: str
    reason: str = ""
    clauses: tuple[Clause, ...] = ()
    sights: tuple[Sight, ...] = ()
    modelled: bool = False


@dataclass(slots=True)
class Context:
    """The machine playing one customer, and what the past looks like in words.

    `written` are the attributes that the scenarios have written so far, `optouts` the events that opted out of a
    channel (a bit), `codes` the vouchers in the order in which they are claimed, `recommenders` what
    recommendations rest on. `reasons` say why a selector does not
    select a recorded event (empty: it does), as far as that does not depend on now.
    """

    lookup: Lookup
    m: Machine
    codes: list[str | None]
    recommenders: Recommenders
    past: list[Past] = field(default_factory=list)
    past_by_name: dict[str, list[Past]] = field(default_factory=dict)
    written: dict[str, Value] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    optouts: dict[int, Past] = field(default_factory=dict)
    reasons: dict[tuple[int, int], str] = field(default_factory=dict)

    def remember(self, past: Past) -> None:
        """Add an event to the past."""
        self.past.append(past)
        self.past_by_name.setdefault(self.lookup.name(past.event), []).append(past)

    @property
    def now(self) -> int:
        """The instant, microseconds UTC."""
        return self.m.state[0].now

    @property
    def scenario(self) -> int:
        """The number of the scenario at work."""
        return self.m.state[0].scenario

    @contextmanager
    def facing(self, scenario: int) -> Iterator[None]:
        """Let a scenario be at work for a moment, as far as the customer's clock and keys are concerned."""
        before = self.scenario
        face(self.m, scenario)
        yield
        face(self.m, before)

    @property
    def zone(self) -> str:
        """The customer's zone as the scenario at work sees it."""
        return self.lookup.zones[self.scenario]

    def attribute(self, name: str) -> Value:
        """An attribute as it is now."""
        return self.written[name] if name in self.written else self.lookup.attribute(name)

    def words(self, condition: Condition) -> str:
        """A condition of the scenario at work in words, nodes by their labels."""
        return self.lookup.names.condition(self.scenario, condition)

    def where_words(self, event: str, where: Where) -> str:
        """Clauses of the scenario at work in words, with a blank before them; nodes by their labels."""
        return self.lookup.names.where(self.scenario, event, where)

    def shown(self, value: Value) -> str:
        """A value in words, on the customer's clock."""
        return shown(value, self.zone)

    def at(self, at: int) -> str:
        """An instant on the customer's clock."""
        return at_words(at, self.zone)

    def property(self, past: Past, name: str) -> Value:
        """A property of something past."""
        return self.lookup.property(past.event, name, self.scenario, past.value)

    def sight(self, past: Past, names: tuple[str, ...], why_not: str = "") -> Sight:
        """Something past with the properties that matter."""
        properties = {name: self.property(past, name) for name in names}
        modelled = past.event >= self.lookup.recorded
        return Sight(past.at, self.lookup.name(past.event), properties, why_not, modelled)

    def unfit(self, where: Where, selector: int, past: Past) -> list[PropertyTest]:
        """The clauses of a `where` that an event of the right name does not pass, as its selector tests them now."""
        row = self.m.selectors[selector]
        recent, drawn = row.first, row.first_drawn
        modelled = {drawn.property for drawn in self.lookup.drawn}
        failing = []
        for clause in where:
            if clause.op in ("in_last", "in_next"):
                passes = is_recent_of_event(self.m, recent, past.event)
                recent += 1
            else:
                is_drawn = clause.property in modelled
                passes = self._passes(clause, drawn if is_drawn else NONE, past)
                drawn += is_drawn
            if not passes:
                failing.append(clause)
        return failing

    def _passes(self, clause: PropertyTest, drawn: int, past: Past) -> bool:
        """One clause; `drawn` is its row of tests of drawn values, if any event draws the property."""
        lookup = self.lookup
        if lookup.is_drawn(past.event) and lookup.drawn_property(past.event) == clause.property:
            test = self.m.drawn_clauses[drawn]
            return test.property == NONE or number_holds(self.m, test.number_test, past.value)
        return lookup.passes(past.event, clause, self.scenario)

    def unfit_words(self, clauses: list[PropertyTest], past: Past) -> str:
        """Failed clauses with what the event has: `amount is 20 (asked: amount above 50)`."""
        names, event = self.lookup.names, self.lookup.name(past.event)
        is_recorded = past.event < self.lookup.recorded
        parts = []
        for clause in clauses:
            value = self.property(past, clause.property)
            found = value if is_recorded else names.value(self.scenario, clause.property, value)
            asked = names.clause(self.scenario, event, clause)
            parts.append(f"{clause.property} is {self.shown(found)} (asked: {asked})")
        return " and ".join(parts)

    def distance(self, clauses: list[PropertyTest], past: Past) -> tuple[int, float]:
        """How far an event is from passing: the number of failed clauses, and by how much the numbers miss."""
        return len(clauses), sum(_gap(self.property(past, clause.property), clause.value) for clause in clauses)


def _gap(value: Value, bound: object) -> float:
    bounds = bound if isinstance(bound, tuple) else (bound,)
    numbers = [b for b in bounds if isinstance(b, int | float) and not isinstance(b, bool)]
    if not numbers or isinstance(value, bool) or not isinstance(value, int | float):
        return float("inf")
    return min(abs(value - number) for number in numbers)
