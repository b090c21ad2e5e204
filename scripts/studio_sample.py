"""A studio for yoga with a shop: members with birthdays, trials, appointments, reviews and wishes, drawn from a seed.

Synthetic throughout: nobody in it is a person; addresses are of the domain `studio.invalid`, which no mail reaches, and
phone numbers of the range that is kept for stories. Only whole numbers are drawn, so every machine writes the same.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from scripts.studio_mapping import MAPPING

SEED = 20250107
MEMBERS = 420
CODES = 120
"""Birthday codes: fewer than there are birthdays with somebody to congratulate."""

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_BEGIN, _END = datetime(2025, 1, 6), datetime(2025, 6, 30)
_FIRST = ("Ada", "Bruno", "Carla", "Dario", "Elif", "Felix", "Gesa", "Henrik", "Ida", "Jannis", "Kira", "Leon", "Maja")
_ZONES = ("Europe/Berlin",) * 6 + ("Europe/Lisbon", "Europe/London", "America/New_York")
_WARES = (
    *(("mat", 5_900), ("block", 1_400), ("strap", 1_200), ("bolster", 4_900)),
    *(("blanket", 3_900), ("tea", 1_100), ("candle", 1_700), ("leggings", 6_900)),
)


def make_studio(out: Path) -> None:
    """Write the sample."""
    draw = random.Random(SEED)
    members = [_Member(number, draw) for number in range(MEMBERS)]
    codes = [{"code": f"CAKE-{number:03}-{draw.randrange(10_000):04}"} for number in range(1, CODES + 1)]
    events = [row for member in members for row in member.rows()]
    out.mkdir(parents=True, exist_ok=True)
    _write(out, "customers", [member.person for member in members])
    _write(out, "events", events)
    _write(out, "codes", codes)
    (out / "mapping.json").write_text(json.dumps(MAPPING, indent=2) + "\n", encoding="utf-8")


class _Member:
    """One member: who they are, and half a year of what they do."""

    def __init__(self, number: int, draw: random.Random) -> None:
        self._draw = draw
        self._did: dict[datetime, tuple[str, Mapping[str, Any]]] = {}
        self.person = self._described(number)
        joined = _BEGIN + timedelta(seconds=draw.randrange(120 * _DAY))
        self._signs_up(joined)
        if self._chance(60):
            self._tries(joined + timedelta(seconds=draw.randrange(_DAY, 10 * _DAY)))
        if self._chance(55):
            self._books(joined + timedelta(seconds=draw.randrange(20 * _DAY)))
        for _ in range(draw.randrange(4)):
            self._buys(joined + timedelta(seconds=draw.randrange(60 * _DAY)))
        for _ in range(draw.randrange(3)):
            self._wishes(joined + timedelta(seconds=draw.randrange(70 * _DAY)))

    def rows(self) -> list[dict[str, Any]]:
        """What they did, in order."""
        nothing = {"product": "", "amount": "", "rating": ""}
        return [
            {"member_id": self.person["member_id"], "timestamp": f"{at:%Y-%m-%dT%H:%M:%SZ}", "event": event}
            | nothing
            | dict(more)
            for at, (event, more) in sorted(self._did.items())
        ]

    def _described(self, number: int) -> dict[str, Any]:
        name = _FIRST[self._draw.randrange(len(_FIRST))]
        born = date(1950, 1, 1) + timedelta(days=self._draw.randrange(20_000))
        return {
            "member_id": f"M{number:04}",
            "first_name": name if self._chance(90) else "",
            "email": f"{name.lower()}.{number}@studio.invalid" if self._chance(96) else "",
            "phone": f"+447700900{number:03}" if self._chance(72) else "",
            "email_consent": "true" if self._chance(80) else "false",
            "sms_consent": "true" if self._chance(58) else "false",
            "birthday": born.isoformat() if self._chance(85) else "",
            "timezone": _ZONES[self._draw.randrange(len(_ZONES))],
            "trial_end": "",
            "appointment_at": "",
            "next_order_on": "",
        }

    def _signs_up(self, at: datetime) -> None:
        """Signs up; most confirm at once, some within the week, some later or never, and a few sign up again."""
        self._do(at, "signed_up")
        turn = self._draw.randrange(100)
        bounds = ((55, _MINUTE, 12 * _HOUR), (75, _DAY + _HOUR, 6 * _DAY), (82, 8 * _DAY, 20 * _DAY))
        for until, low, high in bounds:
            if turn < until:
                self._do(at + timedelta(seconds=self._draw.randrange(low, high)), "opt_in_confirmed")
                break
        if turn >= 90:
            self._do(at + timedelta(seconds=self._draw.randrange(2 * _DAY, 45 * _DAY)), "signed_up")

    def _tries(self, at: datetime) -> None:
        """A trial of two or four weeks, with more or fewer classes; some subscribe while it lasts, or after."""
        days = (14, 28)[self._draw.randrange(2)]
        self._do(at, "trial_started")
        if self._chance(92):
            self.person["trial_end"] = (at + timedelta(days=days)).date().isoformat()
        for _ in range(self._draw.randrange(9)):
            until = (3, days)[self._draw.randrange(2)]  # half of the classes are attended in the first days
            self._do(at + timedelta(seconds=self._draw.randrange(_HOUR, until * _DAY)), "class_attended")
        if self._chance(45):
            after = timedelta(seconds=self._draw.randrange(_DAY, (days + 8) * _DAY))
            self._do(at + after, "subscribed", amount="49.00")

    def _books(self, at: datetime) -> None:
        """A private lesson some hours or days ahead; it is kept, cancelled, or moved to a later booking."""
        ahead = self._draw.randrange(3 * _HOUR, 20 * _HOUR) if self._chance(25) else self._draw.randrange(2, 12) * _DAY
        lesson = (at + timedelta(seconds=ahead)).replace(minute=0, second=0)
        self.person["appointment_at"] = f"{lesson:%Y-%m-%dT%H:%M:%SZ}"
        self._do(at, "appointment_booked")
        turn = self._draw.randrange(100)
        if turn < 12:
            self._do(at + timedelta(seconds=self._draw.randrange(_MINUTE, ahead)), "appointment_booked")
        if turn < 70:
            self._do(lesson, "appointment_kept")
        elif turn < 90:
            self._do(at + timedelta(seconds=self._draw.randrange(_MINUTE, ahead)), "appointment_cancelled")

    def _buys(self, at: datetime) -> None:
        """Something for the mat; a review of one to five stars may follow, or it is sent back."""
        ware, cents = _WARES[self._draw.randrange(len(_WARES))]
        self._do(at, "purchase", product=ware, amount=f"{cents // 100}.{cents % 100:02}")
        if self._chance(40):
            self.person["next_order_on"] = (at + timedelta(days=self._draw.randrange(3, 60))).date().isoformat()
        turn = self._draw.randrange(100)
        if turn < 45:
            stars = (5, 5, 4, 4, 3, 2, 1)[self._draw.randrange(7)]
            after = timedelta(seconds=self._draw.randrange(2 * _DAY, 24 * _DAY))
            self._do(at + after, "reviewed", product=ware, rating=stars)
        elif turn < 57:
            self._do(at + timedelta(seconds=self._draw.randrange(_DAY, 20 * _DAY)), "refunded", product=ware)

    def _wishes(self, at: datetime) -> None:
        """Something they wait for is back or costs less; they buy it, something else, or nothing."""
        ware, cents = _WARES[self._draw.randrange(len(_WARES))]
        self._do(at, ("back_in_stock", "price_dropped")[self._draw.randrange(2)], product=ware)
        turn = self._draw.randrange(100)
        if turn < 40:
            bought = ware if turn < 30 else _WARES[(self._draw.randrange(len(_WARES)))][0]
            after = timedelta(seconds=self._draw.randrange(_MINUTE, 4 * _DAY))
            self._do(at + after, "purchase", product=bought, amount=f"{cents // 100}.{cents % 100:02}")

    def _do(self, at: datetime, event: str, **more: Any) -> None:
        """At a second of its own: the order of two at once would be chance."""
        while at in self._did:
            at += timedelta(seconds=1)
        if at < _END:
            self._did[at] = (event, more)

    def _chance(self, of_hundred: int) -> bool:
        return self._draw.randrange(100) < of_hundred


def _write(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / f"{name}.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
