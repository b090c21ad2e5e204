"""What the interpreter remembers: the scenarios it plays, and of one customer what happened and where she stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from app.runtime.machine.state.fading import faded

Json = dict[str, Any]
OF_A_MESSAGE = ("node", "channel", "reason")


class Journey:
    """One of the scenarios that run together; `prefix` stands before its ids in tables."""

    def __init__(self, scenario: Json, prefix: str) -> None:
        self.id: str = scenario["id"]
        self.prefix = prefix
        self.settings: Json = scenario.get("settings", {})
        self.nodes: dict[str, Json] = {node["id"]: node for node in scenario["nodes"]}
        self.edges: list[Json] = scenario["edges"]
        self.reentry: Json = self.settings.get("reentry", {"mode": "after_exit"})
        self.zone = ZoneInfo(self.settings.get("timezone", "UTC"))
        self.timing: str = self.settings.get("exit_timing", "immediate")

    def of_type(self, type_: str) -> Iterator[Json]:
        """Its nodes of one type, in document order."""
        return (node for node in self.nodes.values() if node["type"] == type_)

    def targets(self, node: str, port: str) -> list[str]:
        """Where the edges of a port lead, in edge order."""
        return [edge["to"] for edge in self.edges if edge["from"] == node and edge["port"] == port]


@dataclass
class World:
    """What is the same for all customers, but for the pools, whose codes are taken from the front.

    `types` are those of the attributes, `responses` the defaults of the channels, `recorded` the instants of the first
    and last recorded event, `recorded_events` those of each customer, `products` the catalogue by id.
    """

    journeys: list[Journey]
    types: dict[str, str]
    roles: dict[str, dict[str, str]]
    pools: dict[str, list[str]]
    responses: dict[str, Json]
    seed: int
    replication: int
    recorded: tuple[int, int] | None
    until: int | None
    recorded_events: dict[str, list[Event]] = field(default_factory=dict)
    products: dict[str, Json] = field(default_factory=dict)


@dataclass(eq=False)
class Event:
    """Something that was applied, or a message that was decided; `message` is its journey and node.

    `modelled`: people did it in a forecast only.
    """

    at: int
    name: str
    properties: Json
    message: tuple[Journey, str] | None = None
    modelled: bool = False

    def get(self, name: str, asked_by: Journey) -> Any:
        """A property as a journey sees it: its own nodes by their ids, those of others with the journey's id."""
        if self.message is not None and name == "node":
            journey, node = self.message
            return node if journey is asked_by else f"{journey.id}/{node}"
        return self.properties.get(name)

    def key(self, journey: Journey) -> Any:
        """The value of the journey's re-entry key; what is only modelled has none, but for a message's properties."""
        name = journey.reentry.get("key")
        if name is None or ((self.modelled or self.message) and name not in OF_A_MESSAGE):
            return None
        return self.get(name, journey)


@dataclass(eq=False)
class Token:
    """Where an instance stands. `waiting` says for what, `since` in which order it began to.

    `history` is what had happened on arrival, `times` how often the customer had then been at the node.
    """

    instance: Instance
    node: str
    arrived_at: int = 0
    history: int = 0
    times: int = 0
    visit: list[Any] | None = None
    waiting: str = ""
    wake_at: int | None = None
    since: int = -1

    @property
    def params(self) -> Json:
        """The parameters of its node."""
        params: Json = self.instance.journey.nodes[self.node]["params"]
        return params


@dataclass(eq=False)
class Instance:
    """One pass through one scenario."""

    journey: Journey
    number: int
    entered_at: int
    entry: Event | None
    key: Any
    history: int
    row: list[Any]
    live: bool = True
    tokens: list[Token] = field(default_factory=list)
    visits: int = 0
    pending: Json | None = None
    converted: set[str] = field(default_factory=set)
    states: dict[str, set[str]] = field(default_factory=dict)


@dataclass(eq=False)
class Reaction:
    """What is going to happen to a message: an event, the state it brings (none: the conversion), and the row."""

    at: int
    event: Event
    state: str | None
    instance: Instance
    row: list[Any]


@dataclass
class Sent:
    """A message that left."""

    at: int
    channel: str
    marketing: bool
    received: bool


@dataclass(eq=False)
class Person:
    """One customer: profile, history, scores, lists, instances, and what is going to happen.

    `own_zone` is none where each journey's own zone stands in; `latest` is the last instance by its re-entry key.
    """

    id: str
    profile: Json
    own_zone: ZoneInfo | None
    lists: set[str]
    coming: list[Event] = field(default_factory=list)
    history: list[Event] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    scored_at: dict[str, int] = field(default_factory=dict)
    half_lives: dict[str, int] = field(default_factory=dict)
    given: set[tuple[Journey, int]] = field(default_factory=set)
    has_begun: bool = False
    opted_out: set[str] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)
    living: list[Instance] = field(default_factory=list)
    latest: dict[tuple[Journey, Any], Instance] = field(default_factory=dict)
    waiting: list[Token] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    rises: list[tuple[str, float, float]] = field(default_factory=list)
    fired: set[tuple[Journey, str, int]] = field(default_factory=set)
    been_at: dict[tuple[Journey, str], int] = field(default_factory=dict)
    serial: int = 0
    entered: Counter[Journey] = field(default_factory=Counter)

    def score(self, name: str, now: int) -> float:
        """A score as it is seen now: the last total, halved with each half-life since."""
        total, half_life = self.scores.get(name, 0.0), self.half_lives.get(name)
        return faded(total, now - self.scored_at.get(name, now), half_life) if half_life and total else total

    def zone(self, journey: Journey) -> ZoneInfo:
        """Her zone as a journey reads it."""
        return self.own_zone or journey.zone
