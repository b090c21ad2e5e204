"""Values, instants and counts in words; instants on the customer's own clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from app.nodes.times import Moment
from app.numbers import exact
from app.runtime.explanation import Value
from app.runtime.machine.arithmetic.clock import DAY_US, civil_of, cycles_past
from app.runtime.program.opcodes import BEFORE_ALL, NEVER
from app.runtime.program.zones import read_zone

_SECOND_US = 1_000_000


def wall_in(zone: str, at: int) -> int:
    """What the wall clock of a zone shows at an instant, both in microseconds."""
    read = read_zone(zone)
    offsets = np.concatenate([[read.first_offset], read.offset])
    return at + int(offsets[np.searchsorted(read.at, at - cycles_past(at), side="right")])


def at_words(at: int, zone: str) -> str:
    """`2024-05-01 10:00` on the clock of a zone; seconds only where there are any."""
    if at in (BEFORE_ALL, NEVER):
        return "never"
    return wall_words(wall_in(zone, at))


def wall_words(wall: int) -> str:
    """A wall clock as `2024-05-01 10:00`."""
    year, month, day = civil_of(wall // DAY_US)
    seconds = wall % DAY_US // _SECOND_US
    tail = f":{seconds % 60:02}" if seconds % 60 else ""
    return f"{year:04}-{month:02}-{day:02} {seconds // 3600:02}:{seconds % 3600 // 60:02}{tail}"


def instant_text(at: int) -> str:
    """An instant as programs read it: `2024-05-01T10:00:00.000000Z`."""
    year, month, day = civil_of(at // DAY_US)
    us = at % DAY_US
    seconds = us // _SECOND_US
    clock = f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}.{us % _SECOND_US:06}"
    return f"{year:04}-{month:02}-{day:02}T{clock}Z"


def shown(value: Value, zone: str) -> str:
    """A value as a sentence has it; an instant on the clock of the zone."""
    match value:
        case None:
            return "missing"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return exact(value)
        case Moment():
            return wall_words(value.us) if value.is_local else at_words(value.us, zone)
        case date():
            return value.isoformat()
        case str():
            return value or "empty"


def times_words(count: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def length_words(length_us: float) -> str:
    """A length of time in its two largest units: `3 hours 20 minutes`."""
    seconds = int(length_us // _SECOND_US)
    parts = []
    for name, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(parts[:2]) or "no time"


def listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    texts = list(words)
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
