"""What an explanation consists of: steps in order of time, and why each entry did or did not let the customer in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pyarrow as pa

from app.nodes.times import Moment

Value = str | float | bool | date | Moment | None
"""A value of the data; None is missing."""

NO_FIT, NO_CONDITION, OUTSIDE, ONCE, TOO_SOON, INSIDE = "where", "condition", "window", "never", "cooldown", "live"
TOO_OFTEN = "limit"
"""The reasons of steps of kind `not_entered`."""


class StepKind(StrEnum):
    """What a step tells of."""

    NOT_ENTERED = "not_entered"
    ENTERED = "entered"
    CHOSE = "chose"
    SPLIT = "split"
    WAITS = "waits"
    PASSES = "passes"
    WAKES = "wakes"
    SENT = "sent"
    SKIPPED = "skipped"
    HELD = "held"
    DREW = "drew"
    REACTED = "reacted"
    CHANGED = "changed"
    NOTED = "noted"
    SCORED = "scored"
    RULE_FIRED = "rule_fired"
    CONVERTED = "converted"
    ENDED = "ended"
    STILL_WAITING = "still_waiting"


@dataclass(frozen=True, slots=True)
class Sight:
    """An event that a decision looked at; `why_not` says why it did not count, and is empty where it did.

    `at` is microseconds UTC. `properties` are those that the decision asked for. `modelled`: by a forecast.
    """

    at: int
    name: str
    properties: Mapping[str, Value]
    why_not: str = ""
    modelled: bool = False

    @property
    def matched(self) -> bool:
        """Whether it counted."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition, or a part of one, as the machine found it at the moment of the decision.

    `found` is what was compared, in words, and `value` the same as a value. `needed` is false where the whole was
    settled before the machine came to this part; `holds` says what it would have found. `sights` are the latest events
    it saw, `unshown` the number of those before. `label` names a case among others.
    """

    sentence: str
    holds: bool
    needed: bool = True
    found: str = ""
    value: Value = None
    parts: tuple[Clause, ...] = ()
    any_is_enough: bool = False
    sights: tuple[Sight, ...] = ()
    unshown: int = 0
    label: str = ""

    @property
    def failed(self) -> Clause | None:
        """The first clause because of which the whole is false; None if it holds."""
        if self.holds:
            return None
        culprits = [part for part in self.parts if not part.holds]
        if not culprits or (self.any_is_enough and len(self.parts) > 1):
            return self
        return culprits[0].failed

    @property
    def because(self) -> str:
        """The failed clause with what it found: `country is CZ (found JP)`; empty if the whole holds."""
        failed = self.failed
        if failed is None:
            return ""
        return f"{failed.sentence} (found: {failed.found})" if failed.found else failed.sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One decision, or one thing that happened, in a sentence.

    `at` is microseconds UTC. `node` and `visit` (0) are empty where it is about none, `instance` (0) likewise; `label`
    is the node's. `reason` is a word that never changes its meaning: a message's outcome, why an entry let nobody in,
    why an instance ended. `clauses` are the conditions asked, `sights` the events it is about. `modelled`: it rests on
    a forecast's draws.
    """

    at: int
    kind: StepKind
    scenario: str
    sentence: str
    node: str = ""
    label: str = ""
    instance: int = 0
    visit: int = 0
    reason: str = ""
    clauses: tuple[Clause, ...] = ()
    sights: tuple[Sight, ...] = ()
    modelled: bool = False


@dataclass(frozen=True, slots=True)
class Entrance:
    """What an entry made of the customer: how often it let in, how often it considered that in vain, why."""

    scenario: str
    node: str
    label: str
    entered: int
    refused: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One customer's way through the scenarios, step by step.

    `zones` are the IANA names of the customer's clock, by scenario. `tables` are the customer's rows of the run's
    tables, `vouchers` with the codes that the customer gets in the whole run.
    """

    customer_id: str
    zones: Mapping[str, str]
    steps: tuple[Step, ...]
    entrances: tuple[Entrance, ...]
    replication: int
    tables: Mapping[str, pa.Table] = field(default_factory=dict)

    @property
    def has_entered(self) -> bool:
        """Whether the customer entered any of the scenarios."""
        return any(entrance.entered for entrance in self.entrances)
