"""What the columns and events of the synthetic year mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ZONE = "Europe/Berlin"
MAPPING: Mapping[str, Any] = {
    "files": [
        {
            "file": "customers.csv.gz",
            "as": "customers",
            "keys": [{"column": "contact_id", "identifies": "contact"}],
            "types": dict.fromkeys(["first_name", "last_name", "company", "industry", "lead_source"], "text"),
            "roles": {
                **{role: role for role in ("email", "first_name", "last_name", "company", "lead_source")},
                "email_consent": "email_consent",
            },
        },
        {
            "file": "events.csv.gz",
            "as": "events",
            "keys": [
                {"column": "contact_id", "identifies": "contact"},
                {"column": "cookie_id", "identifies": "cookie"},
            ],
            "at": "timestamp",
            "name": "event",
            "types": dict.fromkeys(["utm_source", "utm_medium", "utm_campaign", "message", "stage"], "text")
            | {"opportunity_id": "text", "amount": "number", "lead_score": "number", "touch_cost": "number"},
            "event_roles": {
                "visit": "website_visit", "lead": "lead_created", "mql": "became_mql", "sql": "became_sql",
                "opportunity": "opportunity_created", "stage": "stage_changed", "won": "opportunity_won",
                "lost": "opportunity_lost", "email_sent": "email_sent", "email_open": "email_open",
                "email_click": "email_click",
            },
            "property_roles": {
                **{role: role for role in ("utm_source", "utm_medium", "utm_campaign", "opportunity_id", "amount")},
                "touch_cost": "touch_cost", "score": "lead_score", "campaign": "message",
            },
        },
    ],
    "timezone": ZONE,
}  # fmt: skip
