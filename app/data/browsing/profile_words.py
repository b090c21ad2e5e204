"""A column's figures in words."""

from __future__ import annotations

from app.data.browsing.cells import value_text
from app.data.browsing.profile import Profile
from app.data.columns.column import ColumnType
from app.numbers import NOTHING, Rate, counted, number

LONGEST = 40
_KINDS = {
    ColumnType.TEXT: "Text",
    ColumnType.NUMBER: "Number",
    ColumnType.BOOLEAN: "Yes or no",
    ColumnType.DATE: "Date",
    ColumnType.INSTANT: "Instant, in UTC",
}


def profile_words(name: str, profile: Profile) -> str:
    """Everything there is to say of a column, in lines."""
    lines = [
        f"{_one_line(name)}: {_KINDS[profile.type].lower()}",
        f"{filled_words(profile)} filled",
        counted(profile.distinct, "different value", "different values"),
    ]
    if profile.type not in (ColumnType.TEXT, ColumnType.BOOLEAN) and profile.filled:
        lines.append(f"From {range_words(profile)}")
    if profile.top:
        lines.append(f"Most frequent: {top_words(profile)}")
    return "\n".join(lines)


def filled_words(profile: Profile) -> str:
    """`1,204 of 3,834 (31%)`."""
    rate = Rate(profile.filled, profile.rows)
    return f"{rate.fraction()} ({rate.percent()})" if profile.rows else NOTHING


def range_words(profile: Profile) -> str:
    """`1 to 99`; of texts, the first and the last of the alphabet."""
    if profile.lowest is None or profile.highest is None:
        return NOTHING
    return f"{_short(profile.type, profile.lowest)} to {_short(profile.type, profile.highest)}"


def top_words(profile: Profile) -> str:
    """`Praha (12), Brno (3)`."""
    return ", ".join(f"{_short(profile.type, value)} ({number(count)})" for value, count in profile.top)


def _short(kind: ColumnType, value: str | float) -> str:
    text = _one_line(value_text(kind, value))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _one_line(text: str) -> str:
    return " ".join(text.split())
