"""A synthetic year of a company that sells software to companies: what was recorded, and the truth that was planted.

Nobody in it is a person, no account a company; addresses end in .example, or are of mailboxes that belong to nobody.
Only whole numbers are drawn, so that every machine writes the same.
"""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from scripts.b2b_mapping import MAPPING, ZONE

SEED = 20250101
PEOPLE, ACCOUNTS, ANONYMOUS, OPPORTUNITIES = 2_500, 400, 500, 150
START, DAYS = datetime(2025, 1, 1, tzinfo=UTC), 364
MQL_LINE = 80
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_LAST = DAYS * _DAY - 1
POINTS = {"email_open": 5, "email_click": 10, "website_visit": 3, "webinar_attended": 25, "demo_requested": 40}


class Campaign(NamedTuple):
    """Where a touch comes from, and what one costs in cents; `other` is how some of its links are spelled."""

    source: str
    medium: str
    name: str
    cost_cents: int
    other: str = ""


PAID = (
    Campaign("google", "cpc", "brand-search", 180),
    Campaign("google", "cpc", "crm-comparison", 420),
    Campaign("linkedin", "paid_social", "abm-manufacturing", 650, "ABM-Manufacturing"),
    Campaign("linkedin", "paid_social", "thought-leadership", 510),
    Campaign("partner", "referral", "integration-directory", 0),
    Campaign("google", "organic", "", 0),
)
MAILED = (
    Campaign("newsletter", "email", "product-update", 2),
    Campaign("newsletter", "email", "customer-stories", 2),
    Campaign("newsletter", "email", "spring-webinar", 2, "Spring_Webinar"),
)
WEBINAR = Campaign("webinar", "event", "spring-webinar", 1_500)
_DIRECT = Campaign("", "", "", 0)
_OFFLINE = ("Trade fair", "Bought list", "Recommendation")
_NAMES_OF_SOURCES = {"google": "Google", "linkedin": "LinkedIn", "partner": "Partner", "": "Direct"}
_FIRST = ("Anna", "Ben", "Chiara", "David", "Emil", "Fatma", "Greta", "Hugo", "Ines", "Jonas", "Klara", "Luis", "Mila")
_LAST_NAMES = ("Adler", "Bauer", "Conti", "Dvorak", "Ekberg", "Fischer", "Garcia", "Horak", "Ito", "Jansen", "Kovac")
_BEGIN = (
    *("Nor", "Vel", "Kar", "Tal", "Bel", "Mar", "Sil", "Dor"),
    *("Fen", "Gal", "Hel", "Jor", "Lum", "Pel", "Ros", "Zan"),
)
_END = ("vik", "tech", "mont", "dane", "plast", "werk", "logic", "steel", "pharma", "print", "trade", "soft", "mill")
_FORM = ("GmbH", "Ltd", "Inc", "AG", "s.r.o.")
_TRADES = ("Manufacturing", "Logistics", "Software", "Retail", "Health")
_MAILBOXES = ("gmail.com", "gmx.de", "outlook.com")
_STAGES = ("Discovery", "Proposal", "Negotiation")
_COLUMNS = (
    *("contact_id", "cookie_id", "timestamp", "event", "utm_source", "utm_medium", "utm_campaign", "message"),
    *("opportunity_id", "stage", "amount", "lead_score", "touch_cost"),
)


@dataclass(slots=True)
class Person:
    """One person with what happens to them, in seconds of the year; a stage that is never reached is None."""

    id: str
    account: str
    lead_source: str = ""
    cookies: list[str] = field(default_factory=list)
    touches: list[tuple[int, str, str, str, int]] = field(default_factory=list)
    """(at, source, medium, campaign as spelled, cost in cents)."""
    visit: int | None = None
    lead: int | None = None
    mql: int | None = None
    sql: int | None = None
    score: int = 0
    last: int = 0
    active: int = 0
    """The last event that is not an e-mail sent to them."""
    events: int = 0
    scores: list[tuple[int, int]] = field(default_factory=list)
    """(at, score from then on)."""


@dataclass(slots=True)
class Opportunity:
    """A deal with what it comes to; `closed` is None while it is open."""

    id: str
    contact: str
    opened: int
    cents: int
    outcome: str = "open"
    closed: int | None = None


class World:
    """Draws everything in one order from one seed, and notes what it planted."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)
        self.accounts = self._named_accounts()
        self.people: list[Person] = []
        self.anonymous: list[Person] = []
        self.opportunities: list[Opportunity] = []
        self.customers: list[dict[str, str]] = []
        self.rows: list[tuple[int, dict[str, str]]] = []
        self.spellings: dict[str, int] = {}
        self.without_touch: list[str] = []
        self.duplicates: list[tuple[str, str]] = []

    def play(self) -> None:
        """The whole year."""
        for number in range(PEOPLE):
            self._live(self._person(number))
        self._plant_duplicates()
        for number in range(ANONYMOUS):
            self._pass_by(number)
        self._sell()

    def _named_accounts(self) -> list[str]:
        stems = [begin + end for begin in _BEGIN for end in _END] + [
            begin + end + "o" for begin in _BEGIN for end in _END
        ]
        self._draw.shuffle(stems)
        return [f"{stem} {self._draw.choice(_FORM)}" for stem in stems[:ACCOUNTS]]

    def _chance(self, percent: int) -> bool:
        return self._draw.randrange(100) < percent

    def _person(self, number: int) -> Person:
        """A person of an account; every account has one, large ones more. Some say no company, some no address."""
        account = self.accounts[number] if number < ACCOUNTS else self.accounts[
            min(self._draw.randrange(ACCOUNTS), self._draw.randrange(ACCOUNTS))
        ]  # fmt: skip
        person = Person(f"C{number:04d}", account)
        first, last = self._draw.choice(_FIRST), self._draw.choice(_LAST_NAMES)
        domain = f"{account.split()[0].lower()}.example"
        email = f"{first}.{last}.{number}@{domain}".lower()
        company = account
        if number >= ACCOUNTS and self._chance(18):
            company = ""
            if self._chance(25):
                email = f"rehearse-sample-{number}@{self._draw.choice(_MAILBOXES)}"
                person.account = ""
        self.people.append(person)
        self.customers.append(
            {
                "contact_id": person.id, "email": email, "first_name": first, "last_name": last, "company": company,
                "industry": _TRADES[self.accounts.index(account) % len(_TRADES)], "lead_source": "",
                "email_consent": "true" if self._chance(74) else "false",
            }
        )  # fmt: skip
        return person

    def _live(self, person: Person) -> None:
        """From the first visit to the last click; who fits better does more, and is more often sold to."""
        keen = self._draw.randrange(100)
        at = self._draw.randrange(300 * _DAY)
        number = int(person.id[1:])
        if self._chance(78):
            person.cookies.append(f"k{number:05d}a")
            found = self._draw.choice(PAID) if self._chance(85) else _DIRECT
            person.lead_source = _NAMES_OF_SOURCES[found.source]
            for _ in range(1 + self._draw.randrange(3)):
                self._visit(person, at, found, known=False)
                at += self._later(1, 9)
                found = self._draw.choice(PAID) if self._chance(60) else _DIRECT
        else:
            person.lead_source = self._draw.choice(_OFFLINE)
        if at <= _LAST:
            self._become_lead(person, at)
            self._nurture(person, at, keen)
        self.customers[number]["lead_source"] = person.lead_source

    def _become_lead(self, person: Person, at: int) -> None:
        if person.cookies:
            self._note(person, at, "form_submitted", cookie=person.cookies[0])
        if self._chance(6):
            person.lead_source = ""
        person.lead = at + _MINUTE
        person.scores.append((person.lead, 0))
        self._note(person, person.lead, "lead_created", lead_score="0")

    def _nurture(self, person: Person, at: int, keen: int) -> None:
        for _ in range(2 + keen // 12):
            at += self._later(2, 16)
            mailed = self._draw.choice(MAILED)
            if at > _LAST - 2 * _DAY:
                return
            self._note(person, at, "email_sent", message=mailed.name)
            if not self._chance(25 + keen // 2):
                continue
            self._note(person, at + self._later(0, 1), "email_open", message=mailed.name, scored=True)
            if self._chance(20 + keen // 2):
                self._click(person, at + _DAY + self._draw.randrange(_HOUR), mailed)
        if keen > 55 and at < _LAST - 20 * _DAY and self._chance(70):
            at += self._later(1, 10)
            self._touch(person, at, "webinar_attended", WEBINAR, scored=True)
        if keen > 65 and at < _LAST - 20 * _DAY and self._chance(75):
            at += self._later(1, 10)
            self._note(person, at, "demo_requested", scored=True)
        self._qualify(person, keen)

    def _click(self, person: Person, at: int, mailed: Campaign) -> None:
        """A click from a second device, now and then, brings a second cookie."""
        if len(person.cookies) == 1 and self._chance(2):
            person.cookies.append(person.cookies[0][:-1] + "b")
        cookie = person.cookies[-1] if person.cookies else ""
        self._touch(person, at, "email_click", mailed, scored=True, cookie=cookie)
        if cookie and self._chance(50):
            self._visit(person, at + _MINUTE, _DIRECT, known=True)

    def _qualify(self, person: Person, keen: int) -> None:
        reached = next((at for at, score in person.scores if score >= MQL_LINE), None)
        if reached is not None:
            person.mql = reached + _MINUTE
            self._note(person, person.mql, "became_mql")
        is_taken = self._chance(30 + keen // 2) if reached is not None else self._chance(4)
        if is_taken and person.lead is not None:
            at = (person.mql or person.lead) + self._later(1, 14)
            if at <= _LAST:
                person.sql = at
                self._note(person, at, "became_sql")

    def _visit(self, person: Person, at: int, found: Campaign, *, known: bool) -> None:
        if at > _LAST:
            return
        person.visit = at if person.visit is None else min(person.visit, at)
        self._touch(person, at, "website_visit", found, scored=known, cookie=person.cookies[-1], anonymous=True)

    def _touch(
        self, person: Person, at: int, event: str, found: Campaign, *, scored: bool = False, cookie: str = "",
        anonymous: bool = False,
    ) -> None:  # fmt: skip
        name = found.name
        if found.other and self._chance(25):
            name = found.other
            self.spellings[name] = self.spellings.get(name, 0) + 1
        said = {"utm_source": found.source, "utm_medium": found.medium, "utm_campaign": name}
        cost = f"{found.cost_cents // 100}.{found.cost_cents % 100:02d}" if found.cost_cents else ""
        if found.source:
            person.touches.append((at, found.source, found.medium, name, found.cost_cents))
        self._note(person, at, event, cookie=cookie, anonymous=anonymous, scored=scored, touch_cost=cost, **said)

    def _note(
        self, person: Person, at: int, event: str, *, cookie: str = "", anonymous: bool = False, scored: bool = False,
        **said: str,
    ) -> None:  # fmt: skip
        """A row; who is known by the cookie alone is written so."""
        if scored:
            person.score += POINTS[event]
            person.scores.append((at, person.score))
            said["lead_score"] = str(person.score)
        person.last, person.events = max(person.last, at), person.events + 1
        person.active = max(person.active, 0 if event == "email_sent" else at)
        contact = "" if anonymous else person.id
        row = {"contact_id": contact, "cookie_id": cookie, "event": event}
        self.rows.append((at, row | {name: value for name, value in said.items() if value}))

    def _plant_duplicates(self) -> None:
        """The address of an earlier person, in capitals, as another contact of the same company."""
        for number in range(0, 24, 2):
            one, other = self.customers[600 + number], self.customers[601 + number]
            other["email"], other["company"] = one["email"].upper(), one["company"]
            self.people[601 + number].account = self.people[600 + number].account
            self.duplicates.append((one["contact_id"], other["contact_id"]))

    def _pass_by(self, number: int) -> None:
        person = Person(f"a{number:05d}", "", cookies=[f"a{number:05d}"])
        self.anonymous.append(person)
        at = self._draw.randrange(_LAST)
        for _ in range(1 + self._draw.randrange(3)):
            self._visit(person, at, self._draw.choice(PAID), known=False)
            at += self._later(1, 20)

    def _sell(self) -> None:
        """Opportunities of those whom sales accepted, the earliest first; the last few are a second deal."""
        accepted = sorted((each for each in self.people if each.sql is not None), key=lambda each: (each.sql, each.id))
        untouched = [each for each in accepted if not each.touches]
        touched = [each for each in accepted if each.touches]
        self._draw.shuffle(touched)
        touched.sort(key=lambda each: each.score < MQL_LINE + self._draw.randrange(60))
        few = touched[: OPPORTUNITIES - 8 - 5]
        first = sorted([*few, *untouched[:8]], key=lambda each: (each.sql, each.id))
        for number, person in enumerate([*first, *first[: OPPORTUNITIES - len(first)]]):
            after = person.sql if number < len(first) else self._end_of(person.id)
            self._deal(number, person, (after or 0) + self._later(1, 12))

    def _end_of(self, contact: str) -> int:
        deal = next(each for each in self.opportunities if each.contact == contact)
        return deal.closed or deal.opened

    def _deal(self, number: int, person: Person, at: int) -> None:
        at = min(at, _LAST)
        deal = Opportunity(f"O{number:03d}", person.id, at, 100_000 + self._draw.randrange(9_000_000))
        self.opportunities.append(deal)
        if not any(touched <= at for touched, *_ in person.touches):
            self.without_touch.append(deal.id)
        self._note(person, at, "opportunity_created", amount=_euros(deal.cents), opportunity_id=deal.id)
        for stage in _STAGES:
            at += self._later(3, 21)
            if at > _LAST:
                return
            if stage == "Proposal" and self._chance(40):
                deal.cents = deal.cents * (80 + self._draw.randrange(30)) // 100
            self._note(person, at, "stage_changed", stage=stage, amount=_euros(deal.cents), opportunity_id=deal.id)
        at += self._later(2, 25)
        if at <= _LAST:
            deal.closed, deal.outcome = at, "won" if self._chance(10 + person.score // 4) else "lost"
            self._note(person, at, f"opportunity_{deal.outcome}", amount=_euros(deal.cents), opportunity_id=deal.id)

    def _later(self, fewest_days: int, most_days: int) -> int:
        return fewest_days * _DAY + self._draw.randrange(max((most_days - fewest_days) * _DAY, _HOUR))

    def truth(self) -> dict[str, Any]:
        """What was planted; instants in seconds since the start of the year in UTC."""
        return {
            "synthetic": True, "seed": SEED, "start": START.isoformat(), "zone": ZONE, "mql_line": MQL_LINE,
            "accounts": sorted(self.accounts),
            "people": [asdict(each) for each in self.people],
            "anonymous": [asdict(each) for each in self.anonymous],
            "opportunities": [asdict(each) for each in self.opportunities],
            "opportunities_without_touch": self.without_touch,
            "leads_without_source": [p.id for p in self.people if p.lead is not None and not p.lead_source],
            "two_cookies": {p.id: p.cookies for p in self.people if len(p.cookies) > 1},
            "duplicates": self.duplicates,
            "other_spellings": self.spellings,
        }  # fmt: skip


def make_b2b(out: Path) -> None:
    """Write files, mapping and truth."""
    world = World(SEED)
    world.play()
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "customers.csv.gz", _csv(tuple(world.customers[0]), world.customers))
    rows = sorted(enumerate(world.rows), key=lambda each: (each[1][0], each[0]))
    timed = [row | {"timestamp": _instant(at)} for _, (at, row) in rows]
    _write(out / "events.csv.gz", _csv(_COLUMNS, timed))
    _write(out / "truth.json.gz", json.dumps(world.truth(), separators=(",", ":")).encode())
    (out / "mapping.json").write_text(json.dumps(MAPPING, indent=2) + "\n", encoding="utf-8")


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _instant(at: int) -> str:
    return (START + timedelta(seconds=at)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """No text of ours holds a comma or a quote."""
    out = io.StringIO()
    for row in ({name: name for name in columns}, *rows):
        out.write(",".join(row.get(name, "") for name in columns) + "\n")
    return out.getvalue().encode()


def _write(path: Path, text: bytes) -> None:
    path.write_bytes(gzip.compress(text, 9, mtime=0))
