"""The vocabulary of roles: what a column, an event name or an event property can mean."""

from __future__ import annotations

from collections.abc import Container, Mapping

from app.data.columns import ColumnType

ATTRIBUTE_ROLES = (
    "email",
    "phone",
    "timezone",
    "country",
    "region",
    "city",
    "latitude",
    "longitude",
    "first_name",
    "last_name",
    "birthday",
    "created_at",
    "email_consent",
    "sms_consent",
    "company",
)
EVENT_ROLES = (
    "purchase",
    "page_view",
    "cart",
    "email_sent",
    "email_open",
    "email_click",
    "email_unsubscribe",
    "sms_unsubscribe",
    "signup",
)
PROPERTY_ROLES = (
    "amount",
    "currency",
    "order_id",
    "product",
    "category",
    "quantity",
    "url",
    "campaign",
    "utm_source",
    "utm_medium",
    "utm_campaign",
)
CONSENT_ROLES = ("email_consent", "sms_consent")

ROLE_TYPES = {
    "latitude": ColumnType.NUMBER,
    "longitude": ColumnType.NUMBER,
    "email_consent": ColumnType.BOOLEAN,
    "sms_consent": ColumnType.BOOLEAN,
    "amount": ColumnType.NUMBER,
    "quantity": ColumnType.NUMBER,
}
"""The type a column with this role must have; the other roles hold text, or for `birthday` and `created_at` what the
values say."""


def types_of_roles(roles: Mapping[str, str], declared: Container[str]) -> dict[str, ColumnType]:
    """The types that columns must have for their roles, where none is declared."""
    return {column: ROLE_TYPES[role] for role, column in roles.items() if role in ROLE_TYPES and column not in declared}
