"""The people of the bundled samples, read from the files alone, and their clocks: nothing of the app is used."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"
WORKDAYS = range(5)
Row = dict[str, str]
Place = tuple[int, float]
"""A moment of a customer's time: the second, and what comes first within it (recorded events by their order)."""
NEVER: Place = (1 << 60, 0.0)
LAST = float("inf")


@dataclass(frozen=True, slots=True)
class Did:
    """Something that was recorded of a customer."""

    at: int
    order: int
    event: str
    row: Row

    @property
    def place(self) -> Place:
        """The moment at which it is applied."""
        return (self.at, float(self.order))

    @property
    def entry(self) -> Place:
        """The moment at which a journey begins with it: after all else that it sets going."""
        return (self.at, self.order + 0.5)


@dataclass(slots=True)
class Person:
    """A customer with what was recorded, in order."""

    id: str
    row: Row
    zone: ZoneInfo
    did: list[Did] = field(default_factory=list)

    def those(self, *events: str) -> Iterator[Did]:
        """What was recorded under these names."""
        return (each for each in self.did if each.event in events)

    def later(self, at: int, days: int = 0, seconds: int = 0) -> int:
        """Days on the customer's calendar and then seconds."""
        return (_clock(self.local(at) + timedelta(days=days), self.zone) if days else at) + seconds

    def next(self, at: int, hour: int, weekdays: range = range(7)) -> int:
        """The first time from then on at which the customer's clock says so, on such a day."""
        day = self.local(at).replace(hour=hour, minute=0, second=0)
        while day.weekday() not in weekdays or _clock(day, self.zone) < at:
            day += timedelta(days=1)
        return _clock(day, self.zone)

    def local(self, at: int) -> datetime:
        """What the customer's clock says, without a zone."""
        return datetime.fromtimestamp(at, UTC).astimezone(self.zone).replace(tzinfo=None)

    def on(self, day: str, hour: int = 0, days: int = 0) -> int:
        """An hour of the day so many days from a date, on the customer's clock."""
        return _clock(datetime.fromisoformat(day) + timedelta(days=days, hours=hour), self.zone)

    def had(self, place: Place, days: int, does: Callable[[Did], bool]) -> list[Did]:
        """What such was recorded in the days up to the moment."""
        since = self.later(place[0], days=-days)
        return [each for each in self.did if each.place <= place and each.at > since and does(each)]


def _clock(local: datetime, zone: ZoneInfo) -> int:
    return int(local.replace(tzinfo=zone).timestamp())


def instant(text: str) -> int:
    """The second that a file names; without a zone it is read as UTC."""
    at = datetime.fromisoformat(text)
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


@cache
def rows(sample: str, name: str) -> list[Row]:
    """The rows of a file."""
    text = gzip.decompress((SAMPLES / sample / f"{name}.csv.gz").read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(text)))


@cache
def people(sample: str) -> list[Person]:
    """The customers of a sample who are known by name, by id, with what they did."""
    key, zone = _KEYS[sample]
    known = {row[key]: Person(row[key], row, _zone(row, zone)) for row in rows(sample, "customers")}
    card = {person.row["loyalty_card"]: who for who, person in known.items() if person.row.get("loyalty_card")}
    found: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for row in rows(sample, "events"):
        found[row[key]].append((instant(row["timestamp"]), row))
    for row in rows(sample, "store") if sample == "store" else ():
        found[card[row["loyalty_card"]]].append((instant(row["timestamp"]), row))
    for who, person in known.items():
        ordered = sorted(found[who], key=lambda each: each[0])
        person.did = [Did(at, order, row["event"], row) for order, (at, row) in enumerate(ordered)]
    return [known[who] for who in sorted(known)]


def _zone(row: Row, otherwise: str) -> ZoneInfo:
    return ZoneInfo(row.get("timezone") or otherwise)


_KEYS = {
    "shop": ("user_id", "UTC"),
    "grocery": ("household_id", "America/New_York"),
    "b2b": ("contact_id", "Europe/Berlin"),
    "store": ("user_id", "UTC"),
    "studio": ("member_id", "Europe/Berlin"),
}


@cache
def ends_at(sample: str) -> tuple[int, int]:
    """The first and the last second of what the customers did."""
    at = [each.at for person in people(sample) for each in person.did]
    return min(at), max(at)
