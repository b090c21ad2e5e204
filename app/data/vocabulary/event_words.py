"""What people call events in other languages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from app.data.vocabulary.headers import plain


@cache
def event_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """For each language the name of a role -> plain names, out of the document beside this module."""
    document = json.loads(Path(__file__).with_name("event_words.json").read_bytes())
    return {
        language: {role: tuple(map(plain, words)) for role, words in known.items()}
        for language, known in document.items()
    }


def named_in_other_languages(role: str) -> str:
    """The plain names of an event with this role in all other languages, apart by blanks."""
    return " ".join(word for known in event_words().values() for word in known.get(role, ()))
