"""Names of columns that say who, when and what; the likeliest stand first. Those of roles stand with the roles."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")

KEYS = (
    *("customer_id", "customer_key", "customer_no", "customer_number", "client_id", "user_id", "contact_id"),
    *("household_id", "member_id", "subscriber_id", "profile_id", "person_id", "visitor_id", "lead_id", "account_id"),
    *(
        "external_id",
        "anonymous_id",
        "cookie_id",
        "klaviyo_id",
        "record_id",
        "uid",
        "cid",
        "customer",
        "user",
        "client",
    ),
    *("id", "email", "email_address", "e_mail"),
)
INSTANTS = (
    *("timestamp", "event_timestamp", "event_time", "event_at", "event_date", "datetime", "date_time", "occurred_at"),
    *("happened_at", "time", "ts", "at", "when", "created_at", "created", "sent_at", "order_date", "purchase_date"),
    *("transaction_timestamp", "transaction_date", "date", "day"),
)
EVENT_NAMES = ("event", "event_name", "event_type", "eventname", "action", "activity", "activity_type", "type", "name")


_IDENTIFIER = re.compile(
    r"(?:^|_)(?:id|key|phone|mobile|tel|sms|zip|postal|postcode|sku|ean|upc|gtin|isbn|iban|ip)(?:_|$)"
)


def plain(name: str) -> str:
    """A name in lower case with underscores: "Email Address" and "emailAddress" are both "email_address"."""
    words = "_".join(word for word in _WORD_BREAK.split(name.strip()) if word)
    return words.lower()


def ranked(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Those of the names that are known, in the order of `known`."""
    by_plain: dict[str, str] = {}
    for name in names:
        by_plain.setdefault(plain(name), name)
    return [by_plain[word] for word in known if word in by_plain]


def names_an_identifier(name: str) -> bool:
    """Whether values of that column are labels, though they may look like numbers."""
    return _IDENTIFIER.search(plain(name)) is not None
