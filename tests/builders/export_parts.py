"""What every export is made of: people from a seed, the ways they are written, and a file of rows."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

_FIRST = ("Ada", "Zoë", "José", "Łukasz", "Anna-Marie", "O'Neil", "李", "Štěpán", "Müge", "Ann")
_LAST = ("Lovelace", "Nováková", "García", "van der Berg", "Smith, Jr.", "Ørsted", "D’Arcy", "Ng", "Żak", "Lee")
START = datetime(2026, 1, 5, 8)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody; `agreed` is None where nobody asked them."""

    number: int
    first: str
    last: str
    email: str
    phone: str
    agreed: bool | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Export:
    """A file of a tool: its bytes, and who of it said yes to e-mail in so many words."""

    tool: str
    name: str
    content: bytes
    agreed: frozenset[str]

    def write(self, folder: Path) -> Path:
        """Put it into a folder."""
        (folder / self.name).write_bytes(self.content)
        return folder / self.name


def people(seed: int, count: int = 60) -> list[Person]:
    """So many people, all with an address, most with a phone."""
    draw = random.Random(seed)
    return [
        Person(
            number,
            draw.choice(_FIRST),
            draw.choice(_LAST),
            f"person.{number}@example.com",
            f"+42060{number:07d}" if draw.random() < 0.8 else "",
            draw.choice([True, False, None]),
            START - timedelta(days=draw.randint(30, 900), minutes=draw.randint(0, 1439)),
        )
        for number in range(count)
    ]


class Mess:
    """The ways in which the same thing is written."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def email(self, person: Person) -> str:
        ways: tuple[Callable[[str], str], ...] = (str, str.upper, str.title, lambda t: f" {t}", lambda t: f"{t} ")
        return self.draw.choice(ways)(person.email)

    def phone(self, person: Person) -> str:
        if not person.phone:
            return ""
        digits = person.phone
        spaced = f"{digits[:4]} {digits[4:7]} {digits[7:10]} {digits[10:]}"
        return self.draw.choice([digits, spaced, f"'{digits}"])

    def maybe(self, text: str, share: float = 0.5) -> str:
        return text if self.draw.random() < share else ""


def delimited(
    header: Sequence[str], rows: Sequence[Sequence[object]], sign: str = ",", bom: bool = False, end: str = "\r\n"
) -> bytes:
    """The bytes of a file in UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign, lineterminator=end)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def columns(names: str) -> list[str]:
    return names.split(",")


def said(everybody: Sequence[Person]) -> frozenset[str]:
    return frozenset(person.email for person in everybody if person.agreed)


def words(person: Person, yes: str, no: str, unknown: str) -> str:
    return unknown if person.agreed is None else yes if person.agreed else no
