"""Cells as they are shown in lists: whatever somebody put there, a text is a text and a number is a number."""

from __future__ import annotations

import json

UNREADABLE = "?"
_LONGEST = 10_000
_MOST_DIGITS = 20
_LONGEST_SMALL_DOCUMENT = 100_000
_FIRST_US, _LAST_US = -62_104_060_800_000_000, 253_370_764_800_000_000


def text(value: object) -> str:
    """The text, cut where it is longer than anything that could be shown."""
    return value[:_LONGEST] if isinstance(value, str) else UNREADABLE


def number(value: object) -> int:
    """The whole number; 0 for anything else."""
    return value if isinstance(value, int) else 0


def instant(value: object) -> int:
    """Microseconds UTC of the years 2 to 9998, in which every zone can show them; 0 for anything else."""
    return value if isinstance(value, int) and _FIRST_US <= value <= _LAST_US else 0


def instant_or_none(value: object) -> int | None:
    """The same, or None."""
    return instant(value) if isinstance(value, int) else None


def digits(value: object) -> int:
    """A whole number that is written as a text, as no column holds it; 0 for anything else."""
    return int(value) if isinstance(value, str) and len(value) <= _MOST_DIGITS and value.isdecimal() else 0


def counts(value: object) -> dict[str, int]:
    """A count for each name out of a small JSON object; none out of anything else."""
    if not isinstance(value, str) or len(value) > _LONGEST_SMALL_DOCUMENT:
        return {}
    try:
        listed = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return {name: number(count) for name, count in listed.items()} if isinstance(listed, dict) else {}
