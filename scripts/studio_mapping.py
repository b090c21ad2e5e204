"""What the files of the studio mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ZONE = "Europe/Berlin"
_MEMBER = {"column": "member_id", "identifies": "member"}
_PERSON = ("first_name", "email", "phone", "timezone", "email_consent", "sms_consent", "birthday", "trial_end")
MAPPING: Mapping[str, Any] = {
    "files": [
        {
            "file": "codes.csv.gz",
            "as": "pool",
            "into": "birthday",
        },
        {
            "file": "customers.csv.gz",
            "as": "customers",
            "keys": [_MEMBER],
            "types": dict.fromkeys(("first_name", "email", "phone", "timezone"), "text")
            | {"birthday": "date", "trial_end": "date", "next_order_on": "date", "appointment_at": "instant"},
            "roles": {role: role for role in (*_PERSON, "appointment_at")} | {"next_order": "next_order_on"},
        },
        {
            "file": "events.csv.gz",
            "as": "events",
            "keys": [_MEMBER],
            "at": "timestamp",
            "name": "event",
            "types": {"product": "text", "amount": "number", "rating": "number"},
            "event_roles": {
                "signup": "signed_up",
                "opt_in": "opt_in_confirmed",
                "trial_start": "trial_started",
                "use": "class_attended",
                "subscription": "subscribed",
                "appointment": "appointment_booked",
                "appointment_cancelled": "appointment_cancelled",
                "appointment_kept": "appointment_kept",
                "purchase": "purchase",
                "review": "reviewed",
                "refund": "refunded",
                "back_in_stock": "back_in_stock",
                "price_drop": "price_dropped",
            },
            "property_roles": {"product": "product", "amount": "amount", "rating": "rating"},
        },
    ],
    "timezone": ZONE,
}
