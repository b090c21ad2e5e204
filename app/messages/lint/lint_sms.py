"""What is hardly meant in an SMS: letters that make it dearer, and a sender nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.messages.lint.lint_mail import Found
from app.messages.short_texts import in_plain_forms, named
from app.nodes.sms_segments import sms_segments, unicode_letters
from app.numbers import counted
from app.scenario.graph import Scenario

_TAGS = re.compile(r"\{\{.*?\}\}|\{[%#].*?[%#]\}", re.S)
_NAME_FIRST = re.compile(r"\s*[^\W\d_][\w .,&'’+-]{0,30}:")


def sms_remarks(text: str) -> Iterator[Found]:
    """More segments because of a letter or two; placeholders are left out of the count."""
    plain = _TAGS.sub("", text)
    letters = unicode_letters(plain)
    if not letters:
        return
    without = in_plain_forms(plain)
    for letter in unicode_letters(without):
        without = without.replace(letter, "")
    now, then = sms_segments(plain).count, sms_segments(without).count
    if now > then:
        yield (
            "dear-letters",
            f"The text takes {counted(now, 'segment', 'segments')} rather than {then} because of {named(letters)}; "
            "write it without, and each SMS costs less",
        )


def names_of_senders(scenario: Scenario) -> tuple[str, ...]:
    """By which names the scenario's e-mails are sent."""
    names = (getattr(node.params, "from_name", None) for node in scenario.nodes if node.type == "email")
    return tuple(dict.fromkeys(name.strip() for name in names if name and name.strip()))


def sender_remarks(text: str, names: Sequence[str]) -> Iterator[Found]:
    """Nobody can tell who writes."""
    if not text.strip() or _NAME_FIRST.match(text):
        return
    if any(name.casefold() in text.casefold() for name in names):
        return
    example = names[0] if names else "Your shop"
    yield (
        "no-sender",
        f"The text does not say who sends it, and a phone shows a number alone; begin with the name: “{example}: …”",
    )
