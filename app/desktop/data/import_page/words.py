"""What the import page calls kinds of files, roles and types."""

from __future__ import annotations

from collections.abc import Mapping

from app.data.importing.mapping import Kind

KINDS: Mapping[Kind, str] = {
    "customers": "People, a row each",
    "events": "Events: who did what, and when",
    "orders": "Orders with their lines",
    "products": "Products",
    "list": "A list of people",
    "pool": "Voucher codes",
}
_ROLES = {
    "email": "E-mail address",
    "sms_consent": "Agrees to text messages",
    "email_consent": "Agrees to e-mail",
    "push_token": "Device for push messages",
    "push_consent": "Agrees to push messages",
    "ad_consent": "Agrees to ads",
    "order_id": "Order",
    "opportunity_id": "Opportunity or deal",
    "touch_cost": "Cost of a touch",
    "url": "Web address",
    "utm_source": "UTM source",
    "utm_medium": "UTM medium",
    "utm_campaign": "UTM campaign",
    "created_at": "Customer since",
    "timezone": "Time zone",
}


def role_words(role: str) -> str:
    """A role as a marketer says it."""
    return _ROLES.get(role, role.replace("_", " ").capitalize())
