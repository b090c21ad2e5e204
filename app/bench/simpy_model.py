"""The same abandoned cart written for SimPy the way its users write a model: processes that wait, and a clock.

What it counts has to be what the machine counts (tests/bench); how many visits it makes in a second is the measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import simpy

from app.data.dataset import Dataset

MEANT = {"cart_update", "page_view", "purchase"}
HOUR_US = 3_600_000_000
MOST_MAILS, MAILS_DAYS = 3, 7
GOAL_DAYS, SPENT_DAYS, ENOUGH_SPENT = 7, 30, 40.0
QUIET_FROM, QUIET_TO = time(21), time(8)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Process = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something the customer did."""

    at: int
    name: str
    amount: float


@dataclass(slots=True)
class Counts:
    """What a run comes to."""

    visits: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    capped: Counter[str] = field(default_factory=Counter)
    bought: int = 0
    conversions: int = 0
    converted: int = 0
    revenue: float = 0.0


class Customer:
    """One customer: what she did and was sent so far, and the journey she is on."""

    def __init__(self, env: simpy.Environment, zone: ZoneInfo, counts: Counts) -> None:
        self.env = env
        self.zone = zone
        self.counts = counts
        self.purchases: list[Recorded] = []
        self.mails: list[int] = []
        self.deadlines: list[int] = []
        self.has_converted = False
        self.journey: simpy.Process | None = None
        self.looks: simpy.Event | None = None

    @property
    def now(self) -> int:
        """Microseconds since the epoch."""
        return int(self.env.now)

    def live(self, events: Sequence[Recorded]) -> Process:
        """Do what was recorded, when it was."""
        for event in events:
            yield self.env.timeout(event.at - self.now)
            if event.name == "purchase":
                self.buy(event)
            elif event.name == "page_view" and self.looks is not None:
                self.looks.succeed()
                self.looks = None
            elif event.name == "cart_update" and self.journey is None:
                self.deadlines.append(self.days_from_now(GOAL_DAYS))
                self.journey = self.env.process(self.travel())

    def buy(self, event: Recorded) -> None:
        """Count the conversions of a purchase; it also ends the journey."""
        self.purchases.append(event)
        met = sum(event.at <= deadline for deadline in self.deadlines)
        self.deadlines.clear()
        self.counts.conversions += met
        self.counts.revenue += met * event.amount
        if met and not self.has_converted:
            self.has_converted = True
            self.counts.converted += 1
        if self.journey is not None:
            self.journey.interrupt()
            self.journey = self.looks = None
            self.counts.bought += 1

    def travel(self) -> Process:
        """The scenario, from its entry to its end."""
        visits = self.counts.visits
        try:
            visits["start"] += 1
            visits["hour"] += 1
            yield self.env.timeout(HOUR_US)
            yield from self.remind("remind")
            visits["day"] += 1
            self.looks = self.env.event()
            yield self.looks | self.env.timeout(self.days_from_now(1) - self.now)
            self.looks = None
            visits["spent"] += 1
            if self.spent() >= ENOUGH_SPENT:
                yield from self.remind("last")
        except simpy.Interrupt:
            return
        self.journey = None

    def remind(self, node: str) -> Process:
        """Send a mail, outside quiet hours and not too often."""
        self.counts.visits[node] += 1
        while (quiet := self.quiet_time()) > 0:
            yield self.env.timeout(quiet)
        if len(self.mails) >= MOST_MAILS and self.mails[-MOST_MAILS] > self.days_from_now(-MAILS_DAYS):
            self.counts.capped[node] += 1
        else:
            self.mails.append(self.now)
            self.counts.sent[node] += 1

    def spent(self) -> float:
        """What she spent of late."""
        since = self.days_from_now(-SPENT_DAYS)
        return sum(event.amount for event in self.purchases if event.at > since)

    def quiet_time(self) -> int:
        """How long quiet hours still last, on her clock."""
        wall = self.wall()
        if QUIET_TO <= wall.time() < QUIET_FROM:
            return 0
        morning = wall.date() + timedelta(days=int(wall.time() >= QUIET_FROM))
        return instant(datetime.combine(morning, QUIET_TO, self.zone)) - self.now

    def days_from_now(self, days: int) -> int:
        """The same time of day on her clock, some days on."""
        return instant(self.wall() + timedelta(days=days))

    def wall(self) -> datetime:
        """What her clock shows."""
        return (EPOCH + timedelta(microseconds=self.now)).astimezone(self.zone)


def instant(wall: datetime) -> int:
    """Microseconds since the epoch."""
    return (wall.astimezone(UTC) - EPOCH) // MICROSECOND


def histories(dataset: Dataset) -> list[tuple[str, list[Recorded]]]:
    """Each customer's zone and what she did, as Python has it."""
    words = dataset.names.words.to_pylist()
    zones = dataset.attributes["tz"]
    zone_words = zones.words.to_pylist()
    amounts = dataset.properties["amount"].values.tolist()
    events = [
        Recorded(at, words[code], amount)
        for at, code, amount in zip(dataset.at.tolist(), dataset.names.values.tolist(), amounts, strict=True)
    ]
    bounds = dataset.offsets.tolist()
    return [
        (zone_words[zone], [event for event in events[first:end] if event.name in MEANT])
        for zone, first, end in zip(zones.values.tolist(), bounds[:-1], bounds[1:], strict=True)
    ]


def simulate(dataset: Dataset) -> tuple[Counts, float]:
    """Run the model over a dataset: what it counted, and the seconds that the simulation itself took."""
    env = simpy.Environment()
    counts = Counts()
    for zone, events in histories(dataset):
        env.process(Customer(env, ZoneInfo(zone), counts).live(events))
    started = perf_counter()
    env.run()
    return counts, perf_counter() - started
