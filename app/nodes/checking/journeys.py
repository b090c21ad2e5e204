"""What a condition asks of a journey: a segment stands outside of any, so that nobody could answer it there."""

from __future__ import annotations

from collections.abc import Iterator

from app.nodes.conditions import Condition, EntryTest, EventTest, MessageTest, Sequence
from app.nodes.document import parts_of

_SINCE = {"entry": "what was done “since entry”", "arrival": "what was done “since arrival here”"}


def asked_of_journeys(condition: Condition) -> str:
    """Why the condition cannot be a segment, as a sentence; empty where it can."""
    found = next(_asked(condition), "")
    return f"A segment cannot ask for {found}: that means something only inside a scenario." if found else ""


def _asked(condition: Condition) -> Iterator[str]:
    since = [test.since for test in parts_of(condition, EventTest)]
    since += [test.since for test in parts_of(condition, Sequence)]
    yield from (_SINCE[each] for each in since if each in _SINCE)
    if any(parts_of(condition, EntryTest)):
        yield "a property of the entry event"
    if any(parts_of(condition, MessageTest)):
        yield "the outcome of a message"
