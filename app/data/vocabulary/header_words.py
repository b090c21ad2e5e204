"""What names of columns mean in other languages, and without what stands before or behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_OF_PEOPLE = frozenset(
    {"person", "customer", "client", "contact", "user", "buyer", "purchaser", "recipient", "requester", "subscriber"}
    | {"member", "profile", "lead", "account", "visitor", "guest", "attendee", "donor", "shopper", "payer"}
    | {"customers", "users", "contacts", "members", "buyers", "subscribers"}
    | {"consumer", "invitee", "registrant", "participant", "respondent", "student", "patient"}
)
_OF_PLACES = frozenset(
    {"billing", "bill", "to", "shipping", "ship", "default", "address", "primary", "main", "home", "work", "personal"}
    | {"from", "your", "my"}
    | {"properties", "props", "eventprops", "traits", "context", "attributes", "1", "value"}
)
_PROPERTIES = frozenset({"properties", "props", "eventprops", "params"})
_OF_EVENTS = "event_data_"
_TOO_PLAIN = frozenset({"name", "type"})
_IDS = frozenset({"id", "no", "number", "nr", "code", "key"})


@cache
def other_languages() -> Mapping[str, Mapping[str, str]]:
    """For each language a plain name -> what it is called in English, out of the document beside this module."""
    document = json.loads(Path(__file__).with_name("header_words.json").read_bytes())
    return {
        language: {word: english for english, words in known.items() for word in words.split()}
        for language, known in document.items()
    }


def called_in_other_languages(english: str) -> str:
    """The plain names of what is called so in English in all other languages, apart by blanks."""
    words = (word for known in other_languages().values() for word, meant in known.items() if meant == english)
    return " ".join(dict.fromkeys(words))


def translated(word: str, language: str | None) -> Iterator[str]:
    """What a plain name is called in English, if it is of that language."""
    if language is not None and word in other_languages()[language]:
        yield other_languages()[language][word]


def without_owner(word: str) -> str:
    """What a plain name is called without words for people and places around it: “person_email_work” is “email”.

    An id of somebody is that of the customer.
    """
    words = word.split("_")
    first, last = 0, len(words)
    while first < last - 1 and words[first] in _OF_PEOPLE | _OF_PLACES:
        first += 1
    while last > first + 1 and words[last - 1] in _OF_PLACES:
        last -= 1
    if last - first == 1 and words[first] in _IDS and first:
        return "customer_id" if words[0] in _OF_PEOPLE else word
    return "_".join(words[first:last])


def endings(word: str) -> Iterator[str]:
    """The last words of a plain name, at least two: “amazon_order_id” is an “order_id”.

    What is called as a property of the event is what its name says behind that: “event_props_amount” is an “amount”.
    """
    words = word.split("_")
    last = max((place for place, each in enumerate(words) if each in _PROPERTIES), default=-1)
    if word.startswith(_OF_EVENTS):
        yield word.removeprefix(_OF_EVENTS)
    if 0 <= last < len(words) - 1 and words[last + 1] not in _IDS | _TOO_PLAIN:
        yield "_".join(words[last + 1 :])
    for start in range(1, len(words) - 1):
        yield "_".join(words[start:])
