"""What the files of the web shop with a store mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_USER = {"column": "user_id", "identifies": "visitor"}
_CARD = {"column": "loyalty_card", "identifies": "loyalty_card"}
_WHAT = {"product": "product_id", "amount": "amount", "order_id": "cart_id"}
MAPPING: Mapping[str, Any] = {
    "files": [
        {
            "file": "codes.csv.gz",
            "as": "pool",
            "into": "cart codes",
        },
        {
            "file": "customers.csv.gz",
            "as": "customers",
            "keys": [_USER, _CARD],
            "types": {
                "first_name": "text",
                "email": "text",
                "phone": "text",
                "timezone": "text",
                "acquisition_channel": "text",
            },
            "roles": {
                "first_name": "first_name",
                "email": "email",
                "phone": "phone",
                "timezone": "timezone",
                "email_consent": "email_consent",
                "sms_consent": "sms_consent",
                "ad_consent": "ad_consent",
            },
        },
        {
            "file": "events.csv.gz",
            "as": "events",
            "keys": [_USER],
            "at": "timestamp",
            "name": "event",
            "types": dict.fromkeys(
                ("session_id", "platform", "user_lifecycle", "cart_id", "product_id"),
                "text",
            )
            | {"amount": "number"},
            "event_roles": {"purchase": "purchase", "page_view": "product_view", "cart": "add_to_cart"},
            "property_roles": _WHAT,
            "leave_out": ["acquisition_channel", "user_cohort"],
        },
        {
            "file": "products.csv.gz",
            "as": "products",
            "keys": [{"column": "product_id", "identifies": "product"}],
            "product_roles": {
                "name": "name",
                "category": "category",
                "price": "price",
                "cost": "cost",
                "stock": "stock",
                "url": "url",
            },
        },
        {
            "file": "store.csv.gz",
            "as": "events",
            "keys": [_CARD],
            "at": "timestamp",
            "name": "event",
            "types": {"product_id": "text", "amount": "number"},
            "event_roles": {"purchase": "purchase", "order_line": "store_purchase"},
            "property_roles": {"product": "product_id", "amount": "amount"},
        },
    ],
    "timezone": "UTC",
}
