"""A customer's way through a template, told as its sentence tells it: waits, messages, and what ends it before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.guides.outcomes.people import LAST, NEVER, Did, Person, Place

HOUR = 3_600


class Gone(Exception):  # noqa: N818 - an end and no error
    """The journey was ended from outside."""


class Over(Exception):  # noqa: N818 - an end and no error
    """The journey came to an exit."""


@dataclass(slots=True)
class Outcome:
    """What came of a template: who entered, what they were sent, how they ended, who converted, what else was done."""

    entered: list[tuple[str, int]] = field(default_factory=list)
    messages: list[tuple[str, str, int, str]] = field(default_factory=list)
    ended: list[tuple[str, int, str]] = field(default_factory=list)
    converted: list[tuple[str, int, float]] = field(default_factory=list)
    marks: list[tuple[str, str, int]] = field(default_factory=list)
    """Points, lists, tasks, codes and audiences: (who, node, when)."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours from which to which nothing goes out."""

    begins: int
    ends: int
    channels: tuple[str, ...] = ("email", "sms")

    def over(self, person: Person, at: int, channel: str) -> int:
        """When a message that is due may go."""
        hour = person.local(at).hour
        return person.next(at, self.ends) if channel in self.channels and not self.ends <= hour < self.begins else at


class Journey:
    """One pass of one customer: where it stands, and the moment at which it is ended from outside."""

    def __init__(self, person: Person, begin: Place, stop: Place, outcome: Outcome, quiet: Quiet | None) -> None:
        self.person, self.begin, self.now = person, begin, begin
        self.attempts: list[tuple[Place, str, str]] = []
        self._stop, self._outcome, self._quiet = stop, outcome, quiet
        outcome.entered.append((person.id, begin[0]))

    @property
    def at(self) -> int:
        """The second it stands at."""
        return self.now[0]

    @property
    def entry(self) -> Did:
        """What it began with."""
        return next(each for each in self.person.did if each.entry == self.begin)

    def wait(self, days: int = 0, hours: int = 0, until: int | None = None, weekdays: range = range(7)) -> None:
        """Days and hours, and then until the clock says so."""
        at = self.person.later(self.at, days, hours * HOUR)
        self.go(at if until is None else self.person.next(at, until, weekdays))

    def go(self, at: int) -> None:
        """Wait for a moment."""
        if at == self.at:
            return
        if self._stop[0] <= at:
            raise Gone
        self.now = (at, LAST)

    def does(self, event: str, days: int) -> bool:
        """Wait for the customer to do something, for so many days."""
        limit = self.person.later(self.at, days)
        done = first(self.person, self.now, event)
        if done[0] < limit and done < self._stop:
            self.now = done
            return True
        self.go(limit)
        return False

    def has(self, event: str, least: int = 1, does: Callable[[Did], bool] | None = None) -> bool:
        """Whether the customer has done something since it began."""
        since = [each for each in self.person.those(event) if self.begin < each.place <= self.now]
        return sum(does is None or does(each) for each in since) >= least

    def send(self, node: str, channel: str = "email", *, marketing: bool = True) -> None:
        """Send a message, or skip it."""
        row = self.person.row
        if row.get({"email": "email", "sms": "phone"}[channel]) == "":
            self.attempts.append((self.now, node, "no_address"))
        elif marketing and row.get(f"{channel}_consent", "true") != "true":
            self.attempts.append((self.now, node, "no_consent"))
        else:
            if marketing and self._quiet:
                self.go(self._quiet.over(self.person, self.at, channel))
            self.attempts.append((self.now, node, "sent" if marketing else "always"))

    def mark(self, node: str) -> None:
        """Note what is done beside messages."""
        self._outcome.marks.append((self.person.id, node, self.at))


@dataclass(frozen=True, slots=True)
class Told:
    """A template told in Python: what happens to one who has entered, and what holds for all of it.

    `tell` is the way itself. `stops` are the events that end it; `goal` is the event that counts, within `goal_days` if
    not 0, with the column of its `value`; `alike` is a column in which entry, stop and goal must agree. `pause` is in
    days. At most `most` e-mails and texts go to a customer in seven days.
    """

    tell: Callable[[Journey], None]
    stops: tuple[str, ...] = ()
    goal: str = ""
    goal_days: int = 0
    value: str = ""
    alike: str = ""
    quiet: Quiet | None = None
    pause: int = 0
    again: str = "after_exit"
    most: int = 0

    def over(self, everybody: Iterable[Person], begins: Callable[[Person], Iterable[Place]]) -> Outcome:
        """What comes of it when these begin at these moments."""
        outcome = Outcome()
        for person in everybody:
            _note(outcome, person, self._journeys(outcome, person, begins(person)), self.most)
        return outcome

    def _journeys(self, outcome: Outcome, person: Person, begins: Iterable[Place]) -> list[Journey]:
        made: list[Journey] = []
        nexts = [*begins, NEVER] if self.again == "restart" else []
        free: dict[str, Place] = {}
        paused: dict[str, int] = {}
        for number, begin in enumerate(nexts[:-1] or begins):
            key = self._key(person, begin)
            if begin < free.get(key, begin) or begin[0] < paused.get(key, 0) or (made and self.again == "never"):
                continue
            stop, reason = self._stop(person, begin, key), "exit_rule"
            if nexts and nexts[number + 1] < stop:
                stop, reason = nexts[number + 1], "restarted"
            journey = Journey(person, begin, stop, outcome, self.quiet)
            free[key] = self._played(outcome, journey, stop, reason)
            paused[key] = person.later(begin[0], days=self.pause)
            self._count(outcome, person, begin, key)
            made.append(journey)
        return made

    def _played(self, outcome: Outcome, journey: Journey, stop: Place, reason: str) -> Place:
        said = "completed"
        try:
            self.tell(journey)
        except Gone:
            journey.now, said = stop, reason
        except Over as over:
            said = str(over) or "exit_node"
        outcome.ended.append((journey.person.id, journey.begin[0], said))
        return journey.now

    def _key(self, person: Person, begin: Place) -> str:
        entry = next((each for each in person.did if each.entry == begin), None) if self.alike else None
        return entry.row[self.alike] if entry else ""

    def _stop(self, person: Person, begin: Place, key: str) -> Place:
        found = (each for each in person.those(*self.stops) if not self.alike or each.row[self.alike] == key)
        return next((each.place for each in found if each.place > begin), NEVER)

    def _count(self, outcome: Outcome, person: Person, begin: Place, key: str) -> None:
        """The first such event after the entry."""
        limit = person.later(begin[0], days=self.goal_days) if self.goal_days else NEVER[0]
        for each in person.those(self.goal):
            if each.place > begin and each.at <= limit and (not self.alike or each.row[self.alike] == key):
                amount = float(each.row[self.value] or 0) if self.value else 0.0
                outcome.converted.append((person.id, each.at, amount))
                return


def first(person: Person, after: Place, *events: str) -> Place:
    """When the customer first does one of these after a moment."""
    return next((each.place for each in person.those(*events) if each.place > after), NEVER)


def _note(outcome: Outcome, person: Person, journeys: Iterable[Journey], most: int) -> None:
    """Write down what came of what the journeys wanted to send, in the order of time."""
    sent: list[int] = []
    for place, node, said in sorted(attempt for journey in journeys for attempt in journey.attempts):
        outcome_of = said.replace("always", "sent")
        if said == "sent" and most:
            since = person.later(place[0], days=-7)
            outcome_of = "capped" if len(sent) - bisect_right(sent, since) >= most else "sent"
            sent += [place[0]] * (outcome_of == "sent")
        outcome.messages.append((person.id, node, place[0], outcome_of))
